"""Screens of bills: the billing run with its preview, and the issued invoices."""

from app.invoices.ui.invoices import InvoicesPage
from app.invoices.ui.preview import Preview
from app.invoices.ui.run import BillingRunPage

__all__ = ["BillingRunPage", "InvoicesPage", "Preview"]
