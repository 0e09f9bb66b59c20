"""The button of a row in a list of rows: arrows, J, K, Home and End go to another row, not to the next control."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from app.qt.buttons import Button
from app.qt.keyboard import letter

END = 1_000_000
"""More rows than any list has."""


class StepButton(Button):
    """`step_asked` tells by how many rows."""

    step_asked = Signal(int)
    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by_letter = {"J": 1, "K": -1}.get(letter(event), 0)
        by_key = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Home: -END, Qt.Key.Key_End: END}
        step = by_key.get(Qt.Key(event.key()), by_letter)
        if step:
            self.step_asked.emit(step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
