"""What the burn chart draws, in days and money: pure, so that chart and table tell the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.burn.domain import BudgetStep, Crossing
from app.kernel.money import Money, half_up, total

if TYPE_CHECKING:  # the chart needs no database
    from app.burn.queries import BurnDetail

MOST_TICKS = 6
TEN = 10


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a week (or today): what was used in it, by its end, and what plan and budget then said."""

    first: date
    day: date
    week: Money
    used: Money
    budget: Money
    plan: Money | None

    @property
    def id(self) -> date:
        """The key of the table."""
        return self.first


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where the use is expected to stand at the end; `risk` is the middle with the change orders nobody accepted."""

    day: date
    low: Money
    middle: Money
    high: Money
    budget: Money
    plan: Money | None
    risk: Money | None
    risky: tuple[str, ...]
    """The numbers of those change orders."""

    @property
    def id(self) -> str:
        """The key of the table."""
        return "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the stair: the day the budget changed, what it is from then on, and by which change orders."""

    day: date
    budget: Money
    more: Money
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """Everything on the chart; `top` is the highest amount that has to fit."""

    first: date
    last: date
    today: date
    begin: date
    end: date
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    thresholds: tuple[tuple[int, Money], ...]
    crossings: tuple[Crossing, ...]
    ahead: Ahead | None
    too_early: bool
    top: Money

    @property
    def days(self) -> int:
        """The length of the time axis."""
        return max(1, (self.last - self.first).days)

    @property
    def budget(self) -> Money:
        """The budget in force at the end."""
        return self.steps[-1].budget

    @property
    def stops(self) -> tuple[Point | Ahead, ...]:
        """Where the arrow keys stop: the weeks, then the forecast."""
        return self.points if self.ahead is None else (*self.points, self.ahead)


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
        budget = _budget_on(detail.steps, day)
        points.append(Point(week.first, day, week.amount, running, budget, plan_on(detail, day)))
    # the first week may begin before the start; only use before it lengthens the axis
    first = min([view.start_on, *(point.first for point in points[:1] if point.day < view.start_on)])
    last = max([view.end_on, *(point.day for point in points[-1:])])
    lines = tuple(
        (percent, Money(view.budget.minor * percent // 100, view.currency))
        for percent in detail.percents
        if percent < 100 and view.budget.minor > 0
    )
    ahead = _ahead(detail)
    heights = [view.used, view.budget, *(step.budget for step in detail.steps)]
    if ahead is not None:
        heights += [ahead.high, *([ahead.risk] if ahead.risk is not None else [])]
    return ChartData(
        first=first,
        last=last,
        today=detail.today,
        begin=view.start_on,
        end=view.end_on,
        points=tuple(points),
        steps=_steps(detail),
        thresholds=lines,
        crossings=detail.crossings,
        ahead=ahead,
        too_early=detail.forecast is None and detail.today < view.end_on,
        top=max(heights),
    )


def plan_on(detail: BurnDetail, day: date) -> Money | None:
    """The budget in force spread evenly over the days from start to end; None without a budget."""
    view = detail.view
    if view.budget.minor <= 0:
        return None
    length = max(1, (view.end_on - view.start_on).days)
    gone = min(max((day - view.start_on).days, 0), length)
    return Money(half_up(Decimal(view.budget.minor) * gone / length), view.currency)


def _ahead(detail: BurnDetail) -> Ahead | None:
    view, forecast = detail.view, detail.forecast
    if forecast is None or detail.today >= view.end_on:
        return None
    risky = [one for one in detail.pending if one.amount.minor > 0]
    more = total((one.amount for one in risky), view.currency)
    return Ahead(
        day=view.end_on,
        low=forecast.low,
        middle=forecast.middle,
        high=forecast.high,
        budget=view.budget,
        plan=plan_on(detail, view.end_on),
        risk=forecast.middle + more if risky else None,
        risky=tuple(one.number for one in risky),
    )


def _steps(detail: BurnDetail) -> tuple[Step, ...]:
    steps: list[Step] = []
    for place, step in enumerate(detail.steps):
        before = detail.steps[place - 1].day if place else date.min
        names = [one.number for one in detail.accepted if one.day is not None and before < one.day <= step.day]
        more = step.budget - detail.steps[place - 1].budget if place else Money.zero(step.budget.currency)
        steps.append(Step(step.day, step.budget, more, tuple(names)))
    return tuple(steps)


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
