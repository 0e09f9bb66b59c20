"""Opening: which book, by which clock, and who answers to what changed."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.bootstrap import opening
from app.bootstrap.backend import LateBackend
from app.bootstrap.opening import DEMO_MARK, clock_for, copy_demo, is_demo, open_for
from app.bootstrap.places import Places
from app.burn.queries import alerts
from app.demo.source import LAST
from app.firm.queries import people
from app.kernel.clock import FixedClock, ShiftedClock, SystemClock
from app.kernel.problems import Problem
from app.storage.book import Book
from app.timesheets.commands import log_time, remove_entry
from tests.books import NOW, Office
from tests.samples.clients import castlegate
from tests.samples.engagements import small_review


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "books", tmp_path / "config", tmp_path / "logs", tmp_path / "data")


@pytest.fixture
def spring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Books opened here live on 30 April 2026."""
    monkeypatch.setattr(opening, "clock_for", lambda _place: FixedClock(NOW))


# ------------------------------------------------------------------------------------------------ the clock


def test_a_marked_book_lives_on_the_demo_s_last_day_and_its_clock_runs(tmp_path: Path) -> None:
    path = tmp_path / "demo.watertight"
    (tmp_path / DEMO_MARK).write_text(f"{path.name}\n{LAST.isoformat()}\n")
    assert is_demo(path)
    clock = clock_for(str(path))
    assert isinstance(clock, ShiftedClock)
    assert timedelta() <= clock.now() - LAST < timedelta(minutes=5)


def test_every_other_book_lives_today(tmp_path: Path) -> None:
    (tmp_path / DEMO_MARK).write_text(f"demo.watertight\n{LAST.isoformat()}\n")
    for place in (
        tmp_path / "mine.watertight",
        tmp_path / "none" / "demo.watertight",
        "postgresql://h/demo.watertight",
    ):
        assert not is_demo(place)
        assert isinstance(clock_for(place), SystemClock)


@pytest.mark.parametrize(
    "mark",
    [b"", b"\xff\xfe", b"demo.watertight", b"demo.watertight\nsoon\n", b"demo.watertight\n2026-04-30T15:20:00\n"],
)
def test_an_unreadable_mark_makes_no_demo(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / DEMO_MARK).write_bytes(mark)
    assert not is_demo(tmp_path / "demo.watertight")


@pytest.mark.xdist_group("demo")
def test_a_copy_of_the_demo_opens_as_the_demo(places: Places, tmp_path: Path) -> None:
    with open_for(places, str(copy_demo(tmp_path / "demo")), "GB") as book:
        assert book.clock.now().date() == LAST.date()
        assert book.actor.name == "Grace Bennett"


# ------------------------------------------------------------------------------------------------ which book


def test_without_any_book_the_way_to_one_is_said(places: Places) -> None:
    with pytest.raises(Problem) as caught:
        open_for(places, None, None)
    assert caught.value.code == "book.none"


def test_the_last_book_opens_when_none_is_named(places: Places, office: Office) -> None:
    places.remember(office.book.place)
    with open_for(places, None, "PR") as book:
        assert book.place == office.book.place
        assert book.actor.name == "Priya Raman"


def test_a_stranger_leaves_no_open_book_behind(
    places: Places, empty_file: Path, tmp_path: Path, office: Office
) -> None:
    with pytest.raises(Problem, match="Nobody here"):
        open_for(places, office.book.place, "XY")
    if not office.book.place.startswith("postgresql"):
        office.book.close()
        fcntl = pytest.importorskip("fcntl")
        with Path(f"{office.book.place}.lock").open("a+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_backend_without_a_book_refuses_in_a_sentence_and_closes_quietly(empty_file: Path, tmp_path: Path) -> None:
    backend = LateBackend()
    with pytest.raises(Problem, match="No book is open"):
        backend.read(people)
    with pytest.raises(Problem, match="No book is open"):
        backend.once("1", log_time)
    backend.close()


def test_a_backend_carries_out_each_command_id_once(office: Office) -> None:
    task = small_review(office, castlegate(office)).tasks["Reading"]
    backend = LateBackend()
    backend.book = office.act_as("PR")
    words = {"person_id": office.people["PR"], "task_id": task, "day": date(2026, 4, 29), "seconds": 3600}
    first = backend.once("enter", log_time, **words)
    again = backend.once("enter", log_time, **words)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.result == first.result
    backend.close()
    assert backend.book is None


# ------------------------------------------------------------------------------------------------ what answers


def log(book: Book, task: int, hours: int, day: int) -> frozenset[str]:
    person = book.actor.person_id
    assert person is not None
    done = book.perform(log_time, person_id=person, task_id=task, day=date(2026, 4, day), seconds=hours * 3600)
    return done.changes.rooms


@pytest.mark.usefixtures("spring")
def test_logging_through_an_opened_book_raises_the_alert_in_a_work_of_its_own(places: Places, office: Office) -> None:
    task = small_review(office, castlegate(office)).tasks["Reading"]
    with open_for(places, office.book.place, "PR") as book:
        assert log(book, task, 4, 28) == {"timesheets"}
        assert log(book, task, 1, 29) == {"timesheets", "burn"}
        assert log(book, task, 1, 30) == {"timesheets", "burn"}
        assert log(book, task, 1, 27) == {"timesheets", "burn"}
    reader = office.act_as("EF")
    assert sorted(row.percent for row in reader.read(alerts)) == [75, 90, 100]
    with reader.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        commands = connection.exec_driver_sql(
            "SELECT command, count(*) FROM audit_entry WHERE command IN ('log_time', 'watch_budgets') GROUP BY command"
        ).all()
    assert {name: number > 0 for name, number in commands} == {"log_time": True, "watch_budgets": True}


@pytest.mark.usefixtures("spring")
def test_a_refused_command_wakes_nobody(places: Places, office: Office) -> None:
    task = small_review(office, castlegate(office)).tasks["Reading"]
    with open_for(places, office.book.place, "PR") as book:
        woken: list[str] = []
        book.reactions.append((frozenset({"timesheets"}), lambda work, **_told: woken.append(work.actor.name)))
        with pytest.raises(Problem):
            log(book, task, 26, 29)
        assert woken == []
        log(book, task, 1, 29)
        assert woken == ["Priya Raman"]


@pytest.mark.usefixtures("spring")
def test_the_same_crossing_is_told_once(places: Places, office: Office) -> None:
    task = small_review(office, castlegate(office)).tasks["Reading"]
    with open_for(places, office.book.place, "PR") as book:
        log(book, task, 5, 29)
        person = book.actor.person_id
        assert person is not None
        words = {"person_id": person, "task_id": task, "day": date(2026, 4, 30), "seconds": 60}
        entry = book.perform(log_time, **words).result  # type: ignore[arg-type]
        book.perform(remove_entry, entry_id=entry.entry_id)
    assert [row.percent for row in office.act_as("EF").read(alerts)] == [75]


def test_the_note_of_the_last_book_is_plain_json(places: Places) -> None:
    places.remember("/b")
    kept = json.loads((places.config / "last.json").read_text())
    assert (kept["book"], [one["place"] for one in kept["books"]]) == ("/b", ["/b"])
    shutil.rmtree(places.config)
    assert places.last_book() is None
