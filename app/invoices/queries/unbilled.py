"""What is ready to be billed: approved time, expenses, milestones and months that no invoice has billed yet.

Eight statements, however many statements of work there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, true

from app.clients.domain import PoRule
from app.clients.records import Client
from app.engagements.domain import Arrangement, ExpenseRule, RateTable, SowState, grade_key
from app.engagements.queries import rate_table
from app.engagements.records import (
    ChangeOrder,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    SowLine,
    StatementOfWork,
    Task,
)
from app.firm.records import Person
from app.invoices.domain import Basis, ExpenseUnit, MilestoneUnit, RetainerMonth, TimeUnit, UnitKind, months_through
from app.invoices.records import Allocation, unbilled_time
from app.kernel.money import Money
from app.kernel.quantities import Rounding
from app.storage.asking import query, together
from app.storage.reading import Reads, Rows
from app.timesheets.domain import TimeState
from app.timesheets.records import Expense, TimeEntry

Sow = StatementOfWork
_SCOPE = or_(bindparam("every_client"), Sow.client_id == bindparam("client_id"))


def _unbilled(kind: UnitKind, identity: Any) -> Any:
    return ~exists().where(Allocation.unit_kind == kind, Allocation.unit_id == identity)


SOWS = (
    select(
        Sow.id,
        Sow.number,
        Sow.title,
        Sow.client_id,
        Sow.currency,
        Sow.start_on,
        Sow.end_on,
        Sow.expense_rule,
        Sow.rounding_mode,
        Sow.rounding_minutes,
        Client.name.label("client_name"),
        Client.language,
        Client.tax_code,
        Client.po_rule,
    )
    .join(Client, Client.id == Sow.client_id)
    .where(_SCOPE, Sow.state != SowState.DRAFT)
    .order_by(Client.name, Sow.number)
)
TIME = (
    select(
        TimeEntry.id,
        TimeEntry.day,
        TimeEntry.seconds,
        TimeEntry.sow_id,
        TimeEntry.person_id,
        Person.name,
        Person.grade,
        Task.sow_line_id,
        SowLine.arrangement,
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .join(Sow, Sow.id == TimeEntry.sow_id)
    .outerjoin(SowLine, SowLine.id == Task.sow_line_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(
        _SCOPE,
        TimeEntry.id.in_(select(unbilled_time.c.entry_id)),
        TimeEntry.state.not_in([state for state in TimeState if state is not TimeState.APPROVED]),  # see unbilled_time
        TimeEntry.billable.is_(true()),
        or_(Task.change_order_id.is_(None), ChangeOrder.accepted_on.is_not(None)),
    )
    .order_by(TimeEntry.day, TimeEntry.id)
)
EXPENSES = (
    select(Expense.__table__)
    .join(Sow, Sow.id == Expense.sow_id)
    .where(
        _SCOPE,
        Expense.approved.is_(true()),
        Expense.billable.is_(true()),
        Sow.expense_rule == ExpenseRule.AT_COST,
        Expense.currency == Sow.currency,
        _unbilled(UnitKind.EXPENSE, Expense.id),
    )
    .order_by(Expense.day, Expense.id)
)
_PER_LINE = (
    select(Milestone.sow_line_id, func.count().label("count")).group_by(Milestone.sow_line_id).subquery("per_line")
)
MILESTONES = (
    select(Milestone.__table__, SowLine.sow_id, Sow.currency, _PER_LINE.c.count)
    .join(SowLine, SowLine.id == Milestone.sow_line_id)
    .join(Sow, Sow.id == SowLine.sow_id)
    .join(_PER_LINE, _PER_LINE.c.sow_line_id == Milestone.sow_line_id)
    .where(
        _SCOPE,
        or_(Milestone.delivered_on.is_not(None), Milestone.accepted_on.is_not(None)),
        _unbilled(UnitKind.MILESTONE, Milestone.id),
    )
    .order_by(Milestone.sow_line_id, Milestone.number)
)
RETAINERS = (
    select(SowLine.__table__, Sow.currency, Sow.start_on, Sow.end_on, Allocation.part)
    .join(Sow, Sow.id == SowLine.sow_id)
    .outerjoin(Allocation, and_(Allocation.unit_kind == UnitKind.RETAINER, Allocation.unit_id == SowLine.id))
    .where(_SCOPE, SowLine.arrangement == Arrangement.RETAINER, Sow.state != SowState.DRAFT)
    .order_by(SowLine.id, Allocation.part)
)
_BILLED_SECONDS = (
    select(func.sum(Allocation.seconds))
    .where(Allocation.unit_kind == UnitKind.TIME, Allocation.unit_id == TimeEntry.id)
    .correlate(TimeEntry)
    .scalar_subquery()
)
_USED = (
    select(Task.sow_line_id, TimeEntry.day, func.sum(_BILLED_SECONDS).label("seconds"))
    .join(TimeEntry, TimeEntry.task_id == Task.id)
    .where(Task.sow_line_id.in_(bindparam("line_ids", expanding=True)), TimeEntry.day >= bindparam("first"))
    .group_by(Task.sow_line_id, TimeEntry.day)
)
_LINE_NAMES = select(GradeBudget.sow_id, GradeBudget.grade, GradeBudget.line_name).where(GradeBudget.line_name != "")
_ORDERS = select(PurchaseOrder.sow_id, PurchaseOrder.number, PurchaseOrder.valid_from, PurchaseOrder.valid_to).order_by(
    PurchaseOrder.valid_from, PurchaseOrder.id
)


@dataclass(slots=True, kw_only=True)
class ToBill:
    """A statement of work with everything of it that no invoice has billed: on a draft or not."""

    sow_id: int
    number: str
    title: str
    client_id: int
    client_name: str
    language: str
    tax_code: str | None
    po_rule: PoRule
    currency: str
    start_on: date
    end_on: date
    rounding: Rounding
    line_names: dict[str, str] = field(default_factory=dict)
    orders: list[tuple[str, date, date | None]] = field(default_factory=list)
    time: list[TimeUnit] = field(default_factory=list)
    expenses: list[ExpenseUnit] = field(default_factory=list)
    milestones: list[MilestoneUnit] = field(default_factory=list)
    delivered: dict[int, date] = field(default_factory=dict)
    retainers: list[RetainerFacts] = field(default_factory=list)

    def order_on(self, day: date) -> str:
        """The number of the newest purchase order that is valid on a day; "" without one."""
        valid = [number for number, first, last in self.orders if first <= day and (last is None or day <= last)]
        return valid[-1] if valid else ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to bill, on no day."""
        return not (self.time or self.expenses or self.milestones or self.retainers)

    def basis(self, end: date) -> Basis:
        """What there is to bill up to a day."""
        return Basis(
            sow_id=self.sow_id,
            currency=self.currency,
            line_names=self.line_names,
            time=tuple(unit for unit in self.time if unit.day <= end),
            expenses=tuple(unit for unit in self.expenses if unit.day <= end),
            milestones=tuple(unit for unit in self.milestones if self.delivered[unit.milestone_id] <= end),
            months=self.months(end),
        )

    def months(self, through: date) -> tuple[RetainerMonth, ...]:
        """Months of retainers that are over: those not billed, and billed ones in which more time turned up."""
        return tuple(month for facts in self.retainers for month in facts.months(self, through))


@dataclass(slots=True)
class RetainerFacts:
    """A retainer line: its terms, the months billed, and the seconds billed in each month."""

    line_id: int
    fee: Money
    included_seconds: int
    extra_rate: Any
    billed: list[str]
    used: dict[date, int]

    def first_open(self, sow: ToBill) -> date | None:
        """The first month that may be on a bill, whatever day it is written; None when all are billed."""
        months = self.months(sow, sow.end_on)
        return min((month.first for month in months), default=None)

    def months(self, sow: ToBill, through: date) -> list[RetainerMonth]:
        """The months to bill. Months before the first one billed are older than the book."""
        late = {unit.day.replace(day=1) for unit in sow.time if unit.sow_line_id == self.line_id}
        found = []
        for first in months_through(sow.start_on, sow.end_on, through):
            part = first.isoformat()[:7]
            bill_fee = part not in self.billed and (not self.billed or part > self.billed[0])
            if bill_fee or first in late:
                month = RetainerMonth(
                    sow_line_id=self.line_id,
                    first=first,
                    fee=self.fee,
                    included_seconds=self.included_seconds,
                    extra_rate=self.extra_rate,
                    bill_fee=bill_fee,
                    used=self.used.get(first, 0),
                )
                found.append(month)
        return found


@query
async def to_bill(reads: Reads, *, client_id: int | None = None) -> dict[int, ToBill]:
    """Every statement of work of a client, or of all, with what is not billed yet, by client and number.

    Nine statements, three ways. For sums alone there is `summed.summed_to_bill`.
    """
    scope = {"every_client": client_id is None, "client_id": client_id or 0}
    sows, time, retainers, expenses, milestones, names, orders = await together(
        reads.ask(SOWS, scope),
        reads.ask(TIME, scope),
        reads.ask(RETAINERS, scope),
        reads.ask(EXPENSES, scope),
        reads.ask(MILESTONES, scope),
        reads.ask(_LINE_NAMES),
        reads.ask(_ORDERS),
    )
    found = heads(sows)
    await _add_time(reads, found, time)
    await add_retainers(reads, found, retainers)
    add_others(found, expenses, milestones)
    for row in names:
        if sow := found.get(row.sow_id):
            sow.line_names[grade_key(row.grade)] = row.line_name
    for row in orders:
        if sow := found.get(row.sow_id):
            sow.orders.append((row.number, row.valid_from, row.valid_to))
    return found


def heads(sows: Iterable[Any]) -> dict[int, ToBill]:
    """Statements of work of which nothing is known yet."""
    return {
        row.id: ToBill(
            sow_id=row.id,
            number=row.number,
            title=row.title,
            client_id=row.client_id,
            client_name=row.client_name,
            language=row.language,
            tax_code=row.tax_code,
            po_rule=row.po_rule,
            currency=row.currency,
            start_on=row.start_on,
            end_on=row.end_on,
            rounding=Rounding(row.rounding_minutes, row.rounding_mode),
        )
        for row in sows
    }


def add_others(found: dict[int, ToBill], expenses: Iterable[Any], milestones: Iterable[Any]) -> None:
    """Expenses and milestones."""
    for row in expenses:
        if sow := found.get(row.sow_id):
            sow.expenses.append(_expense(row))
    for row in milestones:
        if sow := found.get(row.sow_id):
            sow.milestones.append(_milestone(row))
            sow.delivered[row.id] = row.delivered_on or row.accepted_on


async def _add_time(reads: Reads, found: dict[int, ToBill], time: Rows) -> None:
    rows = time.all()
    rates = await rate_table.asks(reads, sow_ids={row.sow_id for row in rows}) if rows else RateTable()
    for row in rows:
        sow = found.get(row.sow_id)
        if sow is None:
            continue
        rate = rates.find(row.sow_id, row.person_id, row.grade, row.day)
        sow.time.append(
            TimeUnit(
                entry_id=row.id,
                day=row.day,
                person_id=row.person_id,
                person_name=row.name,
                grade=row.grade,
                seconds=sow.rounding.billed(row.seconds),
                sow_line_id=row.sow_line_id or 0,
                arrangement=row.arrangement or Arrangement.TIME_AND_MATERIALS,
                rate=None if rate is None else rate.rate,
                rule="" if rate is None else rate.rule,
            )
        )


async def add_retainers(reads: Reads, found: dict[int, ToBill], retainers: Iterable[Any]) -> None:
    """Retainers with the months that are billed, and what was billed of the others."""
    lines: dict[int, RetainerFacts] = {}
    for row in retainers:
        if row.id not in lines:
            fee = Money(row.monthly_fee_minor, row.currency)
            lines[row.id] = RetainerFacts(row.id, fee, row.included_seconds, row.extra_rate, [], defaultdict(int))
            if sow := found.get(row.sow_id):
                sow.retainers.append(lines[row.id])
        if row.part:
            lines[row.id].billed.append(row.part)
    await _add_used(reads, [(sow, facts) for sow in found.values() for facts in sow.retainers])


async def _add_used(reads: Reads, retainers: list[tuple[ToBill, RetainerFacts]]) -> None:
    """What was billed before of the months that are to be billed, or may have to be; of no others it is asked."""
    wanted = {facts.line_id: first for sow, facts in retainers if (first := facts.first_open(sow)) is not None}
    if not wanted:
        return
    lines = {facts.line_id: facts for _sow, facts in retainers}
    for row in await reads.ask(_USED, {"line_ids": list(wanted), "first": min(wanted.values())}):
        if row.day >= wanted[row.sow_line_id]:
            lines[row.sow_line_id].used[row.day.replace(day=1)] += int(row.seconds or 0)


def _expense(row: Any) -> ExpenseUnit:
    return ExpenseUnit(
        expense_id=row.id,
        day=row.day,
        text=row.text,
        net=Money(row.net_minor, row.currency),
        receipt=row.receipt,
        group_name=row.group_name,
        detail=row.detail,
        unit=row.unit,
        quantity=row.quantity,
    )


def _milestone(row: Any) -> MilestoneUnit:
    return MilestoneUnit(
        milestone_id=row.id,
        sow_line_id=row.sow_line_id,
        number=row.number,
        count=row.count,
        name=row.name,
        amount=Money(row.amount_minor, row.currency),
        accepted=row.accepted_on is not None,
    )
