"""Burn rules: what was used of a budget, when it crossed its thresholds, what the rest of the time may cost.

The one rounding rule: time is valued and summed exactly (in grains), and rounded half up once where a sum becomes
money. Every sum is rounded from the exact one, never from rounded parts, so the order of entries cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.kernel.formats import Formats
from app.kernel.money import Money, exponent, half_up
from app.kernel.periods import Period, working_days
from app.kernel.words import _

RECENT_WEEKS = 4
LEAST_WEEKS = 3
RATE_STEPS = 10_000
GRAINS = 3600 * RATE_STEPS
"""Grains in a minor unit: seconds times ten-thousandths of an hourly rate leave no rest."""


def worth(seconds: int, rate: Decimal, currency: str) -> int:
    """What time costs at an hourly rate of at most four decimals, exact, in grains."""
    scale: int = 10 ** exponent(currency)
    return seconds * int(rate * RATE_STEPS) * scale


def grains_of(amount: Money) -> int:
    """An amount in grains."""
    return amount.minor * GRAINS


def money_of(grains: int, currency: str) -> Money:
    """The money of an exact sum: rounded half up, here and nowhere else."""
    whole = (abs(grains) * 2 + GRAINS) // (2 * GRAINS)  # as `half_up`, without making fractions of thousands of days
    return Money(-whole if grains < 0 else whole, currency)


@dataclass(frozen=True, slots=True)
class Use:
    """Budget used on a day, exact."""

    day: date
    grains: int


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """The budget from a day on: the base, then more at each accepted change order."""

    day: date
    budget: Money


@dataclass(frozen=True, slots=True)
class Extra:
    """A change order: what it adds to the budget from the day it was accepted; no day while the client has not."""

    number: str
    amount: Money
    day: date | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """The day a threshold (in per cent of the budget in force) was reached, and what was used by its end."""

    percent: int
    day: date
    budget: Money
    used: Money


@dataclass(frozen=True, slots=True)
class Gap:
    """Billable time from a day on that nothing prices: who or which grade has no rate, and how long it waits."""

    subject: str
    day: date
    seconds: int


@dataclass(frozen=True, slots=True)
class Week:
    """What was used in a week that starts on `first`. Weeks add up to the whole to the penny."""

    first: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the use will stand at the end if the last full weeks go on: middle, low and high.

    `per_day` is the mean of a working day in minor units, `weeks` how many full weeks it rests on.
    """

    middle: Money
    low: Money
    high: Money
    working_days_left: int
    per_day: Decimal
    weeks: int


def percent_used(amount: Money, budget: Money) -> Decimal:
    """Per cent of the budget; 0 without a budget."""
    return Decimal(amount.minor) * 100 / Decimal(budget.minor) if budget.minor > 0 else Decimal(0)


def current_budget(steps: Iterable[BudgetStep], currency: str) -> Money:
    """The budget after its last step."""
    last = max(steps, key=lambda step: step.day, default=None)
    return Money.zero(currency) if last is None else last.budget


def reached(spent: Money, budget: Money, percents: Iterable[int]) -> tuple[int, ...]:
    """Each threshold of the budget in force that is reached: those that have a crossing."""
    if budget.minor <= 0:
        return ()
    return tuple(percent for percent in sorted(set(percents)) if spent.minor * 100 >= budget.minor * percent)


def crossings(uses: Iterable[Use], budget: Money, percents: Iterable[int]) -> tuple[Crossing, ...]:
    """Each threshold of the budget in force that is reached at the end, with the day it was reached for good.

    A later change order lifts the budget, and with it every line: only the budget in force counts.
    """
    if budget.minor <= 0:
        return ()
    by_day: dict[date, int] = {}
    for use in uses:
        by_day[use.day] = by_day.get(use.day, 0) + use.grains
    reached: dict[int, Crossing] = {}
    lines = sorted(set(percents))
    running = 0
    for day in sorted(by_day):
        running += by_day[day]
        stand = money_of(running, budget.currency)
        for percent in lines:
            if stand.minor * 100 < budget.minor * percent:
                reached.pop(percent, None)
            elif percent not in reached:
                reached[percent] = Crossing(percent, day, budget, stand)
    return tuple(reached[percent] for percent in sorted(reached))


def weeks(uses: Iterable[Use], first: date, last: date, currency: str) -> tuple[Week, ...]:
    """The use of each week from Monday to Sunday, over the given days and every day that has a use."""
    by_week: dict[date, int] = {}
    for use in uses:
        monday = _monday(use.day)
        by_week[monday] = by_week.get(monday, 0) + use.grains
    start = min([_monday(first), *by_week])
    end = max([_monday(last), *by_week])
    found: list[Week] = []
    running, before = 0, Money.zero(currency)
    for number in range((end - start).days // 7 + 1):
        monday = start + timedelta(7 * number)
        running += by_week.get(monday, 0)
        stand = money_of(running, currency)
        found.append(Week(monday, stand - before))
        before = stand
    return tuple(found)


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
    left = len(days_left(today, end, holidays))
    rates = [Decimal(amount) / days for amount, days in worked]
    mean = Decimal(sum(amount for amount, _days in worked)) / sum(days for _amount, days in worked)

    def at(rate: Decimal) -> Money:
        return Money(spent.minor + half_up(rate * left), spent.currency)

    return Forecast(at(mean), at(min(rates)), at(max(rates)), left, mean, len(worked))


def days_left(today: date, end: date, holidays: frozenset[date] = frozenset()) -> list[date]:
    """The working days after today up to the end."""
    return working_days(Period(today + timedelta(1), end), holidays) if end > today else []


def reached_on(ahead: Forecast, spent: Money, line: Money, days: Sequence[date]) -> date | None:
    """The working day on which the use is expected to reach a line; None when it is there already, or never comes."""
    if spent >= line or ahead.per_day <= 0:
        return None
    needed = ceil(Fraction(line.minor - spent.minor) / Fraction(ahead.per_day))
    return days[needed - 1] if needed <= len(days) else None


def gap_sentence(gaps: Sequence[Gap], formats: Formats) -> str:
    """What has no price, for people: "No rate for Analyst on 29 Apr. 2.0 h wait."; nothing when all has one."""
    if not gaps:
        return ""
    first = min(gaps, key=lambda gap: (gap.day, gap.subject))
    return _("No rate for {subject} on {day}. {hours} wait.").format(
        subject=first.subject,
        day=formats.day(first.day),
        hours=formats.hours(sum(gap.seconds for gap in gaps), unit=True),
    )


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
