"""Backups under load and in trouble (T6): each one restored equals the book of its moment; none is half, none lies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from app.firm.queries import people
from app.firm.records import Holiday
from app.kernel.clock import FixedClock, SystemClock
from app.kernel.problems import Problem
from app.receivables.checks import looks
from app.storage.backups import Comparison, Reason, compare, listed, restore, take
from app.storage.backups.clearing import LEFT_OVER
from app.storage.backups.second import bring, choose
from app.storage.book import Book, open_book
from app.storage.work import Work
from tests.books import NOW
from tests.faults.test_no_room import little_room
from tests.figures import Report
from tests.storage.test_work import DAY, close_office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, kills and limits are those of Unix")
CLOCK = FixedClock(NOW)
DAYS = 20_000
"""On so many days an office is closed, one after the other; then the same days once more."""


@pytest.fixture
def firm(tmp_path: Path, founded_file: Path) -> Path:
    (tmp_path / "office").mkdir()
    return Path(shutil.copy(founded_file, tmp_path / "office" / "firm.watertight"))


def left_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


# ------------------------------------------------------------------------------------------------ under load


def open_office(work: Work, *, day: date) -> None:
    """Take back that an office is closed on a day."""
    work.delete(work.session.scalars(select(Holiday).where(Holiday.day == day)).one())


class Writer(Thread):
    """Saves without a pause, by a connection of its own."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(daemon=True)
        self._path, self._number = path, number
        self.stop = Event()
        self.saved = 0
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            with open_book(self._path, CLOCK) as book:
                while not self.stop.is_set():
                    self.saved += 1
                    again, place = divmod(self.saved - 1, DAYS)
                    day = DAY + timedelta(days=2 * place + self._number)
                    if again:
                        book.perform(open_office, day=day)
                    book.perform(close_office, day=day, name=f"{self._number} {self.saved}")
        except BaseException as error:  # noqa: BLE001 - told by the test, in its own thread
            self.failed = error


@pytest.fixture
def writers(firm: Path) -> Iterator[list[Writer]]:
    made = [Writer(firm, number) for number in range(2)]
    for one in made:
        one.start()
    yield made
    for one in made:
        one.stop.set()
        one.join(60)
    assert [one.failed for one in made] == [None, None]


def _heard(told: list[int], done: int, total: int) -> None:
    if total:
        told.append(done)


def _compared(restored: Book, now: Book) -> Comparison:
    return now.read(lambda reads: restored.read(lambda before: compare(before, reads)))


def _backed_up_and_restored(firm: Path, times: int, folder: Path) -> int:
    """Each backup is restored and is, to the last entry, the beginning of the book; how many differed from the last."""
    moments = set()
    back = folder / "back.watertight"
    for turn in range(times):
        told: list[int] = []
        one = take(firm, CLOCK, Reason.TIME, looks=looks(), step=partial(_heard, told))
        poured = list(told)
        assert poured == sorted(poured), "it began anew because somebody saved"
        restore(one, back)
        with open_book(back, CLOCK, read_only=True) as restored, open_book(firm, CLOCK, read_only=True) as now:
            found = _compared(restored, now)
            assert (found.common, found.apart) == (one.sequence, 0)
            assert restored.read(people) == now.read(people)
        back.unlink()
        moments.add(one.sequence)
        if turn % 50 == 49:
            for gone in listed(firm):
                gone.place.unlink()
    return len(moments)


def test_backups_of_a_busy_office_are_each_the_book_of_one_moment(
    firm: Path, writers: list[Writer], tmp_path: Path
) -> None:
    assert _backed_up_and_restored(firm, 6, tmp_path) > 1, "nobody wrote: the test would prove nothing"
    assert all(one.saved > 1 for one in writers)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_five_hundred_backups_under_load_are_restored_equal(
    firm: Path, writers: list[Writer], tmp_path: Path, report: Report
) -> None:
    moments = _backed_up_and_restored(firm, 500, tmp_path)
    saved = sum(one.saved for one in writers)
    report("backups under load", {"backups restored equal": 500, "moments": moments, "commands saved meanwhile": saved})
    assert moments > 100
    assert all(one.saved > 100 for one in writers)


# ------------------------------------------------------------------------------------------------ in trouble


def test_no_link_is_followed(firm: Path, tmp_path: Path) -> None:
    """A link in place of the folder, or of a file in it, leads nowhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = firm.parent / "backups"
    folder.symlink_to(elsewhere)
    with pytest.raises(Problem, match="not a folder of its own but a link"):
        take(firm, CLOCK, Reason.TIME)
    assert left_in(elsewhere) == []
    folder.unlink()
    one = take(firm, CLOCK, Reason.TIME)
    victim = tmp_path / "victim"
    victim.write_bytes(b"somebody's")
    one.place.unlink()
    one.place.symlink_to(victim)
    assert listed(firm) == []
    again = take(firm, CLOCK, Reason.TIME)
    assert again.place != one.place
    assert victim.read_bytes() == b"somebody's"
    folder.rename(tmp_path / "moved")
    folder.write_bytes(b"a file")
    with pytest.raises(Problem, match="not a folder of its own"):
        take(firm, CLOCK, Reason.TIME)


def test_a_full_disk_leaves_no_half_backup_and_the_book_goes_on(firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.storage.backups import folders

    with little_room(), pytest.raises(Problem, match="The book itself is safe") as caught:
        take(firm, CLOCK, Reason.TIME)
    assert caught.value.code == "backup.place"
    assert left_in(firm.parent / "backups") == []
    monkeypatch.setattr(folders, "free_room", lambda _folder: 150_000_000)
    with pytest.raises(Problem, match="150 MB are free, 201 MB are wanted"):
        take(firm, CLOCK, Reason.TIME)
    monkeypatch.undo()
    take(firm, CLOCK, Reason.TIME)
    assert len(listed(firm)) == 1


def test_a_drive_that_goes_away_or_is_full_takes_nothing_half(firm: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    folder = choose(tmp_path / "stick", firm)
    one = take(firm, CLOCK, Reason.TIME)
    with little_room(), pytest.raises(Problem, match="No backup could be written"):
        bring([one], folder)
    assert left_in(folder) == []
    assert len(bring([one], folder)) == 1


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from app.kernel.clock import SystemClock
from app.storage.backups import Comparison, Reason, marks, naming, take, taking

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

place, after, where = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
for turn in range(after):
    take(place, SystemClock(), Reason.TIME)
if where == "some time":
    dice = random.Random(7)
    for turn in range(int(sys.argv[4])):
        child = os.fork()
        while child == 0:
            take(place, SystemClock(), Reason.TIME)
        time.sleep(dice.random() / 2)
        os.kill(child, signal.SIGKILL)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "it ended by itself"
    sys.exit(0)
setattr({"write": marks, "named_once": naming}.get(where, taking), where, die)
take(place, SystemClock(), Reason.TIME)
"""
STEPS = ("looked_through", "digest_of", "write", "named_once")
"""What comes next when the process is killed: nothing checked yet, no mark yet, a mark but no name yet."""


def _killed(firm: Path, after: int, where: str, times: int = 1) -> int:
    """What a process ended with that takes backups and is killed at a step, or whose own child is at any moment."""
    command = [sys.executable, "-c", KILLED, str(firm), str(after), where, str(times)]
    return subprocess.run(command, check=False, cwd=Path(__file__).parents[2]).returncode


def _what_counts_is_whole(firm: Path) -> int:
    """How many count; each of them is restored, and opens with what the book has."""
    found = listed(firm)
    assert found
    for one in found:
        back = restore(one, firm.parent / "back.watertight")
        with open_book(back, CLOCK, read_only=True) as book:
            assert book.read(people)
        back.unlink()
    return len(found)


def test_a_kill_while_taking_leaves_only_what_is_whole_and_is_cleared_later(firm: Path) -> None:
    for after, where in enumerate(STEPS):
        assert _killed(firm, int(after == 0), where) == -signal.SIGKILL
    assert len(listed(firm)) == 1
    _what_counts_is_whole(firm)
    folder = firm.parent / "backups"
    left = folder / ".firm.watertight.0123456789abcdef.part"
    left.write_bytes(b"half")
    mine = folder / ".notes.part.txt.watertight"
    mine.write_bytes(b"mine")
    moved = take(firm, SystemClock(), Reason.TIME).place
    moved.unlink()
    at_work = folder / ".firm.watertight.fedcba9876543210.part"
    at_work.write_bytes(b"half")
    old = time.time() - LEFT_OVER - 60
    for one in folder.iterdir():
        if one != at_work:
            os.utime(one, (old, old))
    take(firm, SystemClock(), Reason.TIME)
    names = {one.place.name for one in listed(firm)}
    assert len(names) == 2
    kept = {mine.name, at_work.name, moved.with_suffix(".mark").name}
    assert set(left_in(folder)) == names | {f"{name[: -len('.watertight')]}.mark" for name in names} | kept, (
        "only what is called as ours are goes, and nothing that may be at work or that somebody moved"
    )


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_hundred_kills_while_taking_leave_only_what_is_whole(firm: Path, report: Report) -> None:
    assert _killed(firm, 1, "some time", 200) == 0
    half = sum(one.name.endswith(".part") for one in (firm.parent / "backups").iterdir())
    whole = _what_counts_is_whole(firm)
    report(
        "kills while backing up", {"kills": 200, "half backups, none of them listed": half, "listed and whole": whole}
    )
    assert half > 20, "hardly a kill came in the midst of one, which would prove little"


def test_what_was_harmed_is_told_and_the_one_before_is_used(firm: Path) -> None:
    before, newest = (take(firm, FixedClock(NOW + timedelta(minutes=more)), Reason.TIME) for more in (0, 30))
    harm: list[Callable[[], object]] = [
        lambda: newest.place.write_bytes(newest.place.read_bytes()[:-100]),
        lambda: newest.place.write_bytes(b""),
        newest.place.unlink,
    ]
    for act in harm:
        act()
        good = [one for one in listed(firm) if one.good]
        assert good == [before]
