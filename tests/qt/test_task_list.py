"""A list of tasks: empty, filled, done one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.qt import preferences
from app.qt.cards import Empty
from app.qt.task_list import AT_FIRST, AT_ONCE, Task, TaskList

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


def many(count: int) -> list[Task]:
    return [Task(n, f"Kind {n // 10}", f"Task {n}", "", "Do", lambda: None) for n in range(count)]


def test_rows_that_nobody_sees_yet_are_made_some_at_a_time(qtbot: QtBot, shown: TaskList) -> None:
    shown.set(many(90))
    assert len(shown._rows) == AT_FIRST
    assert [task.key for task in shown.tasks()] == list(range(90))
    shown._build(AT_ONCE)
    assert len(shown._rows) == AT_FIRST + AT_ONCE
    qtbot.waitUntil(lambda: len(shown._rows) == 90)
    assert not shown._coming.isActive()
    assert [row.task.key for row in shown._rows] == list(range(90))
    headings = [one.text() for one in shown.findChildren(QLabel) if one.text().startswith("Kind")]
    assert sorted(headings) == [f"Kind {n}" for n in range(9)]


def test_the_keyboard_reaches_a_row_that_is_not_made_yet(qtbot: QtBot, shown: TaskList) -> None:
    shown.set(many(90))
    shown._coming.stop()
    shown.button(0).setFocus()
    QTest.keyClick(shown.button(0), Qt.Key.Key_End)
    assert len(shown._rows) == 90
    qtbot.waitUntil(lambda: shown.button(89).hasFocus())
    qtbot.waitUntil(lambda: shown.button(40).isVisible())


def test_other_tasks_take_the_place_of_those_that_are_still_being_made(qtbot: QtBot, shown: TaskList) -> None:
    shown.set(many(90))
    shown.set(many(3))
    qtbot.wait(20)
    assert [row.task.key for row in shown._rows] == [0, 1, 2]


def test_where_there_is_room_nothing_scrolls_once_all_rows_have_come(qtbot: QtBot) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    made = TaskList("What waits", Empty("check", "Nothing waits.", "Open my week"))
    column.addWidget(made, 1)
    column.addStretch()
    host.resize(700, 1200)
    qtbot.addWidget(host)
    host.show()
    made.set(many(AT_FIRST + AT_ONCE + 1))
    qtbot.waitUntil(lambda: len(made._rows) == AT_FIRST + AT_ONCE + 1)
    qtbot.wait(50)
    assert made.area.verticalScrollBar().maximum() == 0
    assert made._rows[-1].isVisible()
