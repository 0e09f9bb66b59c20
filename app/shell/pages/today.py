"""What waits for a person today, in one look at the book: only what the role may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.burn.queries import AlertRow, alerts
from app.clients.domain import ClientState
from app.clients.queries import ClientListRow, clients
from app.engagements.queries import sows
from app.firm.domain import RIGHTS, AccessRole, Right
from app.invoices.queries import DraftRow, run_rows
from app.kernel.money import Money
from app.kernel.periods import week_of
from app.receivables.queries import OwedRow, PaymentRow, collections
from app.storage.asking import given, query, together
from app.storage.reading import Reads
from app.timesheets.queries import ExpenseRow, waiting_expenses, waiting_for_approval


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Hours of one person in one week that were handed in."""

    person_id: int
    person_name: str
    first: date
    last: date
    seconds: int


class Begins(StrEnum):
    """What a new book needs first."""

    CLIENT = "client"
    SOW = "sow"


@dataclass(frozen=True, slots=True)
class TodayView:
    """Everything that waits; what the role may not see is empty. `owed` has the worst risk first."""

    alerts: tuple[AlertRow, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    expenses: tuple[ExpenseRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    owed: tuple[OwedRow, ...] = ()
    unallocated: tuple[PaymentRow, ...] = ()
    intake: tuple[ClientListRow, ...] = ()
    begins: Begins | None = None

    @property
    def overdue(self) -> list[OwedRow]:
        """What is past its due date."""
        return [row for row in self.owed if row.overdue]

    @property
    def seconds(self) -> int:
        """Hours that wait for approval."""
        return sum(week.seconds for week in self.weeks)


@query
async def today_view(reads: Reads) -> TodayView:
    """What waits for the person who asks. Two ways; a third while nothing is billed yet."""
    rights = RIGHTS[AccessRole(reads.actor.role)]
    money, known, drafts, warnings, weeks, expenses = await together(
        collections.asks(reads) if Right.SEE_MONEY in rights else given(None),
        clients.asks(reads) if Right.EDIT_CLIENTS in rights else given([]),
        run_rows.asks(reads) if Right.DRAFT_INVOICES in rights else given([]),
        alerts.asks(reads) if Right.ACKNOWLEDGE_ALERTS in rights else given([]),
        _weeks(reads) if Right.APPROVE_TIME in rights else given(()),
        waiting_expenses.asks(reads) if Right.APPROVE_TIME in rights else given([]),
    )
    bills = bool(drafts) or (money is not None and bool(money.rows))
    return TodayView(
        alerts=tuple(warnings),
        weeks=weeks,
        expenses=tuple(expenses),
        drafts=tuple(drafts),
        owed=() if money is None else tuple(sorted(money.rows, key=lambda row: (-row.risk, row.due_on, row.number))),
        unallocated=() if money is None else money.unallocated,
        intake=tuple(row for row in known if row.state is ClientState.INTAKE),
        begins=await _begins(reads, known) if Right.EDIT_CLIENTS in rights and not bills else None,
    )


async def _begins(reads: Reads, known: list[ClientListRow]) -> Begins | None:
    """A book with a statement of work has begun; one that bills is not even asked."""
    if not known:
        return Begins.CLIENT
    return None if await sows.asks(reads) else Begins.SOW


async def _weeks(reads: Reads) -> tuple[WeekRow, ...]:
    found: dict[tuple[int, date], WeekRow] = {}
    for row in await waiting_for_approval.asks(reads):
        week = week_of(row.day)
        before = found.get((row.person_id, week.first))
        seconds = row.seconds + (before.seconds if before is not None else 0)
        found[row.person_id, week.first] = WeekRow(row.person_id, row.person_name, week.first, week.last, seconds)
    return tuple(sorted(found.values(), key=lambda week: (week.first, week.person_name)))


def sums_of(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, never mixed."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return [sums[code] for code in sorted(sums)]
