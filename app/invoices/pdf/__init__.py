"""The invoice as a PDF file: the room's one door to paper."""

from app.invoices.pdf.document import check_printable, document, invoice_pdf

__all__ = ["check_printable", "document", "invoice_pdf"]
