"""Everything about drafts that lists, checks and documents need, read in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, func, select, true
from sqlalchemy.orm import aliased

from app.clients.domain import Terms
from app.clients.records import Client, ClientTerms, Contact
from app.engagements.domain import RateTable
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, Milestone, PurchaseOrder, StatementOfWork, Task
from app.firm.domain import TaxRule
from app.firm.queries import FirmRow, TaxCodeRow, tax_codes, the_firm
from app.firm.records import Person
from app.invoices.domain import WORK_KINDS, CheckKey, KeptFact, LineKind, UnitKind, adjusted_words
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceLine, KeptFinding
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import together
from app.storage.reading import Reads
from app.storage.together import Together
from app.timesheets.records import Expense, TimeEntry

Sow = StatementOfWork
Lead = aliased(Person)
Decider = aliased(Person)
FEE_KINDS = sorted(WORK_KINDS | {LineKind.ADJUSTMENT})
_IDS: BindParameter[Any] = bindparam("draft_ids", expanding=True)
_SOW_IDS: BindParameter[Any] = bindparam("sow_ids", expanding=True)

_EXTRA_BUDGET = (
    select(func.coalesce(func.sum(ChangeOrder.amount_minor), 0))
    .where(ChangeOrder.sow_id == Sow.id, ChangeOrder.accepted_on.is_not(None))
    .correlate(Sow)
    .scalar_subquery()
)


def _contact(flag: Any) -> Any:
    first = select(func.min(Contact.id)).where(Contact.client_id == Client.id, flag).correlate(Client).scalar_subquery()
    return select(Contact.name).where(Contact.id == first).correlate(Client).scalar_subquery()


_DRAFTS = (
    select(
        Draft.__table__,
        Client.name.label("client_name"),
        Client.legal_name,
        Client.country,
        Client.language,
        Client.address,
        Client.tax_number,
        Client.po_rule,
        Sow.number.label("sow_number"),
        Sow.title.label("sow_title"),
        Sow.capped,
        Sow.rounding_mode,
        Sow.rounding_minutes,
        Sow.show_budget,
        (Sow.budget_minor + _EXTRA_BUDGET).label("budget_minor"),
        Lead.name.label("lead_name"),
        Lead.initials.label("lead_initials"),
        Decider.name.label("decider_name"),
        Decider.initials.label("decider_initials"),
        _contact(Contact.payer).label("payer"),
        _contact(Contact.sponsor).label("sponsor"),
    )
    .join(Client, Client.id == Draft.client_id)
    .join(Sow, Sow.id == Draft.sow_id)
    .outerjoin(Lead, Lead.id == Sow.lead_id)
    .outerjoin(Decider, Decider.id == Draft.decided_by_id)
    .order_by(Draft.id)
)
_OF_RUN = _DRAFTS.where(Draft.run_id == bindparam("run_id"))
_ONE = _DRAFTS.where(Draft.id == bindparam("draft_id"))
_LINES = (
    select(DraftLine.__table__).where(DraftLine.draft_id.in_(_IDS)).order_by(DraftLine.draft_id, DraftLine.position)
)
Sibling = aliased(Milestone)
_PER_LINE = (
    select(func.count()).where(Sibling.sow_line_id == Milestone.sow_line_id).correlate(Milestone).scalar_subquery()
)
_UNITS = (
    select(
        DraftUnit.__table__,
        DraftLine.draft_id,
        TimeEntry.day,
        TimeEntry.note,
        TimeEntry.state.label("time_state"),
        TimeEntry.billable,
        TimeEntry.seconds.label("entry_seconds"),
        TimeEntry.sow_id.label("entry_sow_id"),
        Task.name.label("task_name"),
        Task.change_order_id,
        ChangeOrder.accepted_on.label("order_accepted_on"),
        Person.id.label("person_id"),
        Person.name.label("person_name"),
        Person.grade,
        Expense.day.label("expense_day"),
        Expense.text.label("expense_text"),
        Expense.receipt,
        Expense.quantity.label("expense_quantity"),
        Expense.unit.label("expense_unit"),
        Expense.net_minor.label("expense_minor"),
        Expense.approved.label("expense_approved"),
        Expense.billable.label("expense_billable"),
        Milestone.number.label("milestone_number"),
        Milestone.accepted_on.label("milestone_accepted_on"),
        _PER_LINE.label("milestone_count"),
        Allocation.id.label("billed"),
    )
    .join(DraftLine, DraftLine.id == DraftUnit.draft_line_id)
    .outerjoin(TimeEntry, and_(DraftUnit.unit_kind == UnitKind.TIME, TimeEntry.id == DraftUnit.unit_id))
    .outerjoin(Task, Task.id == TimeEntry.task_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .outerjoin(Person, Person.id == TimeEntry.person_id)
    .outerjoin(Expense, and_(DraftUnit.unit_kind == UnitKind.EXPENSE, Expense.id == DraftUnit.unit_id))
    .outerjoin(Milestone, and_(DraftUnit.unit_kind == UnitKind.MILESTONE, Milestone.id == DraftUnit.unit_id))
    .outerjoin(
        Allocation,
        and_(
            Allocation.unit_kind == DraftUnit.unit_kind,
            Allocation.unit_id == DraftUnit.unit_id,
            Allocation.part == DraftUnit.part,
        ),
    )
    .where(DraftLine.draft_id.in_(_IDS))
    .order_by(DraftLine.draft_id, TimeEntry.day, DraftUnit.unit_id, DraftUnit.part)
)
_TERMS = select(ClientTerms.client_id, ClientTerms.kind, ClientTerms.number, ClientTerms.valid_from).where(
    ClientTerms.client_id.in_(bindparam("client_ids", expanding=True))
)
_ORDERS = select(PurchaseOrder.__table__).where(PurchaseOrder.sow_id.in_(_SOW_IDS)).order_by(PurchaseOrder.id)
_INVOICED = (
    select(
        Invoice.sow_id,
        Invoice.po_number,
        func.sum(case((InvoiceLine.kind.in_(FEE_KINDS), InvoiceLine.net_minor), else_=0)).label("fees"),
        func.sum(InvoiceLine.net_minor).label("net"),
    )
    .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
    .where(Invoice.sow_id.in_(_SOW_IDS))
    .group_by(Invoice.sow_id, Invoice.po_number)
)
_KEPT = (
    select(
        KeptFinding.id,
        KeptFinding.sow_id,
        KeptFinding.check_key,
        KeptFinding.mark,
        KeptFinding.reason,
        KeptFinding.text,
    )
    .where(KeptFinding.sow_id.in_(_SOW_IDS), KeptFinding.invoice_id.is_(None))
    .order_by(KeptFinding.id)
)
_HELD = (
    select(TimeEntry.sow_id, ChangeOrder.number, TimeEntry.day, func.sum(TimeEntry.seconds).label("seconds"))
    .join(Task, Task.id == TimeEntry.task_id)
    .join(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.sow_id.in_(_SOW_IDS), TimeEntry.billable.is_(true()), ChangeOrder.accepted_on.is_(None))
    .group_by(TimeEntry.sow_id, ChangeOrder.number, TimeEntry.day)
    .order_by(ChangeOrder.number)
)
_AROUND = Together(terms=_TERMS, orders=_ORDERS, invoiced=_INVOICED, held=_HELD, kept=_KEPT)


@dataclass(frozen=True, slots=True)
class DraftLineRow:
    """A line of a draft."""

    line_id: int
    version: int
    position: int
    kind: LineKind
    title: str
    detail: str
    quantity: Decimal
    unit: str
    rate: Decimal
    net: Money
    tax_code: str
    reason: str
    why: str = ""
    said: str = ""
    """Of an adjustment: what was said besides the reason of the list."""
    ends_on: date | None = None

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.line_id


@dataclass(slots=True)
class LoadedDraft:
    """A draft as read: its own row, its lines, its units by line."""

    head: Any
    lines: list[DraftLineRow] = field(default_factory=list)
    units: list[Any] = field(default_factory=list)

    @property
    def currency(self) -> str:
        """The draft's currency."""
        return str(self.head.currency)

    @property
    def time(self) -> list[Any]:
        """The units that are time, by day and entry."""
        return [unit for unit in self.units if unit.unit_kind is UnitKind.TIME]


@dataclass(slots=True)
class Around:
    """What stands around drafts: the firm, terms, orders, sums invoiced before, rates, tax codes, held time."""

    firm: FirmRow
    rates: RateTable
    terms: dict[int, list[Terms]] = field(default_factory=lambda: defaultdict(list))
    orders: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    by_order: dict[tuple[int, str], int] = field(default_factory=dict)
    held: dict[int, list[tuple[str, date, int]]] = field(default_factory=lambda: defaultdict(list))
    codes: list[tuple[date, TaxRule]] = field(default_factory=list)
    kept: dict[int, dict[tuple[CheckKey, str], KeptFact]] = field(default_factory=lambda: defaultdict(dict))

    def tax_rules(self, on: date) -> dict[str, TaxRule]:
        """Each tax code as it stands on a day."""
        return {rule.code: rule for valid_from, rule in self.codes if valid_from <= on}

    def held_through(self, sow_id: int, last: date) -> tuple[tuple[str, int], ...]:
        """Seconds held per change order up to a day."""
        found: dict[str, int] = {}
        for number, day, seconds in self.held[sow_id]:
            if day <= last:
                found[number] = found.get(number, 0) + seconds
        return tuple(found.items())


async def load_drafts(
    reads: Reads, *, run_id: int | None = None, draft_id: int | None = None
) -> tuple[list[LoadedDraft], Around | None]:
    """One draft, those of a run, or all, with what stands around them; None where there are no drafts.

    Seven statements, two ways, however many drafts.
    """
    if draft_id is not None:
        wanted = reads.ask(_ONE, {"draft_id": draft_id})
    elif run_id is not None:
        wanted = reads.ask(_OF_RUN, {"run_id": run_id})
    else:
        wanted = reads.ask(_DRAFTS)
    heads, firm, codes = await together(wanted, the_firm.asks(reads), tax_codes.asks(reads))
    found = {head.id: LoadedDraft(head) for head in heads}
    if not found:
        return [], None
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    which = {"draft_ids": list(found)}
    lines, units, around = await together(
        reads.ask(_LINES, which), reads.ask(_UNITS, which), _load_around(reads, list(found.values()), firm, codes)
    )
    for row in lines:
        draft = found[row.draft_id]
        draft.lines.append(
            DraftLineRow(
                line_id=row.id,
                version=row.version,
                position=row.position,
                kind=row.kind,
                title=row.title,
                detail=row.detail,
                quantity=row.quantity,
                unit=row.unit,
                rate=row.rate,
                net=Money(row.net_minor, draft.currency),
                tax_code=row.tax_code,
                reason=adjusted_words(row.why, row.reason),
                why=row.why,
                said=row.reason,
                ends_on=row.ends_on,
            )
        )
    for row in units:
        found[row.draft_id].units.append(row)
    return list(found.values()), around


async def _load_around(
    reads: Reads, drafts: Sequence[LoadedDraft], firm: FirmRow, codes: Sequence[TaxCodeRow]
) -> Around:
    sow_ids: Collection[int] = sorted({draft.head.sow_id for draft in drafts})
    client_ids = sorted({draft.head.client_id for draft in drafts})
    rates, parts = await together(
        rate_table.asks(reads, sow_ids=sow_ids), _AROUND.ask(reads, {"client_ids": client_ids, "sow_ids": sow_ids})
    )
    around = Around(firm, rates)
    for row in parts["terms"]:
        around.terms[row.client_id].append(Terms(row.kind, row.number, row.valid_from))
    for row in parts["orders"]:
        around.orders[row.sow_id].append(row)
    for row in parts["invoiced"]:
        around.fees[row.sow_id] += int(row.fees)
        around.by_order[row.sow_id, row.po_number] = int(row.net)
    for row in parts["held"]:
        around.held[row.sow_id].append((row.number, row.day, int(row.seconds)))
    for row in parts["kept"]:
        fact = KeptFact(row.id, adjusted_words(row.reason, row.text))
        around.kept[row.sow_id][row.check_key, row.mark] = fact
    for code in codes:
        rule = TaxRule(code.code, code.name, code.category, code.percent, code.reason)
        around.codes.append((code.valid_from, rule))
    return around
