"""What the burn chart says: one sentence for all of it, one for each week, and the rows of its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.burn.domain import Forecast
from app.burn.ui.chart_data import Ahead, ChartData, Point, rounded_to_ten
from app.burn.ui.chart_paint import step_words
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext

if TYPE_CHECKING:  # the chart needs no database
    from app.burn.queries import BurnDetail


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the chart's table: a week, or an end of the forecast. Forecasts are rounded and belong to no week."""

    id: str
    label: str
    day: date
    week: Money | None
    used: Money
    plan: Money | None
    budget: Money | None
    note: str
    rounded: bool

    @property
    def share(self) -> Decimal | None:
        """The use as a part of the budget then in force."""
        if self.budget is None or self.budget.minor <= 0:
            return None
        return Decimal(self.used.minor) / self.budget.minor


def message_of(detail: BurnDetail, formats: Formats) -> str:
    """The chart in one sentence: "76% of £96,000 used, forecast £91,770"."""
    view = detail.view
    if not view.budget:
        return _("{amount} used, no budget agreed").format(amount=formats.money(view.used))
    percent, budget = formats.percent(view.percent), formats.money_rounded(view.budget)
    if detail.forecast is None:
        if detail.today >= view.end_on:
            return _("{percent} of {budget} used").format(percent=percent, budget=budget)
        text = _("{percent} of {budget} used, too early for a forecast")
        return text.format(percent=percent, budget=budget)
    ahead = formats.money_rounded(rounded_to_ten(detail.forecast.middle))
    return _("{percent} of {budget} used, forecast {amount}").format(percent=percent, budget=budget, amount=ahead)


def method_of(ahead: Forecast | None) -> str:
    """How the forecast is made."""
    if ahead is None:
        return _("It needs three full weeks of work.")
    text = ngettext(
        "Used + the mean of the last {weeks} full weeks per working day \u00d7 {n} working day left. "
        "The range comes from the lowest and the highest of those weeks.",
        "Used + the mean of the last {weeks} full weeks per working day \u00d7 {n} working days left. "
        "The range comes from the lowest and the highest of those weeks.",
        ahead.working_days_left,
    )
    return text.format(weeks=ahead.weeks)


def message_of_stop(stop: Point | Ahead, formats: Formats) -> str:
    """A week, or the forecast, in one sentence."""
    money, rounded = formats.money, formats.money_rounded
    if isinstance(stop, Ahead):
        low, middle, high = (rounded(rounded_to_ten(one)) for one in (stop.low, stop.middle, stop.high))
        day = formats.day(stop.day)
        if stop.risk is None:
            text = _("Forecast for {day}: {middle}, between {low} and {high}")
            return text.format(day=day, middle=middle, low=low, high=high)
        text = _("Forecast for {day}: {middle}, between {low} and {high}; {risk} with {numbers}")
        risk = rounded(rounded_to_ten(stop.risk))
        numbers = formats.listing(stop.risky)
        return text.format(day=day, middle=middle, low=low, high=high, risk=risk, numbers=numbers)
    day, week, used = formats.day(stop.first), money(stop.week), money(stop.used)
    if stop.plan is None:
        return _("Week of {day}: {week} used, {used} so far").format(day=day, week=week, used=used)
    text = _("Week of {day}: {week} used, {used} so far, {plan} planned, budget {budget}")
    return text.format(day=day, week=week, used=used, plan=rounded(stop.plan), budget=rounded(stop.budget))


def value_lines(stop: Point | Ahead, formats: Formats) -> list[tuple[str, str]]:
    """The values of a week, or of the forecast, under a heading."""
    money, rounded = formats.money, formats.money_rounded
    if isinstance(stop, Ahead):
        lines = [
            (_("Forecast at {day}").format(day=formats.day(stop.day)), ""),
            (_("Forecast"), rounded(rounded_to_ten(stop.middle))),
            (_("Range"), formats.money_range(rounded_to_ten(stop.low), rounded_to_ten(stop.high))),
        ]
        if stop.risk is not None:
            numbers = formats.listing(stop.risky)
            lines.append((_("With {numbers}").format(numbers=numbers), rounded(rounded_to_ten(stop.risk))))
        return lines
    lines = [
        (_("Week of {day}").format(day=formats.day(stop.first)), ""),
        (_("In this week"), money(stop.week)),
        (_("Used so far"), money(stop.used)),
    ]
    if stop.plan is not None:
        lines += [(_("Plan"), rounded(stop.plan)), (_("Budget"), rounded(stop.budget))]
    return lines


def table_rows(data: ChartData, formats: Formats) -> list[TableRow]:
    """The same numbers as the chart, week by week, then the forecast."""
    rows = [
        TableRow(
            id=point.first.isoformat(),
            label=_("Week of {day}").format(day=formats.day(point.first)),
            day=point.day,
            week=point.week,
            used=point.used,
            plan=point.plan,
            budget=point.budget if point.budget.minor > 0 else None,
            note=_notes(data, point, formats),
            rounded=False,
        )
        for point in data.points
    ]
    ahead = data.ahead
    if ahead is None:
        return rows
    ends: list[tuple[str, str, Money]] = [
        ("low", _("Forecast, lowest"), ahead.low),
        ("middle", _("Forecast"), ahead.middle),
        ("high", _("Forecast, highest"), ahead.high),
    ]
    if ahead.risk is not None:
        numbers = formats.listing(ahead.risky)
        ends.append(("risk", _("Forecast with {numbers}").format(numbers=numbers), ahead.risk))
    budget = ahead.budget if ahead.budget.minor > 0 else None
    at_end = _("at {day}").format(day=formats.day(ahead.day))
    for key, label, amount in ends:
        rows.append(TableRow(key, label, ahead.day, None, rounded_to_ten(amount), ahead.plan, budget, at_end, True))
    return rows


def _notes(data: ChartData, point: Point, formats: Formats) -> str:
    """What happened in a week: steps of the budget, thresholds reached."""
    found = [
        step_words(step.names, step.more, formats) for step in data.steps[1:] if point.first <= step.day <= point.day
    ]
    for one in data.crossings:
        if point.first <= one.day <= point.day:
            text = _("{percent} reached on {day}")
            found.append(text.format(percent=formats.percent(Decimal(one.percent)), day=formats.day(one.day)))
    return ", ".join(found)
