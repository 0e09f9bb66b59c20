"""Dialogs of clients: the form, terms and contacts. The list shows several rooms and is a page of the shell."""

from __future__ import annotations

from app.clients.ui.contacts import ContactDialog, ContactsDialog
from app.clients.ui.form import ClientDialog, TermsDialog
from app.clients.ui.opening import ClientDialogs

__all__ = ["ClientDialog", "ClientDialogs", "ContactDialog", "ContactsDialog", "TermsDialog"]
