"""Tab goes through a list and on: nothing traps the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.buttons import Button
from app.qt.columns import Column
from app.qt.table import RecordTable
from tests.windows import press


def test_tab_goes_from_a_list_over_its_headings_to_what_follows_and_back(qtbot: QtBot, formats: Formats) -> None:
    window = QWidget()
    table = RecordTable([Column("name", "Name", lambda row: row)], formats, name="Clients", key=lambda row: row)
    table.set_rows(["Brightwater"])
    before, after = Button("Before"), Button("After")
    box = QVBoxLayout(window)
    for one in (before, table, after):
        box.addWidget(one)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    order = [before, table.view, table.view.horizontalHeader(), after]
    before.setFocus()
    for expected in [*order[1:], order[0]]:
        press(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    for expected in reversed(order):
        press(QApplication.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is expected
