"""Saving a PDF: a name people find again, a place they choose, and a plain word when it cannot be written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.kernel.files import why_not_written, write_whole
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.progress import Progress

ChooseFile = Callable[[QWidget, str], str]
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


def file_name(number: str, client: str) -> str:
    """`INV-2026-0118 Brightwater Utilities.pdf`: what every file system takes."""
    text = _FORBIDDEN.sub(" ", f"{number} {client}".strip())
    return f"{' '.join(text.split()).rstrip('. ')[:120]}.pdf"


def ask_where(parent: QWidget, name: str) -> str:
    """The place a person chooses; "" when nothing is to be saved."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save PDF"), name, "PDF (*.pdf)")
    return chosen


def save_pdf(
    operations: Operations,
    content: bytes,
    place: str,
    then: Callable[[str], object],
    failed: Callable[[Problem], object],
) -> None:
    """Write a file outside the window's thread, whole or not at all."""

    def write(_progress: Progress) -> str:
        try:
            write_whole(Path(place), content)
        except OSError as error:
            raise Problem(
                "pdf.not_written",
                _("The PDF could not be written to {place}: {reason}.").format(
                    place=place, reason=why_not_written(error)
                ),
                hint=_("What it shows is safe in the book. Choose another folder or name."),
            ) from error
        return place

    operations.background(write, then, failed=failed)
