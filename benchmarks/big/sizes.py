"""The three sizes of the big firm, and the day all of them stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
"""The instant the firm's clock stands at: a Thursday, the day bills go out."""
TODAY = NOW.date()
SEED = 20260430


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is; `per_day` are the fewest and the most entries of a person on a day."""

    name: str
    entries: str
    people: int
    first: date
    clients: int
    sows: int
    per_day: tuple[int, int]
    drafts: int

    @property
    def days(self) -> int:
        """Calendar days of the story, today included."""
        return (TODAY - self.first).days + 1

    def workdays(self) -> list[date]:
        """Mondays to Fridays from the first day to today."""
        return [day for n in range(self.days) if (day := self.first + timedelta(n)).weekday() < 5]


SMALL = Size("small", "1.5 thousand", 6, date(2026, 3, 2), 12, 24, (5, 10), 6)
MIDDLE = Size("middle", "150 thousand", 50, date(2025, 5, 1), 500, 1_500, (9, 16), 60)
LARGE = Size("large", "1.5 million", 50, date(2016, 5, 2), 5_000, 15_000, (9, 16), 200)
SIZES = {size.name: size for size in (SMALL, MIDDLE, LARGE)}
