"""The way of Tab: as things were made, but for what was put behind another; asking leaves every widget what it is."""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.qt.tab_order import stops, tab_through


def window_of(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """A shown window with these parts below each other."""
    window = QWidget()
    column = QVBoxLayout(window)
    for part in parts:
        column.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    return window


def test_a_widget_that_ends_takes_no_other_from_its_python_object(qtbot: QtBot) -> None:
    button, table = QPushButton("a"), QTableView()
    window = window_of(qtbot, button, table, QLineEdit())
    inner = table.viewport()
    stops(window)
    button.deleteLater()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    assert not isValid(button)
    assert isValid(inner)
    assert table.viewport() is inner


def test_tab_goes_as_was_said_last(qtbot: QtBot) -> None:
    first, second, third, fourth = (QLineEdit() for _place in range(4))
    window = window_of(qtbot, first, second, third, fourth)
    assert stops(window) == [first, second, third, fourth]
    tab_through(first, third, second)
    assert stops(window) == [first, third, second, fourth]
    tab_through(second, third)
    assert stops(window) == [first, second, third, fourth]


def test_what_another_window_holds_is_no_stop(qtbot: QtBot) -> None:
    line = QLineEdit()
    window = window_of(qtbot, line)
    other = QWidget(window)
    other.setWindowFlag(other.windowFlags().Window)
    QVBoxLayout(other).addWidget(QLineEdit())
    other.show()
    assert stops(window) == [line]


def test_lists_that_have_gone_leave_no_python_object_behind(qtbot: QtBot) -> None:
    window = window_of(qtbot, QLineEdit())
    column = window.layout()
    assert column is not None

    def come_and_go() -> int:
        table = QTableView()
        column.addWidget(table)
        table.show()
        stops(window)
        table.deleteLater()
        del table
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        gc.collect()
        return sum(isinstance(one, QWidget) and not isValid(one) for one in gc.get_objects())

    first = come_and_go()
    assert [come_and_go() for _turn in range(3)] == [first] * 3


def test_a_part_that_is_not_seen_is_passed_over_and_what_was_said_goes_on_behind_it(qtbot: QtBot) -> None:
    first, last = QLineEdit(), QLineEdit()
    middle = QWidget()
    inner = QLineEdit()
    QVBoxLayout(middle).addWidget(inner)
    window = window_of(qtbot, last, middle, QLineEdit(), first)
    tab_through(first, inner, last)
    assert stops(window)[-3:] == [first, inner, last]
    middle.hide()
    assert stops(window)[-2:] == [first, last]
    assert stops(window, inner)[-3:] == [first, inner, last], "who is there knows the way on"
