"""A list of tasks: empty, filled, done one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.qt import preferences
from app.qt.cards import Empty
from app.qt.task_list import Task, TaskList

pytestmark = pytest.mark.usefixtures("light_look")


def task(key: str, then: Callable[[], object] = lambda: None) -> Task:
    return Task(key, "Budgets", f"Task {key}", "where it is", "Do it", then, "warn", "\u00a31.00")


@pytest.fixture
def shown(qtbot: QtBot) -> TaskList:
    made = TaskList("What waits", Empty("check", "Nothing waits.", "Open my week"))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_an_empty_list_says_so_and_offers_one_way_on(shown: TaskList) -> None:
    shown.set([task("a")])
    assert not shown.nothing.isVisible()
    shown.set([])
    assert shown.nothing.isVisible()
    assert shown.nothing.sentence() == "Nothing waits."


def test_enter_does_the_task_and_the_next_one_takes_its_place(shown: TaskList) -> None:
    done: list[str] = []
    shown.set([task(key, lambda key=key: done.append(key)) for key in "abc"])  # type: ignore[misc]
    shown.button("b").setFocus()
    QTest.keyClick(shown.button("b"), Qt.Key.Key_Return)
    assert done == ["b"]
    shown.set([task("a"), task("c")])
    assert shown.focusWidget() is shown.button("c")
    shown.set([task("a"), task("c"), task("d")])
    assert shown.focusWidget() is shown.button("c")
    with pytest.raises(KeyError):
        shown.button("b")


def test_letters_can_be_switched_off(shown: TaskList, monkeypatch: pytest.MonkeyPatch) -> None:
    shown.set([task("a"), task("b")])
    shown.button("a").setFocus()
    monkeypatch.setattr(preferences.current, "now", preferences.Preferences(letters=False))
    QTest.keyClick(shown.button("a"), Qt.Key.Key_J)
    assert shown.focusWidget() is shown.button("a")
    QTest.keyClick(shown.button("a"), Qt.Key.Key_Down)
    assert shown.focusWidget() is shown.button("b")
