"""The real window on a copy of the demo firm, for tests that walk through all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.tour import private_places
from app.firm.queries import people
from app.qt import memory, preferences
from tests.books import Office
from tests.samples.timesheets_window import Window


class Demo:
    """A desk with the demo open, a player at it, and everybody of the firm."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.window = desk.window
        self.frame = desk.window.frame
        self.player = Player(desk.window)

    def open(self) -> None:
        self.desk.open_demo()
        self.player.until(lambda: self.window.is_open, "the demo did not open")
        self.player.settle()
        self.people = {row.initials: row for row in self.player.read(people)}

    def become(self, initials: str) -> None:
        self.desk.switch_person(self.people[initials])
        self.player.until(
            lambda: self.window.is_open and self.window.session.initials == initials, f"{initials} did not come"
        )
        self.player.settle()
        self.front()

    def open_as_it_is_now(self, initials: str) -> None:
        """The same for somebody who was changed since the demo was opened."""
        self.people = {row.initials: row for row in self.player.read(people)}
        self.become(initials)

    def front(self) -> None:
        self.frame.activateWindow()
        QApplication.processEvents()

    def at(self, key: str) -> None:
        self.front()
        self.frame.show_page(key)
        self.player.settle()


def _desk(qapp: QApplication, factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(qapp, private_places(factory.mktemp("desk")))
    desk.theme.apply("light")
    desk.window.frame.resize(1440, 900)
    desk.window.frame.show()
    yield desk
    desk.window.frame.close()
    desk.close()
    memory.install(memory.Memory())  # what a test preferred is nobody else's preference
    preferences.current.load()


@pytest.fixture
def bare(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A window before any book is open."""
    yield from _desk(qapp, tmp_path_factory)


@pytest.fixture
def demo(bare: Desk) -> Demo:
    """A window on a demo of its own."""
    made = Demo(bare)
    made.open()
    return made


@pytest.fixture(scope="module")
def shared_demo(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for tests that only look."""
    for desk in _desk(qapp, tmp_path_factory):
        made = Demo(desk)
        made.open()
        yield made


@pytest.fixture
def week_window(sqlite_office: Office, qtbot: QtBot, light_look: None) -> Iterator[Window]:
    """A window on a sample office, for the pages about time; Priya works."""
    made = Window(sqlite_office, qtbot)
    yield made
    made.operations.close()
