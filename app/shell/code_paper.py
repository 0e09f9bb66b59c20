"""Showing a recovery code: large and in groups, copied, printed, or saved as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QVBoxLayout, QWidget

from app.kernel.clock import SystemClock, local_date
from app.kernel.files import why_not_written, write_whole
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.flow import Flow, FlowLayout
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.printing import AskPrinter, ask_printer, print_pdf
from app.qt.progress import Progress
from app.qt.tokens import px
from app.shell.computer import read_here

COVER = "\u2022\u2022\u2022\u2022"


class CodeCard(QFrame):
    """The groups of a code; the last one can be covered."""

    def __init__(self) -> None:
        """No code yet."""
        super().__init__()
        self.setProperty("card", "sunken")
        self._groups: list[str] = []
        self._covered = False
        self._flow = FlowLayout(gap=px(14))
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 18, 14)
        box.addLayout(self._flow)

    def set_code(self, code: str) -> None:
        """Show a code."""
        self._groups = code.split("-")
        while self._flow.count():
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for group in self._groups:
            self._flow.addWidget(label(group, "hero"))
        self.cover(covered=self._covered)

    def cover(self, *, covered: bool) -> None:
        """Hide the last group, or show it again."""
        self._covered = covered
        item = self._flow.itemAt(self._flow.count() - 1) if self._flow.count() else None
        last = item.widget() if item is not None else None
        if last is not None:
            last.setMinimumWidth(last.sizeHint().width() if covered else 0)  # nothing moves while it is covered
            last.setText(COVER if covered else self._groups[-1])  # type: ignore[attr-defined]
        self.setAccessibleName(_("Recovery code: {code}").format(code=self.text()))

    def text(self) -> str:
        """What is shown."""
        return "-".join([*self._groups[:-1], COVER if self._covered else self._groups[-1]]) if self._groups else ""


class CodeKeeping(QObject):
    """The buttons under a code. `kept` says what was done, `refused` why it was not."""

    kept = Signal(str)
    refused = Signal(object)

    def __init__(self, operations: Operations, host: QWidget, place: Callable[[], str]) -> None:
        """`place` is the path of the book the code is of."""
        super().__init__(host)
        self._operations = operations
        self._host = host
        self._place = place
        self._code = ""
        self.ask_printer: AskPrinter = ask_printer
        self.copy_button = Button(_("Copy"), icon="copy")
        self.print_button = Button(_("Print\u2026"), icon="printer")
        self.save_button = Button(_("Save as PDF\u2026"), icon="download")
        self.copy_button.clicked.connect(self._copy)
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._save)

    def row(self) -> Flow:
        """The buttons side by side."""
        return Flow([self.print_button, self.save_button, self.copy_button], [])

    def set_code(self, code: str) -> None:
        """The code they are about."""
        self._code = code

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._code)
        self.kept.emit(_("Copied. Paste it where you keep passwords, and nowhere else."))

    def _print(self) -> None:
        def go(data: bytes) -> None:
            print_pdf(
                self._operations,
                data,
                name=_("Recovery code"),
                parent=self._host,
                printed=lambda: self.kept.emit(_("Sent to the printer. Keep the page away from this computer.")),
                refused=self.refused.emit,
                ask=self.ask_printer,
            )

        self._operations.background(self._made, go, failed=self.refused.emit)

    def _made(self, _progress: Progress) -> bytes:
        from app.shell.code_sheet import CodeSheet, code_pdf  # reportlab comes with it

        formats, now, place = read_here(), SystemClock().now(), self._place()
        page = CodeSheet(
            code=self._code,
            book=Path(place).stem,
            place=place,
            day=formats.date_long(local_date(now, formats.zone)),
            made_at=now,
        )
        return code_pdf(page, formats.paper)

    def _save(self) -> None:
        name = _("Recovery code of {book}").format(book=Path(self._place()).stem)
        chosen, _kind = QFileDialog.getSaveFileName(self._host, _("Save PDF"), f"{name}.pdf", "PDF (*.pdf)")
        if chosen:
            self._operations.background(
                lambda progress: self._write(progress, chosen), self._saved, failed=self.refused.emit
            )

    def _write(self, progress: Progress, place: str) -> str:
        data = self._made(progress)
        try:
            write_whole(Path(place), data)
        except OSError as error:
            raise Problem(
                "pdf.not_written",
                _("The PDF could not be written to {place}: {reason}.").format(
                    place=place, reason=why_not_written(error)
                ),
                hint=_("Choose another folder or name."),
            ) from error
        return place

    def _saved(self, place: str) -> None:
        self.kept.emit(_("Saved at {place}. Move it away from this computer.").format(place=place))
