"""S1: from the start of the process to the first paint of the frame, against a bare window with a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.child import run_child, told
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.pair import Taken, compared, in_turn
from benchmarks.windows import BARE, WHOLE


def measure(ground: Ground) -> Iterator[Part]:
    """Processor time, memory, and the heavy modules that are there by then."""
    heavy: set[str] = set()
    modules: list[int] = []

    def ours() -> Taken:
        taken, text = run_child("-c", WHOLE, str(ground.folder / "desk"))
        facts = told(text)
        heavy.update(facts["heavy"])
        modules.append(facts["modules"])
        return replace(taken, memory=facts["memory"])

    def bare() -> Taken:
        taken, text = run_child("-c", BARE)
        return replace(taken, memory=told(text)["memory"])

    one, other = in_turn((ours, bare), rounds=ground.rounds, before=lambda: None)
    processor = compared(one, other)
    yield Part("processor", processor.ratio, processor, f"{modules[-1]} modules are imported by then")
    memory = compared(one, other, by="memory")
    yield Part("memory", memory.ratio, memory)
    yield Part("heavy modules", len(heavy), reason=", ".join(sorted(heavy)), unit="")
