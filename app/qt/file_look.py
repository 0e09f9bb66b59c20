"""A CSV file on its way in: read and judged in the outside pool; of several looks only the newest is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.kernel.csv_files import CsvFile, Mapping, Preview, RowLike, left_out_csv
from app.kernel.files import why_not_written, write_whole
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.progress import Progress


class Judge(Protocol):
    """What a room knows of such a file. All of it is called outside the window's thread."""

    def read(self, path: Path, between: Callable[[], object]) -> CsvFile[Any]:
        """A file, read."""

    def preview(
        self,
        file: CsvFile[Any],
        mapping: Mapping[Any] | None,
        headed: bool | None,
        between: Callable[[int], object],
    ) -> Preview[Any, Any]:
        """What it would do, its columns meaning this; None is what its headings say."""

    def looked_over(self, before: Preview[Any, Any]) -> Preview[Any, Any]:
        """The same rows after the book has changed."""


def ask_for_file(parent: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Let a person choose the file."""
    files, every = _("CSV files"), _("All files")
    kinds = f"{files} (*.csv *.txt *.tsv *.tab);;{every} (*)"
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _opened(parent, dialog, then)


def ask_for_place(parent: QWidget, file_name: str, then: Callable[[Path], object]) -> QFileDialog:
    """Let a person choose where the rows left out of a file are written."""
    name = _("{name} left out").format(name=Path(file_name).stem)
    dialog = QFileDialog(parent, _("Save the rows left out"), f"{name}.csv", "CSV (*.csv)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("csv")
    return _opened(parent, dialog, then)


def _opened(parent: QWidget, dialog: QFileDialog, then: Callable[[Path], object]) -> QFileDialog:
    dialog.fileSelected.connect(lambda place: then(Path(place)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(parent.activateWindow)  # the keyboard comes back with it
    dialog.open()
    return dialog


class FileLook(QObject):
    """Looks through one file at a time. `started` carries the progress, `shown` the preview, `saved` a path."""

    started = Signal(object)
    shown = Signal(object)
    saved = Signal(object)
    refused = Signal(object)

    def __init__(self, operations: Operations, judge: Judge, parent: QObject | None = None) -> None:
        """Ready to read."""
        super().__init__(parent)
        self._operations = operations
        self._judge = judge
        self._newest: Progress | None = None

    def read(self, path: Path) -> None:
        """Read a file and judge its rows."""
        words = _("Reading {name}").format(name=path.name)
        self._start(lambda progress: self._judge.read(path, progress.check), words)

    def again(self, file: CsvFile[Any], mapping: Mapping[Any], *, headed: bool) -> None:
        """Judge the rows of a file that was read, with other meanings of its columns."""
        self._start(lambda _progress: file, _("Looking through the rows"), mapping, headed=headed)

    def _start(
        self,
        read: Callable[[Progress], CsvFile[Any]],
        words: str,
        mapping: Mapping[Any] | None = None,
        *,
        headed: bool | None = None,
    ) -> None:
        def work(progress: Progress) -> Preview[Any, Any]:
            progress.report(0, 0, words)
            file = read(progress)
            count = len(file.table.records)

            def between(done: int) -> None:
                progress.report(done, count, words)
                progress.breathe()

            return self._judge.preview(file, mapping, headed, between)

        if self._newest is not None:
            self._newest.cancel()
        progress = self._newest = Progress(self)
        self.started.emit(progress)
        self._operations.background(work, partial(self._show, progress), failed=self._refuse, progress=progress)

    def look_over(self, before: Preview[Any, Any]) -> None:
        """The book has changed: how do the same rows stand now?"""

        def work(progress: Progress) -> Preview[Any, Any]:
            progress.check()
            return self._judge.looked_over(before)

        self._operations.background(work, partial(self._show, self._newest))

    def _show(self, progress: Progress | None, found: Preview[Any, Any]) -> None:
        if progress is self._newest:
            self.shown.emit(found)

    def _saved(self, place: Path) -> None:
        self.saved.emit(place)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def save(self, place: Path, shown: Preview[Any, Any], rows: Sequence[RowLike]) -> None:
        """Write rows that were left out, with their line and the reason; the file is whole or not there."""
        given = [(row.line, row.cells, row.why) for row in rows]

        def write(_progress: Progress) -> Path:
            try:
                write_whole(place, left_out_csv(shown.headings(), given, shown.file.table.delimiter))
            except OSError as error:
                raise Problem(
                    "csv.not_written",
                    _("The list could not be written to {place}: {reason}.").format(
                        place=place, reason=why_not_written(error)
                    ),
                    hint=_("The book is untouched. Choose another folder or name."),
                ) from error
            return place

        self._operations.background(write, self._saved, failed=self._refuse)
