"""The ground goes away while somebody works: nothing is told as saved that is not, and the sentence says what to do."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from app.firm.records import Holiday
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage.book import Book, open_book
from app.storage.frames import journal_of
from app.storage.work import Work
from tests.books import NOW
from tests.faults.test_no_room import little_room
from tests.storage.test_work import DAY, close_office, holidays

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")

CLOCK = FixedClock(NOW)
LATER = DAY.replace(year=2027)


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    folder = tmp_path / "firm"
    folder.mkdir()
    return Path(shutil.copy(empty_file, folder / "firm.watertight"))


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    """A book in which somebody has saved something."""
    with open_book(path, CLOCK) as opened:
        opened.perform(close_office, day=DAY)
        yield opened


def refused(book: Book, day: date = LATER) -> Problem:
    with pytest.raises(Problem) as caught:
        book.perform(close_office, day=day)
    assert caught.value.hint
    return caught.value


def deleted(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))


def replaced(path: Path) -> None:
    Path(shutil.copy(path, path.with_suffix(".other"))).replace(path)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def folder_gone(path: Path) -> None:
    shutil.rmtree(path.parent)


def folder_is_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.touch()


AWAY = "The book's file is no longer where it was opened."
SHORT = "The book\u2019s file was emptied or cut short by something else."


@pytest.mark.parametrize(
    ("happens", "code", "sentence"),
    [
        (deleted, "book.gone", AWAY),
        (moved, "book.gone", AWAY),
        (replaced, "book.gone", AWAY),
        (emptied, "book.emptied", SHORT),
        (cut, "book.emptied", SHORT),
        (folder_gone, "book.gone", AWAY),
        (folder_is_a_file, "book.gone", AWAY),
    ],
)
def test_what_cannot_be_kept_is_not_told_as_saved(
    book: Book, path: Path, happens: Callable[[Path], None], code: str, sentence: str
) -> None:
    happens(path)
    problem = refused(book)
    assert (problem.code, problem.message) == (code, sentence)
    assert "Nothing was saved just now." in problem.hint
    assert refused(book).code == code, "it must not be told as saved the second time either"


def test_a_file_that_comes_back_takes_what_was_typed(book: Book, path: Path) -> None:
    away = path.with_suffix(".moved")
    path.rename(away)
    refused(book)
    away.rename(path)
    book.perform(close_office, day=LATER)
    assert book.read(holidays) == [DAY, LATER]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "book.read_only"),
        (errno.EROFS, "book.read_only"),
        (errno.EIO, "book.disk_failed"),
        (errno.ENODEV, "book.gone"),
        (errno.ESTALE, "book.gone"),
    ],
)
def test_a_drive_that_is_pulled_out_is_said_in_our_words(
    book: Book, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def stat(_path: object) -> object:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "stat", stat)
    problem = refused(book)
    monkeypatch.undo()
    assert problem.code == code
    assert book.read(holidays) == [DAY]


def close_and_lose(work: Work, *, day: date, place: str) -> None:
    """A command under which the file vanishes after its check and before its commit."""
    work.add(Holiday(day=day, name="Company day"))
    Path(place).unlink()


def test_a_file_that_vanishes_between_check_and_commit_is_not_told_as_saved(book: Book, path: Path) -> None:
    with pytest.raises(Problem) as caught:
        book.perform(close_and_lose, day=LATER, place=str(path))
    assert caught.value.code == "book.gone"


def test_a_journal_taken_away_is_told_at_the_next_commit(book: Book, path: Path) -> None:
    journal_of(path).unlink()
    problem = refused(book)
    assert problem.code == "book.journal_gone"
    assert "look whether your last entry is there" in problem.hint


def test_a_full_disk_keeps_what_was_saved_and_goes_on_when_there_is_room(book: Book, path: Path) -> None:
    saved = [DAY]
    problem = None
    with little_room():
        for year in range(2027, 2090):
            try:
                book.perform(close_office, day=DAY.replace(year=year))
            except Problem as found:
                problem = found
                break
            saved.append(DAY.replace(year=year))
    assert problem is not None
    assert problem.code in {"book.disk_full", "book.disk_failed"}
    assert book.read(holidays) == saved
    book.perform(close_office, day=DAY.replace(year=2095))
    book.close()
    with open_book(path, CLOCK) as again:
        assert again.read(holidays) == [*saved, DAY.replace(year=2095)]


# ------------------------------------------------------------------------------------------------ the unknown


def break_down(work: Work) -> None:
    """A bug."""
    work.execute(text("SELECT 1 FROM no_such_table"))


def test_after_two_failures_nobody_expected_a_book_is_only_read(book: Book) -> None:
    for _time in range(2):
        assert book.read_only == ""
        with pytest.raises(Exception, match="no_such_table"):
            book.perform(break_down)
    problem = refused(book)
    assert problem.code == "book.read_only_mode"
    assert problem.message == (
        "This book is open to be read only. Two things in a row failed in a way nobody expected."
    )
    assert book.read(holidays) == [DAY]


def test_what_succeeds_in_between_starts_the_count_anew(book: Book) -> None:
    for year in (2027, 2028, 2029):
        with suppress(Exception):
            book.perform(break_down)
        book.perform(close_office, day=DAY.replace(year=year))
    assert book.read_only == ""
