"""A book is lost: its page offers the newest backup, and two presses of Enter later work goes on in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.bootstrap.backing import backing_of
from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.tour import private_places
from app.bootstrap.weekly import look_after
from app.clients.commands import add_client
from app.clients.queries import clients
from app.qt import memory
from app.qt.setting_rows import SettingRow
from app.shell import areas
from app.shell.pages.not_opened import NotOpenedPage
from app.shell.pages.restore import RestorePage
from app.shell.pages.settings import SettingsPage
from app.shell.pages.settings.backups import BackupsSection
from app.storage.backups import Reason, listed


@pytest.fixture
def bare(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, private_places(tmp_path / "desk"))
    made.window.frame.resize(1440, 900)
    made.window.frame.show()
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


@pytest.fixture
def place(tmp_path: Path, founded_file: Path) -> Path:
    (tmp_path / "office").mkdir()
    return Path(shutil.copy(founded_file, tmp_path / "office" / "firm.watertight"))


def open_it(desk: Desk, player: Player, place: Path) -> None:
    desk.window.frame.activateWindow()
    desk.open_place(str(place))
    player.until(lambda: desk.window.is_open and desk.window.session.place == str(place), "it did not open")
    look_after(desk)
    player.settle()


def add(desk: Desk, player: Player, name: str) -> None:
    player.act(add_client, name=name, country="GB", language="en-GB", currency="GBP")


def names(player: Player) -> set[str]:
    return {row.name for row in player.read(clients)}


def test_a_lost_book_is_found_again_in_its_newest_backup(bare: Desk, place: Path) -> None:
    player = Player(bare.window)
    open_it(bare, player, place)
    add(bare, player, "Larkmoor")
    backing_of(bare).now()
    player.until(lambda: len(listed(place)) == 1, "no backup was taken")
    player.settle()
    bare.backend.close()
    place.write_bytes(b"")  # what a power cut may leave
    bare.open_place(str(place))
    player.until(lambda: bare.window.frame.current_key == areas.NOT_OPENED, "no page about it")
    player.settle()
    page = player.shown(NotOpenedPage)
    assert page.sentence.accessibleName() == f"{place} is empty: its content was lost."
    player.press("Return")
    back = player.shown(RestorePage)
    player.settle()
    assert back.summary.accessibleName().startswith("The book cannot be compared with it: ")
    player.press("Return")
    new = place.with_name(f"firm restored {listed(place)[0].made:%Y-%m-%d}.watertight")
    player.until(lambda: bare.window.is_open and bare.window.session.place == str(new), "it did not come back")
    look_after(bare)
    player.settle()
    assert names(player) == {"Larkmoor"}
    add(bare, player, "Millbrook")
    assert names(player) == {"Larkmoor", "Millbrook"}
    assert place.read_bytes() == b"", "what was lost is not touched"
    assert bare.places.last_book() == str(new)


def test_going_back_says_what_would_be_missing_and_keeps_the_book_as_it_is(bare: Desk, place: Path) -> None:
    player = Player(bare.window)
    open_it(bare, player, place)
    add(bare, player, "Larkmoor")
    bare.window.show_settings("backups")
    player.settle()
    player.press("Return")  # Back up now
    player.until(lambda: len(listed(place)) == 1, "no backup was taken")
    player.settle()
    add(bare, player, "Millbrook")
    settings = player.shown(SettingsPage)
    section = settings.section("backups")
    assert isinstance(section, BackupsSection)
    assert [row.reason for row in section.table.rows()] == ["asked for"]
    section.table.setFocus()
    QApplication.processEvents()
    player.press("r")
    back = player.shown(RestorePage)
    player.settle()
    assert back.summary.text() == "2 entries of the history would be missing."
    told = {row.title: row.effect.text() for row in back.findChildren(SettingRow) if row.isVisible()}
    assert "1 client" in told
    assert told["Eleanor Finch"].startswith("2 changes, the last ")
    assert f"{place} is not touched" in told["The old one stays"].replace("\u200b", "")
    player.press("Escape")
    assert bare.window.frame.current_key == areas.SETTINGS
    section.table.setFocus()
    player.press("r")
    player.settle()
    player.press("Return")
    player.until(lambda: bare.window.is_open and "restored" in bare.window.session.place, "it did not come back")
    player.settle()
    assert names(player) == {"Larkmoor"}
    assert listed(place)[0].reason is Reason.RESTORE, "what was entered since is kept, too"
    open_it(bare, player, place)
    assert names(player) == {"Larkmoor", "Millbrook"}
