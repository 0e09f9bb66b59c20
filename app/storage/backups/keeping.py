"""Keeping: which backups stay. The more there are of a time long ago, the fewer of them are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol, TypeVar


class Dated(Protocol):
    """What is kept or not: when it was made, whether it is whole, whether it is to last."""

    @property
    def made(self) -> datetime:
        """The instant."""

    @property
    def good(self) -> bool:
        """Whether it was opened and is whole, as far as anybody knows."""

    @property
    def unchecked(self) -> bool:
        """Whether nobody has opened it yet, because somebody wanted it so."""

    @property
    def lasting(self) -> bool:
        """Whether it is kept for a year."""


D = TypeVar("D", bound=Dated)
ALL = timedelta(hours=48)
YEAR = timedelta(days=366)
PERIODS: tuple[tuple[int, Callable[[datetime], tuple[int, ...]]], ...] = (
    (14, lambda made: (made.year, made.month, made.day)),
    (10, lambda made: made.isocalendar()[:2]),
    (12, lambda made: (made.year, made.month)),
    (10, lambda made: (made.year,)),
)
"""How many days, weeks, months and years are kept, and to which of them an instant belongs."""


def keep(backups: Iterable[D], now: datetime) -> set[D]:
    """Those that stay.

    All of the last 48 hours; the newest whole one of each of the last 14 days, 10 weeks, 12 months and 10 years that
    have one; for a year what was taken before a step that changes everything. Periods without any do not count, so
    whoever comes back after a year finds all that was there. What is damaged stays: somebody has to look at it. What
    nobody has opened is kept by the same rule among its like: it never stands for one that was found whole. What was
    made in the future, by a clock that went wrong, counts as new.
    """
    found = sorted(backups, key=lambda one: one.made, reverse=True)
    good, unchecked = [one for one in found if one.good], [one for one in found if one.unchecked]
    stay = {one for one in found if not one.good and not one.unchecked}
    stay |= {one for one in found if now - one.made <= ALL or (one.lasting and now - one.made <= YEAR)}
    for most, period in PERIODS:
        for line in (good, unchecked):
            newest: dict[tuple[int, ...], D] = {}
            for one in line:
                newest.setdefault(period(one.made), one)
            stay.update(list(newest.values())[:most])
    return stay
