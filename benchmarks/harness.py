"""Measuring the rooms: interleaved pairs, median with least and most, statements counted; tables and reports."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.pair import Spread, Taken, clocked

if TYPE_CHECKING:
    from benchmarks.desk import Desk


@dataclass
class Subject:
    """What is measured, and the yardstick it is measured against.

    `before` is carried out untimed before each round. A function that answers a `Taken` has measured itself: a child
    process, for example. `statements` counts what the last round asked of the database; `facts` are told beside it.
    """

    run: Callable[[], object]
    yardstick: Callable[[], object] | None = None
    against: str = ""
    before: Callable[[], object] | None = None
    statements: Callable[[], int] | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A thing of a room that is worth knowing the cost of; `prepare` needs the demo, listing does not."""

    room: str
    name: str
    prepare: Callable[[Desk], Subject]


@dataclass(frozen=True, slots=True)
class Measured:
    """The result of a benchmark. `ratio` is the median of the rounds' own ratios on the wall clock."""

    room: str
    name: str
    rounds: int
    wall: Spread
    cpu: Spread
    statements: int | None
    against: str
    yardstick: Spread | None
    ratio: float | None
    facts: dict[str, Any]


def measure(benchmark: Benchmark, desk: Desk, rounds: int) -> Measured:
    """Run a benchmark and its yardstick in turn, A B A B; the first pair only warms up."""
    subject = benchmark.prepare(desk)
    taken: list[Taken] = []
    compared: list[Taken] = []
    for _round in range(rounds + 1):
        if subject.before is not None:
            subject.before()
        taken.append(clocked(subject.run))
        if subject.yardstick is not None:
            compared.append(clocked(subject.yardstick))
    taken, compared = taken[1:], compared[1:]
    ratios = [one.wall / other.wall for one, other in zip(taken, compared, strict=False) if other.wall > 0]
    return Measured(
        room=benchmark.room,
        name=benchmark.name,
        rounds=rounds,
        wall=Spread.of([one.wall for one in taken]),
        cpu=Spread.of([one.cpu for one in taken]),
        statements=None if subject.statements is None else subject.statements(),
        against=subject.against,
        yardstick=Spread.of([one.wall for one in compared]) if compared else None,
        ratio=round(statistics.median(ratios), 3) if ratios else None,
        facts=subject.facts,
    )


def rows_of(results: Sequence[Measured]) -> list[str]:
    """The results as a table for people."""
    head = ("room", "what", "median ms", "least", "most", "cpu ms", "statements", "x", "yardstick")
    lines = [
        (
            item.room,
            item.name,
            f"{item.wall.median:.2f}",
            f"{item.wall.least:.2f}",
            f"{item.wall.most:.2f}",
            f"{item.cpu.median:.2f}",
            "" if item.statements is None else str(item.statements),
            "" if item.ratio is None else f"{item.ratio:.2f}",
            item.against,
        )
        for item in results
    ]
    widths = [max(len(row[column]) for row in (head, *lines)) for column in range(len(head))]
    numbers = range(2, 8)
    return [
        "  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *lines)
    ]


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write the report whole or not at all."""
    import json

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)
