"""What was typed, whatever the keyboard: keys belong to characters, never to places on one country's keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.qt.preferences import letters_on

_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_HELD = _CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier
SIDEWAYS = frozenset((Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton))
"""Buttons of a mouse that are keys: they lead the window back and forward wherever the pointer is."""
_DIGIT_ROW = {
    mark: digit
    for digit, marks in enumerate(("&", "é", '"', "'", "(", "-", "è", "_", "ç"), start=1)
    for mark in (marks, marks.upper())
}
"""What the row of digits gives on a French keyboard without Shift."""


def typed(event: QKeyEvent) -> str:
    """The character a key event types, "" when it is a command. AltGr, which Windows reports as Ctrl+Alt, types."""
    text = event.text()
    if not text.isprintable():
        return ""
    held = event.modifiers() & _HELD
    return text if not held or held == (_CONTROL | _ALT) else ""


def letter(event: QKeyEvent) -> str:
    """The single character that acts in a list or grid, in capitals; "" while single letters are switched off."""
    return typed(event).strip().upper() if letters_on() else ""


def area_digit(event: QKeyEvent) -> int:
    """The digit of Ctrl and a key of the upper row, 0 for none: with Shift or without, as the keyboard has it."""
    held = event.modifiers() & _HELD
    if held != _CONTROL:
        return 0
    key = event.key()
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return key - Qt.Key.Key_0
    row = 10 <= event.nativeScanCode() <= 18 or 2 <= event.nativeScanCode() <= 10
    return _DIGIT_ROW.get(chr(key), 0) if row and key < 0x110000 else 0
