"""A page on its way: it is built once, what is typed reaches it and nothing else, and who goes back is back."""

from __future__ import annotations

from collections.abc import Generator
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.qt.coming import in_next_turn
from app.qt.frame import Area, Frame
from app.qt.page import Page

STEPS = 8


class Lined(Page):
    """A page with a line to write on."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.line = QLineEdit()
        self.body.addWidget(self.line)

    def first_focus(self) -> QWidget:
        return self.line


class Rooms:
    """A window whose pages wait to be let in, and how often each was built."""

    def __init__(self, qtbot: QtBot) -> None:
        self.built: list[str] = []
        self.there: set[str] = {"first", "second"}
        self.frame = Frame()
        qtbot.addWidget(self.frame)
        keys = ("first", "second", "third", "bad")
        self.frame.set_areas(
            [Area(key, key.capitalize(), "clock") for key in keys],
            {key: lambda key=key: self.build(key) for key in keys},  # type: ignore[misc] # one for each key
        )
        self.frame.coming.ready = lambda key: key in self.there
        with qtbot.waitActive(self.frame):
            self.frame.show()
            self.frame.activateWindow()
        for key in ("first", "second"):
            self.frame.show_page(key)
        self.built.clear()

    def build(self, key: str) -> Generator[None, None, Page]:
        for _part in range(3):
            yield
        if key == "bad":
            raise LookupError(key)
        self.built.append(key)
        return Lined(key)

    def let_in(self, key: str) -> None:
        self.there.add(key)
        self.frame.coming.came(key)


@pytest.fixture
def rooms(qtbot: QtBot) -> Rooms:
    return Rooms(qtbot)


def test_a_page_whose_room_comes_twice_is_built_once(rooms: Rooms, qtbot: QtBot) -> None:
    rooms.frame.ask_page("third")
    rooms.let_in("third")
    rooms.let_in("third")
    qtbot.waitUntil(lambda: rooms.frame.current_key == "third")
    qtbot.wait(20)
    assert rooms.built == ["third"]


def test_what_is_typed_on_the_way_does_not_reach_a_layer_that_was_opened_meanwhile(rooms: Rooms, qtbot: QtBot) -> None:
    frame = rooms.frame
    frame.ask_page("third")
    QTest.keyClicks(frame.coming.blank, "br")
    frame.open_palette()
    rooms.let_in("third")
    qtbot.waitUntil(lambda: frame.current_key == "third")
    qtbot.wait(20)
    assert frame.palette_layer.line.text() == ""
    assert frame.palette_layer.line.hasFocus()


@pytest.mark.parametrize("layer", ["palette", "keys"])
def test_a_layer_opened_on_the_way_keeps_the_keyboard_and_gives_it_to_the_page(
    rooms: Rooms, qtbot: QtBot, layer: str
) -> None:
    frame = rooms.frame
    frame.ask_page("third")
    if layer == "palette":
        frame.open_palette()
    else:
        frame.open_keys()
    over = frame.palette_layer if layer == "palette" else frame.key_sheet
    rooms.let_in("third")
    qtbot.waitUntil(lambda: frame.current_key == "third")
    has = frame.focusWidget()
    assert over.isVisible()
    assert has is over or over.isAncestorOf(has)
    QTest.keyClick(has, Qt.Key.Key_Escape)
    page = frame.current
    assert isinstance(page, Lined)
    assert not over.isVisible()
    assert page.line.hasFocus()


def test_back_from_a_page_on_its_way_is_the_page_it_was_asked_from(rooms: Rooms) -> None:
    rooms.frame.ask_page("third")
    rooms.frame.travel(-1)
    assert rooms.frame.current_key == "second"
    assert not rooms.frame.coming.on_its_way


def test_a_page_that_cannot_be_built_leaves_the_one_before(rooms: Rooms, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as met:
        rooms.frame.ask_page("bad")
        rooms.let_in("bad")
        qtbot.waitUntil(lambda: bool(met))
    assert [kind for kind, *_rest in met] == [LookupError]
    assert rooms.frame.current_key == "second"
    assert rooms.frame.current is not None
    assert rooms.frame.current.isVisible()
    assert not rooms.frame.coming.on_its_way


def test_between_two_turns_the_window_looks_at_everything_else(qtbot: QtBot) -> None:
    """Else two steps are felt as one, and a key that was pressed meanwhile waits for both."""
    seen: list[str] = []
    owner = QObject()
    other = QTimer(owner, interval=1, timerType=Qt.TimerType.PreciseTimer)
    other.timeout.connect(lambda: seen.append("other"))
    other.start()

    def one() -> None:
        seen.append("one")
        QThread.msleep(3)  # by now the other timer is due
        if seen.count("one") < STEPS:
            in_next_turn(owner, one)

    in_next_turn(owner, one)
    qtbot.waitUntil(lambda: seen.count("one") == STEPS)
    other.stop()
    steps = [place for place, what in enumerate(seen) if what == "one"]
    assert all("other" in seen[first:second] for first, second in pairwise(steps))
