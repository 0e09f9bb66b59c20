"""The burn of one statement of work on screen: key figures, and hours by role."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QSizePolicy

from app.burn.domain import Forecast
from app.burn.ui.chart_data import rounded_to_ten
from app.burn.ui.chart_words import method_of
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.cards import Card, Empty, KeyFigure, KeyFigures
from app.qt.columns import Column
from app.qt.short_table import ShortTable

if TYPE_CHECKING:
    from app.burn.queries import BurnDetail, GradeHoursRow, GradeUseRow


def used_tone(detail: BurnDetail) -> str:
    """Act from the highest threshold on, watch from the lowest."""
    if not detail.view.reached:
        return ""
    return "bad" if max(detail.view.reached) >= 100 else "warn"


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
        self.budget.set(money(view.budget) if view.budget else _("none"), self._sum_of_orders(detail))
        self.tone = used_tone(detail)
        self.used.set(money(view.used), self._shares(detail), self.tone)
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

    def _shares(self, detail: BurnDetail) -> str:
        gone = self._formats.percent(detail.time_percent, 1)
        if not detail.view.budget:
            return _("{gone} of time gone").format(gone=gone)
        share = self._formats.percent(detail.view.percent, 1)
        return _("{share} used \u00b7 {gone} of time gone").format(share=share, gone=gone)

    def _sum_of_orders(self, detail: BurnDetail) -> str:
        """How the budget came to be: \u00a384,000 + CO-01 \u00a312,000."""
        rounded = self._formats.money_rounded
        if not detail.accepted:
            return _("no change orders accepted") if detail.view.budget else _("nothing to burn against")
        words = rounded(detail.base)
        for one in detail.accepted:
            less = one.amount.minor < 0
            text = _("{budget} \u2212 {number} {amount}") if less else _("{budget} + {number} {amount}")
            words = text.format(budget=words, number=one.number, amount=rounded(-one.amount if less else one.amount))
        return words

    def _forecast(self, detail: BurnDetail) -> None:
        ahead, budget = detail.forecast, detail.view.budget
        self.ahead.set_caption(_("Forecast at {day}").format(day=self._formats.day(detail.view.end_on)))
        self.ahead.setToolTip(method_of(ahead))
        if ahead is None:
            self.ahead.set(_("too early"), method_of(None))
            return
        rounded = self._formats.money_rounded
        reach = self._formats.money_range(rounded_to_ten(ahead.low), rounded_to_ten(ahead.high))
        tone = forecast_tone(ahead, budget)
        if budget:
            gap = rounded_to_ten(budget - ahead.middle)
            over = gap.minor < 0
            text = _("{reach} \u00b7 {amount} over") if over else _("{reach} \u00b7 {amount} under")
            reach = text.format(reach=reach, amount=rounded(-gap if over else gap))
        self.ahead.set(rounded(rounded_to_ten(ahead.middle)), reach, "" if tone == "ok" else tone)


def _bar_tone(row: GradeHoursRow) -> str:
    return "bad" if row.budget_seconds and row.left_seconds < 0 else ""


class HoursByRole(Card):
    """Hours agreed, used and left by grade; rates only where the reader may see them."""

    def __init__(self, formats: Formats) -> None:
        """An empty table."""
        super().__init__(_("Hours by role"), flush=True)
        self._formats = formats
        self._currency = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.table = self._make_table(rates=True)
        self.body.addWidget(self.table)

    def _make_table(self, *, rates: bool) -> ShortTable:
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
        table = ShortTable(
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
        own = all(row.own for row in detail.by_grade)
        self.set_detail(_("rates from the SOW") if own else _("rates from the SOW and the rate card"))
        self._set_rows(detail.by_grade)

    def show_hours(self, rows: list[GradeHoursRow]) -> None:
        """Show hours only."""
        from app.burn.queries import GradeUseRow

        self._show_rates(rates=False)
        self.set_detail("")
        self._set_rows([GradeUseRow(row, None) for row in rows])

    def clear(self) -> None:
        """Nothing is known yet."""
        self.set_detail("")
        self._set_rows([])

    def _set_rows(self, rows: Sequence[GradeUseRow]) -> None:
        self.table.set_rows(rows)
