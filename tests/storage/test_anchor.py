"""The anchor: a book that lost its end, or went another way, is told; one that goes on is opened without a word."""

from __future__ import annotations

import json
import re
import shutil
import stat
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import anchor as anchors
from app.storage.anchor import BEHIND, PARTED, Anchor, Apart, Mark, compared
from app.storage.book import Book, create, open_book
from app.storage.head import Head, head_of
from app.storage.lock import read_here
from tests.books import NOW, SYSTEMS, make_founded
from tests.storage.test_work import DAY, close_office

YEARS = [DAY.replace(year=year) for year in range(2030, 2040)]
Place = str | Path


@pytest.fixture(params=SYSTEMS)
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Place]:
    """One firm's book, again and again, as it was at the beginning."""
    made: list[Path] = []

    def another() -> Place:
        if request.param == "postgres":
            return str(request.getfixturevalue("postgres_database")(prepare=make_founded))
        made.append(tmp_path / f"{len(made)}.watertight")
        return Path(shutil.copy(request.getfixturevalue("founded_file"), made[-1]))

    return another


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "anchors"


def opened(place: Place, folder: Path, *, days: int = 0, read_only: bool = False, go_on: bool = False) -> Book:
    clock = FixedClock(NOW + timedelta(days))
    return open_book(place, clock, anchor=Anchor(folder, str(place)), read_only=read_only, go_on=go_on)


def refused(place: Place, folder: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        opened(place, folder)
    assert caught.value.hint
    return caught.value


def write(book: Book, *days: int) -> None:
    for day in days:
        book.perform(close_office, day=YEARS[day])


def test_an_older_copy_is_told_with_the_entries_it_lacks_and_is_the_book_once_somebody_agreed(
    copies: Callable[[], Place], folder: Path
) -> None:
    ours, older = copies(), copies()
    with opened(ours, folder) as book:
        write(book, 0, 1, 2)
    opened(ours, folder).close()
    problem = refused(older, folder)
    assert problem.code == BEHIND
    assert problem.message == (
        f"This book is older than when it was last open here on {read_here(NOW)}: 3 entries of its history are missing."
    )
    with opened(older, folder, read_only=True) as book:
        assert book.read_only == problem.message
        assert book.lost is not None
        assert book.lost.code == BEHIND
    refused(older, folder)
    opened(older, folder, go_on=True).close()
    with opened(older, folder) as book:
        write(book, 7)
    opened(older, folder).close()
    assert refused(ours, folder).code == PARTED
    opened(ours, folder, go_on=True).close()
    opened(ours, folder).close()
    opened(older, folder).close()


def test_two_copies_that_were_both_written_are_told_with_the_day_until_which_they_were_the_same(
    copies: Callable[[], Place], folder: Path
) -> None:
    ours, other = copies(), copies()
    opened(ours, folder, days=1).close()
    with opened(ours, folder, days=2) as book:
        write(book, 0)
    with open_book(other, FixedClock(NOW)) as book:
        write(book, 1)
        assert book.read(head_of).sequence > 0
    problem = refused(other, folder)
    assert problem.code == PARTED
    assert problem.message == (
        f"This book and the one that was last open here on {read_here(NOW + timedelta(2))} went different ways after "
        f"{read_here(NOW + timedelta(1))}: each has entries that the other has not."
    )
    with open_book(other, FixedClock(NOW)) as book:
        write(book, 2, 3)
    assert refused(other, folder).code == PARTED, "being longer does not make it the same"


def test_a_book_that_goes_on_elsewhere_opens_without_a_word(copies: Callable[[], Place], folder: Path) -> None:
    place = copies()
    with opened(place, folder) as book:
        write(book, 0)
    with open_book(place, FixedClock(NOW)) as book:  # on another computer, which knows nothing of this one
        write(book, 1, 2)
    with opened(place, folder) as book:
        assert book.lost is None


def test_a_window_that_did_nothing_all_day_does_not_take_back_what_another_one_saw(
    copies: Callable[[], Place], folder: Path
) -> None:
    ours, older = copies(), copies()
    with opened(ours, folder), opened(ours, folder) as other:
        write(other, 0, 1)
        other.close()
    assert "2 entries of its history are missing" in refused(older, folder).message
    opened(older, folder, go_on=True).close()
    with opened(older, folder), opened(older, folder) as other:
        write(other, 7)
        other.close()
    (kept,) = folder.iterdir()
    trails = json.loads(kept.read_text())
    assert [trail[-1][0] for trail in trails["agreed"].values()] == [trails["last"][-1][0]]
    assert refused(copies(), folder).code == BEHIND


def test_a_new_book_is_known_from_its_first_command_on(tmp_path: Path, empty_file: Path, folder: Path) -> None:
    place = tmp_path / "new.watertight"
    with create(place, FixedClock(NOW)) as book:
        book.anchored(Anchor(folder, str(place)))
        write(book, 0, 1)
        head = book.read(head_of)
    (kept,) = folder.iterdir()
    assert json.loads(kept.read_text())["last"] == [[head.sequence, head.hash.hex(), NOW.isoformat()]]
    empty = Path(shutil.copy(empty_file, tmp_path / "empty.watertight"))
    opened(empty, folder).close()  # it has no history by which it could be known


def test_only_numbers_and_hashes_are_kept_and_nobody_else_may_read_them(founded_file: Path, folder: Path) -> None:
    place = Path(shutil.copy(founded_file, folder.parent / "Alder and Finch.watertight"))
    opened(place, folder).close()
    opened(place, folder, go_on=True).close()
    (kept,) = folder.iterdir()
    assert re.fullmatch(r"[0-9a-f]{64}\.json", kept.name)
    left = re.sub(r'[0-9a-f]{64}|"2026-04-30T14:20:00\+00:00"|last|agreed|[0-9\s\[\]{}:,"]', "", kept.read_text())
    assert left == ""
    if sys.platform != "win32":
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.parametrize("rubbish", ["", "[]", '{"last": 7}', '{"last": [[1, "x", "y"]], "agreed": {}}', "\ud83d"])
def test_what_cannot_be_read_of_it_counts_as_nothing(founded_file: Path, folder: Path, rubbish: str) -> None:
    place = Path(shutil.copy(founded_file, folder.parent / "firm.watertight"))
    opened(place, folder).close()
    (kept,) = folder.iterdir()
    kept.write_text(rubbish, errors="surrogatepass")
    opened(place, folder).close()
    assert json.loads(kept.read_text())["last"]


def test_a_folder_that_takes_nothing_is_no_reason_not_to_work(founded_file: Path, folder: Path) -> None:
    folder.write_text("a file")
    with opened(Path(shutil.copy(founded_file, folder.parent / "firm.watertight")), folder) as book:
        write(book, 0)


def test_who_only_reads_moves_nothing(founded_file: Path, folder: Path) -> None:
    place = Path(shutil.copy(founded_file, folder.parent / "firm.watertight"))
    opened(place, folder, read_only=True).close()
    assert not folder.exists()


def test_while_commits_happen_the_head_is_kept_by_another_thread(
    founded_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(Path(shutil.copy(founded_file, folder.parent / "firm.watertight")), folder) as book:
        assert book.anchor is not None
        write(book, 0)
        waiting = book.anchor._timer
        assert waiting is not None
        assert waiting.interval == anchors.EVERY
        write(book, 1)
        assert book.anchor._timer is waiting, "one for all commits of half a minute"
        assert not folder.exists(), "no commit waits for it"
        book.anchor.keep()
        monkeypatch.setattr(anchors, "EVERY", 0.0)
        write(book, 2)
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join()
        (kept,) = folder.iterdir()
        assert json.loads(kept.read_text())["last"][-1][0] == book.read(head_of).sequence


def mark(sequence: int, letter: str = "a") -> Mark:
    return Mark(Head(sequence, letter.encode()), datetime(2026, 4, sequence, tzinfo=UTC))


@pytest.mark.parametrize(
    ("trail", "apart"),
    [
        ([], None),
        ([mark(3)], None),
        ([mark(5)], None),
        ([mark(3), mark(9)], Apart(mark(9), 4, mark(3))),
        ([mark(9)], Apart(mark(9), 4)),
        ([mark(3), mark(5, "b")], Apart(mark(5, "b"), 0, mark(3))),
        ([mark(5, "b")], Apart(mark(5, "b"), 0)),
        ([mark(2), mark(4, "b"), mark(9, "b")], Apart(mark(9, "b"), 0, mark(2))),
        ([mark(4, "b"), mark(3)], None),
    ],
)
def test_a_history_is_compared_with_all_that_was_seen_of_it(trail: list[Mark], apart: Apart | None) -> None:
    assert compared(trail, mark(5).head, lambda sequence: b"a" if sequence <= 5 else None) == apart


def test_one_mark_a_day_is_kept_and_not_for_ever() -> None:
    trail: list[Mark] = []
    for day in range(100):
        for hour in (1, 2):
            at = NOW.replace(hour=hour) + timedelta(day)
            anchors._add(trail, Mark(Head(day * 24 + hour, b"a"), at))
    assert len(trail) == anchors.MOST_MARKS
    assert [one.at.hour for one in trail] == [2] * anchors.MOST_MARKS
    assert trail[-1].head.sequence == 99 * 24 + 2
