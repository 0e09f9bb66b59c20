"""The waiting bar: what a slow job is doing, how far it is, and Cancel. It comes only after a second."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget
from shiboken6 import isValid

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.labels import announce, label
from app.qt.operations import Operations
from app.qt.progress import Progress

PATIENCE_MS = 1000


class WaitingBar(QWidget):
    """Shows the newest running background job of an Operations."""

    def __init__(self, operations: Operations | None = None, parent: QWidget | None = None) -> None:
        """Hidden until a job has run for a second."""
        super().__init__(parent)
        self._running: list[Progress] = []
        self._text = label(_("Working"))
        self._count = label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(220)
        self._bar.setAccessibleName(_("Progress"))
        self.button = Button(_("Cancel"), small=True)
        self.button.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._count)
        row.addWidget(self._bar, 1)
        row.addStretch()
        row.addWidget(self.button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.appear)
        if operations is not None:
            operations.started.connect(self.watch)
        self.hide()

    def watch(self, progress: Progress) -> None:
        """Follow a job, unless nobody asked for it."""
        if progress.quiet:
            return
        self._running.append(progress)
        progress.moved.connect(self._moved)
        progress.finished.connect(lambda: self._finished(progress))
        if not self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def appear(self) -> None:
        """Show the bar now, if something still runs."""
        if self._running:
            newest = self._running[-1]
            self._tell(newest.done, newest.total, newest.text)
            self.button.setEnabled(not newest.cancelled)
            self.show()
            announce(self)

    def text(self) -> str:
        """The words shown."""
        return " ".join(part for part in (self._text.text(), self._count.text()) if part)

    def _moved(self, done: int, total: int, text: str) -> None:
        if self._running and self.sender() in {None, self._running[-1]}:
            self._tell(done, total, text)

    def _tell(self, done: int, total: int, text: str) -> None:
        self._text.setText(text or _("Working"))
        self._count.setText(_("{done} of {total}").format(done=done, total=total) if total else "")
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self.setAccessibleName(self.text())

    def _finished(self, progress: Progress) -> None:
        if not isValid(self):
            return  # the window was closed while it ran
        if progress in self._running:
            self._running.remove(progress)
        if not self._running:
            self._timer.stop()
            self.hide()

    def _cancel(self) -> None:
        if self._running:
            self._running[-1].cancel()
            self.button.setEnabled(False)
            self._count.setText(_("stopping after the current one"))
