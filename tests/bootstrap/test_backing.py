"""When the open book is backed up, what the window says of it, and that leaving takes the last one."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap import backing, leaving, weekly
from app.bootstrap.backend import BULK, LateBackend
from app.bootstrap.backing import backing_of, kept_before_bulk
from app.bootstrap.checking import checking_of
from app.bootstrap.desk import Desk
from app.bootstrap.leaving import leave
from app.bootstrap.places import Places
from app.bootstrap.weekly import look_after
from app.clients.commands import add_client, import_clients
from app.invoices.commands import bring_opening_balances
from app.kernel.clock import FixedClock
from app.kernel.formats import Formats
from app.qt import memory
from app.qt.progress import GivingWay, Progress
from app.shell.backups import BackupState
from app.shell.checks import State
from app.shell.leaving import LeavingWindow
from app.storage.backups import Backup, Reason, listed, take
from app.storage.book import Book, open_book
from tests.books import Office
from tests.storage.test_work import DAY, close_office
from tests.tampering import past_the_guards
from tests.windows import ROOM


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, founded_file: Path, qtbot: QtBot) -> Iterator[Desk]:
    place = shutil.copy(founded_file, tmp_path / "firm.watertight")
    made = Desk(qapp, Places(tmp_path / "b", tmp_path / "c", tmp_path / "l", tmp_path / "d"))
    made.window.frame.show()
    made.open_place(str(place))
    qtbot.waitUntil(lambda: made.window.is_open and not made.operations.works, timeout=ROOM)
    look_after(made)
    qtbot.waitUntil(lambda: not made.operations.works, timeout=ROOM)
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def opened(desk: Desk) -> Book:
    assert desk.backend.book is not None
    return desk.backend.book


def work(desk: Desk, qtbot: QtBot, name: str = "Larkmoor") -> None:
    desk.operations.run(add_client, name=name, country="GB", language="en-GB", currency="GBP")
    settle(desk, qtbot)


def settle(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.operations.works and backing_of(desk).running is None, timeout=ROOM)


def taken(desk: Desk) -> list[Backup]:
    return listed(opened(desk).place)


def test_every_half_hour_if_something_changed_and_the_bar_says_when(desk: Desk, qtbot: QtBot) -> None:
    said = desk.window.frame.bottom.state
    assert said.text() == "Saved \u00b7 no backup yet"
    keeper = backing_of(desk)
    for turn, more in enumerate((True, False, True), 1):
        if more:
            work(desk, qtbot, f"Client {turn}")
        before = len(taken(desk))
        keeper.look()
        settle(desk, qtbot)
        assert len(taken(desk)) == before + more
        assert said.text() == "Saved \u00b7 backup just now"
    assert {one.reason for one in taken(desk)} == {Reason.TIME}
    assert not desk.window.frame.waiting.isVisible(), "nobody asked for it"


def test_a_backup_gives_way_to_who_works_in_the_window(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(GivingWay, "__call__", lambda _self: asked.append(threading.get_ident()))
    work(desk, qtbot)
    backing_of(desk).look()
    settle(desk, qtbot)
    assert len(taken(desk)) == 1
    assert asked
    assert threading.get_ident() not in asked, "the window's own thread waits for nobody"


def test_leaving_takes_the_last_one_and_only_if_something_changed(desk: Desk, qtbot: QtBot) -> None:
    for turn in range(2):
        desk.operations.run(add_client, name=f"Client {turn}", country="GB", language="en-GB", currency="GBP")
        leave(desk)
        newest = taken(desk)[0]
        assert newest.reason is Reason.EXIT
        leave(desk)
        assert len(taken(desk)) == turn + 1, "what was saved a moment ago is in it, and nothing changed after it"
    assert not desk.window.frame.isVisible()


def test_who_does_not_want_to_wait_leaves_without_it(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small window comes while the backup is still being taken; Esc leaves, and nothing half-done stays."""
    work(desk, qtbot)
    met: list[str] = []

    def slow(_book: Book, _reason: Reason, progress: Progress, _second: Path | None) -> None:
        progress.report(3, 9, "Backing up the book")
        while True:
            progress.breathe()

    def seen(window: LeavingWindow) -> None:
        appear(window)
        met.append(window.words.text())
        QTest.keyClick(window.button, Qt.Key.Key_Escape)

    appear = LeavingWindow.appear
    monkeypatch.setattr(leaving, "PATIENCE", 50)
    monkeypatch.setattr(leaving, "taken_if_moved", slow)
    monkeypatch.setattr(LeavingWindow, "appear", seen)
    leave(desk)
    assert met == ["Backing up the book"]
    assert taken(desk) == []


def test_a_backup_that_fails_is_told_in_the_bar_until_the_next_one_works(desk: Desk, qtbot: QtBot) -> None:
    work(desk, qtbot)
    folder = Path(opened(desk).place).parent / "backups"
    folder.symlink_to(folder.parent)
    keeper = backing_of(desk)
    keeper.look()
    settle(desk, qtbot)
    assert desk.window.frame.bottom.state.text() == "Saved \u00b7 backup failed"
    assert "no backup" in keeper.state.problem.casefold()
    folder.unlink()
    keeper.now()
    settle(desk, qtbot)
    assert desk.window.frame.bottom.state.text() == "Saved \u00b7 backup just now"
    assert desk.window.frame.notices.text().startswith("Backed up and checked: firm ")


def test_a_book_that_is_not_sound_is_checked_as_soon_as_its_backup_fails(desk: Desk, qtbot: QtBot) -> None:
    with past_the_guards(opened(desk)) as connection:
        connection.exec_driver_sql(
            "INSERT INTO key_change (act, label, at, person_id) VALUES ('made', '', '2026-04-30T09:00:00.000000Z', 1)"
        )
    backing_of(desk).look()
    qtbot.waitUntil(lambda: checking_of(desk).view.state is State.FOUND, timeout=ROOM)
    settle(desk, qtbot)
    assert desk.window.frame.bottom.state.text() == "Saved \u00b7 backup failed"
    assert "not in its history" in desk.window.frame.standing.text()


def test_a_backup_that_another_window_took_ends_the_failure_of_this_one(desk: Desk, qtbot: QtBot) -> None:
    work(desk, qtbot)
    keeper, book = backing_of(desk), opened(desk)
    folder = Path(book.place).parent / "backups"
    folder.touch()
    keeper.look()
    settle(desk, qtbot)
    assert desk.window.frame.bottom.state.text() == "Saved \u00b7 backup failed"
    folder.unlink()
    take(book.place, book.clock, Reason.TIME)
    keeper.look()
    settle(desk, qtbot)
    assert desk.window.frame.bottom.state.text() == "Saved \u00b7 backup just now"


def test_what_was_not_saved_is_not_told_as_saved_because_a_minute_passed(desk: Desk) -> None:
    desk.window._say_unsaved(None)
    backing_of(desk).tell()
    assert desk.window.frame.bottom.state.text() == "Last change not saved"


def test_the_book_before_is_backed_up_when_another_is_opened(
    desk: Desk, qtbot: QtBot, tmp_path: Path, founded_file: Path
) -> None:
    work(desk, qtbot)
    left = opened(desk).place
    other = shutil.copy(founded_file, tmp_path / "c" / "other.watertight")
    desk.open_place(str(other))
    qtbot.waitUntil(lambda: desk.window.is_open and desk.window.session.place == str(other), timeout=ROOM)
    look_after(desk)
    settle(desk, qtbot)
    assert [one.reason for one in listed(left)] == [Reason.EXIT]
    assert listed(other) == []


BRINGING = (import_clients, bring_opening_balances)


@pytest.mark.parametrize("command", BRINGING)
def test_what_brings_in_much_has_a_backup_before_it(sqlite_office: Office, command: Callable[..., Any]) -> None:
    backend = LateBackend()
    backend.book = sqlite_office.act_as("GB")
    backend.once("1", command, drafts=())
    assert [one.reason for one in listed(sqlite_office.book.place)] == [Reason.IMPORT]
    assert {one.__name__ for one in BRINGING} == BULK


def test_the_demo_and_a_book_that_is_only_read_are_not_backed_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backing.is_backed_up(desk)
    opened(desk).read_only = "Somebody else has it."
    assert not backing.is_backed_up(desk)
    leave(desk)
    assert taken(desk) == []


NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=20), "backup just now"),
        (timedelta(minutes=1), "backup 1 min ago"),
        (timedelta(minutes=59, seconds=59), "backup 59 min ago"),
        (timedelta(hours=3), "backup at 11:20"),
        (timedelta(hours=15), "backup on 29 Apr 2026"),
        (timedelta(minutes=-5), "backup just now"),
    ],
)
def test_how_long_ago_the_last_backup_was_is_said_as_people_do(age: timedelta, words: str) -> None:
    assert BackupState(NOW - age).words(NOW, Formats()) == words


def test_a_backup_is_overdue_after_a_week_in_which_something_changed() -> None:
    for days, moved, tone in ((7, True, ""), (8, True, "warn"), (8, False, "")):
        assert BackupState(NOW - timedelta(days=days), moved=moved).tone(NOW) == tone
    assert BackupState(NOW, problem="The disk is full.").tone(NOW) == "warn"
    assert BackupState().tone(NOW) == ""


def test_what_backups_need_is_never_imported_in_the_windows_thread(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    begun: list[bool] = []
    monkeypatch.setattr(weekly, "are_loaded", lambda _names: False)
    monkeypatch.setattr(weekly, "import_module", lambda _name: threads.append(here()))
    monkeypatch.setattr(weekly, "_begin", lambda _desk: begun.append(here()))
    look_after(desk)
    qtbot.waitUntil(lambda: bool(begun), timeout=ROOM)
    assert threads == [False] * len(weekly.NEEDED)
    assert begun == [True]


def here() -> bool:
    return threading.current_thread() is threading.main_thread()


def test_a_backup_before_an_import_that_a_wrong_clock_dated_stands_for_none_today(
    tmp_path: Path, founded_file: Path
) -> None:
    now = FixedClock(datetime(2026, 4, 30, 14, 20, tzinfo=UTC))
    place = Path(shutil.copy(founded_file, tmp_path / "firm.watertight"))
    take(place, FixedClock(now.now() + timedelta(400)), Reason.IMPORT)
    with open_book(place, now) as book:
        for turn, taken_more in enumerate((True, False)):
            book.perform(close_office, day=DAY + timedelta(turn), name="Ascension")
            before = len(listed(place))
            kept_before_bulk(book)
            assert len(listed(place)) == before + taken_more
