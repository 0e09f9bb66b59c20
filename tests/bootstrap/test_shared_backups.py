"""What a window on a shared book knows of its backups, which another computer takes: in the bar and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.backing import backing_of
from app.bootstrap.desk import Desk
from app.bootstrap.places import Places
from app.bootstrap.shared_backups import sentence
from app.bootstrap.weekly import look_after
from app.kernel.clock import FixedClock
from app.kernel.formats import Formats
from app.qt import memory
from app.shell.backups import BackupState
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.backups import BackupsSection
from app.storage.backups.client import Client
from app.storage.backups.noted import note
from app.storage.backups.shared import dump
from tests.books import make_founded
from tests.clusters import MakeDatabase
from tests.windows import ROOM

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def url(postgres_database: MakeDatabase) -> str:
    return postgres_database(prepare=make_founded)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, url: str, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qapp, Places(tmp_path / "b", tmp_path / "c", tmp_path / "l", tmp_path / "d"))
    made.window.frame.show()
    made.open_place(url)
    qtbot.waitUntil(lambda: made.window.is_open and not made.operations.works, timeout=ROOM)
    look_after(made)
    settle(made, qtbot)
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def settle(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not desk.operations.works, timeout=ROOM)


def test_a_window_says_that_nobody_backs_the_shared_book_up_and_when_somebody_did(
    desk: Desk, qtbot: QtBot, url: str, tmp_path: Path
) -> None:
    bar, banner = desk.window.frame.bottom.state, desk.window.frame.standing
    assert bar.text() == "Saved \u00b7 no backup known"
    assert banner.text().startswith("The server knows of no backup of this shared book."), "founded months ago"
    banner.banner.button.click()
    qtbot.waitUntil(lambda: isinstance(desk.window.frame.current, SettingsPage), timeout=ROOM)
    settle(desk, qtbot)
    page = desk.window.frame.current
    assert isinstance(page, SettingsPage)
    section = page.section("backups")
    assert isinstance(section, BackupsSection)
    assert section.last.effect.text() == "The server knows of no backup of this shared book."
    banner.clear()
    now = desk.window.session.clock.now()
    assert note(Client.to(url), dump(url, tmp_path / "backups", FixedClock(now - 2 * WEEK), check=False))
    backing_of(desk).look()
    section.refresh()
    settle(desk, qtbot)
    assert bar.text() == "Saved \u00b7 last backup not checked"
    assert "nobody has restored it" in section.last.effect.text()
    assert not banner.isVisible(), "nothing came after it"


def test_what_is_overdue_by_a_week_is_told_whether_or_not_there_ever_was_a_backup() -> None:
    for state, overdue in (
        (BackupState(None, moved=True, shared=True, since=NOW - WEEK), True),
        (BackupState(None, moved=True, shared=True, since=NOW), False),
        (BackupState(NOW - WEEK, moved=True, shared=True, since=NOW - 2 * WEEK), True),
        (BackupState(NOW - WEEK, shared=True, since=NOW - 2 * WEEK), False),
        (BackupState(NOW, moved=True, shared=True, since=NOW - WEEK), False),
    ):
        assert state.overdue(NOW) == overdue
        assert state.tone(NOW) == ("warn" if overdue else "")
        assert ("what came since has none" in sentence(state, NOW, Formats())) == (overdue and state.last is not None)
