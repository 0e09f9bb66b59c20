"""A first run by keyboard alone: an encrypted book is made, closed, and opened by each of its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.tour import private_places
from app.firm.queries import people, the_firm
from app.qt import memory
from app.shell import areas
from app.shell.pages.bring_in import BringInPage
from app.shell.pages.new_book import NewBookPage
from app.shell.pages.new_book.step import Step
from app.shell.pages.unlock import UnlockPage
from app.shell.pages.welcome import WelcomePage
from app.storage.secrets import key_file
from tests.keyrings import Ring, own_ring

PASSPHRASE = "river maple stone lamp"


class Hands:
    """Somebody at the keyboard, who never touches the mouse."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.player = Player(desk.window)
        desk.window.frame.activateWindow()
        QApplication.processEvents()

    def press(self, keys: str) -> None:
        self.player.press(keys)

    def tab_to(self, words: str) -> QWidget:
        """Tab until the control that says so has the keyboard."""
        met: list[str] = []
        for _stop in range(60):
            here = QApplication.focusWidget()
            said = "" if here is None else here.accessibleName()
            if here is not None and (said == words or (isinstance(here, QAbstractButton) and here.text() == words)):
                return here
            met.append(said)
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {words}, but {list(dict.fromkeys(met))}")

    def write(self, words: str, text: str) -> None:
        self.tab_to(words)
        self.press("Ctrl+a")
        self.player.type(text)
        self.player.settle()

    def at(self, kind: type) -> None:
        self.player.until(lambda: isinstance(self.desk.window.frame.current, kind), f"no {kind.__name__}")
        self.player.settle()


@pytest.fixture
def computers_ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    """The keyring of this computer."""
    return own_ring(monkeypatch)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, computers_ring: Ring) -> Iterator[Desk]:
    del computers_ring
    made = Desk(qapp, private_places(tmp_path))
    made.theme.apply("light")
    made.window.frame.resize(1440, 900)
    made.window.frame.show()
    yield made
    made.window.frame.close()
    made.close()
    memory.install(memory.Memory())


def at(page: NewBookPage, step: Step) -> None:
    """The page shows that step."""
    assert page.current_step is step


def closed(desk: Desk) -> WelcomePage:
    """The book is closed, as at the end of the day; the window shows the start page."""
    desk.operations.in_turn(desk.backend.close, lambda _closed: desk.window.welcome(None))
    Player(desk.window).until(lambda: desk.window.frame.current_key == areas.WELCOME, "no start page")
    page = desk.window.frame.current
    assert isinstance(page, WelcomePage)
    Player(desk.window).settle()
    return page


def first_run(desk: Desk) -> tuple[Path, str]:
    """The whole first run; the book's place and its recovery code."""
    hands = Hands(desk)
    desk.start(None, use_demo=False)
    hands.at(WelcomePage)
    hands.tab_to("Make a new book\u2026")
    hands.press("Space")
    hands.at(NewBookPage)
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    hands.write("Name of the book", "Marlow & Co")
    hands.press("Ctrl+Return")
    at(page, page.protection_step)
    assert page.protection_step.remember.isChecked(), "a computer with a keyring remembers, unless told otherwise"
    hands.write("Passphrase", PASSPHRASE)
    assert "Fair" in page.protection_step.passphrase.strength()
    hands.write("The same passphrase again", PASSPHRASE)
    hands.press("Ctrl+Return")
    at(page, page.code_step)
    code = page.code_step.card.text()
    hands.write("Type the last group of the code", code[-4:].lower())
    assert code[-4:] not in page.code_step.card.text(), "what is to be typed is not to be read there"
    hands.press("Ctrl+Return")
    at(page, page.firm_step)
    assert not list(desk.places.books.rglob("*.watertight")), "nothing is made before the last step"
    hands.write("Your name", "Ada Marlow")
    hands.press("Ctrl+Return")
    hands.at(BringInPage)
    hands.press("Return")
    hands.player.until(lambda: desk.window.frame.current_key not in {"", areas.BRING_IN}, "work did not begin")
    hands.player.settle()
    return desk.places.books / "Marlow & Co" / "Marlow & Co.watertight", code


def in_the_book(desk: Desk) -> None:
    player = Player(desk.window)
    player.until(lambda: desk.window.is_open, "the book did not open")
    firm = player.read(the_firm)
    assert firm is not None
    assert firm.name == "Marlow & Co"
    assert [row.initials for row in player.read(people)] == ["AM"]
    player.settle()


def test_a_book_is_made_closed_and_opened_by_keyring_passphrase_and_code(desk: Desk, computers_ring: Ring) -> None:
    path, code = first_run(desk)
    in_the_book(desk)
    assert path.read_bytes()[:15] != b"SQLite format 3"
    assert key_file(path).exists()

    page = closed(desk)
    assert page.list.lines[0].state.text() == "Encrypted, opens here"
    Hands(desk).press("Return")
    in_the_book(desk)

    computers_ring.held.clear()  # the keyring is lost
    closed(desk)
    hands = Hands(desk)
    hands.press("Return")
    hands.at(UnlockPage)
    locked = desk.window.frame.current
    assert isinstance(locked, UnlockPage)
    assert "no longer holds the key" in locked.banner.text()
    hands.player.type("not this one")
    hands.press("Return")
    hands.player.until(locked.words_box.error, "a wrong passphrase said nothing")
    hands.press("Ctrl+a")
    hands.player.type(PASSPHRASE)
    assert locked.remember.isChecked(), "a keyring that lost the key is offered it again"
    hands.press("Return")
    in_the_book(desk)
    assert computers_ring.held, "the key is remembered again"

    key_file(path).unlink()
    page = closed(desk)
    assert page.list.lines[0].state.text() == "Encrypted, asks for the recovery code"
    hands = Hands(desk)
    hands.press("Return")
    hands.at(UnlockPage)
    locked = desk.window.frame.current
    assert isinstance(locked, UnlockPage)
    assert "is not beside the book" in locked.banner.text()
    hands.player.type(code.replace("-", " ").lower())
    hands.press("Return")
    in_the_book(desk)
    assert key_file(path).exists(), "a new key file was made for this computer"

    closed(desk)
    Hands(desk).press("Return")
    in_the_book(desk)


def test_leaving_half_way_makes_nothing_and_keeps_what_was_typed(desk: Desk) -> None:
    hands = Hands(desk)
    desk.start(None, use_demo=False)
    hands.at(WelcomePage)
    hands.tab_to("Make a new book\u2026")
    hands.press("Space")
    hands.at(NewBookPage)
    hands.write("Name of the book", "Half")
    hands.press("Ctrl+Return")
    hands.press("Ctrl+Return")
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    code = page.code_step.card.text()
    hands.press("Escape")
    hands.at(WelcomePage)
    assert "No book was made" in desk.window.frame.notices.text()
    assert not desk.places.books.exists() or not list(desk.places.books.iterdir())
    desk.window.frame.notices.dismiss()
    hands.tab_to("Make a new book\u2026")
    hands.press("Space")
    hands.at(NewBookPage)
    assert desk.window.frame.current is page
    assert page.code_step.card.text() == code, "a code that was printed stays the one"


def test_a_plain_book_is_made_only_by_saying_that_one_knows(desk: Desk) -> None:
    hands = Hands(desk)
    desk.start(None, use_demo=False)
    desk.window.make_book()
    hands.at(NewBookPage)
    page = desk.window.frame.current
    assert isinstance(page, NewBookPage)
    hands.press("Return")
    at(page, page.protection_step)
    hands.tab_to("Encrypted")
    hands.press("Right")
    hands.press("Ctrl+Return")
    at(page, page.protection_step)
    here = QApplication.focusWidget()
    assert here is page.protection_step.understood
    hands.press("Space")
    hands.press("Ctrl+Return")
    at(page, page.firm_step)  # a plain book has no recovery code
    hands.write("Your name", "Ada Marlow")
    hands.press("Ctrl+Return")
    hands.at(BringInPage)
    path = desk.places.books / "Office" / "Office.watertight"
    assert path.read_bytes()[:15] == b"SQLite format 3"
    assert not key_file(path).exists()
