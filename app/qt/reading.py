"""Long texts to read: a dialog with a list beside a text, for licenses and for the log."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextOption
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.tokens import px


class TextView(QPlainTextEdit):
    """Words that can be read, searched with the eye and copied, not changed."""

    def __init__(self, name: str) -> None:
        """An empty text."""
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


class ReadingDialog(QDialog):
    """A window to read in. Esc closes it; what was focused before has the keyboard again."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`head` takes what chooses the text, `foot` the buttons beside Close."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.text = TextView(title)
        self.close_button = Button(_("Close"), keys="Esc")
        self.close_button.clicked.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(label(title, "title"))
        self._words = QVBoxLayout()
        self._words.setSpacing(6)
        box.addLayout(self._words)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        box.addLayout(self.head)
        box.addWidget(self.text, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        self.foot.addWidget(self.close_button)
        box.addLayout(self.foot)
        room = QGuiApplication.primaryScreen().availableGeometry().size()
        if parent is not None:
            room = room.boundedTo(parent.window().size())
        self.resize(min(px(760), room.width() - 40), min(px(560), room.height() - 40))
        self.ring = FocusOverlay(self)

    def say(self, *words: QWidget) -> None:
        """Sentences before the text, one under the other."""
        for one in words:
            self._words.addWidget(one)

    def add_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Buttons before Close."""
        for button in buttons:
            self.foot.insertWidget(self.foot.count() - 1, button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)
