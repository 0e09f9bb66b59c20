"""What bills say about one statement of work: invoices with their sums, drafts that wait, time that nothing billed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, exists, func, or_, select, true

from app.engagements.domain import Arrangement
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, SowLine, StatementOfWork, Task
from app.firm.domain import Right, allowed
from app.firm.records import Person
from app.invoices.domain import WORK_KINDS, DraftState, LineKind, UnitKind
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceLine, unbilled_time
from app.kernel.money import Money, price, total
from app.kernel.quantities import hours
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.together import Together
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry

Sow = StatementOfWork
_SOW: BindParameter[int] = bindparam("sow_id")
_SUMS = (
    select(
        Invoice.id,
        Invoice.number,
        Invoice.issued_on,
        Invoice.due_on,
        Invoice.period_first,
        Invoice.period_last,
        Invoice.po_number,
        Invoice.net_minor,
        Invoice.gross_minor,
        Invoice.currency,
        InvoiceLine.kind,
        func.sum(InvoiceLine.net_minor).label("line_minor"),
    )
    .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .where(Invoice.sow_id == _SOW)
    .group_by(Invoice.id, InvoiceLine.kind)
    .order_by(Invoice.issued_on, Invoice.number)
)
_NET = (
    select(func.coalesce(func.sum(DraftLine.net_minor), 0))
    .where(DraftLine.draft_id == Draft.id)
    .correlate(Draft)
    .scalar_subquery()
)
_SECONDS = (
    select(func.coalesce(func.sum(DraftUnit.seconds), 0))
    .join(DraftLine, DraftLine.id == DraftUnit.draft_line_id)
    .where(DraftLine.draft_id == Draft.id, DraftUnit.unit_kind == UnitKind.TIME)
    .correlate(Draft)
    .scalar_subquery()
)
_DRAFTS = (
    select(
        Draft.id,
        Draft.state,
        Draft.period_first,
        Draft.period_last,
        Draft.invoice_date,
        Draft.currency,
        _NET.label("net"),
        _SECONDS.label("seconds"),
    )
    .where(Draft.sow_id == _SOW)
    .order_by(Draft.period_first, Draft.id)
)
_FREE = or_(Task.change_order_id.is_(None), ChangeOrder.accepted_on.is_not(None))
_WAITS = exists().where(unbilled_time.c.entry_id == TimeEntry.id)
_UNBILLED = (
    select(
        func.sum(TimeEntry.seconds).label("seconds"),
        func.min(TimeEntry.day).label("first"),
        func.max(TimeEntry.day).label("last"),
    )
    .select_from(TimeEntry)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.sow_id == _SOW, TimeEntry.billable.is_(true()), _FREE, _WAITS)
)
_BILLING = Together(sums=_SUMS, unbilled=_UNBILLED, drafts=_DRAFTS)
_ENTRY_COUNT = select(func.count()).select_from(TimeEntry).where(TimeEntry.sow_id == _SOW)
_OWN_COUNT = _ENTRY_COUNT.where(TimeEntry.person_id == bindparam("person_id"))
_BILL_NUMBER = (
    select(func.min(Invoice.number))
    .select_from(Allocation)
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .where(Allocation.unit_kind == UnitKind.TIME, Allocation.unit_id == TimeEntry.id)
    .correlate(TimeEntry)
    .scalar_subquery()
)
_TIME = (
    select(
        TimeEntry.id,
        TimeEntry.day,
        TimeEntry.seconds,
        TimeEntry.note,
        TimeEntry.billable,
        TimeEntry.state,
        TimeEntry.returned_reason,
        TimeEntry.person_id,
        Person.name,
        Person.initials,
        Person.grade,
        Task.name.label("task"),
        SowLine.arrangement,
        Sow.currency,
        ChangeOrder.number.label("order_number"),
        and_(ChangeOrder.id.is_not(None), ChangeOrder.accepted_on.is_(None)).label("held"),
        exists()
        .where(DraftUnit.unit_kind == UnitKind.TIME, DraftUnit.unit_id == TimeEntry.id)
        .correlate(TimeEntry)
        .label("on_draft"),
        _BILL_NUMBER.label("invoice_number"),
    )
    .select_from(TimeEntry)
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .join(Sow, Sow.id == TimeEntry.sow_id)
    .outerjoin(SowLine, SowLine.id == Task.sow_line_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.sow_id == _SOW, or_(bindparam("everybody"), TimeEntry.person_id == bindparam("person_id")))
    .order_by(TimeEntry.day.desc(), TimeEntry.id.desc())
)


@dataclass(frozen=True, slots=True)
class SowInvoiceRow:
    """An issued invoice of a statement of work."""

    invoice_id: int
    number: str
    issued_on: date
    due_on: date
    period_first: date
    period_last: date
    po_number: str
    net: Money
    gross: Money

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.invoice_id


@dataclass(frozen=True, slots=True)
class SowDraftRow:
    """A draft of a statement of work; `seconds` of time are on it."""

    draft_id: int
    state: DraftState
    period_first: date
    period_last: date
    invoice_date: date
    net: Money
    seconds: int

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.draft_id


@dataclass(frozen=True, slots=True)
class SowBilling:
    """What was billed of a statement of work: work, what was adjusted on it, expenses. Then what waits.

    `unbilled_seconds` are billable, not held, on no invoice; `first` and `last` are their days.
    """

    work: Money
    adjusted: Money
    expenses: Money
    invoices: tuple[SowInvoiceRow, ...]
    drafts: tuple[SowDraftRow, ...]
    unbilled_seconds: int
    first: date | None
    last: date | None

    @property
    def fees(self) -> Money:
        """What counts against the budget."""
        return self.work + self.adjusted

    def spent(self, po_number: str) -> Money:
        """The net sum of the invoices that carry a purchase order."""
        return total((row.net for row in self.invoices if row.po_number == po_number), self.work.currency)


@dataclass(frozen=True, slots=True)
class SowTimeRow:
    """A time entry on a statement of work. `value` at the agreed rate; None where hours alone earn nothing.

    `invoice_number` is "" while no invoice has billed it.
    """

    entry_id: int
    day: date
    person_id: int
    person_name: str
    initials: str
    task: str
    note: str
    seconds: int
    billable: bool
    state: TimeState
    returned: bool
    held: bool
    change_order: str
    on_draft: bool
    invoice_number: str
    value: Money | None

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.entry_id


@query
async def sow_billing(reads: Reads, *, sow_id: int, currency: str) -> SowBilling | None:
    """The bills of a statement of work for those who see money; None for others. One statement."""
    if not allowed(reads.actor.role, Right.SEE_MONEY):
        return None
    parts = await _BILLING.ask(reads, {"sow_id": sow_id})
    sums: dict[LineKind, int] = defaultdict(int)
    found: dict[int, SowInvoiceRow] = {}
    for row in parts["sums"]:
        sums[row.kind] += int(row.line_minor)
        found[row.id] = SowInvoiceRow(
            invoice_id=row.id,
            number=row.number,
            issued_on=row.issued_on,
            due_on=row.due_on,
            period_first=row.period_first,
            period_last=row.period_last,
            po_number=row.po_number,
            net=Money(row.net_minor, row.currency),
            gross=Money(row.gross_minor, row.currency),
        )
    (waiting,) = parts["unbilled"]
    return SowBilling(
        work=Money(sum(sums[kind] for kind in WORK_KINDS), currency),
        adjusted=Money(sums[LineKind.ADJUSTMENT], currency),
        expenses=Money(sums[LineKind.EXPENSE], currency),
        invoices=tuple(found.values()),
        drafts=_sow_drafts(reads, parts["drafts"]),
        unbilled_seconds=int(waiting.seconds or 0),
        first=waiting.first,
        last=waiting.last,
    )


@query
async def sow_drafts(reads: Reads, *, sow_id: int) -> list[SowDraftRow]:
    """The drafts of a statement of work, for those who may draft. One statement."""
    return list(_sow_drafts(reads, await reads.ask(_DRAFTS, {"sow_id": sow_id})))


def _sow_drafts(reads: Reads, rows: Iterable[Any]) -> tuple[SowDraftRow, ...]:
    if not allowed(reads.actor.role, Right.DRAFT_INVOICES):
        return ()
    return tuple(
        SowDraftRow(
            draft_id=row.id,
            state=row.state,
            period_first=row.period_first,
            period_last=row.period_last,
            invoice_date=row.invoice_date,
            net=Money(int(row.net), row.currency),
            seconds=int(row.seconds),
        )
        for row in rows
    )


@query
async def sow_entry_count(reads: Reads, *, sow_id: int) -> int:
    """How many time entries the reader may see. One statement."""
    if allowed(reads.actor.role, Right.SEE_OTHERS_TIME):
        return int((await reads.ask(_ENTRY_COUNT, {"sow_id": sow_id})).scalar_one())
    own = {"sow_id": sow_id, "person_id": reads.actor.person_id or 0}
    return int((await reads.ask(_OWN_COUNT, own)).scalar_one())


@query
async def sow_time(reads: Reads, *, sow_id: int) -> list[SowTimeRow]:
    """The time of a statement of work, the newest first: everybody's, or the reader's own. Two statements, one way."""
    everybody = allowed(reads.actor.role, Right.SEE_OTHERS_TIME)
    which = {"sow_id": sow_id, "everybody": everybody, "person_id": reads.actor.person_id or 0}
    rows, rates = await together(reads.ask(_TIME, which), rate_table.asks(reads, sow_ids=(sow_id,)))
    found = []
    for row in rows:
        rate = None
        if row.billable and row.arrangement is not Arrangement.RETAINER:
            rate = rates.find(sow_id, row.person_id, row.grade, row.day)
        found.append(
            SowTimeRow(
                entry_id=row.id,
                day=row.day,
                person_id=row.person_id,
                person_name=row.name,
                initials=row.initials,
                task=row.task,
                note=row.note,
                seconds=row.seconds,
                billable=row.billable,
                state=row.state,
                returned=bool(row.returned_reason),
                held=bool(row.held),
                change_order=row.order_number or "",
                on_draft=bool(row.on_draft),
                invoice_number=row.invoice_number or "",
                value=None if rate is None else price(hours(row.seconds), rate.rate, row.currency),
            )
        )
    return found
