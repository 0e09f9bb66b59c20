"""Saving what a list shows as CSV: a place people choose, and a plain word when it cannot be written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.table import RecordTable


class CsvSaver(QObject):
    """Asks where, writes outside the window's thread, and says on a banner how it went."""

    def __init__(self, operations: Operations, table: RecordTable, name: str, banner: Banner) -> None:
        """A saver for a table; `name` is proposed for the file."""
        super().__init__(table)
        self._operations = operations
        self._table = table
        self._name = name
        self._banner = banner

    def ask(self) -> None:
        """Let a person choose the file."""
        dialog = QFileDialog(self._table.window(), _("Export what is shown"), f"{self._name}.csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, place: str) -> None:
        """Write what is shown now."""
        text = self._table.to_csv()

        def write(_progress: Progress) -> str:
            try:
                Path(place).write_text(text, encoding="utf-8-sig", newline="")
            except OSError as error:
                raise Problem(
                    "csv.not_written",
                    _("The list could not be written to {place}.").format(place=place),
                    hint=_("The book is untouched. Choose another folder."),
                ) from error
            return place

        self._operations.background(write, self._saved, failed=self._banner.show_problem)

    def _saved(self, place: str) -> None:
        self._banner.show_message(_("Saved as {place}").format(place=place), "ok")
