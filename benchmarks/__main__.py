"""`python -m benchmarks`: measure, print a table, write build/bench.json. `--list` only names what there is."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.harness import Benchmark, Measured, measure, rows_of, write_report

MODULES = (
    "storage",
    "firm",
    "clients",
    "engagements",
    "timesheets",
    "harvest",
    "burn",
    "invoices",
    "receivables",
    "exports",
    "paper",
    "frame",
    "screen",
    "pages",
    "cli",
)


def known() -> list[Benchmark]:
    """Every benchmark there is."""
    return [found for name in MODULES for found in import_module(f"benchmarks.{name}").BENCHMARKS]


def machine() -> dict[str, str | int | None]:
    """What it was measured on: figures of two machines are not to be compared, ratios may be."""
    import sqlcipher3
    from PySide6 import __version__ as pyside

    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": os.cpu_count(),
        "sqlite": sqlcipher3.sqlite_version,
        "pyside": pyside,
    }


def main(arguments: list[str]) -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the benchmarks and end")
    parser.add_argument("--only", metavar="ROOM", action="append", help="only this room; may be repeated")
    parser.add_argument("--rounds", type=int, default=9, help="how many pairs count (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"), help="where the report goes")
    asked = parser.parse_args(arguments)
    chosen = [item for item in known() if not asked.only or item.room in asked.only]
    if not chosen or asked.rounds < 1:
        parser.error("there is nothing to measure")
    if asked.list:
        for item in chosen:
            print(f"{item.room:12} {item.name}")
        return 0
    from benchmarks.desk import Desk

    results: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="watertight-bench-") as folder:
        desk = Desk(Path(folder))
        try:
            for item in chosen:
                print(f"{item.room}: {item.name} \u2026", file=sys.stderr, flush=True)
                results.append(measure(item, desk, asked.rounds))
        finally:
            desk.close()
    write_report(asked.out, {"machine": machine(), "results": [asdict(item) for item in results]})
    print("\n".join(rows_of(results)))
    for done in results:
        if done.facts:
            print(f"{done.room}, {done.name}: {', '.join(f'{key} {value}' for key, value in done.facts.items())}")
    print(f"\nWritten to {asked.out}. {', '.join(f'{key} {value}' for key, value in machine().items())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
