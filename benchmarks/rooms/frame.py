"""qt and shell: from the start of a process to the first paint of the frame, against a bare window with a table.

Also tells which heavy modules are there by then: none of them should be.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.child import run_child, told
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject
from benchmarks.pair import Taken
from benchmarks.windows import BARE, FRAME, WHOLE


def _window(script: str, folder: Path) -> Subject:
    facts: dict[str, object] = {}

    def run() -> Taken:
        taken, text = run_child("-c", script, str(folder))
        facts.update(told(text))
        return taken

    return Subject(run, lambda: run_child("-c", BARE)[0], "bare window with a table", facts=facts)


def _frame(desk: Desk) -> Subject:
    return _window(FRAME, desk.folder)


def _whole(desk: Desk) -> Subject:
    return _window(WHOLE, desk.folder)


BENCHMARKS = (
    Benchmark("qt", "first paint of the empty frame", _frame),
    Benchmark("shell", "first paint of the program's window", _whole),
)
