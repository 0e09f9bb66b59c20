"""Caps Lock: told from what is typed, since not every system tells a program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class CapsLock(QObject):
    """Watches what is typed into hidden fields; `changed` when Caps Lock seems to be on, or off again."""

    changed = Signal(bool)

    def __init__(self, *fields: QWidget) -> None:
        """Over fields that belong together."""
        super().__init__(fields[0])
        self.on = False
        for one in fields:
            one.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._hear(event)
        return False

    def _hear(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._say(on=False)  # the next letter tells
        elif len(text) == 1 and text.upper() != text.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._say(on=text.isupper() != shifted)

    def _say(self, *, on: bool) -> None:
        if on != self.on:
            self.on = on
            self.changed.emit(on)
