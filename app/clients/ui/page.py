"""The list of clients: who owns them, who pays, on which terms, and whether their numbers pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from app.clients.domain import ClientState, terms_text
from app.clients.queries import ClientChoicesRow, ClientListRow, ClientRow, client, client_choices, clients
from app.clients.ui.contacts import ContactsDialog
from app.clients.ui.form import ClientDialog, TermsDialog
from app.clients.ui.words import po_word, state_word
from app.firm.domain import Right, allowed
from app.firm.queries import CheckState
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.columns import Column
from app.qt.editors import Line
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable

TONES = {
    CheckState.EMPTY: "empty",
    CheckState.PASSED: "ok",
    CheckState.FAILED: "bad",
    CheckState.NOT_CHECKED: "dashed",
}


def _check(row: ClientListRow) -> str:
    words = {
        CheckState.EMPTY: _("none yet"),
        CheckState.PASSED: _("passes"),
        CheckState.FAILED: _("fails its check"),
        CheckState.NOT_CHECKED: _("not checked"),
    }
    return words[row.tax_state]


def _number_note(row: ClientListRow) -> str:
    return _check(row) if row.tax_state in (CheckState.FAILED, CheckState.NOT_CHECKED) else ""


def _terms(row: ClientListRow) -> str | None:
    return terms_text(row.terms) if row.terms else None


def _place(row: ClientListRow) -> str:
    words = [row.place] if row.place else []
    if row.state is not ClientState.ACTIVE:
        words.append(state_word(row.state))
    return " \u00b7 ".join(words)


def _columns(*, terms: bool) -> list[Column]:
    columns = [
        Column("client", _("Client"), lambda row: row.name, kind="two_line", sub=_place, bold=True, least=220),
        Column("initials", "", lambda row: row.owner_initials or None, kind="avatar", width=38),
        Column("owner", _("Owner"), lambda row: row.owner_name or None, width=140),
        Column(
            "payer",
            _("Payer"),
            lambda row: row.payer_name,
            kind="two_line",
            sub=lambda row: row.payer_job,
            width=190,
        ),
        Column("po", _("PO needed"), lambda row: po_word(row.po_rule), width=120),
        Column("check", "", _check, kind="shape", tone=lambda row: TONES[row.tax_state], width=30),
        Column(
            "number",
            _("Tax number"),
            lambda row: row.tax_number,
            kind="two_line",
            sub=_number_note,
            width=150,
        ),
    ]
    if terms:
        columns.insert(5, Column("terms", _("Terms"), _terms, width=170))
    return columns


class ClientsPage(Page):
    """All clients. The office adds and changes them; a consultant sees no terms."""

    listens = frozenset({"clients", "firm"})
    sow_asked = Signal(int)

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        today: Callable[[], date],
        role: str,
        offers_sow: bool = False,
    ) -> None:
        """With `offers_sow` a button asks for a statement of work for the current client (`sow_asked`)."""
        super().__init__(_("Clients"))
        self._operations = operations
        self._formats = formats
        self._today = today
        self._wanted: int | None = None
        self._editing = 0
        self._choices: ClientChoicesRow | None = None
        self.may_edit = allowed(role, Right.EDIT_CLIENTS)
        self._offers_sow = offers_sow and allowed(role, Right.EDIT_ENGAGEMENTS)
        self.dialog: QDialog | None = None
        self.new_button = Button(_("New client"), icon="plus", keys="N", primary=True)
        self.edit_button = Button(_("Edit"), icon="pencil-line", keys="E")
        self.contacts_button = Button(_("Contacts"), icon="users", keys="C")
        self.terms_button = Button(_("Terms"), icon="calendar-days", keys="T")
        self.sow_button = Button(_("New SOW"), icon="file-plus-2", keys="S")
        self.filter = Line(width=200)
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter clients"))
        self._header = self.header(_("Clients"), "", self.filter, *self._buttons())
        self.table = RecordTable(
            _columns(terms=allowed(role, Right.SEE_OTHERS_TIME)),
            formats,
            name=_("Clients"),
            empty=Empty(
                "building-2",
                _("No clients yet. Add the first."),
                _("New client") if self.may_edit else "",
            ),
        )
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.body.addWidget(card, 1)
        self._connect()

    def _buttons(self) -> list[QWidget]:
        if not self.may_edit:
            return [self.contacts_button]
        sow = [self.sow_button] if self._offers_sow else []
        return [self.contacts_button, self.terms_button, *sow, self.edit_button, self.new_button]

    def _connect(self) -> None:
        self.contacts_button.clicked.connect(self.show_contacts)
        self.table.bind_key("C", self.show_contacts, _("contacts"))
        self.table.opened.connect(lambda _row: self.edit() if self.may_edit else self.show_contacts())
        self.table.selected.connect(self._selected)
        self.table.filter_cleared.connect(self.filter.clear)
        self.filter.textChanged.connect(self.table.set_filter)
        self.filter.installEventFilter(self)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)
        if not self.may_edit:
            return
        self.new_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.terms_button.clicked.connect(self.change_terms)
        self.table.empty_action.connect(self.add)
        self.table.bind_key("N", self.add, _("new client"))
        self.table.bind_key("E", self.edit, _("edit"))
        self.table.bind_key("T", self.change_terms, _("terms"))
        if self._offers_sow:
            self.sow_button.clicked.connect(self.ask_for_sow)
            self.table.bind_key("S", self.ask_for_sow, _("new SOW"))

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list and of the filter."""
        return [*self.table.keys(), ("Ctrl+F", _("filter"))]

    def regions(self) -> list[QWidget]:
        """The filter and the list."""
        return [self.filter, self.table]

    def first_focus(self) -> QWidget | None:
        """The list, or the button that begins it."""
        return self.table

    def open(self, argument: object) -> None:
        """Go to a client by id, or filter by a text."""
        if isinstance(argument, int) and not self.table.select_key(argument):
            self._wanted = argument
        elif isinstance(argument, str):
            self.filter.setText(argument)

    def refresh(self) -> None:
        """Read the list again."""
        self._operations.read(clients, self._show, latest=(id(self), "clients"))

    def _show(self, rows: list[ClientListRow]) -> None:
        self.table.set_rows(rows)
        self._header.set_detail(self._summary(rows))
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
        self._selected(self.table.current_row())

    def _summary(self, rows: list[ClientListRow]) -> str:
        open_facts = sum(row.state is not ClientState.CLOSED and not row.payer_name for row in rows)
        if open_facts:
            return ngettext("{n} has no payer yet", "{n} have no payer yet", open_facts)
        return ngettext("{n} client", "{n} clients", len(rows)) if rows else ""

    def _selected(self, row: ClientListRow | None) -> None:
        for button in (self.edit_button, self.contacts_button, self.terms_button, self.sow_button):
            button.setEnabled(row is not None)

    # ------------------------------------------------------------------ verbs

    def add(self) -> None:
        """Open the form for a new client."""
        self._operations.read(client_choices, self._open_new)

    def _open_new(self, choices: ClientChoicesRow) -> None:
        dialog = ClientDialog(
            self._operations, self._formats, choices, today=self._today, then=self._added, parent=self.window()
        )
        self._open_dialog(dialog)

    def _added(self, client_id: int) -> None:
        if not self.table.select_key(client_id):
            self._wanted = client_id
        self.table.setFocus()

    def edit(self) -> None:
        """Open the form of the current client."""
        row = self.table.current_row()
        if row is not None:
            self._editing = row.id
            self._operations.read(client_choices, self._read_for_edit)

    def _read_for_edit(self, choices: ClientChoicesRow) -> None:
        self._choices = choices
        self._operations.read(client, self._open_edit, client_id=self._editing)

    def _open_edit(self, row: ClientRow) -> None:
        if self._choices is None:
            return
        self._open_dialog(
            ClientDialog(self._operations, self._formats, self._choices, row, today=self._today, parent=self.window())
        )

    def show_contacts(self) -> None:
        """Open the contacts of the current client."""
        row = self.table.current_row()
        if row is not None:
            self._operations.read(client, self._open_contacts, client_id=row.id)

    def _open_contacts(self, row: ClientRow) -> None:
        self._open_dialog(
            ContactsDialog(self._operations, self._formats, row, may_edit=self.may_edit, parent=self.window())
        )

    def change_terms(self) -> None:
        """Open the payment terms of the current client."""
        row = self.table.current_row()
        if row is not None:
            self._operations.read(client, self._open_terms, client_id=row.id)

    def _open_terms(self, row: ClientRow) -> None:
        self._open_dialog(TermsDialog(self._operations, self._formats, row, today=self._today, parent=self.window()))

    def ask_for_sow(self) -> None:
        """Ask for a statement of work for the current client."""
        row = self.table.current_row()
        if row is not None:
            self.sow_asked.emit(row.id)

    def _open_dialog(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the filter Enter opens the current row, Down goes to the list."""
        if watched is self.filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                row = self.table.current_row()
                if row is not None:
                    self.table.opened.emit(row)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.table.setFocus()
                return True
        return False
