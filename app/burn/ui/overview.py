"""The burn of one statement of work on screen: key figures, and hours by role."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QApplication, QStackedLayout

from app.burn.domain import Forecast
from app.burn.queries import BurnDetail, GradeHoursRow, GradeUseRow
from app.burn.ui.chart import BurnChart
from app.burn.ui.chart_data import Point, chart_data, rounded_to_ten
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card, Empty, KeyFigure, KeyFigures
from app.qt.columns import Column
from app.qt.table import RecordTable
from app.qt.tokens import px


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
        self.tone = ""
        super().__init__([self.budget, self.used, self.invoiced, self.waiting, self.ahead])

    def show_burn(self, detail: BurnDetail) -> None:
        """Show what the budget and its use say."""
        view, money = detail.view, self._formats.money
        self.budget.set(money(view.budget) if view.budget else _("none"), self._steps(detail))
        gone = _("{percent} of the time gone").format(percent=self._formats.percent(detail.time_percent, 1))
        share = _("{percent} used").format(percent=self._formats.percent(view.percent, 1))
        self.tone = used_tone(detail)
        self.used.set(money(view.used), f"{share} \u00b7 {gone}" if view.budget else gone, self.tone)
        self._forecast(detail)

    def show_invoiced(self, *, visible: bool) -> None:
        """Leave out what invoices say for those who may not see them."""
        self.invoiced.setVisible(visible)
        self.waiting.setVisible(visible)

    def set_invoiced(self, fees: Money, note: str, waiting: Money | None, waiting_note: str) -> None:
        """What invoices billed of the work, and what work still waits for one."""
        money = self._formats.money
        self.invoiced.set(money(fees), note)
        self.waiting.set("\u2013" if waiting is None else money(waiting), waiting_note)

    def _steps(self, detail: BurnDetail) -> str:
        """How the budget came to be: £84,000 + £12,000 on 17 Mar."""
        rounded = self._formats.money_rounded
        if len(detail.steps) < 2:
            return _("no change orders accepted") if detail.view.budget else _("nothing to burn against")
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
        self.table = self._make_table(rates=True)
        self.body.addWidget(self.table)

    def _make_table(self, *, rates: bool) -> RecordTable:
        columns = [
            Column("role", _("Role"), lambda row: row.hours.grade or _("No grade"), least=120),
            Column("budget", _("Budget h"), lambda row: row.hours.budget_seconds or None, kind="hours", width=90),
            Column("used", _("Used h"), lambda row: row.hours.used_seconds, kind="hours", width=90, total="sum"),
            Column("left", _("Left h"), self._left, kind="hours", width=90, tone=lambda row: _bar_tone(row.hours)),
            Column("share", _("Used"), self._share, kind="bar", width=150, tone=lambda row: _bar_tone(row.hours)),
        ]
        if rates:
            columns.insert(
                1, Column("rate", _("Rate / h"), self._rate, width=90, right=True, sort=lambda row: row.rate)
            )
        table = RecordTable(
            columns,
            self._formats,
            name=_("Hours by role"),
            empty=Empty("clock", _("No hours agreed and none logged yet.")),
        )
        table.set_foot(_("Total"))
        return table

    def _show_rates(self, *, rates: bool) -> None:
        """The table for what the reader may see: without the right there is no column of rates."""
        if rates == any(column.key == "rate" for column in self.table.model.columns):
            return
        here = QApplication.focusWidget()
        old, self.table = self.table, self._make_table(rates=rates)
        self.body.replaceWidget(old, self.table)
        if here is not None and old.isAncestorOf(here):
            self.table.setFocus()
        old.hide()
        old.deleteLater()

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
        self._show_rates(rates=True)
        self._currency = detail.view.currency
        self.set_detail(_("rates from the SOW and the rate card"))
        self._set_rows(detail.by_grade)

    def show_hours(self, rows: list[GradeHoursRow]) -> None:
        """Show hours only."""
        self._show_rates(rates=False)
        self.set_detail("")
        self._set_rows([GradeUseRow(row, None) for row in rows])

    def _set_rows(self, rows: Sequence[GradeUseRow]) -> None:
        """Show rows, and take no more room than they need: the chart above gets the rest."""
        self.table.set_rows(rows)
        view = self.table.view
        inside = view.horizontalHeader().sizeHint().height() + self.table.foot.sizeHint().height() + 4
        inside += sum(view.rowHeight(line) for line in range(len(rows))) if rows else px(180)
        self.setMaximumHeight(inside + self.head.sizeHint().height() + 4)


class BurnCard(Card):
    """The burn chart with its numbers as a table behind a button."""

    def __init__(self, formats: Formats) -> None:
        """An empty frame."""
        self.swap = Button(_("Show as table"), icon="table-2", small=True)
        super().__init__(_("Budget burn"), "", self.swap, flush=True)
        self._formats = formats
        self.chart = BurnChart(formats)
        self.table = RecordTable(
            [
                Column("week", _("Week of"), lambda point: point.first, kind="date", width=130),
                Column("used", _("Used"), lambda point: point.week, kind="money", width=130, total="sum"),
                Column("so_far", _("Used so far"), lambda point: point.used, kind="money", width=140),
                Column("budget", _("Budget"), lambda point: point.budget or None, kind="money", width=140),
                Column("share", _("Share"), self._share, kind="bar", tone=lambda _point: ""),
            ],
            formats,
            name=_("Budget burn as a table"),
            empty=Empty("clock", _("No time on this engagement yet. The chart starts with the first hour.")),
        )
        self.table.set_foot(_("Total"))
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack)  # first: a stack without a parent shows its first widget as a window
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self.swap.clicked.connect(self.toggle)
        self._has_data = False
        self._as_table = False

    @staticmethod
    def _share(point: Point) -> Decimal | None:
        return Decimal(point.used.minor) / point.budget.minor if point.budget.minor > 0 else None

    def toggle(self) -> None:
        """Chart or table."""
        self._as_table = not self._as_table
        self._show()

    def _show(self) -> None:
        as_table = self._as_table or not self._has_data
        self._stack.setCurrentIndex(1 if as_table else 0)
        self.swap.setText(_("Show as chart") if self._as_table else _("Show as table"))
        self.swap.setVisible(self._has_data)
        self.setFocusProxy(self.table if as_table else self.chart)

    def show_burn(self, detail: BurnDetail) -> None:
        """Draw a burn; without any use the card says when it will start."""
        data = chart_data(detail)
        self._has_data = bool(detail.view.used) or bool(detail.view.held_seconds)
        self.chart.set(data, message_of(detail, self._formats))
        self.table.set_rows(data.points if self._has_data else [])
        self._show()


def message_of(detail: BurnDetail, formats: Formats) -> str:
    """The chart in one sentence: "76% of £96,000 used, forecast £91,770"."""
    view = detail.view
    if not view.budget:
        return _("{amount} used, no budget agreed").format(amount=formats.money(view.used))
    used = _("{percent} of {budget} used").format(
        percent=formats.percent(view.percent), budget=formats.money_rounded(view.budget)
    )
    if detail.forecast is None:
        return used
    ahead = formats.money_rounded(rounded_to_ten(detail.forecast.middle))
    return _("{used}, forecast {amount}").format(used=used, amount=ahead)
