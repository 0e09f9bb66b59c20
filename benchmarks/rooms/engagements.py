"""engagements: the list of statements of work, one of them whole, and the tasks of the entry line."""

from __future__ import annotations

from datetime import date

from app.engagements.queries import sow, sow_list, tasks
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _tasks(desk: Desk) -> Subject:
    return desk.query("PR", tasks, on=date(2026, 4, 30), person_id=desk.person("PR"))


BENCHMARKS = (
    Benchmark("engagements", "list", lambda desk: desk.query("EF", sow_list)),
    Benchmark(
        "engagements", "one statement of work", lambda desk: desk.query("EF", sow, sow_id=desk.sow("SOW-2026-014"))
    ),
    Benchmark("engagements", "tasks of the entry line", _tasks),
)
