"""One issued invoice: the very bytes that were issued, to be looked at, saved and printed."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.invoices.queries import InvoiceBeside, InvoiceListRow, invoice_beside, invoice_pdf
from app.invoices.ui.document_page import DocumentPage
from app.invoices.ui.printing import print_invoice
from app.invoices.ui.saving import ChooseFile, ask_where, file_name
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.labels import Chip
from app.qt.operations import Operations
from app.qt.preferences import letters_on
from app.qt.printing import AskPrinter, ask_printer
from app.qt.subjects import ask_history
from app.qt.telling import tell


class InvoicePage(DocumentPage):
    """One invoice at a time; J and K step through all of them, the newest first."""

    listens = frozenset({"invoices"})

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        choose_file: ChooseFile = ask_where,
        ask_for_printer: AskPrinter = ask_printer,
    ) -> None:
        """The page of issued invoices, one by one."""
        super().__init__(operations, formats, _("Invoice"), choose_file=choose_file, ask_for_printer=ask_for_printer)
        self._seen: InvoiceBeside | None = None
        self._invoice_id: int | None = None
        self.state = Chip("", "empty")
        self.copy = Button(_("Copy number"), icon="copy", keys="C")
        self.printing = Button(_("Print\u2026"), icon="printer")
        self.printing.setAccessibleDescription("Ctrl+P")
        self.printing.setToolTip(_("A print on a later day than the issue says it is a copy."))
        self.history = IconButton("history", _("History"), keys="Ctrl+H")
        self.history.clicked.connect(lambda: ask_history(self, self.subject()))
        self.build([self.heading, self.state], [self.zoom, self.history, self.copy, self.save, self.printing])
        self.copy.clicked.connect(self.copy_number)
        self.printing.clicked.connect(self.print_file)

    def open(self, argument: object) -> None:
        """A number chooses the invoice."""
        if isinstance(argument, int):
            self._invoice_id = argument
            self.banner.clear()
            self.refresh()

    def refresh(self) -> None:
        """Read the invoice again, and what stands beside it in the list."""
        if self._invoice_id is not None:
            self._operations.read(
                invoice_beside,
                self._take,
                failed=self._unread,
                latest=(id(self), "invoice"),
                invoice_id=self._invoice_id,
            )

    def _unread(self, problem: Problem) -> None:
        """One from before the book may have been taken back meanwhile: then there is nothing to show here."""
        self.refused(problem)
        if problem.code == "invoice.missing":
            self._seen = self._invoice_id = None
            tell(self, problem.message)
            self.lost.emit()

    def _take(self, seen: InvoiceBeside) -> None:
        before, self._seen = self.current(), seen
        if before != seen.row:
            self._show_current()

    def current(self) -> InvoiceListRow | None:
        """The invoice that is shown."""
        return None if self._seen is None else self._seen.row

    def subject(self) -> tuple[str, int] | None:
        """The invoice."""
        return None if self._seen is None else ("invoice", self._seen.row.invoice_id)

    def step(self, by: int) -> None:
        """The next invoice of the list, or the one before."""
        if self._seen is not None:
            beside = self._seen.older if by > 0 else self._seen.newer
            if beside is not None:
                self.open(beside.invoice_id)

    def leave(self) -> None:
        """Back to the list, at the invoice that was looked at last."""
        self.left.emit(self._invoice_id)

    def whereabouts(self) -> object:
        """The invoice that is shown."""
        return self._invoice_id

    def return_to(self, place: object) -> None:
        """The same invoice."""
        self.open(place)

    def record(self) -> tuple[str, int] | None:
        """The invoice."""
        return None if self._invoice_id is None else ("invoice", self._invoice_id)

    def up(self) -> None:
        """Back to the list."""
        self.leave()

    def _show_current(self) -> None:
        row = self.current()
        if row is None:
            return
        self.heading.setText(row.number)
        self.setAccessibleName(row.number)
        self.pdf.set_name(row.number)
        self.state.set(_("Issued {day}").format(day=self._formats.date(row.issued_on)), "empty")
        self.described.emit()
        for button in (self.printing, self.save):
            button.setEnabled(row.has_file)
        self._operations.read(
            invoice_pdf,
            lambda content: self.show_content(content) if row == self.current() else None,
            failed=self.refused,
            latest=(id(self), "file"),
            invoice_id=row.invoice_id,
        )

    # ------------------------------------------------------------------ what can be done with it

    def copy_number(self) -> None:
        """The number onto the clipboard."""
        row = self.current()
        if row is not None:
            QGuiApplication.clipboard().setText(row.number)
            self.say(_("{number} copied.").format(number=row.number))

    def print_file(self) -> None:
        """Print it; on a later day than the issue as a copy that says so."""
        row = self.current()
        if row is not None and row.has_file:
            print_invoice(
                self._operations,
                row,
                parent=self,
                printed=lambda: self.say(_("Sent to the printer.")),
                refused=self.banner.show_problem,
                ask=self._ask_for_printer,
            )

    def typed(self, character: str) -> bool:
        """C copies the number."""
        if character == "C":
            self.copy_number()
        return character == "C"

    def file_name(self) -> str:
        """`INV-2026-0118 Brightwater Utilities.pdf`."""
        row = self.current()
        return file_name(row.number, row.client_name) if row is not None else ""

    # ------------------------------------------------------------------ the frame

    def breadcrumb(self) -> tuple[str, ...]:
        """The list and the number."""
        row = self.current()
        return (_("Invoices"), row.number) if row is not None else (_("Invoices"),)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of one invoice."""
        letters = [("J K", _("next, previous invoice")), ("C", _("copy number"))] if letters_on() else []
        return [("Esc", _("back to the list")), *letters, *self.document_keys()]

    def regions(self) -> list[QWidget]:
        """The tools and the pages."""
        return [self.head, self.pdf]
