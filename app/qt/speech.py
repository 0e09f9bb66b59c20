"""Speech: tell a screen reader what happened where nothing gets the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class Speaker(QObject):
    """Everything that is announced passes here, so that tests hear it too."""

    said = Signal(str)


speaker = Speaker()


def say(widget: QWidget, words: str) -> None:
    """Announce one sentence, politely: what is being read is read to its end first."""
    if words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
        speaker.said.emit(words)
