"""A failure nobody expected, told to the person at the window: what is safe, and the report as it would be sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.labels import label
from app.qt.reading import ReadingDialog

REPORTS = "crash-*.txt"


def last_report(folder: Path) -> Path | None:
    """The newest report in the folder of the log, if there is one."""
    return max(folder.glob(REPORTS), default=None)


class FailureDialog(ReadingDialog):
    """Says what happened, and shows the report. Nothing is sent from here: whoever wants to, copies it."""

    def __init__(
        self, text: str, path: Path | None, *, died: bool = False, parent: QWidget | None = None, last: bool = False
    ) -> None:
        """`text` is the report, `path` the file it is in; `died` of a signal, or the `last` one that was kept."""
        title = _("Watertight ended by itself last time") if died else _("Something failed that should not")
        super().__init__(_("The last failure") if last else title, parent)
        safe = _("Nothing half-done was saved: every change is saved whole or not at all.")
        what = (
            _("The program was stopped in the middle of its work, and could not say so itself.")
            if died
            else _("A part of the program stopped in the middle of what it was doing. You can go on working.")
        )
        ask = _(
            "This is the report. It holds places in the program and no names, notes or sums. Nothing was sent; to help "
            "mend it, copy it into a message to whoever looks after Watertight for you."
        )
        self.sentence = label(safe if last else f"{what} {safe}", wrap=True)
        self.say(self.sentence, label(ask, "second", wrap=True))
        self.text.setPlainText(text)
        self.text.setAccessibleName(_("Report"))
        self.copy_button = Button(_("Copy"), icon="copy")
        self.file_button = Button(_("Show the file"), icon="folder-open")
        self.copy_button.clicked.connect(self._copy)
        self.file_button.setVisible(path is not None)
        if path is not None:
            folder = QUrl.fromLocalFile(str(path.parent))
            self.file_button.clicked.connect(lambda: QDesktopServices.openUrl(folder))
        self.add_buttons([self.file_button, self.copy_button])
        self.close_button.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText(_("Copied"))
