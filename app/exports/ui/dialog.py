"""The export dialog: a period, what of the books, a folder; then where the files are and what to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.exports.domain import ExportBundle, Target, target_words
from app.exports.files import write_bundle
from app.exports.queries import export_books
from app.kernel.formats import Formats
from app.kernel.periods import Period, month_of
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.editors import Line
from app.qt.forms import Field
from app.qt.labels import Shape, label
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.tokens import px

WIDTH = 560


class ExportDialog(FormDialog):
    """Stays open after an export, to say where the files are."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        """A form for the month of today."""
        month = month_of(today())
        super().__init__(
            _("Export the books"),
            [
                Field("first", _("From"), "date", required=True, default=month.first),
                Field("last", _("To"), "date", required=True, default=month.last, beside=True),
                *(
                    Field(target.value, target_words(target), "check", default=True, beside=place % 2 == 1)
                    for place, target in enumerate(Target)
                ),
                Field("folder", _("Folder"), required=True, default=default_folder()),
            ],
            formats,
            today=today,
            submit=_("Export"),
            intro=_(
                "CSV files for any program: invoices by the day of issue, payments by the day they came in. "
                "Files that are there already are never written over."
            ),
            width=WIDTH,
            parent=parent,
        )
        self._operations = operations
        self.choose = Button(_("Choose a folder\u2026"), icon="file-down", small=True)
        self.choose.clicked.connect(self._choose_folder)
        self._result = QVBoxLayout()
        self._result.setSpacing(6)
        self._said: list[str] = []
        self._extend()
        self.submitted.connect(self._export)
        operations.crashed.connect(self._release)

    def _extend(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch()
        layout = self.form.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(row)
            layout.addLayout(self._result)

    def said(self) -> list[str]:
        """What the last export said: where the files are, then what to look at."""
        return list(self._said)

    # ------------------------------------------------------------------ folder

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Folder for the files"), self._folder_line().text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._folder_line().write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder_line(self) -> Line:
        editor: Any = self.form.editor("folder")
        line: Line = editor
        return line

    # ------------------------------------------------------------------ exporting

    def _export(self, values: dict[str, Any]) -> None:
        self._tell([])
        targets = tuple(target for target in Target if values[target.value])
        if values["last"] < values["first"]:
            self.show_problem(
                Problem("export.period", _("The period ends before it starts."), field="last", hint=_("Correct it."))
            )
            return
        if not targets:
            self.show_problem(
                Problem("export.nothing", _("Nothing is ticked."), hint=_("Tick what the files should hold."))
            )
            return
        self._hold()
        self._operations.read(
            export_books,
            partial(self._write, Path(values["folder"]).expanduser()),
            failed=self.show_problem,
            period=Period(values["first"], values["last"]),
            targets=targets,
        )

    def _write(self, folder: Path, bundle: ExportBundle) -> None:
        if not isValid(self):
            return

        def write(_progress: Progress) -> tuple[Path, ...]:
            return write_bundle(folder, bundle)

        self._operations.background(write, partial(self._done, folder, bundle), failed=self.show_problem)

    def _done(self, folder: Path, bundle: ExportBundle, paths: tuple[Path, ...]) -> None:
        if not isValid(self):
            return
        self._release()
        rows = sum(count for _target, count in bundle.rows)
        files = ngettext("{n} file", "{n} files", len(paths))
        lines = [
            (
                "ok",
                _("Written to {folder}: {files}, {rows}").format(
                    files=files, rows=ngettext("{n} row", "{n} rows", rows), folder=folder
                ),
            )
        ]
        lines += [("empty", path.name) for path in paths]
        lines += [("warn", str(problem)) for problem in bundle.problems]
        self._tell(lines)
        self.cancel.setText(_("Close"))

    def _tell(self, lines: list[tuple[str, str]]) -> None:
        while (item := self._result.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._said = [text for _tone, text in lines]
        for tone, text in lines:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            if tone != "empty":
                row.addWidget(Shape(tone, 13))
            words = label(text, "" if tone != "empty" else "muted", wrap=True, selectable=True)
            row.addWidget(words, 1)
            self._result.addWidget(holder)
            holder.show()  # shown by its layout only later otherwise, and counted as nothing now
        if lines:
            for layout in (self._result, self.form.layout(), self._content):
                if layout is not None:
                    layout.invalidate()
                    layout.activate()
            wanted = max(self._content.totalHeightForWidth(self.width()), self._content.totalSizeHint().height())
            room = self.screen().availableGeometry().height() - 80
            self.resize(self.width(), max(self.height(), min(wanted + px(64), room)))


def default_folder() -> str:
    """Where people look for documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
