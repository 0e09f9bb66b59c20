"""harvest: what waits for a person, and reading a calendar file."""

from __future__ import annotations

from datetime import date

from app.demo.source import calendar
from app.harvest.feed import read_calendar
from app.harvest.queries import suggestions
from app.kernel.periods import Period
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject

WEEK = Period(date(2026, 4, 27), date(2026, 5, 3))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def _suggestions(desk: Desk) -> Subject:
    return desk.query("PR", suggestions, person_id=desk.person("PR"), period=WEEK)


def _reading(_desk: Desk) -> Subject:
    content = calendar("PR")
    if content is None:
        raise LookupError("PR")
    found = len(read_calendar(content, window=YEAR, zone="Europe/London").occurrences)
    return Subject(
        lambda: read_calendar(content, window=YEAR, zone="Europe/London"),
        facts={"bytes": len(content), "occurrences": found},
    )


BENCHMARKS = (
    Benchmark("harvest", "suggestions of a week", _suggestions),
    Benchmark("harvest", "read a calendar for a year", _reading),
)
