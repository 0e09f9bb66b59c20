"""The burn of one statement of work on screen: key figures, and hours by role."""

from __future__ import annotations

from decimal import Decimal

from app.burn.domain import Forecast
from app.burn.queries import BurnDetail, GradeHoursRow, GradeUseRow
from app.kernel.formats import Formats
from app.kernel.money import Money, half_up
from app.kernel.words import _
from app.qt.cards import Card, Empty, KeyFigure, KeyFigures
from app.qt.columns import Column
from app.qt.table import RecordTable

TEN = 10


def rounded_to_ten(amount: Money) -> Money:
    """An amount to the nearest ten units of its currency: forecasts claim no more."""
    step = TEN * Money.of(1, amount.currency).minor
    return Money(half_up(Decimal(amount.minor) / step) * step, amount.currency)


def used_tone(detail: BurnDetail) -> str:
    """Act from the highest threshold on, watch from the lowest."""
    reached = [crossing.percent for crossing in detail.view.crossings]
    if not reached:
        return ""
    return "bad" if max(reached) >= 100 else "warn"


def forecast_tone(ahead: Forecast, budget: Money) -> str:
    """Act when the middle passes the budget, watch when only the high end does."""
    if budget.minor <= 0:
        return ""
    return "bad" if ahead.middle > budget else "warn" if ahead.high > budget else "ok"


class BurnFigures(KeyFigures):
    """Budget, used, invoiced, not yet invoiced, forecast. The page that knows the invoices sets the two in between."""

    def __init__(self, formats: Formats) -> None:
        """Figures without values."""
        self._formats = formats
        self.budget = KeyFigure(_("Budget"))
        self.used = KeyFigure(_("Used"))
        self.invoiced = KeyFigure(_("Invoiced"))
        self.waiting = KeyFigure(_("Not yet invoiced"))
        self.ahead = KeyFigure(_("Forecast"))
        super().__init__([self.budget, self.used, self.invoiced, self.waiting, self.ahead])

    def show_burn(self, detail: BurnDetail) -> None:
        """Show what the budget and its use say."""
        view, money = detail.view, self._formats.money
        self.budget.set(money(view.budget) if view.budget else _("none"), self._steps(detail))
        gone = _("{percent} of the time gone").format(percent=self._formats.percent(detail.time_percent, 1))
        share = _("{percent} used").format(percent=self._formats.percent(view.percent, 1))
        self.used.set(money(view.used), f"{share} \u00b7 {gone}" if view.budget else gone, used_tone(detail))
        self._forecast(detail)

    def _steps(self, detail: BurnDetail) -> str:
        """How the budget came to be: £84,000 + £12,000 on 17 Mar."""
        rounded = self._formats.money_rounded
        if len(detail.steps) < 2:
            return ""
        parts = [rounded(detail.steps[0].budget)]
        for before, step in zip(detail.steps, detail.steps[1:], strict=False):
            parts.append(
                _("{amount} on {day}").format(
                    amount=rounded(step.budget - before.budget), day=self._formats.day(step.day)
                )
            )
        return " + ".join(parts)

    def _forecast(self, detail: BurnDetail) -> None:
        ahead, budget = detail.forecast, detail.view.budget
        rounded = self._formats.money_rounded
        if ahead is None:
            self.ahead.set(_("too early"), _("It needs three full weeks of work."))
            return
        low, high = rounded_to_ten(ahead.low), rounded_to_ten(ahead.high)
        sub = f"{rounded(low)}\u2013{rounded(high)}"
        if budget:
            gap = rounded_to_ten(budget - ahead.middle)
            over = gap.minor < 0
            words = _("{amount} over") if over else _("{amount} under")
            sub = f"{sub} \u00b7 {words.format(amount=rounded(-gap if over else gap))}"
        self.ahead.set(rounded(rounded_to_ten(ahead.middle)), sub, forecast_tone(ahead, budget))
        self.ahead.setToolTip(
            _("Used + the mean of the last {n} full weeks per working day \u00d7 {days} working days left.").format(
                n=ahead.weeks, days=ahead.working_days_left
            )
        )


def _bar_tone(row: GradeHoursRow) -> str:
    return "bad" if row.budget_seconds and row.left_seconds < 0 else ""


class HoursByRole(Card):
    """Hours agreed, used and left by grade; rates only where the reader may see them."""

    def __init__(self, formats: Formats) -> None:
        """An empty table."""
        super().__init__(_("Hours by role"), flush=True)
        self._formats = formats
        self._currency = ""
        self.table = RecordTable(
            [
                Column("role", _("Role"), lambda row: row.hours.grade or _("No grade"), least=120),
                Column("rate", _("Rate / h"), self._rate, width=90, right=True, sort=lambda row: row.rate),
                Column("budget", _("Budget h"), lambda row: row.hours.budget_seconds or None, kind="hours", width=90),
                Column("used", _("Used h"), lambda row: row.hours.used_seconds, kind="hours", width=90, total="sum"),
                Column("left", _("Left h"), self._left, kind="hours", width=90, tone=lambda row: _bar_tone(row.hours)),
                Column("share", _("Used"), self._share, kind="bar", width=150, tone=lambda row: _bar_tone(row.hours)),
            ],
            formats,
            name=_("Hours by role"),
            empty=Empty("clock", _("No hours agreed and none logged yet.")),
        )
        self.table.set_foot(_("Total"))
        self.body.addWidget(self.table)

    def _rate(self, row: GradeUseRow) -> str | None:
        return None if row.rate is None else self._formats.rate(row.rate, self._currency)

    @staticmethod
    def _left(row: GradeUseRow) -> int | None:
        return row.hours.left_seconds if row.hours.budget_seconds else None

    @staticmethod
    def _share(row: GradeUseRow) -> Decimal | None:
        return row.hours.percent / 100 if row.hours.budget_seconds else None

    def show_burn(self, detail: BurnDetail) -> None:
        """Show hours with their rates."""
        self._currency = detail.view.currency
        self.set_detail(_("rates from the SOW and the rate card"))
        self.table.set_rows(detail.by_grade)

    def show_hours(self, rows: list[GradeHoursRow]) -> None:
        """Show hours only."""
        self.set_detail("")
        self.table.set_rows([GradeUseRow(row, None) for row in rows])
