"""timesheets: a person's week, and what waits for approval."""

from __future__ import annotations

from datetime import date

from app.timesheets.queries import desk as read_desk
from app.timesheets.queries import waiting, week
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject

MONDAY = date(2026, 4, 27)


def _week(desk: Desk) -> Subject:
    return desk.query("PR", week, person_id=desk.person("PR"), monday=MONDAY)


def _desk(desk: Desk) -> Subject:
    return desk.query("PR", read_desk, person_id=desk.person("PR"), monday=MONDAY)


BENCHMARKS = (
    Benchmark("timesheets", "week", _week),
    Benchmark("timesheets", "all of My week", _desk),
    Benchmark("timesheets", "waiting for approval", lambda desk: desk.query("EF", waiting)),
)
