"""Every test of the list card begins with nothing remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt import memory, preferences
from app.qt.list_card import ListCard
from app.qt.memory import Memory
from app.qt.speech import speaker
from tests.qt.lists.firms import ROWS, card_of


@pytest.fixture(autouse=True)
def kept() -> Iterator[Memory]:
    """Every test begins with nothing remembered and the usual preferences."""
    fresh = Memory()
    memory.install(fresh)
    yield fresh
    preferences.current.change(rows="standard", letters=True)
    memory.install(Memory())


@pytest.fixture
def card(qtbot: QtBot, formats: Formats) -> ListCard:
    return card_of(qtbot, formats, ROWS)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    words: list[str] = []
    speaker.said.connect(words.append)
    yield words
    speaker.said.disconnect(words.append)
