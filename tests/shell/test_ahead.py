"""Rooms come ahead of their pages, in a thread behind the window; a page asked for too early waits without a block."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.qt.frame import Area, Frame
from app.qt.page import Page
from app.shell import ahead, areas
from app.shell.ahead import Ahead


class Typed(Page):
    """A page with a line to write on."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.line = QLineEdit()
        self.body.addWidget(self.line)

    def first_focus(self) -> QWidget:
        return self.line


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, threading.Event]:
    """Rooms that come when they are let in, instead of the true ones."""
    doors = {key: threading.Event() for key in ("week", "clients", "invoices")}
    there: set[str] = set()

    def load(key: str) -> None:
        assert threading.current_thread() is not threading.main_thread()
        assert doors[key].wait(20)
        if key == "invoices":
            raise ImportError(key)
        there.add(key)

    monkeypatch.setattr(ahead, "load", load)
    monkeypatch.setattr(ahead, "is_loaded", lambda key: key in there)
    return doors


@pytest.fixture
def coming(qtbot: QtBot, rooms: dict[str, threading.Event]) -> Iterator[Ahead]:
    made = Ahead()
    yield made
    for door in rooms.values():
        door.set()
    made.close()


@pytest.fixture
def frame(qtbot: QtBot, coming: Ahead) -> Frame:
    """A frame whose pages need a room each, and one that needs none."""
    made = Frame()
    qtbot.addWidget(made)
    made.set_areas(
        [Area("week", "My week", "calendar-days", "Work"), Area("clients", "Clients", "building-2", "Work")],
        {key: partial(Typed, key.capitalize()) for key in ("here", "week", "clients", "invoices")},
    )
    made.coming.ready = lambda key: key == "here" or coming.ready(key)
    coming.come.connect(made.coming.came)
    made.show_page("here")
    return made


def test_a_page_whose_room_is_on_its_way_is_shown_when_it_has_come(
    qtbot: QtBot, frame: Frame, rooms: dict[str, threading.Event]
) -> None:
    frame.rail.buttons["week"].click()
    assert frame.page("week") is None
    assert frame.current is None
    assert frame.top.crumbs.parts() == ("My week",)
    assert frame.rail.buttons["week"].is_open
    rooms["week"].set()
    qtbot.waitUntil(lambda: frame.current_key == "week")
    assert frame.current is frame.page("week")


def test_the_page_that_was_asked_for_last_is_shown(
    qtbot: QtBot, frame: Frame, rooms: dict[str, threading.Event]
) -> None:
    frame.ask_page("week")
    frame.ask_page("clients")
    frame.ask_page("week")
    frame.ask_page("clients")
    for door in ("week", "clients"):
        rooms[door].set()
    qtbot.waitUntil(lambda: frame.current_key == "clients")
    assert frame.page("week") is None


def test_who_goes_back_before_the_room_has_come_stays_there(
    qtbot: QtBot, frame: Frame, coming: Ahead, rooms: dict[str, threading.Event]
) -> None:
    frame.ask_page("week")
    frame.ask_page("here")
    with qtbot.waitSignal(coming.come):
        rooms["week"].set()
    assert frame.current_key == "here"
    assert frame.page("week") is None


def test_what_is_typed_on_the_way_reaches_the_page(
    qtbot: QtBot, frame: Frame, rooms: dict[str, threading.Event]
) -> None:
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame.ask_page("week")
    QTest.keyClicks(frame.coming.blank, "br")
    rooms["week"].set()
    qtbot.waitUntil(lambda: frame.current_key == "week")
    page = frame.current
    assert isinstance(page, Typed)
    qtbot.waitUntil(lambda: page.line.text() == "br")
    frame.ask_page("clients")
    QTest.keyClicks(frame.coming.blank, "x")
    frame.ask_page("here")
    QApplication.processEvents()
    assert page.line.text() == "br"


def test_a_room_that_cannot_come_is_met_by_who_opens_its_page(
    qtbot: QtBot, frame: Frame, coming: Ahead, rooms: dict[str, threading.Event]
) -> None:
    rooms["invoices"].set()
    frame.ask_page("invoices")
    qtbot.waitUntil(lambda: frame.current_key == "invoices")
    assert coming.ready("invoices")


def test_rooms_come_one_by_one_and_what_is_asked_for_comes_first(
    qtbot: QtBot, coming: Ahead, rooms: dict[str, threading.Event]
) -> None:
    order: list[str] = []
    coming.come.connect(order.append)
    coming.start(["week", "clients", "invoices"])
    assert not coming.ready("invoices")
    for door in rooms.values():
        door.set()
    qtbot.waitUntil(lambda: len(order) >= 3)
    assert order.index("invoices") < order.index("clients")


def test_each_page_of_the_window_has_its_rooms_told() -> None:
    keys = {*areas.NEEDS, *areas.BEHIND, areas.SETTINGS, areas.HELP, areas.BRING_IN, areas.CHECK}
    assert set(ahead.ROOMS) == keys


CHECK = """
import sys
from app.shell import ahead
for key in ahead.ROOMS:
    ahead.load(key)
    assert ahead.is_loaded(key), key
before = set(sys.modules)
from PySide6.QtWidgets import QApplication
from datetime import UTC, datetime
from app.firm.domain import AccessRole
from app.kernel.clock import FixedClock
from app.kernel.formats import Formats
from app.qt.coming import whole
from app.qt.operations import SynchronousOperations
from app.qt.page import Page
from app.shell.factories import Factories
from app.shell.session import Session

app = QApplication([])
clock = FixedClock(datetime(2026, 4, 30, 9, tzinfo=UTC))
session = Session(1, "", "", AccessRole.PARTNER, "", "UTC", "GBP", clock, Formats())
pages = Factories(SynchronousOperations(None), session, lambda *_: None).by_key()
for factory in pages.values():
    made = factory()
    assert isinstance(made if isinstance(made, Page) else whole(made), Page)
assert set(ahead.ROOMS) - set(pages) == {"settings", "help", "bring-in", "check"}  # the window builds these
print(sorted(name for name in set(sys.modules) - before if name.startswith("app.") and name.count(".") > 2))
"""


def test_nothing_is_left_for_the_window_s_thread_to_import_when_a_page_is_built() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
