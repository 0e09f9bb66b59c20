"""Clients: whether each is ready to bill, who owns and pays, what is open and owed; the way to each missing fact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.clients.domain import Fact
from app.clients.ui import ClientDialogs
from app.engagements.queries import SowRow, sow
from app.engagements.ui import ask_for_sow, purchase_order_dialog
from app.firm.domain import Right, allowed
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.panel import MainAndPanel
from app.qt.speech import say
from app.qt.subjects import ask_history
from app.qt.table import RecordTable
from app.shell import areas
from app.shell.pages.client_columns import client_columns
from app.shell.pages.client_overview import ClientOverviewRow, ClientsView, client_overview
from app.shell.pages.client_panel import ClientPanel

BOTH_FROM = 1600
"""From this width of the window on the list and the panel have room beside each other."""


class ClientsPage(Page):
    """All clients. The office adds and changes them; a consultant sees those of the own work, and no sums."""

    listens = frozenset({"clients", "firm", "engagements", "invoices", "receivables", "timesheets"})

    def __init__(self, operations: Operations, formats: Formats, *, today: Callable[[], date], role: str) -> None:
        """The list for a role."""
        super().__init__(_("Clients"))
        self._operations = operations
        self._formats = formats
        self._today = today
        self._wanted: int | None = None
        self._opened: int | None = None
        self._filling = False
        self._at: tuple[int, Fact] | None = None
        self.may_edit = allowed(role, Right.EDIT_CLIENTS)
        self._may_agree = allowed(role, Right.EDIT_ENGAGEMENTS)
        self._sees_billing = allowed(role, Right.SEE_OTHERS_TIME)
        self._sees_money = allowed(role, Right.SEE_MONEY)
        self.dialogs = ClientDialogs(operations, formats, self, today=today, may_edit=self.may_edit)
        self.new_button = Button(_("New client"), icon="plus", keys="N")
        self.file_button = Button(_("From a file"), icon="file-input", keys="I")
        self.next_button = Button(_("Next missing fact"), keys="F8", primary=True)
        self._header = self.header(
            _("Clients"), "", *([self.file_button, self.new_button, self.next_button] if self.may_edit else [])
        )
        self.table = RecordTable(
            client_columns(formats, sees_billing=self._sees_billing, sees_money=self._sees_money),
            formats,
            name=_("Clients"),
            empty=Empty("building-2", *self._empty_words()),
        )
        self.list = ListCard(
            self.table,
            operations,
            remembers="clients" if self._sees_billing else "own_clients",
            file_name=_("Clients"),
            cuts=self._cuts(),
        )
        self.panel = ClientPanel(formats, may_edit=self.may_edit, may_agree=self._may_agree)
        self.both = MainAndPanel(self.list, self.panel, drawer_below=BOTH_FROM, parent=self)
        self._header.add_button(self.both.way_in(_("About the client")))
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.both, 1)
        self._connect()

    def _empty_words(self) -> tuple[str, str]:
        if self.may_edit:
            return _("No clients yet. Add the first."), _("New client")
        return _("No clients yet. Those of your work will be here."), ""

    def _cuts(self) -> list[Cut]:
        cuts = [Cut("all", _("All"))]
        if self._sees_billing:
            cuts.append(Cut("not_ready", _("Not ready"), lambda row: not row.ready, tone="warn"))
        if self._sees_money:
            cuts.append(Cut("owing", _("Owing"), lambda row: bool(row.owed)))
            cuts.append(Cut("overdue", _("Overdue"), lambda row: bool(row.overdue), tone="bad"))
        return cuts if len(cuts) > 1 else []

    def _connect(self) -> None:
        self.list.count_with(lambda n: ngettext("{n} client", "{n} clients", n))
        if self._sees_money:
            self.list.set_words(_("not ready first, then overdue, then owed"))
        elif self._sees_billing:
            self.list.set_words(_("not ready first"))
        else:
            self.list.set_words(_("by name"))
        self.list.offer(*self._commands())
        if self._sees_billing:
            self.table.row_subject = lambda row: ("client", row.id)
            self.panel.history_asked.connect(lambda: ask_history(self, self.table.subject()))
        self.table.opened.connect(lambda _row: self.open_panel())
        self.table.selected.connect(self._tell)
        self.dialogs.added.connect(self._added)
        self.dialogs.closed.connect(self._back_to_the_list)
        panel = self.panel
        panel.contacts_asked.connect(self.show_contacts)
        panel.terms_asked.connect(self.change_terms)
        panel.sow_asked.connect(self.ask_for_sow)
        panel.fill_in_asked.connect(self._fill_in_of_current)
        panel.engagement_asked.connect(lambda sow_id: self.wants.emit(areas.ENGAGEMENT, sow_id))
        panel.debts_asked.connect(self.show_debts)
        panel.closed.connect(self._leave_panel)
        if self.may_edit:
            self.table.empty_action.connect(self.add)
            self.new_button.clicked.connect(self.add)
            self.file_button.clicked.connect(self.add_from_file)
            self.next_button.clicked.connect(self.next_missing)
            QShortcut(QKeySequence("F8"), self, self.next_missing)

    def _commands(self) -> list[RowCommand]:
        contacts = RowCommand(_("Contacts"), self.show_contacts, keys="C")
        commands = [RowCommand(_("Open"), self.open_panel, keys="Enter"), contacts]
        if self.may_edit:
            commands = [
                RowCommand(_("New client"), self.add, keys="N", hint=_("new client"), for_row=False),
                RowCommand(_("Clients from a file"), self.add_from_file, keys="I", for_row=False),
                *commands,
                RowCommand(_("Edit"), self.edit, keys="E", hint=_("edit")),
                RowCommand(_("Terms"), self.change_terms, keys="T"),
                RowCommand(_("Fill in what is missing"), self._fill_in_first, holds=lambda row: not row.ready),
            ]
        if self._may_agree:
            commands.append(RowCommand(_("New SOW"), self.ask_for_sow, keys="S"))
        if self._sees_money:
            commands.append(RowCommand(_("Collections"), self.show_debts, holds=lambda row: bool(row.owed)))
        return commands

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list and of its panel."""
        facts = [("F8", _("next missing fact"))] if self.may_edit else []
        keys = self.list.keys()
        return [*keys[:2], *facts, *keys[2:], *self.both.keys()]

    def regions(self) -> list[QWidget]:
        """The heading, the list and the panel."""
        buttons = [self._header] if self.may_edit else []
        return [*buttons, *self.list.regions(), *([self.panel] if self.panel.isVisible() else [])]

    def first_focus(self) -> QWidget | None:
        """The list, or the button that begins it."""
        return self.table

    def open(self, argument: object) -> None:
        """Go to a client by id, or filter by a text."""
        if isinstance(argument, int):
            self._opened = argument
            self._wanted = None if self.list.go_to(argument) else argument
        elif isinstance(argument, str):
            self.list.set_filter(argument)

    def record(self) -> tuple[str, int] | None:
        """The client that was opened last."""
        return None if self._opened is None else ("client", self._opened)

    def refresh(self) -> None:
        """Read the list again."""
        self._operations.read(client_overview, self._show, failed=self._unread, latest=(id(self), "clients"))

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _show(self, view: ClientsView) -> None:
        self._filling = True
        self.list.set_rows(view.rows)
        self._filling = False
        self._operations.soon(partial(self._show_head, view), lambda: self._tell(self._current()))

    def _show_head(self, view: ClientsView) -> None:
        self._header.set_detail(self._summary(view))
        some = any(not row.ready for row in view.rows)
        self.next_button.setVisible(some and self.may_edit)
        self.new_button.primary = not some
        self.new_button.update()
        if self._wanted is not None and self.list.go_to(self._wanted):
            self._wanted = None

    def _summary(self, view: ClientsView) -> str:
        lacking = [row for row in view.rows if not row.ready]
        if not view.sees_billing:
            return ngettext("{n} client of your work", "{n} clients of your work", len(view.rows))
        if len(lacking) == 1:
            return _("One needs facts before work starts: {client}, {n} missing").format(
                client=lacking[0].client.name, n=len(lacking[0].missing)
            )
        if lacking:
            return ngettext(
                "{n} needs facts before bills can go out", "{n} need facts before bills can go out", len(lacking)
            )
        return _("All are ready to bill") if view.rows else ""

    def _tell(self, row: ClientOverviewRow | None) -> None:
        if self._filling:
            return
        self.panel.show_row(row, sees_billing=self._sees_billing, sees_money=self._sees_money)

    def _current(self) -> ClientOverviewRow | None:
        row = self.table.current_row()
        return row if isinstance(row, ClientOverviewRow) else None

    # ------------------------------------------------------------------ panel

    def open_panel(self) -> None:
        """Show what is known of the current client, and go there."""
        row = self.table.current_row()
        self._opened = self._opened if row is None else row.id
        self.both.enter_panel()

    def _leave_panel(self) -> None:
        if self.both.is_drawer and self.panel.isVisible():
            self.both.toggle()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ missing facts

    def next_missing(self) -> None:
        """Go to the next fact that is missing, from the current client on and around, and open where it is written."""
        rows = [row for row in self.table.shown_rows() if not row.ready] or [
            row for row in self.table.rows() if not row.ready
        ]
        current = self._current()
        steps = [(row.id, fact) for row in rows for fact in row.missing]
        if not steps:
            say(self, _("Nothing is missing."))
            return
        target = steps[0]
        if current is not None:
            order = {row.id: place for place, row in enumerate(self.table.shown_rows())}
            here = order.get(current.id, 0)
            last = self._at[1] if self._at is not None and self._at[0] == current.id else None
            rank = list(Fact)
            later = (
                step
                for step in steps
                if order.get(step[0], 0) > here
                or (step[0] == current.id and (last is None or rank.index(step[1]) > rank.index(last)))
            )
            target = next(later, steps[0])
        self._at = target
        self.list.go_to(target[0])
        self._fill_in(target[0], target[1])

    def _fill_in_first(self) -> None:
        row = self._current()
        if row is not None and row.missing:
            self._at = (row.id, row.missing[0])
            self._fill_in(row.id, row.missing[0])

    def _fill_in_of_current(self, fact: Fact) -> None:
        row = self._current()
        if row is not None:
            self._at = (row.id, fact)
            self._fill_in(row.id, fact)

    def _fill_in(self, client_id: int, fact: Fact) -> None:
        row = next((one for one in self.table.rows() if one.id == client_id), None)
        if fact is not Fact.PURCHASE_ORDER:
            self.dialogs.fill_in(client_id, fact)
        elif row is not None and row.order_wanted_by is not None:
            self._operations.read(sow, self._open_order, sow_id=row.order_wanted_by)

    def _open_order(self, row: SowRow) -> None:
        dialog = purchase_order_dialog(self._operations, self._formats, row, today=self._today, parent=self.window())
        self.dialogs.stand(dialog)

    # ------------------------------------------------------------------ verbs

    def add(self) -> None:
        """Open the form for a new client."""
        self.dialogs.add()

    def add_from_file(self) -> None:
        """Bring clients in from a CSV file."""
        self.dialogs.add_from_file()

    def _added(self, client_id: int) -> None:
        self._wanted = None if self.list.go_to(client_id) else client_id
        self.table.setFocus()

    def _back_to_the_list(self) -> None:
        """After a dialog the keyboard is in the panel it came from, else in the list."""
        here = QApplication.focusWidget()
        if here is None or not self.panel.isAncestorOf(here):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self) -> None:
        """Open the form of the current client."""
        row = self._current()
        if row is not None:
            self.dialogs.edit(row.id)

    def show_contacts(self) -> None:
        """Open the contacts of the current client."""
        row = self._current()
        if row is not None:
            self.dialogs.contacts(row.id)

    def change_terms(self) -> None:
        """Open the payment terms of the current client."""
        row = self._current()
        if row is not None:
            self.dialogs.terms(row.id)

    def show_debts(self) -> None:
        """Go to what the current client owes."""
        row = self._current()
        if row is not None and row.owed:
            self.wants.emit(areas.COLLECTIONS, row.client.name)

    def ask_for_sow(self) -> None:
        """Write down a statement of work for the current client."""
        row = self._current()
        if row is not None:
            ask_for_sow(self._operations, self._formats, self.window(), client_id=row.id)
