"""A goal: its limits from goals.toml, the parts that were measured, and what came of it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.pair import Pair

if TYPE_CHECKING:
    from benchmarks.goals.ground import Ground

FILE = Path(__file__).with_name("goals.toml")


class Verdict(StrEnum):
    """What came of a goal."""

    MET = "met"
    MISSED = "missed"
    SKIPPED = "skipped"
    FAILED = "failed"


class Absent(Exception):
    """What a measurement needs is not on this computer; its text says what."""


@dataclass(frozen=True, slots=True)
class Part:
    """One figure of a goal. `reason` says where the time goes; it is wanted when the limit is missed."""

    name: str
    value: float
    pair: Pair | None = None
    reason: str = ""
    unit: str = "x"


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure may be at most, or has to be at least."""

    value: float
    at_least: bool = False

    def kept_by(self, value: float) -> bool:
        """Whether a figure is on the right side."""
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal as goals.toml has it."""

    key: str
    what: str
    yardstick: str
    limits: Mapping[str, Limit]
    peers: bool = False

    def limit_of(self, part: str) -> Limit:
        """The limit of a part; "*" is the one of all that have none of their own."""
        return self.limits.get(part) or self.limits["*"]

    def measure(self, ground: Ground) -> Iterable[Part]:
        """Measure it: in the file of its name."""
        measure: Callable[[Ground], Iterable[Part]] = import_module(f"benchmarks.goals.{self.key.lower()}").measure
        return measure(ground)


@dataclass
class Result:
    """What was found about a goal. `absent` names what could not be measured here, `failed` why measuring broke off."""

    goal: Goal
    parts: list[Part] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    failed: str = ""
    seconds: float = 0.0

    @property
    def missed(self) -> list[Part]:
        """The figures beyond their limits."""
        return [part for part in self.parts if not self.goal.limit_of(part.name).kept_by(part.value)]

    @property
    def verdict(self) -> Verdict:
        """Met when all that was measured is within its limit."""
        if self.failed:
            return Verdict.FAILED
        if not self.parts:
            return Verdict.SKIPPED
        return Verdict.MISSED if self.missed else Verdict.MET

    def plain(self) -> dict[str, Any]:
        """For the report."""
        return {
            "goal": self.goal.key,
            "what": self.goal.what,
            "yardstick": self.goal.yardstick,
            "verdict": self.verdict.value,
            "seconds": round(self.seconds, 1),
            "absent": self.absent,
            "failed": self.failed,
            "parts": [
                {
                    "name": part.name,
                    "value": part.value,
                    "unit": part.unit,
                    "limit": str(self.goal.limit_of(part.name)),
                    "met": part not in self.missed,
                    "reason": part.reason,
                    "pair": None if part.pair is None else asdict(part.pair),
                }
                for part in self.parts
            ],
        }


def goals(file: Path = FILE) -> list[Goal]:
    """All goals in their order."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return [
        Goal(
            key,
            entry["what"],
            entry["yardstick"],
            {name: Limit(float(value)) for name, value in entry.get("most", {}).items()}
            | {name: Limit(float(value), at_least=True) for name, value in entry.get("least", {}).items()},
            bool(entry.get("peers", False)),
        )
        for key, entry in found.items()
    ]


def rows_of(results: Iterable[Result]) -> list[str]:
    """The table for people, and below it why a goal was missed or not measured."""
    head = ("", "figure", "value", "limit", "ours", "yardstick", "rounds", "spread")
    lines: list[tuple[str, ...] | str] = []
    notes: list[str] = []
    for result in results:
        goal = result.goal
        lines.append(f"{goal.key}  {result.verdict.value.upper()}: {goal.what}, against {goal.yardstick}")
        for part in result.parts:
            kept = part not in result.missed
            lines.append(("" if kept else "!", part.name, *_figures(part, goal.limit_of(part.name))))
            if part.reason and not kept:
                notes.append(f"{goal.key}, {part.name}: {part.reason}")
        if result.failed:
            notes.append(f"{goal.key}, failed: {result.failed}")
        notes += [f"{goal.key}, not measured: {reason}" for reason in result.absent]
    cells = [head, *(line for line in lines if isinstance(line, tuple))]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]

    def spread(line: tuple[str, ...] | str) -> str:
        if isinstance(line, str):
            return line
        return "  ".join(
            cell.rjust(width) if 2 <= column <= 6 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()

    return [spread(head), *map(spread, lines), *(["", *notes] if notes else [])]


def _figures(part: Part, limit: Limit) -> tuple[str, ...]:
    value = f"{part.value:.2f} x" if part.unit == "x" else f"{part.value:g} {part.unit}".rstrip()
    if part.pair is None:
        return value, str(limit), "", "", "", ""
    unit = "MB" if part.pair.by == "memory" else "ms"
    return (
        value,
        str(limit),
        f"{part.pair.one.median:.2f} {unit}",
        f"{part.pair.other.median:.2f} {unit}",
        str(part.pair.rounds),
        f"{part.pair.least:.2f}..{part.pair.most:.2f}",
    )
