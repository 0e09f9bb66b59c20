"""Screens of bills: the billing run, the preview of its drafts, the issued invoices."""

from app.invoices.ui.invoice_page import InvoicePage
from app.invoices.ui.preview import PreviewPage
from app.invoices.ui.run import BillingRunPage

__all__ = ["BillingRunPage", "InvoicePage", "PreviewPage"]
