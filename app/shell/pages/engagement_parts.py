"""The tabs of change orders, time and invoices: each one list with its cuts and commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.engagements.queries import ChangeOrderRow
from app.firm.domain import Right
from app.invoices.queries import SowDraftRow, SowInvoiceRow, SowTimeRow, sow_time
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext, pgettext
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.operations import Operations
from app.qt.table import RecordTable
from app.receivables.queries import OwedRow, standing
from app.shell import areas
from app.shell.pages import engagement_lines as said
from app.shell.pages.engagement_facts import EngagementView
from app.shell.pages.engagement_steps import EngagementSteps
from app.timesheets.domain import TimeState


class _Tab(QWidget):
    """A tab of one list."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(12)
        self.view: EngagementView | None = None
        self.list: ListCard

    @property
    def table(self) -> RecordTable:
        """The list."""
        return self.list.table

    def _put(self, card: ListCard) -> None:
        self.list = card
        self.box.addWidget(card.banner)
        self.box.addWidget(card, 1)

    def regions(self) -> list[QWidget]:
        """The row above the list, and the list."""
        return self.list.regions()

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list.table

    def keyed(self) -> RecordTable | None:
        """The list whose keys the page promises."""
        return self.table

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys()


class OrdersTab(_Tab):
    """Change orders on their way: drafted, sent, accepted or declined."""

    def __init__(self, operations: Operations, formats: Formats, steps: EngagementSteps) -> None:
        """An empty list."""
        super().__init__()
        self._formats = formats
        self._steps = steps
        self._operations = operations
        self._put(self._card(money=False))
        self._money = False

    def _card(self, *, money: bool) -> ListCard:
        columns = [
            Column("number", _("Number"), lambda row: row.number, width=90, bold=True),
            Column("title", _("What changes"), lambda row: row.title, least=150),
            Column("state", _("State"), self._state, kind="chip", tone=self._tone, width=130),
            Column("drafted", _("Drafted"), lambda row: row.drafted_on, kind="date", width=110, gives_way=4),
            Column("sent", _("Sent"), lambda row: row.sent_on, kind="date", width=110, gives_way=3),
            Column("answered", _("Answered"), _answered, kind="date", width=110, gives_way=2),
            Column("by", _("By, or why"), _by, least=110, muted=True, gives_way=1),
        ]
        if money:
            amount = Column("amount", _("Amount"), lambda row: row.amount, kind="money", width=120)
            held = Column("held", _("Held h"), self._held, kind="hours", width=90, gives_way=5)
            columns[2:2] = [amount, held]
        empty = Empty("file-plus-2", _("No change orders. Work beyond the scope needs one before it can be billed."))
        table = RecordTable(columns, self._formats, name=_("Change orders"), empty=empty)
        card = ListCard(table, self._operations, remembers="engagement_orders", file_name=_("Change orders"))
        card.set_words(_("the budget rises on the day the client accepts"))
        steps = self._steps
        card.offer(
            RowCommand(_("Record as sent\u2026"), self._on(steps.send_order), "S", _("sent"), _is_draft),
            RowCommand(
                pgettext("of a change order", "Record acceptance\u2026"),
                self._on(steps.accept_order),
                "A",
                _("accepted"),
                _is_open,
            ),
            RowCommand(
                _("Record that it is declined\u2026"), self._on(steps.decline_order), "D", _("declined"), _waits
            ),
            RowCommand(_("Wait for an answer again"), self._on(steps.reopen_order), "R", _("reopen"), _is_answered),
        )
        table.opened.connect(self._next)
        return card

    def _on(self, step: Callable[[ChangeOrderRow], object]) -> Callable[[], object]:
        """A step on the current row."""

        def act() -> None:
            row = self.table.current_row()
            if isinstance(row, ChangeOrderRow):
                step(row)

        return act

    def _next(self, order: ChangeOrderRow) -> None:
        """Enter: the next thing that can happen to it."""
        if order.accepted_on is None:
            (self._steps.send_order if order.sent_on is None else self._steps.accept_order)(order)

    def _state(self, row: ChangeOrderRow) -> str:
        return said.order_state(row, self._formats)[0]

    def _tone(self, row: ChangeOrderRow) -> str:
        return said.order_state(row, self._formats)[1]

    def _held(self, row: ChangeOrderRow) -> int | None:
        """Hours that wait for it; burn knows them for one open change order only."""
        view = self.view
        if view is None or view.detail is None or not row.waits:
            return None
        waiting = [order for order in view.sow.change_orders if order.accepted_on is None]
        return view.detail.view.held_seconds or None if len(waiting) == 1 else None

    def show_view(self, view: EngagementView) -> None:
        """Show the change orders, with sums for those who see money."""
        self.view = view
        money = view.detail is not None
        if money != self._money:
            self._money = money
            old = self.list
            self.box.removeWidget(old.banner)
            self.box.removeWidget(old)
            self._put(self._card(money=money))
            for widget in (old.banner, old):
                widget.hide()
                widget.deleteLater()
        self.list.set_rows(view.sow.change_orders)


class TimeTab(_Tab):
    """The time entries, the newest first; a consultant sees the own ones with their value."""

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty list that is read when it is first seen."""
        super().__init__()
        self._operations = operations
        self._stale = True
        table = RecordTable(
            [
                Column("day", _("Date"), lambda row: row.day, kind="date", width=108),
                Column(
                    "person",
                    _("Person"),
                    lambda row: row.person_name,
                    kind="person",
                    initials=lambda row: row.initials,
                    width=160,
                ),
                Column("task", _("Task"), lambda row: row.task, width=170, bold=True),
                Column("note", _("Note"), lambda row: row.note or None, least=140, muted=True, gives_way=2),
                Column("hours", _("Hours"), lambda row: row.seconds, kind="hours", width=80, total="sum"),
                Column("value", _("Value"), lambda row: row.value, kind="money", width=110, total="sum", gives_way=1),
                Column("state", _("State"), time_words, kind="chip", tone=time_tone, width=150),
            ],
            formats,
            name=_("Time"),
            empty=Empty("clock", _("No time on this engagement yet. The chart starts with the first hour.")),
        )
        cuts = [
            Cut("all", _("All")),
            Cut("approve", _("To approve"), _to_approve, tone="info"),
            Cut("held", _("Held"), lambda row: row.held, tone="warn"),
            Cut("unbilled", _("Not yet invoiced"), lambda row: row.billable and not row.invoice_number),
            Cut("invoiced", _("Invoiced"), lambda row: bool(row.invoice_number), tone="ok"),
        ]
        table.row_subject = lambda row: ("entry", row.entry_id)
        card = ListCard(table, operations, remembers="engagement_time", file_name=_("Time"), cuts=cuts)
        card.set_words(_("the newest first"))
        card.count_with(lambda count: ngettext("{n} entry", "{n} entries", count))
        self._put(card)

    def show_view(self, view: EngagementView) -> None:
        """Read the entries again, if they are seen."""
        if self.view is None or self.view.sow.sow_id != view.sow.sow_id:
            self.list.set_rows([])
        self.view = view
        self._stale = True
        own = not view.may(Right.SEE_OTHERS_TIME)
        self.list.set_words(_("your own, the newest first") if own else _("the newest first"))
        if self.isVisible():
            self._read()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale and self.view is not None:
            self._read()

    def _read(self) -> None:
        if self.view is not None:
            self._stale = False
            sow_id = self.view.sow.sow_id
            self._operations.read(sow_time, self.list.set_rows, latest=(self, "time"), sow_id=sow_id)


class InvoicesTab(_Tab):
    """Issued invoices and drafts, with what came in for them."""

    wanted = Signal(str, object)

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty list."""
        super().__init__()
        self._operations = operations
        self._formats = formats
        self._stands: dict[int, OwedRow] = {}
        table = RecordTable(
            [
                Column("number", _("Invoice"), _number, width=150, bold=True),
                Column("period", _("Work of"), self._period, least=120, sort=lambda row: row.period_first, gives_way=2),
                Column("issued", _("Invoice date"), _dated, kind="date", width=110),
                Column("due", _("Due"), lambda row: getattr(row, "due_on", None), kind="date", width=110, gives_way=1),
                Column("net", _("Net"), lambda row: row.net, kind="money", width=120, total="sum"),
                Column("gross", _("Total"), _gross, kind="money", width=120, total="sum"),
                Column("open", _("Still owed"), self._open, kind="money", width=120, total="sum"),
                Column("state", _("State"), self._state, kind="chip", tone=self._tone, width=160),
            ],
            formats,
            name=_("Invoices"),
            key=lambda row: (type(row).__name__, row.id),
            empty=Empty("receipt-text", _("Nothing was invoiced yet, and no draft waits.")),
        )
        card = ListCard(table, operations, remembers="engagement_invoices", file_name=_("Invoices"))
        card.set_words(_("Enter opens the invoice or the draft"))
        card.count_with(lambda count: ngettext("{n} bill", "{n} bills", count))
        table.opened.connect(self._opened)
        self._put(card)

    def _opened(self, row: SowInvoiceRow | SowDraftRow) -> None:
        if isinstance(row, SowInvoiceRow):
            self.wanted.emit(areas.INVOICE, row.invoice_id)
        elif self.view is not None and self.view.may_draft:
            self.wanted.emit(areas.PREVIEW, row.draft_id)

    def _period(self, row: SowInvoiceRow | SowDraftRow) -> str:
        return self._formats.listing(said.months_of(row.period_first, row.period_last, self._formats))

    def _open(self, row: SowInvoiceRow | SowDraftRow) -> object:
        stands = self._stands.get(row.id) if isinstance(row, SowInvoiceRow) else None
        return None if stands is None else stands.balance

    def _state(self, row: SowInvoiceRow | SowDraftRow) -> str:
        if isinstance(row, SowDraftRow):
            return said.draft_words(row)[0]
        stands = self._stands.get(row.invoice_id)
        if stands is None:
            return _("Issued")
        if not stands.balance:
            return _("Paid")
        if stands.overdue:
            return ngettext("{n} day late", "{n} days late", stands.days_late)
        return _("Part paid") if stands.part_paid else _("Not due")

    def _tone(self, row: SowInvoiceRow | SowDraftRow) -> str:
        if isinstance(row, SowDraftRow):
            return said.draft_words(row)[1]
        stands = self._stands.get(row.invoice_id)
        if stands is None or not stands.balance:
            return "ok" if stands is not None else "empty"
        return "bad" if stands.overdue else "empty"

    def show_view(self, view: EngagementView) -> None:
        """Show invoices and drafts; how they stand is read after them."""
        if self.view is None or self.view.sow.sow_id != view.sow.sow_id:
            self._stands = {}
        self.view = view
        self._show()
        ids = [row.invoice_id for row in view.billing.invoices] if view.billing is not None else []
        if ids and self.isVisible():
            self._operations.read(standing, self._take, latest=(self, "standing"), invoice_ids=ids)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self.view is not None:
            self.show_view(self.view)

    def _take(self, rows: list[OwedRow]) -> None:
        self._stands = {row.invoice_id: row for row in rows}
        self._show()

    def _show(self) -> None:
        billing = self.view.billing if self.view is not None else None
        self.list.set_rows([] if billing is None else [*billing.drafts, *reversed(billing.invoices)])


# ---------------------------------------------------------------------- words of rows


def time_words(row: SowTimeRow) -> str:
    """Where a time entry stands: open, handed in, approved, on a draft, invoiced; or held."""
    if row.invoice_number:
        return row.invoice_number
    if row.held:
        return _("Held on {number}").format(number=row.change_order)
    if row.returned:
        return _("Returned")
    if row.on_draft:
        return _("On a draft")
    if not row.billable:
        return _("Not billable")
    return {
        TimeState.OPEN: _("Open"),
        TimeState.SUBMITTED: _("Handed in"),
        TimeState.APPROVED: _("Approved"),
    }[row.state]


def time_tone(row: SowTimeRow) -> str:
    """The tone of a time entry's state."""
    if row.invoice_number:
        return "ok"
    if row.held or row.returned:
        return "warn"
    if row.on_draft or row.state is TimeState.SUBMITTED:
        return "info"
    return "ok" if row.state is TimeState.APPROVED else "empty"


def _to_approve(row: SowTimeRow) -> bool:
    return row.state is not TimeState.APPROVED


def _answered(row: ChangeOrderRow) -> date | None:
    return row.accepted_on or row.declined_on


def _by(row: ChangeOrderRow) -> str | None:
    return row.accepted_by or row.declined_reason or None


def _is_draft(row: ChangeOrderRow) -> bool:
    return row.sent_on is None and row.accepted_on is None


def _is_open(row: ChangeOrderRow) -> bool:
    return row.accepted_on is None


def _waits(row: ChangeOrderRow) -> bool:
    return row.waits


def _is_answered(row: ChangeOrderRow) -> bool:
    return row.accepted_on is not None or row.declined_on is not None


def _number(row: SowInvoiceRow | SowDraftRow) -> str:
    return row.number if isinstance(row, SowInvoiceRow) else _("Draft")


def _dated(row: SowInvoiceRow | SowDraftRow) -> date:
    return row.issued_on if isinstance(row, SowInvoiceRow) else row.invoice_date


def _gross(row: SowInvoiceRow | SowDraftRow) -> object:
    return row.gross if isinstance(row, SowInvoiceRow) else None
