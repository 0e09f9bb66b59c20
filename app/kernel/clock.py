"""The clock: every "now" and "today" of the program comes from one of these."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it was set: for the demo and for tests."""

    def __init__(self, instant: datetime) -> None:
        """A clock standing at `instant` (aware)."""
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._instant

    def set(self, instant: datetime) -> None:
        """Set the clock to another instant (aware)."""
        self._instant = instant.astimezone(UTC)


class ShiftedClock:
    """A clock that runs, but started at another instant: the demo's 30 April goes on ticking."""

    def __init__(self, start: datetime, base: Clock | None = None) -> None:
        """A clock that shows `start` (aware) now."""
        self._base = base or SystemClock()
        self._shift = start.astimezone(UTC) - self._base.now()

    def now(self) -> datetime:
        """The shifted instant in UTC."""
        return self._base.now() + self._shift


def local_date(instant: datetime, zone: str) -> date:
    """The calendar date of an instant in an IANA zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
