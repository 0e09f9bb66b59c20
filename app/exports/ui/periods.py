"""The periods an export offers by name, so that nobody has to count days."""

from __future__ import annotations

from datetime import date, timedelta

from app.kernel.formats import Formats
from app.kernel.periods import Period, month_of
from app.kernel.words import _

OTHER = ""
MONTHS = 3


def named_periods(today: date, formats: Formats) -> dict[str, tuple[str, Period | None]]:
    """By key: the name, and the period; the last one leaves the days to the person."""
    found: dict[str, tuple[str, Period | None]] = {}
    month = month_of(today)
    for turn in range(MONTHS):
        name = formats.month(month.first)
        words = _("{month} (this month)").format(month=name) if not turn else name
        found[f"month{turn}"] = (words, month)
        month = month_of(month.first - timedelta(1))
    quarter = _quarter(today)
    for turn in range(2):
        words = _("Quarter {n} of {year}").format(n=(quarter.first.month + 2) // 3, year=quarter.first.year)
        found[f"quarter{turn}"] = (words, quarter)
        quarter = _quarter(quarter.first - timedelta(1))
    for turn in range(2):
        year = today.year - turn
        found[f"year{turn}"] = (_("Year {year}").format(year=year), Period(date(year, 1, 1), date(year, 12, 31)))
    found[OTHER] = (_("Other days"), None)
    return found


def _quarter(day: date) -> Period:
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return Period(first, month_of(first + timedelta(70)).last)
