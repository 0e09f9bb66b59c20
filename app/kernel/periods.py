"""Periods: runs of whole days, both ends included."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

WEEKEND = 5


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included; ValueError when it ends before it starts."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.last < self.first:
            message = f"a period cannot end on {self.last} before it starts on {self.first}"
            raise ValueError(message)

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.first <= day <= self.last

    def __len__(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def days(self) -> Iterator[date]:
        """Each day in order."""
        for number in range(len(self)):
            yield self.first + timedelta(number)


def week_of(day: date, first_weekday: int = 0) -> Period:
    """The week around a day; `first_weekday` 0 is Monday, 6 Sunday."""
    start = day - timedelta((day.weekday() - first_weekday) % 7)
    return Period(start, start + timedelta(6))


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    start = day.replace(day=1)
    following = (start + timedelta(32)).replace(day=1)
    return Period(start, following - timedelta(1))


def working_days(period: Period, holidays: Collection[date] = ()) -> list[date]:
    """Monday to Friday of a period without the holidays."""
    return [day for day in period.days() if day.weekday() < WEEKEND and day not in holidays]
