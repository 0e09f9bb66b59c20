"""`python -m benchmarks`: measure the goals on the big firm and the rooms on the demo firm; table, and JSON in build.

python -m benchmarks                          all, on the middle firm (150 thousand entries)
python -m benchmarks --size large             on 1.5 million entries
python -m benchmarks --only S1 --only Q1      some goals, or rooms by their names
python -m benchmarks --list                   only names what there is
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.big.sizes import SIZES
from benchmarks.goals.goal import Absent, Goal, Result, goals
from benchmarks.goals.goal import rows_of as goal_rows
from benchmarks.harness import Benchmark, Measured, measure, rows_of, write_report
from benchmarks.pair import machine

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "storage", "backups", "firm", "clients", "engagements", "timesheets", "harvest", "burn", "invoices", "receivables",
    "history", "exports", "paper", "frame", "screen", "pages", "cli",
)  # fmt: skip


def rooms() -> list[Benchmark]:
    """Every benchmark of a room."""
    return [found for name in ROOMS for found in import_module(f"benchmarks.rooms.{name}").BENCHMARKS]


def compiled() -> str:
    """Compile what is not; a complaint when the libraries have no bytecode: every start would be measured wrong."""
    for folder in ("app", "migrations"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    import sqlalchemy

    kept = Path(sqlalchemy.__file__).parent / "__pycache__"
    if not any(kept.glob("*.pyc")):
        return "Libraries without bytecode start three times as slowly: python -m compileall .venv, then again."
    return ""


def measured_goals(
    chosen: Sequence[Goal], size: str, folder: Path, *, rounds: int, patience: float, minutes: float
) -> list[Result]:
    """Measure goals, one after the other; what fails fails alone."""
    from benchmarks.big.build import cached
    from benchmarks.goals.ground import Ground

    results = []
    if chosen:
        cached(SIZES[size])
    for goal in chosen:
        print(f"{goal.key}: {goal.what} \u2026", file=sys.stderr, flush=True)
        result, started = Result(goal), time.perf_counter()
        place = folder / goal.key
        place.mkdir()
        ground = Ground(SIZES[size], place, rounds, patience, minutes)
        try:
            for part in goal.measure(ground):
                result.parts.append(part)
        except Absent as absent:
            result.absent.append(str(absent))
        except Exception as failure:  # noqa: BLE001 - told in the report, and the others are measured all the same
            result.failed = f"{type(failure).__name__}: {failure}"
            traceback.print_exc()
        finally:
            ground.close()
        result.seconds = time.perf_counter() - started
        results.append(result)
    return results


def measured_rooms(chosen: Sequence[Benchmark], rounds: int, folder: Path) -> list[Measured]:
    """Measure rooms on the demo firm."""
    if not chosen:
        return []
    from benchmarks.desk import Desk

    desk = Desk(folder)
    try:
        results = []
        for item in chosen:
            print(f"{item.room}: {item.name} \u2026", file=sys.stderr, flush=True)
            results.append(measure(item, desk, rounds))
        return results
    finally:
        desk.close()


def parser() -> argparse.ArgumentParser:
    """What may be asked for."""
    made = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--list", action="store_true", help="name everything and end")
    made.add_argument("--only", metavar="NAME", action="append", help="only this goal or room; may be repeated")
    made.add_argument("--size", choices=SIZES, default="middle", help="the firm of the goals (default: %(default)s)")
    made.add_argument("--peers", action="store_true", help="only the goals against other programs")
    made.add_argument("--rounds", type=int, default=9, help="how many pairs count (default: %(default)s)")
    made.add_argument("--patience", type=float, default=20, help="seconds for a pair before it gets fewer rounds")
    made.add_argument(
        "--minutes", type=float, default=2, help="of use for the goal about memory (default: %(default)s)"
    )
    made.add_argument("--out", type=Path, default=Path("build/bench.json"), help="where the report goes")
    return made


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    asking = parser()
    asked = asking.parse_args(arguments)
    wanted = {name.casefold() for name in asked.only or ()}
    some_goals = [
        goal for goal in goals() if (not wanted or goal.key.casefold() in wanted) and goal.peers >= asked.peers
    ]
    some_rooms = [] if asked.peers else [item for item in rooms() if not wanted or item.room in wanted]
    if not (some_goals or some_rooms) or asked.rounds < 1:
        asking.error("there is nothing to measure")
    if asked.list:
        for goal in some_goals:
            print(f"goal  {goal.key:12} {goal.what} / {goal.yardstick}")
        for item in some_rooms:
            print(f"room  {item.room:12} {item.name}")
        return 0
    if complaint := compiled():
        print(complaint, file=sys.stderr)
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="watertight-bench-", ignore_cleanup_errors=True) as folder:
        found = measured_goals(
            some_goals,
            asked.size,
            Path(folder),
            rounds=asked.rounds,
            patience=asked.patience,
            minutes=asked.minutes,
        )
        others = measured_rooms(some_rooms, asked.rounds, Path(folder))
    report: dict[str, Any] = {
        "machine": machine(),
        "size": asked.size,
        "goals": [result.plain() for result in found],
        "results": [asdict(item) for item in others],
    }
    write_report(asked.out, report)
    if found:
        print("\n".join(goal_rows(found)))
    if others:
        print("\n".join(["", *rows_of(others)]))
    for done in others:
        if done.facts:
            print(f"{done.room}, {done.name}: {', '.join(f'{key} {value}' for key, value in done.facts.items())}")
    print(f"\nWritten to {asked.out}. {', '.join(f'{key} {value}' for key, value in machine().items())}")
    return 1 if any(result.failed for result in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
