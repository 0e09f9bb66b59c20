"""S2: My week filled and usable, against a bare window; and how long the window is blocked while that happens."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.child import run_child
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.opening import encrypted, filled, own_copy
from benchmarks.pair import compared, in_turn
from benchmarks.windows import BARE

WATCHED = 5


def measure(ground: Ground) -> Iterator[Part]:
    """From the start of the process until nothing is left to do."""
    place = own_copy(ground, "filled", ground.size)
    seen: list[dict[str, Any]] = []

    def ours() -> object:
        taken, facts = filled(place)
        seen.append(facts)
        return taken

    one, other = in_turn(
        (ours, lambda: run_child("-c", BARE)[0]),
        rounds=ground.rounds,
        before=lambda: None,
        patience=3 * ground.patience,
    )
    pair = compared(one, other)
    when = [median(facts[key] for facts in seen) for key in ("painted", "filled")]
    wall = f"by the wall clock painted after {when[0]:.0f} ms, filled after {when[1]:.0f} ms"
    yield Part("processor", pair.ratio, pair, f"{_stages(seen[-1]['spent'])}; {wall}")
    locked = own_copy(ground, "locked", ground.size)
    code = encrypted(locked)
    sealed, plain = in_turn(
        (lambda: filled(locked, code=code)[0], lambda: filled(place)[0]),
        rounds=ground.rounds,
        before=lambda: None,
        patience=3 * ground.patience,
    )
    pair = compared(sealed, plain)
    yield Part("encrypted / plain", pair.ratio, pair, "opened by its code, with every check of the start")
    watched: list[dict[str, Any]] = [filled(place, watched=True)[1] for _round in range(WATCHED)]
    longest = median(facts["longest"] for facts in watched)
    worst = max((tuple(stall) for facts in watched for stall in facts["stalls"]), default=(0, ""))
    yield Part("blocked, wall", longest, reason=f"the longest of all: {worst[0]} ms, {worst[1]}", unit="ms")


def _stages(spent: dict[str, float]) -> str:
    """What each stage took of the processor."""
    before, words = 0.0, []
    for name, seconds in spent.items():
        words.append(f"{name} {1000 * (seconds - before):.0f} ms")
        before = seconds
    return ", ".join(words)
