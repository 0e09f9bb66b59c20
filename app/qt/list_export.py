"""Exporting what a list shows: a place people choose, written beside the window's thread, and a word on how it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.kernel.files import why_not_written, write_whole
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.csv_text import PIECE, csv_pieces
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.speech import say
from app.qt.table import RecordTable
from app.qt.telling import tell

LONGEST = 48
"""A longer place is shortened in its middle; the whole is the notice's tooltip."""


class ListExport(QObject):
    """Asks where and writes the rows and columns that are shown, as CSV that spreadsheets know."""

    def __init__(self, operations: Operations, table: RecordTable, file_name: str, banner: Banner) -> None:
        """`file_name` without its ending is proposed; problems stand on the banner."""
        super().__init__(table)
        self.operations = operations
        self._table = table
        self._banner = banner
        self._name = file_name
        self.dialog: QFileDialog | None = None

    def ask(self) -> None:
        """Let a person choose the file."""
        dialog = QFileDialog(self._table.window(), _("Export what is shown"), f"{self._name}.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def save(self, place: str) -> None:
        """Write what is shown now, whole or not at all; the waiting bar counts along and can stop it."""
        table = self._table
        columns, rows, formats = table.chosen_columns(), table.rows_to_write(), table.model.formats
        detail = _("detail")

        def write(progress: Progress) -> str:
            pieces = []
            for number, piece in enumerate(csv_pieces(columns, rows, formats, detail)):
                pieces.append(piece)
                progress.report(min(number * PIECE, len(rows)), len(rows))
                progress.breathe()
            content = "".join(pieces).encode("utf-8-sig")
            try:
                write_whole(Path(place), content)
            except OSError as error:
                raise Problem(
                    "csv.not_written",
                    _("The list could not be written to {place}: {reason}.").format(
                        place=place, reason=why_not_written(error)
                    ),
                    hint=_("The book is untouched. Choose another folder or name."),
                ) from error
            return place

        self.operations.background(write, self._saved, failed=self._banner.show_problem)

    def _saved(self, place: str) -> None:
        words = _("Saved as {place}").format(place=shortened(place))
        if not tell(self._table, words, tip=place):
            say(self._table, words)
            self._banner.show_message(words, "ok")
            self._banner.setToolTip(place)


def shortened(place: str) -> str:
    """A path with its middle left out where it is long: the file's name is what people look for."""
    if len(place) <= LONGEST:
        return place
    name = Path(place).name
    head = max(8, LONGEST - len(name) - 2)
    return f"{place[:head]}\u2026/{name}" if len(name) < LONGEST else f"\u2026{name[-LONGEST:]}"
