"""Burn rules: what was used of a budget, when it crossed its thresholds, what the rest of the time may cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.kernel.money import Money, half_up, total
from app.kernel.periods import Period, working_days

RECENT_WEEKS = 4
LEAST_WEEKS = 3


@dataclass(frozen=True, slots=True)
class Use:
    """Budget used on a day."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """The budget from a day on: the base, then more at each accepted change order."""

    day: date
    budget: Money


@dataclass(frozen=True, slots=True)
class Crossing:
    """The day a threshold (in per cent of the budget then in force) was reached, and what was used by its end."""

    percent: int
    day: date
    budget: Money
    used: Money


@dataclass(frozen=True, slots=True)
class Week:
    """What was used in a week that starts on `first`."""

    first: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the use will stand at the end if the last full weeks go on: middle, low and high."""

    middle: Money
    low: Money
    high: Money
    working_days_left: int


def used(uses: Iterable[Use], currency: str) -> Money:
    """Everything used."""
    return total((use.amount for use in uses), currency)


def percent_used(amount: Money, budget: Money) -> Decimal:
    """Per cent of the budget, exact; 0 without a budget."""
    return Decimal(amount.minor) * 100 / Decimal(budget.minor) if budget.minor > 0 else Decimal(0)


def budget_on(steps: Sequence[BudgetStep], day: date) -> Money:
    """The budget in force on a day; the first one also before it begins."""
    current = steps[0].budget
    for step in sorted(steps, key=lambda step: step.day):
        if step.day <= day:
            current = step.budget
    return current


def crossings(uses: Iterable[Use], steps: Sequence[BudgetStep], percents: Sequence[int]) -> tuple[Crossing, ...]:
    """Each threshold's first day at or over it that still holds against today's budget.

    A later change order can lift a budget above a line again; only crossings of the budget in force at the end count.
    """
    if not steps or steps[-1].budget.minor <= 0:
        return ()
    budget = max(steps, key=lambda step: step.day).budget
    by_day: dict[date, int] = {}
    for use in uses:
        by_day[use.day] = by_day.get(use.day, 0) + use.amount.minor
    found: list[Crossing] = []
    running = 0
    waiting = sorted(percents)
    for day in sorted(by_day):
        running += by_day[day]
        while waiting and running * 100 >= budget.minor * waiting[0]:
            found.append(Crossing(waiting.pop(0), day, budget, Money(running, budget.currency)))
    final = running * 100
    return tuple(item for item in found if final >= budget.minor * item.percent)


def weeks(uses: Iterable[Use], first: date, last: date, currency: str) -> tuple[Week, ...]:
    """The use of each week from Monday to Sunday, from the first day's week to the last day's."""
    start = first - timedelta(first.weekday())
    count = max(0, (last - start).days // 7 + 1)
    sums = [0] * count
    for use in uses:
        number = (use.day - start).days // 7
        if 0 <= number < count:
            sums[number] += use.amount.minor
    return tuple(Week(start + timedelta(7 * number), Money(amount, currency)) for number, amount in enumerate(sums))


def forecast(
    series: Sequence[Week], spent: Money, today: date, end: date, holidays: frozenset[date] = frozenset()
) -> Forecast | None:
    """The use at the end: mean of the last four full weeks per working day x the working days left.

    The range takes the lowest and the highest of those weeks. None while there are under three full weeks: too early.
    """
    full = [week for week in series if week.first + timedelta(6) <= today][-RECENT_WEEKS:]
    worked = [
        (week.amount.minor, len(working_days(Period(week.first, week.first + timedelta(6)), holidays))) for week in full
    ]
    worked = [(amount, days) for amount, days in worked if days]
    if len(worked) < LEAST_WEEKS:
        return None
    left = len(working_days(Period(today + timedelta(1), end), holidays)) if end > today else 0
    rates = [Decimal(amount) / days for amount, days in worked]
    mean = Decimal(sum(amount for amount, _ in worked)) / sum(days for _, days in worked)

    def at(rate: Decimal) -> Money:
        return Money(spent.minor + half_up(rate * left), spent.currency)

    return Forecast(at(mean), at(min(rates)), at(max(rates)), left)
