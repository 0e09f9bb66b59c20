"""A choice is found by typing: what it begins with, or its words in their order."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.qt.editors import Choice, sought

TASKS = [
    "Brightwater Utilities · Fieldwork · SOW-2026-014",
    "Brightwater Utilities · Steering · SOW-2026-014",
    "Foxglove Foods Ltd · Pricing workshops · SOW-2026-011",
    "Foxglove Foods Ltd · Trade terms · SOW-2026-011",
    "Internal · Team meeting",
]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("b", 0),
        ("fox", 2),
        ("FOX", 2),
        ("foxglove foods ltd · trade", 3),
        ("fox trade", 3),
        ("trade", 3),
        ("steer", 1),
        ("team", 4),
        ("rade", -1),
        ("xyz", -1),
        ("011 ", 2),
        ("(", -1),
    ],
)
def test_typing_finds_by_the_beginning_then_by_words(typed: str, place: int) -> None:
    assert sought(TASKS, typed) == place


def test_one_letter_again_and_again_goes_on() -> None:
    assert [sought(TASKS, "ff", after) for after in (-1, 2, 3)] == [2, 3, 2]


def test_typing_chooses_and_a_space_inside_does_not_open_the_list(qtbot: QtBot) -> None:
    choice = Choice([(place, text) for place, text in enumerate(TASKS)], optional=True)
    qtbot.addWidget(choice)
    choice.show()
    told: list[int] = []
    choice.activated.connect(told.append)
    QTest.keyClicks(choice, "fox trade")
    assert choice.read() == 3
    assert not choice.view().isVisible()
    assert told[-1] == choice.currentIndex()
    QTest.keyClicks(choice, "zzz")
    assert choice.read() == 3
