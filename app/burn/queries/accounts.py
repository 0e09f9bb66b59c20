"""The account of each statement of work: its budget over time, what was used of it, and what has no price.

Time is added up by the database and priced here, a sum at a time: a rate that holds on the first and on the last day of
a sum holds between them too (a newer rate, or one from nearer by, never gives way to the one before). Where it
changed on the way, the days of that statement of work are read one by one.
"""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from app.burn.domain import BudgetStep, Extra, Gap, Use, current_budget, grains_of, worth
from app.burn.queries.work import EVER, NEVER, Earlier, Worked, usage_of
from app.clients.records import Client
from app.engagements.domain import RateFact, RateTable, SowState, thresholds
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, StatementOfWork
from app.kernel.money import Money
from app.storage.asking import together
from app.storage.reading import Reads

Sow = StatementOfWork


@dataclass(slots=True)
class Account:
    """One statement of work, priced, in grains: `used` counts, `fresh` of it comes from time in the book, `held` waits.

    `extras` are change orders that were accepted or wait for the client's answer. `days` are the uses of those days
    that were asked for one by one, `begun` is the first day of priced work in the book, `by_day` whether all days were.
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
    percents: tuple[int, ...] = ()
    steps: list[BudgetStep] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    used: int = 0
    fresh: int = 0
    held: int = 0
    held_seconds: int = 0
    gaps: dict[str, Gap] = field(default_factory=dict)
    work: list[Worked] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)
    days: list[Use] = field(default_factory=list)
    begun: date | None = None
    by_day: bool = False

    @property
    def uses(self) -> list[Use]:
        """What counts, by day; what was brought in too."""
        return [*self.days, *(Use(one.day, grains_of(Money(one.amount_minor, self.currency))) for one in self.earlier)]

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
        Sow.lead_id,
        Sow.budget_minor,
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
    reads: Reads,
    *,
    sow_ids: Collection[int] | None = None,
    states: Collection[SowState] | None = None,
    days_from: date = NEVER,
) -> Books:
    """The accounts of all statements of work, or of some, with their days from `days_from` on.

    Three statements, five for many, in two ways; a third way when a rate changed while somebody worked.
    """
    found = await _heads_of(reads, sow_ids, states)
    asked = None if sow_ids is None and states is None else tuple(found)
    rates, (work, brought_in) = await together(
        rate_table.asks(reads, sow_ids=asked), usage_of.asks(reads, asked, days_from=days_from)
    )
    priced = [(row, rates.fact(row.sow_id, row.person_id, row.grade, row.first)) for row in work]
    changed = {
        row.sow_id
        for row, rate in priced
        if row.first != row.last and rates.fact(row.sow_id, row.person_id, row.grade, row.last) is not rate
    }
    if changed:
        by_day, _known = await usage_of.asks(reads, tuple(changed), days_from=EVER)
        priced = [item for item in priced if item[0].sow_id not in changed]
        priced += [(row, rates.fact(row.sow_id, row.person_id, row.grade, row.first)) for row in by_day]
    for number, account in found.items():
        account.by_day = days_from == EVER or number in changed
    for row, rate in priced:
        if row.sow_id in found:
            _enter(found[row.sow_id], row, rate, days_from)
    for earlier in brought_in:
        if earlier.sow_id in found:
            account = found[earlier.sow_id]
            account.earlier.append(earlier)
            account.used += grains_of(Money(earlier.amount_minor, account.currency))
    return Books(tuple(found.values()), rates)


async def _heads_of(
    reads: Reads, sow_ids: Collection[int] | None, states: Collection[SowState] | None
) -> dict[int, Account]:
    parameters: dict[str, object] = {"states": list(SowState if states is None else states)}
    if sow_ids is not None:
        parameters["sow_ids"] = list(sow_ids)
    found: dict[int, Account] = {}
    rows = await reads.ask(_heads(sow_ids is not None), parameters)
    for sow_id, *head, budget_minor, percents, order_number, accepted_on, amount_minor in rows.all():
        account = found.get(sow_id)
        if account is None:
            account = found[sow_id] = Account(sow_id, *head)
            account.percents = thresholds(percents)
            account.steps.append(BudgetStep(account.start_on, Money(budget_minor, account.currency)))
        if order_number is not None:
            more = Money(amount_minor, account.currency)
            account.extras.append(Extra(order_number, more, accepted_on))
            if accepted_on is not None:
                _raise_budget(account.steps, accepted_on, more)
    return found


def _raise_budget(steps: list[BudgetStep], accepted_on: date, more: Money) -> None:
    day = max(accepted_on, steps[-1].day)
    budget = steps[-1].budget + more
    if steps[-1].day == day:
        steps.pop()
    steps.append(BudgetStep(day, budget))


def _enter(account: Account, row: Worked, rate: RateFact | None, days_from: date) -> None:
    """Price a sum of a person's time; held time is kept apart and uses nothing."""
    if row.held:
        account.held_seconds += row.seconds
    else:
        account.work.append(row)
    if rate is None:
        _wait(account.gaps, Gap(row.grade or row.person_name, row.first, row.seconds))
        return
    grains = worth(row.seconds, rate.rate, account.currency)
    if row.held:
        account.held += grains
        return
    account.used += grains
    account.fresh += grains
    account.begun = row.first if account.begun is None else min(account.begun, row.first)
    if account.by_day or row.first >= days_from:
        account.days.append(Use(row.first, grains))


def _wait(gaps: dict[str, Gap], gap: Gap) -> None:
    known = gaps.get(gap.subject)
    if known is not None:
        gap = Gap(gap.subject, min(known.day, gap.day), known.seconds + gap.seconds)
    gaps[gap.subject] = gap
