"""A wrong bit in the log cuts off what was saved last: it is told, nothing is changed, and whoever agrees goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import secrets
from app.storage.book import create, open_book
from app.storage.ends import LOG_CUT
from app.storage.frames import Log, journal_of
from app.storage.lock import read_here
from tests.books import NOW
from tests.storage.test_work import DAY, close_office, holidays

CLOCK = FixedClock(NOW)
DAYS = [DAY.replace(year=year) for year in range(2030, 2036)]
ROOT = secrets.new_root()


@dataclass(frozen=True)
class Harmed:
    """A book that was killed with six days in its log, of which a wrong bit leaves two."""

    file: bytes
    log: bytes
    harmed: bytes

    def put(self, folder: Path, *, harmed: bool = True) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / "firm.watertight"
        path.write_bytes(self.file)
        journal_of(path).write_bytes(self.harmed if harmed else self.log)
        return path


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Harmed:
    path = tmp_path_factory.mktemp("killed") / "firm.watertight"
    create(path, CLOCK, root=ROOT).close()
    with open_book(path, CLOCK, root=ROOT) as book:
        lengths = [0]
        for day in DAYS:
            book.perform(close_office, day=day)
            lengths.append(journal_of(path).stat().st_size)
        file, log = path.read_bytes(), journal_of(path).read_bytes()
    harmed = bytearray(log)
    harmed[lengths[2] + 500] ^= 4
    return Harmed(file, log, bytes(harmed))


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        open_book(path, CLOCK, root=ROOT)
    return caught.value


@contextmanager
def reading(path: Path) -> Iterator[tuple[str, list[date]]]:
    with open_book(path, CLOCK, root=ROOT, read_only=True) as book:
        yield book.read_only, list(book.read(holidays))


def test_a_cut_off_end_is_told_and_nothing_is_changed(book: Harmed, tmp_path: Path) -> None:
    path = book.put(tmp_path / "firm")
    problem = refused(path)
    assert (problem.code, problem.message) == (
        LOG_CUT,
        f"4 changes after {read_here(NOW)} cannot be read: the log beside the book is damaged.",
    )
    assert "Nothing was changed." in problem.hint
    with reading(path) as (why, days):
        assert (why, days) == (problem.message, DAYS[:2])
    assert (path.read_bytes(), journal_of(path).read_bytes()) == (book.file, book.harmed)
    assert refused(path).code == LOG_CUT


def test_who_agreed_goes_on_and_the_harmed_book_is_kept(book: Harmed, tmp_path: Path) -> None:
    path = book.put(tmp_path / "firm")
    with open_book(path, CLOCK, root=ROOT, go_on=True) as opened:
        kept = path.with_name("firm before 2026-04-30.watertight")
        (told,) = [one.message for one in opened.warnings if one.code == "book.set_aside"]
        assert told == f"The book and its log as they were are kept in {kept}."
        assert opened.read(holidays) == DAYS[:2]
        opened.perform(close_office, day=DAYS[5])
    with open_book(path, CLOCK, root=ROOT) as opened:
        assert opened.read(holidays) == [*DAYS[:2], DAYS[5]]
    assert (kept.read_bytes(), journal_of(kept).read_bytes()) == (book.file, book.harmed)
    with reading(kept) as (why, days):
        assert "4 changes" in why
        assert days == DAYS[:2]


def test_what_stands_behind_is_not_told_again_after_a_kill(book: Harmed, tmp_path: Path) -> None:
    """The log begins anew once somebody agreed: else its old frames would still stand behind the new ones."""
    path = book.put(tmp_path / "firm")
    with open_book(path, CLOCK, root=ROOT, go_on=True) as opened:
        opened.perform(close_office, day=DAYS[5])
        killed = tmp_path / "killed"
        killed.mkdir()
        copy = Path(shutil.copy(path, killed / path.name))
        shutil.copy(journal_of(path), journal_of(copy))
    with open_book(copy, CLOCK, root=ROOT) as opened:
        assert opened.read(holidays) == [*DAYS[:2], DAYS[5]]


def test_a_whole_log_of_a_killed_book_opens_without_a_word(book: Harmed, tmp_path: Path) -> None:
    path = book.put(tmp_path / "firm", harmed=False)
    with open_book(path, CLOCK, root=ROOT) as opened:
        assert opened.read(holidays) == DAYS
        assert [one.code for one in opened.warnings if one.code == "book.set_aside"] == []


def test_while_another_window_has_the_book_its_log_is_left_alone(book: Harmed, tmp_path: Path) -> None:
    """It reads by its own index of the log, and what it writes goes where it left off."""
    path = book.put(tmp_path / "firm", harmed=False)
    with open_book(path, CLOCK, root=ROOT) as first:
        with open_book(path, CLOCK, root=ROOT) as second:
            second.perform(close_office, day=DAY)
        assert DAY in first.read(holidays)
        assert Log(journal_of(path).read_bytes()).lost == 0
