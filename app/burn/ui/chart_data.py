"""What the burn chart draws, in days and money: pure, so that chart and table tell the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.burn.domain import BudgetStep, Forecast
from app.burn.queries import BurnDetail
from app.kernel.money import Money, half_up

MOST_TICKS = 6
TEN = 10


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a week (or today): what was used in it, by its end, and the budget then in force."""

    first: date
    day: date
    week: Money
    used: Money
    budget: Money

    @property
    def id(self) -> date:
        """The key of the table."""
        return self.first


@dataclass(frozen=True, slots=True)
class ChartData:
    """Everything on the chart; `top` is the highest amount that has to fit."""

    first: date
    last: date
    today: date
    points: tuple[Point, ...]
    steps: tuple[BudgetStep, ...]
    thresholds: tuple[tuple[int, Money], ...]
    forecast: Forecast | None
    end: date
    top: Money

    @property
    def days(self) -> int:
        """The length of the time axis."""
        return max(1, (self.last - self.first).days)


def rounded_to_ten(amount: Money) -> Money:
    """An amount to the nearest ten units of its currency: forecasts claim no more."""
    step = TEN * Money.of(1, amount.currency).minor
    return Money(half_up(Decimal(amount.minor) / step) * step, amount.currency)


def chart_data(detail: BurnDetail) -> ChartData:
    """The chart of a burn: from the start (or the first use) to the end (or today, when that is later)."""
    view = detail.view
    running = Money.zero(view.currency)
    points: list[Point] = []
    for week in detail.weeks:
        running += week.amount
        end = week.first + timedelta(6)
        day = min(end, detail.today) if week.first <= detail.today else end
        points.append(Point(week.first, day, week.amount, running, _budget_on(detail.steps, day)))
    first = min([view.start_on, *(point.first for point in points[:1])])
    last = max([view.end_on, *(point.day for point in points[-1:])])
    lines = tuple(
        (percent, Money(view.budget.minor * percent // 100, view.currency))
        for percent in detail.percents
        if percent < 100 and view.budget.minor > 0
    )
    high = [view.used, view.budget] + ([detail.forecast.high] if detail.forecast is not None else [])
    return ChartData(
        first=first,
        last=last,
        today=detail.today,
        points=tuple(points),
        steps=detail.steps,
        thresholds=lines,
        forecast=detail.forecast if detail.today < view.end_on else None,
        end=view.end_on,
        top=max(high),
    )


def _budget_on(steps: tuple[BudgetStep, ...], day: date) -> Money:
    """The budget in force on a day; the first one also before it begins."""
    current = steps[0].budget
    for step in steps:
        if step.day <= day:
            current = step.budget
    return current


def axis_step(top: Decimal) -> Decimal:
    """The distance of round numbers on an axis, so that at most six of them reach the top: 1, 2 or 5 times a power."""
    if top <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(top.adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50):
        if top / (power * factor) <= MOST_TICKS:
            return power * factor
    return power * 100
