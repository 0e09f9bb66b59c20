"""Screens of clients: the list, the form, terms and contacts."""

from __future__ import annotations

from app.clients.ui.contacts import ContactDialog, ContactsDialog
from app.clients.ui.form import ClientDialog, TermsDialog
from app.clients.ui.page import ClientsPage

__all__ = ["ClientDialog", "ClientsPage", "ContactDialog", "ContactsDialog", "TermsDialog"]
