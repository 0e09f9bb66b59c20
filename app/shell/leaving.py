"""The small window that says what is still done after the window was closed, with a way to leave without it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.icons import mark_icon
from app.qt.labels import announce, label
from app.qt.progress import Progress
from app.qt.tokens import px


class LeavingWindow(QWidget):
    """Says that the book is being backed up, and how far that is; Esc or its button leaves without it."""

    def __init__(self, progress: Progress) -> None:
        """Not shown yet."""
        super().__init__()
        self._progress = progress
        self.setWindowTitle("Watertight")
        self.setWindowIcon(mark_icon())
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label(_("Backing up the book\u2026"), "strong")
        self.hint = label(_("Everything is saved. The window closes by itself when the backup is done."), "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setRange(0, 0)
        self.button = Button(_("Leave without a backup"), keys="Esc")
        self.button.clicked.connect(self._leave)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(10)
        rows.addWidget(self.words)
        rows.addWidget(self.hint)
        rows.addWidget(self._bar)
        side = QHBoxLayout()
        side.addStretch(1)
        side.addWidget(self.button)
        rows.addLayout(side)
        self.setFixedWidth(max(px(440), self.sizeHint().width()))
        progress.moved.connect(self._moved)

    def appear(self) -> None:
        """Show it, with the keyboard on its button."""
        self.setAccessibleName(self.words.text())
        self.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self)

    def _moved(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.words.setText(text)

    def _leave(self) -> None:
        self.button.setEnabled(False)
        self._progress.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it by its frame is the same wish."""
        self._leave()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.button.click()
        else:
            super().keyPressEvent(event)
