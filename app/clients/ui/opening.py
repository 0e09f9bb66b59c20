"""Opens the dialogs of clients for a page: reads what they show, then stands them over the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.clients.domain import Fact
from app.clients.queries import ClientChoicesRow, ClientRow, ContactRow, client, client_choices, contact
from app.clients.queries.rows import NOBODY
from app.clients.ui.contacts import ContactDialog, ContactsDialog
from app.clients.ui.form import ClientDialog, TermsDialog
from app.kernel.formats import Formats
from app.qt.operations import Operations

FIELDS = {
    Fact.ADDRESS: "address",
    Fact.TAX_NUMBER: "tax_number",
    Fact.MAIL_DOMAINS: "email_domains",
    Fact.OWNER: "owner_id",
}
"""The facts that stand in the form of the client itself."""


class ClientDialogs(QObject):
    """Form, contacts and terms of clients. `added` carries the id of a new client, `closed` comes after each dialog."""

    added = Signal(int)
    closed = Signal()

    def __init__(
        self, operations: Operations, formats: Formats, host: QWidget, *, today: Callable[[], date], may_edit: bool
    ) -> None:
        """Dialogs over the window of `host`."""
        super().__init__(host)
        self._operations = operations
        self._formats = formats
        self._host = host
        self._today = today
        self._may_edit = may_edit
        self.dialog: QDialog | None = None

    def add(self) -> None:
        """The form of a new client."""
        self._operations.read(client_choices, self._open_new)

    def _open_new(self, choices: ClientChoicesRow) -> None:
        self.stand(
            ClientDialog(
                self._operations, self._formats, choices, today=self._today, then=self.added.emit, parent=self._window()
            )
        )

    def add_from_file(self, path: Path | None = None) -> None:
        """Clients from a CSV file; with a path that file is read at once."""
        from app.clients.ui.importing import ImportClientsDialog

        self.stand(ImportClientsDialog(self._operations, self._formats, self._window(), path=path))

    def edit(self, client_id: int, field: str = "") -> None:
        """The form of a client, at a field."""
        self._operations.read(client_choices, partial(self._read_for_edit, client_id, field))

    def _read_for_edit(self, client_id: int, field: str, choices: ClientChoicesRow) -> None:
        self._operations.read(client, partial(self._open_edit, choices, field), client_id=client_id)

    def _open_edit(self, choices: ClientChoicesRow, field: str, row: ClientRow) -> None:
        dialog = ClientDialog(self._operations, self._formats, choices, row, today=self._today, parent=self._window())
        dialog.start_at(field)
        self.stand(dialog)

    def contacts(self, client_id: int) -> None:
        """The contacts of a client."""
        self._operations.read(client, self._open_contacts, client_id=client_id)

    def _open_contacts(self, row: ClientRow) -> None:
        self.stand(ContactsDialog(self._operations, self._formats, row, may_edit=self._may_edit, parent=self._window()))

    def terms(self, client_id: int) -> None:
        """The payment terms of a client."""
        self._operations.read(client, self._open_terms, client_id=client_id)

    def _open_terms(self, row: ClientRow) -> None:
        self.stand(TermsDialog(self._operations, self._formats, row, today=self._today, parent=self._window()))

    def fill_in(self, client_id: int, fact: Fact) -> None:
        """The dialog in which a missing fact is written down, at its field. An order belongs to a later room."""
        if fact in FIELDS:
            self.edit(client_id, FIELDS[fact])
        elif fact is Fact.TERMS:
            self.terms(client_id)
        else:
            self._operations.read(client, partial(self._open_contact, fact), client_id=client_id)

    def _open_contact(self, fact: Fact, row: ClientRow) -> None:
        """Payer and sponsor are contacts: a new one, or the one there is, with the tick that is wanted."""
        payer = row.payer if fact is Fact.PAYER_EMAIL else None
        if payer is not None:
            dialog = ContactDialog(self._operations, self._formats, row.id, payer, parent=self._window())
            dialog.start_at("email")
        else:
            sponsor = fact is Fact.SPONSOR
            wanted = replace(NOBODY, client_id=row.id, payer=not sponsor, sponsor=sponsor)
            dialog = ContactDialog(self._operations, self._formats, row.id, wanted, parent=self._window())
        self.stand(dialog)

    def add_contact(self, client_id: int) -> None:
        """The form of a new contact of a client."""
        self.stand(ContactDialog(self._operations, self._formats, client_id, parent=self._window()))

    def change_contact(self, contact_id: int) -> None:
        """The form of a contact."""

        def show(row: ContactRow) -> None:
            self.stand(ContactDialog(self._operations, self._formats, row.client_id, row, parent=self._window()))

        self._operations.read(contact, show, contact_id=contact_id)

    def _window(self) -> QWidget:
        return self._host.window()

    def stand(self, dialog: QDialog) -> None:
        """Open a dialog over the window, one that another room has made too."""
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self, _how: Any) -> None:
        self.closed.emit()
