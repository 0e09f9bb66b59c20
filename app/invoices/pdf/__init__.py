"""The invoice as a PDF file: the room's one door to paper."""

from app.invoices.pdf.document import document, invoice_pdf

__all__ = ["document", "invoice_pdf"]
