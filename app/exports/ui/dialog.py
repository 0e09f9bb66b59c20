"""The export dialog: a period, what of the books, a folder; then where the files are and what to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.exports.domain import ExportBundle, Target, target_words
from app.exports.files import write_bundle
from app.exports.queries import export_books
from app.exports.ui.periods import OTHER, named_periods
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.editors import Line
from app.qt.forms import Field
from app.qt.labels import Shape, label
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.speech import say
from app.qt.tab_order import tab_through
from app.qt.waiting import WaitingBar

WIDTH = 580
FIRST_PERIOD = "month0"


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
        self._periods = named_periods(today(), formats)
        month = self._periods[FIRST_PERIOD][1]
        names = [(key, words) for key, (words, _period) in self._periods.items()]
        super().__init__(
            _("Export the books"),
            [
                Field("period", _("Period"), "choice", required=True, choices=names, default=FIRST_PERIOD),
                Field("first", _("From"), "date", required=True, default=month.first if month else None),
                Field("last", _("To"), "date", required=True, default=month.last if month else None, beside=True),
                *(
                    Field(
                        target.value,
                        target_words(target),
                        "check",
                        default=True,
                        beside=place % 2 == 1,
                        section=_("What the files hold") if not place else "",
                    )
                    for place, target in enumerate(Target)
                ),
                Field("folder", _("Folder"), required=True, default=default_folder(), section=_("Where to")),
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
        self.choose = Button(_("Choose a folder\u2026"), icon="folder-open", small=True)
        self.choose.clicked.connect(self._choose_folder)
        self.open_folder = Button(_("Open the folder"), icon="external-link", small=True)
        self.open_folder.clicked.connect(self._open_folder)
        self.waiting = WaitingBar()
        self._progress: Progress | None = None
        self._written = 0
        self._typing = False
        self._result, self._more = QVBoxLayout(), QVBoxLayout()
        self._more.setSpacing(6)
        self._said: list[str] = []
        self._folder = Path()
        self._extend()
        self.form.edited.connect(self._edited)
        self.submitted.connect(self._export)
        operations.crashed.connect(self._release)

    def _extend(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addStretch()
        layout = self.form.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addLayout(row)
            layout.addWidget(self.waiting)
            layout.addLayout(self._result)
            layout.addWidget(self.open_folder, 0, Qt.AlignmentFlag.AlignLeft)
            layout.addLayout(self._more)
        self.open_folder.hide()
        tab_through(self._folder_line(), self.choose, self.waiting.button, self.open_folder)

    def said(self) -> list[str]:
        """What the last export said: where the files are, then what to look at."""
        return list(self._said)

    # ------------------------------------------------------------------ period and folder

    def _edited(self, name: str) -> None:
        """A named period fills the days; other days than its own have no name."""
        if name == "period":
            if self._typing:
                return
            period = self._periods[self._read("period")][1]
            if period is not None:
                self.form.set_values({"first": period.first, "last": period.last})
        elif name in {"first", "last"}:
            try:
                days = (self._read("first"), self._read("last"))
            except Problem:
                return
            known = (key for key, (_words, one) in self._periods.items() if one and (one.first, one.last) == days)
            wanted = next(known, OTHER)
            if wanted != self._read("period"):
                self._typing = True  # the days stay as they are being typed
                self.form.set_values({"period": wanted})
                self._typing = False

    def _read(self, name: str) -> Any:
        editor: Any = self.form.editor(name)
        return editor.read()

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

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    # ------------------------------------------------------------------ exporting

    def _export(self, values: dict[str, Any]) -> None:
        self._tell([])
        self.open_folder.hide()
        targets = tuple(target for target in Target if values[target.value])
        if values["last"] < values["first"]:
            self.show_problem(
                Problem("export.period", _("The period ends before it starts."), field="last", hint=_("Correct it."))
            )
            return
        if not targets:
            self.show_problem(
                Problem(
                    "export.nothing",
                    _("Nothing is ticked."),
                    field=Target.INVOICES.value,
                    hint=_("Tick what the files should hold."),
                )
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
        progress = Progress(self)
        self._progress, self._written, self._folder = progress, 0, folder
        self.waiting.watch(progress)
        progress.moved.connect(self._moved)
        progress.finished.connect(self._ended)
        count = len(bundle.files)

        def write(shown: Progress) -> tuple[Path, ...]:
            def before(place: int, _name: str) -> None:
                shown.report(place, count, _("Writing the files"))
                shown.check()

            return write_bundle(folder, bundle, before)

        self._operations.background(
            write, partial(self._done, folder, bundle), failed=self.show_problem, progress=progress
        )

    def _moved(self, done: int, _total: int, _text: str) -> None:
        self._written = done

    def _ended(self) -> None:
        """Stopped on the way: what was written by then is whole."""
        progress, self._progress = self._progress, None
        if progress is None or not progress.cancelled or not isValid(self):
            return
        self._release()
        words = ngettext(
            "Stopped. {n} file is written and whole.", "Stopped. {n} files are written and whole.", self._written
        )
        self._tell([("warn", words)])

    def reject(self) -> None:
        """Esc while files are written stops that first."""
        if self._progress is not None and not self._progress.cancelled:
            self._progress.cancel()
            return
        super().reject()

    def _done(self, folder: Path, bundle: ExportBundle, paths: tuple[Path, ...]) -> None:
        if not isValid(self):
            return
        self._progress = None
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
        self.open_folder.show()
        self.cancel.setText(_("Close"))
        self._tell(lines)
        self.open_folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, lines: list[tuple[str, str]]) -> None:
        for layout in (self._result, self._more):
            while (item := layout.takeAt(0)) is not None:
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
            words = label(text, "" if tone != "empty" else "muted", wrap=True, selectable=True)
            if tone != "empty":
                row.addWidget(Shape(tone, 13).beside(words), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(words, 1)
            (self._more if self._result.count() else self._result).addWidget(holder)
        if lines:
            say(self, lines[0][1])
            self.fit()
            QTimer.singleShot(0, self._look_at_result)  # the lines take their room only then

    def _look_at_result(self) -> None:
        """Scroll to what was said and to the button that leads on."""
        if not isValid(self):
            return
        item = self._result.itemAt(0)
        for target in (item.widget() if item is not None else None, self.open_folder):
            if target is not None and not target.isHidden():
                self._bring_into_view(target)


def default_folder() -> str:
    """Where people look for documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
