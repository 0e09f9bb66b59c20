"""A flow row: lines where there is no room, and items that live as long as the row."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.qt.buttons import Button
from app.qt.flow import FlowLayout


def test_a_row_goes_on_in_a_second_line_and_keeps_its_own_items(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    outer, box, row = QHBoxLayout(holder), QVBoxLayout(), FlowLayout()
    buttons = [Button(words) for words in ("Record acceptance", "Pause the task", "Acknowledge")]
    for button in buttons:
        row.addWidget(button)
    box.addLayout(row)
    outer.addLayout(box)
    holder.resize(900, 200)
    holder.show()
    assert [button.parentWidget() for button in buttons] == [holder] * 3
    assert len({button.y() for button in buttons}) == 1
    wide = max(button.sizeHint().width() for button in buttons) + 30
    holder.resize(wide, 200)
    assert len({button.y() for button in buttons}) == 3
    items = [row.itemAt(place) for place in range(row.count())]
    assert [item is not None and Shiboken.createdByPython(item) for item in items] == [True] * 3, (
        "Python forgets an item that Qt made"
    )
