"""The page that says why a book did not open, by keyboard; a book that is only read; warnings about its ground."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.clients.commands import add_client
from app.clients.queries import clients
from app.kernel.problems import Problem
from app.shell import areas
from app.shell.pages.not_opened import NotOpenedPage
from app.shell.refusals import Way
from app.storage import ground
from app.storage.anchor import BEHIND, Anchor
from app.storage.book import open_book
from app.storage.ends import LOG_CUT
from app.storage.frames import journal_of
from tests.faults.test_why_a_book_does_not_open import CASES, CLOCK, Case
from tests.storage.test_work import DAY, close_office
from tests.windows import ROOM

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and locks of files are those of Unix")

WORDS = {
    Way.READ: "Open read-only",
    Way.TAKE_OVER: "Take over",
    Way.GO_ON: "Go on with this book",
    Way.AGAIN: "Try again",
    Way.FOLDER: "Show the folder",
}


@pytest.fixture
def office(tmp_path: Path, founded_file: Path) -> Path:
    folder = tmp_path / "firm"
    folder.mkdir()
    return Path(shutil.copy(founded_file, folder / "firm.watertight"))


@pytest.fixture
def player(bare: Desk) -> Player:
    return Player(bare.window)


def front(desk: Desk) -> None:
    desk.window.frame.activateWindow()
    QApplication.processEvents()


def refused(desk: Desk, player: Player, path: Path) -> NotOpenedPage:
    front(desk)
    desk.open_place(str(path))
    player.until(lambda: desk.window.frame.current_key == areas.NOT_OPENED, "no page about it")
    player.settle()
    page = player.shown(NotOpenedPage)
    assert QApplication.focusWidget() is page.first_focus(), "the keyboard is not on the page"
    return page


def tab_to(player: Player, words: str) -> None:
    for _stop in range(40):
        here = QApplication.focusWidget()
        if here is not None and words in {here.accessibleName(), getattr(here, "text", str)()}:
            return
        player.press("Tab")
    raise AssertionError(f"Tab does not reach {words}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_refusal_has_its_page_and_only_buttons_that_work(
    bare: Desk, player: Player, office: Path, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.spoil(office, monkeypatch)
    page = refused(bare, player, office)
    assert page.refusal.problem.code == case.code
    assert page.sentence.accessibleName() == case.sentence.format(path=office, folder=office.parent)
    assert page.hint.accessibleName()
    assert (Way.READ in page.buttons) == case.readable
    assert (Way.TAKE_OVER in page.buttons) == case.taken_over
    assert (Way.FOLDER in page.buttons) == office.parent.exists()
    for way, button in page.buttons.items():
        assert button.text() == WORDS[Way(way)]
        tab_to(player, button.text())
    tab_to(player, "Choose another file\u2026")
    player.press("Escape")
    assert bare.window.frame.current_key == areas.WELCOME


def test_a_book_on_a_network_drive_is_read_by_one_key_and_refuses_to_be_written(
    bare: Desk, player: Player, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "file_system", lambda _folder: "cifs")
    refused(bare, player, office)
    player.press("Space")  # the keyboard is there already
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    frame = bare.window.frame
    assert frame.standing.isVisible()
    assert frame.standing.text() == (
        f"Read only: {office.parent} is a network drive. A book is not written there: its locks do not hold. "
        "Move the book\u2019s folder to a disk of this computer, or share the book through PostgreSQL."
    )
    assert frame.bottom.state.text() == "Read only"
    told: list[Problem] = []
    bare.operations.run(
        add_client, failed=told.append, name="Marlow Maps", country="GB", currency="GBP", language="en-GB"
    )
    player.until(lambda: told, "nothing was refused")
    assert told[0].code == "book.read_only_mode"
    assert player.read(clients) == []
    monkeypatch.undo()
    tab_to(player, "Open it to write")
    player.press("Space")
    player.until(lambda: bare.window.is_open and not frame.standing.isVisible(), "it did not open again")
    player.settle()
    player.act(add_client, name="Marlow Maps", country="GB", currency="GBP", language="en-GB")


def test_a_lock_another_computer_left_is_taken_over_by_keyboard(bare: Desk, player: Player, office: Path) -> None:
    lock = office.with_name(office.name + ".lock")
    lock.write_text(json.dumps({"host": "office-2", "account": "grace", "process": 7, "since": "2026-04-30T09:00"}))
    refused(bare, player, office)
    tab_to(player, "Take over")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")
    assert json.loads(lock.read_text())["host"] == socket.gethostname()


def test_an_older_copy_is_read_or_made_the_book_by_keyboard_and_then_nothing_more_is_said(
    bare: Desk, player: Player, office: Path
) -> None:
    older = office.read_bytes()
    with open_book(office, CLOCK, anchor=Anchor(bare.places.anchors, str(office.resolve()))) as book:
        book.perform(close_office, day=DAY)
    office.write_bytes(older)
    page = refused(bare, player, office)
    assert list(page.buttons) == [Way.READ, Way.GO_ON, Way.AGAIN, Way.FOLDER]
    assert page.refusal.problem.code == BEHIND
    assert page.sentence.accessibleName().endswith("1 entry of its history is missing.")
    tab_to(player, "Open read-only")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    assert bare.window.session.read_only.startswith("This book is older than when it was last open here on ")
    refused(bare, player, office)
    tab_to(player, "Go on with this book")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    assert not bare.window.frame.standing.isVisible()
    player.act(add_client, name="Marlow Maps", country="GB", currency="GBP", language="en-GB")
    bare.open_place(str(office))
    player.until(lambda: bare.window.is_open, "it did not open again")
    player.settle()
    assert len(player.read(clients)) == 1


def test_a_harmed_log_is_gone_on_without_and_the_window_says_what_was_kept(
    bare: Desk, player: Player, office: Path
) -> None:
    with open_book(office, CLOCK) as book:
        for year in range(2030, 2034):
            book.perform(close_office, day=DAY.replace(year=year))
        log = bytearray(journal_of(office).read_bytes())
        file = office.read_bytes()
    log[500] ^= 1
    office.write_bytes(file)
    journal_of(office).write_bytes(log)
    page = refused(bare, player, office)
    assert page.refusal.problem.code == LOG_CUT
    tab_to(player, "Go on with this book")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    assert "The book and its log as they were are kept in" in bare.window.frame.standing.text()
    assert [one.name.split(" before ")[0] for one in office.parent.glob("* before *.watertight")] == [office.stem]


def test_what_was_put_right_opens_at_the_next_try(bare: Desk, player: Player, office: Path) -> None:
    away = office.rename(office.with_suffix(".away"))
    refused(bare, player, office)
    away.rename(office)
    front(bare)
    tab_to(player, "Try again")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")


def test_copies_beside_a_book_are_offered_the_newest_first(bare: Desk, player: Player, office: Path) -> None:
    folder = office.parent / "backups"
    folder.mkdir()
    for place, (name, when) in enumerate(
        [("firm 2026-04-29.watertight", 100.0), ("firm 2026-04-30.watertight", 200.0)], start=1
    ):
        shutil.copy(office, folder / name)
        os.utime(folder / name, (when * place, when * place))
    shutil.copy(office, office.parent / "firm before 2026-04-01.watertight")
    office.write_bytes(b"")
    page = refused(bare, player, office)
    assert [copy.name for copy in page.refusal.copies] == [
        "firm before 2026-04-01",
        "firm 2026-04-30",
        "firm 2026-04-29",
    ]
    front(bare)
    tab_to(player, "Open read-only: firm 2026-04-30")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "the copy did not open")
    assert bare.window.session.place == str(folder / "firm 2026-04-30.watertight")
    assert bare.window.session.read_only == "You opened this book to look at it."


def test_a_warning_about_the_ground_stays_until_it_is_closed(
    bare: Desk, player: Player, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.with_name("firm (conflicted copy 2026-04-30).watertight").touch()
    monkeypatch.setattr(ground, "free_room", lambda _folder: 50_000_000)
    bare.open_place(str(office))
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    standing = bare.window.frame.standing
    assert "two computers wrote it apart" in standing.text()
    front(bare)
    player.focus(standing.banner.close_button)
    player.press("Space", standing.banner.close_button)
    assert "Only 50 MB are free" in standing.text()
    player.press("Space", standing.banner.close_button)
    assert not standing.isVisible()


def bug(work: object) -> None:
    raise RuntimeError(work)


def test_after_two_failures_nobody_expected_the_window_says_that_the_book_is_only_read(
    bare: Desk, player: Player, office: Path, qtbot: QtBot
) -> None:
    bare.open_place(str(office))
    player.until(lambda: bare.window.is_open, "it did not open")
    player.settle()
    frame = bare.window.frame
    assert not frame.standing.isVisible()
    for _time in range(2):
        bare.operations.run(bug)
    qtbot.waitUntil(frame.standing.isVisible, timeout=ROOM)
    assert "Two things in a row failed" in frame.standing.text()
    assert frame.bottom.state.text() == "Last change not saved"


def opened_by_another(path: Path) -> Callable[[], None]:
    book = open_book(path, CLOCK)
    lock = path.with_name(path.name + ".lock")
    lock.write_text(lock.read_text().replace(getpass.getuser(), "somebody"))
    return book.close


def test_a_book_somebody_else_has_open_can_be_read(bare: Desk, player: Player, office: Path) -> None:
    close = opened_by_another(office)
    page = refused(bare, player, office)
    assert page.refusal.problem.code == "book.locked"
    assert "somebody has this book open on" in page.sentence.accessibleName()
    front(bare)
    tab_to(player, "Open read-only")
    player.press("Space")
    player.until(lambda: bare.window.is_open, "it did not open")
    assert "somebody has this book open on" in bare.window.session.read_only
    close()
