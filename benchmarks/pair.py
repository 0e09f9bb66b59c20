"""Pairs: A B A B in turn, the first round dropped; medians, spread and the ratio pair by pair.

Figures of two runs are not to be compared (the same run again differs by a third), ratios inside one run may be. So
`python -m benchmarks.pair 9 label=command label=command` compares commands against the first of them.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Literal

By = Literal["cpu", "wall", "memory"]
SHORT = 0.004
"""Seconds: what is shorter is done several times in a round."""
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """What something took: seconds on the wall clock and on the processor; of a process also MB, if it told."""

    wall: float
    cpu: float
    memory: float = 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds (or megabytes) of several rounds."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float], scale: float = 1000) -> Spread:
        """The spread of some rounds, given in seconds."""
        found = (statistics.median(values), min(values), max(values))
        return cls(*(round(value * scale, 3) for value in found))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things done in turn: what each took, and how often one goes into the other."""

    by: By
    rounds: int
    one: Spread
    other: Spread
    ratio: float
    least: float
    most: float


def clocked(work: Callable[[], object], times: int = 1) -> Taken:
    """One round; garbage of others is not collected in it. A function that answers a `Taken` measured itself."""
    gc.collect()
    gc.disable()
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        answer: object = None
        for _time in range(times):
            answer = work()
        taken = Taken((time.perf_counter() - wall) / times, (time.process_time() - cpu) / times)
    finally:
        gc.enable()
    return answer if isinstance(answer, Taken) else taken


def in_turn(
    works: Sequence[Callable[[], object]],
    *,
    rounds: int,
    before: Callable[[], object] | None = None,
    patience: float | None = None,
) -> list[list[Taken]]:
    """Do all works in turn, so many rounds and one to warm up; fewer, but three, when `patience` (seconds) is over."""
    found: list[list[Taken]] = [[] for _work in works]
    times = 1
    started = time.perf_counter()
    for number in range(rounds + 1):
        if number > FEWEST and patience is not None and time.perf_counter() - started > patience:
            break
        for place, work in enumerate(works):
            if before is not None:
                before()
            found[place].append(clocked(work, times))
        if number == 0 and before is None:
            shortest = min(taken[0].wall for taken in found)
            times = max(1, min(200, round(SHORT / max(shortest, 1e-6))))
    return [taken[1:] for taken in found]


def compared(one: Sequence[Taken], other: Sequence[Taken], by: By = "cpu") -> Pair:
    """Two things that were done in turn."""
    left, right = ([float(getattr(taken, by)) for taken in side] for side in (one, other))
    ratios = [a / b for a, b in zip(left, right, strict=True) if b > 0]
    if not ratios:
        raise ValueError("nothing was measured")
    scale = 1 if by == "memory" else 1000
    found = (statistics.median(ratios), min(ratios), max(ratios))
    return Pair(by, len(ratios), Spread.of(left, scale), Spread.of(right, scale), *(round(ratio, 4) for ratio in found))


def paired(
    one: Callable[[], object],
    other: Callable[[], object],
    *,
    by: By = "cpu",
    rounds: int = 9,
    patience: float | None = None,
) -> Pair:
    """Measure one thing against another in turn."""
    left, right = in_turn((one, other), rounds=rounds, patience=patience)
    return compared(left, right, by)


def command(arguments: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Taken:
    """Run a command to its end: what it took by the system's own account. RuntimeError when it fails."""
    return command_output(arguments, env=env, cwd=cwd)[0]


def command_output(
    arguments: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> tuple[Taken, str]:
    """Like `command`, and what it printed."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        process = subprocess.Popen(
            list(arguments), stdin=subprocess.DEVNULL, stdout=said, stderr=complained, env=env, cwd=cwd
        )
        if sys.platform == "win32":
            process.wait()
            cpu = 0.0
        else:
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu = usage.ru_utime + usage.ru_stime
        wall = time.perf_counter() - started
        said.seek(0)
        complained.seek(0)
        if process.returncode:
            complaint = complained.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{shlex.join(arguments)[:200]} ended with {process.returncode}: {complaint}")
        return Taken(wall, cpu or wall), said.read().decode(errors="replace")


def machine() -> dict[str, str | int | None]:
    """What it was measured on."""
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
    """Compare commands."""
    if len(arguments) < 2 or not arguments[0].isdigit() or not all("=" in item for item in arguments[1:]):
        print(__doc__)
        return 2
    items = [item.partition("=")[::2] for item in arguments[1:]]
    works = [partial(command, shlex.split(text)) for _label, text in items]
    taken = in_turn(works, rounds=int(arguments[0]), before=lambda: None)
    found = {
        label: {by: asdict(compared(one, taken[0], by)) for by in ("cpu", "wall")}
        for (label, _text), one in zip(items, taken, strict=True)
    }
    print(json.dumps({"machine": machine(), "against": items[0][0], "results": found}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
