"""Key figures of a week: what is billable, what it is worth, what waits, and how promptly it was logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.cards import KeyFigure, KeyFigures
from app.timesheets.queries import Desk

PROMPT_TARGET = Decimal(95)


@dataclass(frozen=True)
class InCalendar:
    """What waits in the calendar: seconds with clients, what they are worth, and how many events there are in all."""

    seconds: int
    worth: tuple[Money, ...]
    count: int = 0


class WeekFigures(KeyFigures):
    """Four figures in one card; each comes from the book."""

    def __init__(self, formats: Formats) -> None:
        """Empty figures."""
        self._formats = formats
        self.billable = KeyFigure(_("Billable this week"))
        self.value = KeyFigure(_("Value at SOW rates"))
        self.waiting = KeyFigure(_("Waiting in the calendar"))
        self.prompt = KeyFigure(_("Logged within a day"), shape_at_value=True)
        super().__init__([self.billable, self.value, self.waiting, self.prompt])

    def show_week(self, desk: Desk, waiting: InCalendar) -> None:
        """Show the figures of a week."""
        formats, view = self._formats, desk.view
        weekly = formats.hours(view.weekly_seconds, unit=True)
        share = Decimal(100 * view.billable_seconds) / view.weekly_seconds if view.weekly_seconds else Decimal(0)
        self.billable.set(
            formats.hours(view.billable_seconds, unit=True),
            _("{percent} of {hours}").format(percent=formats.percent(share), hours=weekly),
        )
        self.value.set(self.money(desk.worth()), self._held(desk))
        self.waiting.set(
            self.money(waiting.worth),
            _("{hours} with clients, not logged").format(hours=formats.hours(waiting.seconds, unit=True)),
        )
        prompt = desk.prompt
        if not prompt.entries:
            self.prompt.set("–", _("last 4 weeks"))
            return
        percent = Decimal(100 * prompt.in_time) / prompt.entries
        tone = "ok" if percent >= PROMPT_TARGET else "warn"
        target = _("last 4 weeks, target {percent}").format(percent=formats.percent(PROMPT_TARGET))
        self.prompt.set(formats.percent(percent), target, tone)

    def money(self, amounts: Sequence[Money]) -> str:
        """Sums, one per currency; a dash for none."""
        return " + ".join(self._formats.money(amount) for amount in amounts) or "–"

    def _held(self, desk: Desk) -> str:
        held = desk.worth(held=True)
        orders = sorted({entry.change_order_number or "" for entry in desk.view.entries if entry.held} - {""})
        if not held:
            return _("nothing held")
        return _("{money} held on {orders}").format(money=self.money(held), orders=", ".join(orders))
