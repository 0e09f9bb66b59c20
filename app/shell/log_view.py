"""The log on screen: what happened on this computer, by how grave it is; to copy into a report."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QWidget

from app.kernel.words import _
from app.qt.buttons import Button, Segmented
from app.qt.reading import ReadingDialog

LOG = "watertight.log"
MOST = 400_000
"""Characters shown: the newest of them."""
LEVELS = {"all": (), "warnings": ("WARNING", "ERROR", "CRITICAL"), "errors": ("ERROR", "CRITICAL")}
_START = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* (\w+) ")


def entries(text: str) -> list[tuple[str, str]]:
    """The entries of a log: level and words; the lines of a trace belong to the entry above them."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        start = _START.match(line)
        if start is not None:
            found.append((start[1], line))
        elif found:
            level, words = found[-1]
            found[-1] = (level, f"{words}\n{line}")
    return found


class LogDialog(ReadingDialog):
    """Reads the newest log file."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """`folder` holds the log files."""
        super().__init__(_("Log"), parent)
        self._folder = folder
        self._entries = entries(_newest(folder / LOG))
        self.level = Segmented(
            [("all", _("Everything")), ("warnings", _("Warnings and failures")), ("errors", _("Failures"))],
            name=_("How grave"),
        )
        self.level.chosen.connect(self._show)
        self.head.addWidget(self.level)
        self.head.addStretch(1)
        self.copy_button = Button(_("Copy what is shown"), icon="copy")
        self.folder_button = Button(_("Open the folder"), icon="folder-open")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))))
        self.add_buttons([self.folder_button, self.copy_button])
        self._show("all")

    def _show(self, key: str) -> None:
        wanted = LEVELS[key]
        shown = [words for level, words in self._entries if not wanted or level in wanted]
        self.copy_button.setEnabled(bool(shown))
        self.text.setPlainText("\n".join(shown) or _("Nothing of this kind in the log."))
        self.text.moveCursor(QTextCursor.MoveOperation.End)


def _newest(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-MOST:]
    except OSError:
        return ""
