"""The account of each statement of work: its budget over time, every use of it, and what has no price."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from app.burn.domain import BudgetStep, Extra, Gap, Use, current_budget, grains_of, worth
from app.burn.queries.work import Earlier, Worked, usage_of
from app.clients.records import Client
from app.engagements.domain import RateTable, SowState, thresholds
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, StatementOfWork
from app.kernel.money import Money
from app.storage.asking import together
from app.storage.reading import Reads

Sow = StatementOfWork


@dataclass(slots=True)
class Account:
    """One statement of work, priced. `uses` are what counts, `fresh` those of them from time in the book.

    `extras` are change orders that were accepted or wait for the client's answer.
    """

    sow_id: int
    number: str
    title: str
    client_id: int
    client_name: str
    currency: str
    state: SowState
    start_on: date
    end_on: date
    lead_id: int | None
    percents: tuple[int, ...]
    steps: list[BudgetStep]
    extras: list[Extra] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    fresh: list[Use] = field(default_factory=list)
    held: list[Use] = field(default_factory=list)
    held_seconds: int = 0
    gaps: list[Gap] = field(default_factory=list)
    work: list[Worked] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def budget(self) -> Money:
        """The budget in force: the base and all accepted change orders."""
        return current_budget(self.steps, self.currency)


_ACCEPTED_OR_WAITING = or_(
    ChangeOrder.accepted_on.is_not(None), and_(ChangeOrder.sent_on.is_not(None), ChangeOrder.declined_on.is_(None))
)
_HEADS = (
    select(
        Sow.id,
        Sow.number,
        Sow.title,
        Sow.client_id,
        Client.name.label("client_name"),
        Sow.currency,
        Sow.state,
        Sow.start_on,
        Sow.end_on,
        Sow.budget_minor,
        Sow.lead_id,
        Sow.thresholds,
        ChangeOrder.number.label("order_number"),
        ChangeOrder.accepted_on,
        ChangeOrder.amount_minor,
    )
    .join(Client, Client.id == Sow.client_id)
    .outerjoin(ChangeOrder, (ChangeOrder.sow_id == Sow.id) & _ACCEPTED_OR_WAITING)
    .where(Sow.state.in_(bindparam("states", expanding=True)))
    .order_by(Client.name, Sow.number, ChangeOrder.accepted_on, ChangeOrder.id)
)


@functools.lru_cache(maxsize=2)
def _heads(of_sows: bool) -> Select[*tuple[Any, ...]]:
    return _HEADS.where(Sow.id.in_(bindparam("sow_ids", expanding=True))) if of_sows else _HEADS


@dataclass(frozen=True, slots=True)
class Books:
    """Accounts with the rates that priced them, by client and number."""

    accounts: tuple[Account, ...]
    rates: RateTable


async def accounts(
    reads: Reads, *, sow_ids: Collection[int] | None = None, states: Collection[SowState] | None = None
) -> Books:
    """The accounts of all statements of work, or of some. Three statements, five for many; two ways."""
    parameters: dict[str, object] = {"states": list(SowState if states is None else states)}
    if sow_ids is not None:
        parameters["sow_ids"] = list(sow_ids)
    found: dict[int, Account] = {}
    for row in await reads.ask(_heads(sow_ids is not None), parameters):
        account = found.get(row.id)
        if account is None:
            base = BudgetStep(row.start_on, Money(row.budget_minor, row.currency))
            account = found[row.id] = Account(
                sow_id=row.id,
                number=row.number,
                title=row.title,
                client_id=row.client_id,
                client_name=row.client_name,
                currency=row.currency,
                state=row.state,
                start_on=row.start_on,
                end_on=row.end_on,
                lead_id=row.lead_id,
                percents=thresholds(row.thresholds),
                steps=[base],
            )
        if row.order_number is not None:
            more = Money(row.amount_minor, row.currency)
            account.extras.append(Extra(row.order_number, more, row.accepted_on))
        if row.accepted_on is not None:
            _raise_budget(account.steps, row.accepted_on, more)
    asked = None if sow_ids is None and states is None else tuple(found)
    rates, (work, brought_in) = await together(rate_table.asks(reads, sow_ids=asked), usage_of.asks(reads, asked))
    for worked in work:
        if worked.sow_id in found:
            _enter(found[worked.sow_id], worked, rates)
    for earlier in brought_in:
        if earlier.sow_id in found:
            account = found[earlier.sow_id]
            account.earlier.append(earlier)
            account.uses.append(Use(earlier.day, grains_of(Money(earlier.amount_minor, account.currency))))
    return Books(tuple(found.values()), rates)


def _raise_budget(steps: list[BudgetStep], accepted_on: date, more: Money) -> None:
    day = max(accepted_on, steps[-1].day)
    budget = steps[-1].budget + more
    if steps[-1].day == day:
        steps.pop()
    steps.append(BudgetStep(day, budget))


def _enter(account: Account, worked: Worked, rates: RateTable) -> None:
    """Price a person's day; held time is kept apart and uses nothing."""
    rate = rates.fact(worked.sow_id, worked.person_id, worked.grade, worked.day)
    if worked.held:
        account.held_seconds += worked.seconds
    else:
        account.work.append(worked)
    if rate is None:
        account.gaps.append(Gap(worked.grade or worked.person_name, worked.day, worked.seconds))
        return
    use = Use(worked.day, worth(worked.seconds, rate.rate, account.currency))
    if worked.held:
        account.held.append(use)
    else:
        account.uses.append(use)
        account.fresh.append(use)
