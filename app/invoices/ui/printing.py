"""Printing an issued invoice: the very file on the day of issue, a copy that says so on any later day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.invoices.queries import InvoiceListRow, PrintView, invoice_pdf, invoice_to_print
from app.invoices.ui.saving import file_name
from app.kernel.problems import Problem
from app.qt.operations import Operations
from app.qt.printing import AskPrinter, ask_printer, print_pdf
from app.qt.progress import Progress


def print_invoice(
    operations: Operations,
    row: InvoiceListRow,
    *,
    parent: QWidget,
    printed: Callable[[], object],
    refused: Callable[[Problem], object],
    ask: AskPrinter = ask_printer,
) -> None:
    """Ask for a printer and print an invoice."""

    def send(content: bytes) -> None:
        name = file_name(row.number, row.client_name).removesuffix(".pdf")
        print_pdf(operations, content, name=name, parent=parent, printed=printed, refused=refused, ask=ask)

    def copied(view: PrintView) -> None:
        def make(_progress: Progress) -> bytes:
            from app.invoices.pdf import invoice_pdf as made  # reportlab is loaded with the first copy

            return made(view.snapshot, copy=True)

        if view.is_copy:
            operations.background(make, send, failed=refused)
        else:
            operations.read(invoice_pdf, send, failed=refused, invoice_id=row.invoice_id)

    operations.read(invoice_to_print, copied, failed=refused, invoice_id=row.invoice_id)
