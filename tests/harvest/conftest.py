"""A panel on the screen for each test of this room that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.harvest.ui import SuggestionPanel
from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.harvest.panel_scene import FORMATS
from tests.samples.harvest import WEEK, Workplace, workplace


@pytest.fixture
def place(sqlite_office: Office) -> Workplace:
    """The office; Priya sits at the window."""
    return workplace(sqlite_office)


@pytest.fixture
def panel(place: Workplace, qtbot: QtBot) -> Iterator[SuggestionPanel]:
    """A panel on the screen, with the week of 27 April; nothing was read yet."""
    operations = SynchronousOperations(place.office.book)
    made = SuggestionPanel(operations, FORMATS, person_id=place.office.people["PR"])
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show_period(WEEK)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    operations.close()
