"""Expenses, as lists and bills read them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, exists, or_, select

from app.clients.records import Client
from app.engagements.domain import SowState
from app.engagements.queries import SowListRow, sows
from app.engagements.records import StatementOfWork
from app.firm.domain import AccessRole, Right, require
from app.firm.records import Person
from app.kernel.money import Money
from app.kernel.periods import Period
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.timesheets.records import Expense


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """An expense; `billable` is None while nobody has decided."""

    expense_id: int
    sow_id: int
    sow_number: str
    client_id: int
    client_name: str
    person_id: int
    person_name: str
    initials: str
    day: date
    text: str
    net: Money
    receipt: str
    billable: bool | None
    approved: bool
    group_name: str
    detail: str
    unit: str
    quantity: Decimal
    version: int

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.expense_id


_EXPENSES = (
    select(
        Expense.id.label("expense_id"),
        Expense.sow_id,
        StatementOfWork.number.label("sow_number"),
        StatementOfWork.client_id,
        Client.name.label("client_name"),
        Expense.person_id,
        Person.name.label("person_name"),
        Person.initials,
        Expense.day,
        Expense.text,
        Expense.net_minor,
        Expense.currency,
        Expense.receipt,
        Expense.billable,
        Expense.approved,
        Expense.group_name,
        Expense.detail,
        Expense.unit,
        Expense.quantity,
        Expense.version,
    )
    .join(Person, Person.id == Expense.person_id)
    .join(StatementOfWork, StatementOfWork.id == Expense.sow_id)
    .join(Client, Client.id == StatementOfWork.client_id)
    .order_by(Expense.day, Expense.id)
)
_EXPENSE_CONDITIONS: dict[str, Any] = {
    "sow_id": Expense.sow_id == bindparam("sow_id"),
    "sow_ids": Expense.sow_id.in_(bindparam("sow_ids", expanding=True)),
    "person_id": Expense.person_id == bindparam("person_id"),
    "first": Expense.day >= bindparam("first"),
    "last": Expense.day <= bindparam("last"),
    "approved": Expense.approved == bindparam("approved"),
    "undecided": or_(Expense.approved != bindparam("undecided"), Expense.billable.is_(None)),
    "lead_id": StatementOfWork.lead_id == bindparam("lead_id"),
    "not_by": Expense.person_id != bindparam("not_by"),
}


@functools.lru_cache(maxsize=64)
def _expenses_where(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _EXPENSES.where(*(_EXPENSE_CONDITIONS[name] for name in conditions))


@query
async def expenses(
    reads: Reads,
    *,
    sow_id: int | None = None,
    sow_ids: Iterable[int] | None = None,
    person_id: int | None = None,
    period: Period | None = None,
    through: date | None = None,
    approved: bool | None = None,
) -> list[ExpenseRow]:
    """Expenses by day; pages of people who see only their own pass `person_id`."""
    wanted = {
        "sow_id": sow_id,
        "sow_ids": list(sow_ids) if sow_ids is not None else None,
        "person_id": person_id,
        "first": period.first if period else None,
        "last": period.last if period else through,
        "approved": approved,
    }
    return await _expenses(reads, wanted)


@query
async def waiting_expenses(reads: Reads) -> list[ExpenseRow]:
    """Expenses the actor may decide on: not approved yet, or nobody has said whether the client pays."""
    require(reads.actor.role, Right.APPROVE_TIME)
    manager = reads.actor.role == AccessRole.MANAGER
    own = reads.actor.person_id if manager else None
    return await _expenses(reads, {"undecided": True, "lead_id": own, "not_by": own})


STILL_COMING = timedelta(365)
"""So long after its end a statement of work is still offered for a receipt."""
_ENDED_EARLIER = select(
    exists().where(StatementOfWork.state == SowState.FINISHED, StatementOfWork.end_on < bindparam("ended_from"))
)


@dataclass(frozen=True, slots=True)
class ReceiptSows:
    """The statements of work a receipt may be for; `older`: there are others, which ended more than a year ago."""

    rows: tuple[SowListRow, ...]
    older: bool


@query
async def receipt_sows(reads: Reads, *, every: bool = False) -> ReceiptSows:
    """Those that run or ended in the last year, or every one but drafts, by client and number. Two statements."""
    states = (SowState.OPEN, SowState.SOLD, SowState.FINISHED)
    if every:
        return ReceiptSows(tuple(await sows.asks(reads, states=states)), older=False)
    ended_from = reads.today - STILL_COMING
    found, older = await together(
        sows.asks(reads, states=states, ended_from=ended_from), reads.ask(_ENDED_EARLIER, {"ended_from": ended_from})
    )
    return ReceiptSows(tuple(found), bool(older.scalar_one()))


async def _expenses(reads: Reads, wanted: Mapping[str, object]) -> list[ExpenseRow]:
    given = {name: value for name, value in wanted.items() if value is not None}
    found: list[ExpenseRow] = []
    for row in (await reads.ask(_expenses_where(tuple(given)), given)).mappings():
        facts = dict(row)
        net = Money(facts.pop("net_minor"), facts.pop("currency"))
        found.append(ExpenseRow(net=net, **facts))
    return found
