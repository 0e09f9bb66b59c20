"""The contacts of a client: list, add, change, remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.clients.commands import add_contact, change_contact, remove_contact
from app.clients.queries import ClientRow, ContactRow, client
from app.kernel.changes import Changes
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.dialogs import ConfirmDialog, FormDialog, PlainDialog, sized
from app.qt.editing import Edited
from app.qt.fields import Field
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.row_menu import RowCommand, RowMenu
from app.qt.table import RecordTable


def _part(row: ContactRow) -> str | None:
    parts = [word for word, holds in ((_("payer"), row.payer), (_("sponsor"), row.sponsor)) if holds]
    return " \u00b7 ".join(parts) or None


def _tone(row: ContactRow) -> str:
    return "ok" if row.payer else "info" if row.sponsor else ""


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), lambda row: row.name, kind="two_line", sub=lambda row: row.job, bold=True),
        Column("email", _("Email"), lambda row: row.email or None, width=230),
        Column("phone", _("Phone"), lambda row: row.phone or None, width=140),
        Column("part", _("Part"), _part, kind="chip", tone=_tone, width=150),
    ]


class ContactsDialog(PlainDialog):
    """The people at one client. The payer gets the invoices, the sponsor wanted the work."""

    def __init__(
        self, operations: Operations, formats: Formats, row: ClientRow, *, may_edit: bool, parent: QWidget | None = None
    ) -> None:
        """The contacts as read; changes of the room are read again."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        self._client_id = row.id
        self._may_edit = may_edit
        self.form: ContactDialog | None = None
        self.question: ConfirmDialog | None = None
        title = _("Contacts of {client}").format(client=row.name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.add_button = Button(_("Add contact"), icon="plus", keys="N", primary=True)
        self.change_button = Button(_("Change"), icon="pencil-line", keys="E")
        self.remove_button = Button(_("Remove"), icon="trash-2", keys="Del")
        self.close_button = Button(_("Close"), keys="Esc")
        self.banner = Banner()
        empty = Empty("users", _("No contacts yet. Add who pays first."), _("Add contact") if may_edit else "")
        self.table = RecordTable(_columns(), formats, name=title, empty=empty)
        self.menu = RowMenu(self.table)
        self._build(title)
        self._connect()
        self.ring = FocusOverlay(self)
        self._show(row)

    def _build(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(title, "title", wrap=True), 1)
        if self._may_edit:
            for button in (self.remove_button, self.change_button, self.add_button):
                head.addWidget(button)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addWidget(card, 1)
        box.addLayout(foot)
        sized(self, 820, 420)

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.reject)
        self._operations.changed.connect(self._heard)
        if not self._may_edit:
            return
        self.add_button.clicked.connect(self.add)
        self.change_button.clicked.connect(self.change)
        self.remove_button.clicked.connect(self.ask_to_remove)
        self.table.empty_action.connect(self.add)
        self.table.opened.connect(lambda _row: self.change())
        self.menu.offer(
            RowCommand(_("Add contact"), self.add, keys="N", for_row=False),
            RowCommand(_("Change"), self.change, keys="E"),
            RowCommand(_("Remove"), self.ask_to_remove, keys="Del"),
        )
        self.table.selected.connect(self._selected)

    def subject(self) -> tuple[str, int]:
        """The client: its contacts are a part of it."""
        return "client", self._client_id

    def _selected(self, row: ContactRow | None) -> None:
        self.change_button.setEnabled(row is not None)
        self.remove_button.setEnabled(row is not None)

    def _heard(self, changes: Changes) -> None:
        if "clients" in changes.rooms:
            self._operations.read(client, self._show, latest=(id(self), "contacts"), client_id=self._client_id)

    def _show(self, row: ClientRow) -> None:
        self.table.set_rows(row.contacts)
        self._selected(self.table.current_row())

    def add(self) -> None:
        """Open the form for a new contact."""
        self._open(ContactDialog(self._operations, self._formats, self._client_id, then=self._added, parent=self))

    def _added(self, contact_id: int) -> None:
        self.table.select_key(contact_id)
        self.table.setFocus()

    def change(self) -> None:
        """Open the form of the current contact."""
        row = self.table.current_row()
        if row is not None:
            self._open(ContactDialog(self._operations, self._formats, self._client_id, row, parent=self))

    def _open(self, dialog: ContactDialog) -> None:
        self.form = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_to_remove(self) -> None:
        """Ask before the current contact is removed."""
        row = self.table.current_row()
        if row is None:
            return
        question = ConfirmDialog(
            _("Remove {name}?").format(name=row.name),
            _("Invoices that name this contact keep what they say."),
            _("Remove {name}").format(name=row.name),
            parent=self,
        )
        self.question = question
        question.confirmed.connect(lambda: self._remove(row))
        question.finished.connect(question.deleteLater)
        question.open()

    def _remove(self, row: ContactRow) -> None:
        self._operations.run(remove_contact, failed=self._refused, contact_id=row.id, version=row.version)

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)
        self._operations.read(client, self._show, latest=(id(self), "contacts"), client_id=self._client_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class ContactDialog(FormDialog):
    """Adds a contact, or changes one."""

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        client_id: int,
        row: ContactRow | None = None,
        *,
        then: Callable[[int], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a row the form is for somebody new; a row without an id says what is ticked for somebody new."""
        self._client_id = client_id
        self._row = row if row is not None and row.id else None
        new = self._row is None
        super().__init__(
            _("Add contact") if self._row is None else self._row.name,
            [
                Field("name", _("Name"), required=True),
                Field("job", _("Role there"), beside=True),
                Field("email", _("Email")),
                Field("phone", _("Phone"), beside=True),
                Field("payer", _("Gets the invoices"), "check"),
                Field("sponsor", _("Wanted the work"), "check", beside=True),
            ],
            formats,
            submit=_("Add contact") if new else _("Save"),
            values={} if row is None else _values(row),
            parent=parent,
        )
        if self._row is None:
            self.runs(operations, add_contact, self._arguments, then, about=("client", client_id))
        else:
            edits = Edited(
                ("contact", self._row.id),
                self._row,
                _values,
                self._take,
                client,
                {"client_id": client_id},
                pick=partial(_among, self._row.id),
            )
            self.runs(operations, change_contact, self._arguments, then, edits=edits)

    def _take(self, row: ContactRow) -> None:
        self._row = row

    def _arguments(self, values: dict[str, Any]) -> dict[str, Any]:
        if self._row is None:
            return values | {"client_id": self._client_id}
        return values | {"contact_id": self._row.id, "version": self._row.version}


def _among(contact_id: int, row: ClientRow) -> ContactRow | None:
    return next((one for one in row.contacts if one.id == contact_id), None)


def _values(row: ContactRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "job": row.job,
        "email": row.email,
        "phone": row.phone,
        "payer": row.payer,
        "sponsor": row.sponsor,
    }
