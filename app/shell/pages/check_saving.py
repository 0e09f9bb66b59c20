"""Saving what a check said: a text file where a person chooses, written whole or not at all, behind the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from app.kernel.files import why_not_written, write_whole
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.list_export import shortened
from app.qt.telling import tell

if TYPE_CHECKING:
    from app.qt.notices import Banner
    from app.qt.operations import Operations
    from app.qt.progress import Progress


def ask_where(page: QWidget, operations: Operations, banner: Banner, name: str, text: str) -> QFileDialog:
    """Let a person choose the file; how it went is told on the page."""
    kind = _("Text files (*.txt)")
    dialog = QFileDialog(page.window(), _("Save the result of the check"), f"{name}.txt", kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("txt")
    dialog.fileSelected.connect(lambda place: save(page, operations, banner, place, text))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def save(page: QWidget, operations: Operations, banner: Banner, place: str, text: str) -> None:
    """Write it."""

    def write(_progress: Progress) -> str:
        try:
            write_whole(Path(place), text.encode())
        except OSError as error:
            raise Problem(
                "check.not_written",
                _("The result could not be written to {place}: {reason}.").format(
                    place=place, reason=why_not_written(error)
                ),
                hint=_("The book is untouched. Choose another folder or name."),
            ) from error
        return place

    def saved(where: str) -> None:
        words = _("Saved as {place}").format(place=shortened(where))
        if not tell(page, words, tip=where):
            banner.show_message(words, "ok")

    operations.background(write, saved, failed=banner.show_problem)
