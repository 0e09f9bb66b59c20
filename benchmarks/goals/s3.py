"""S3: the start with this firm against the start with the smallest one: data may not be felt."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from benchmarks.big.sizes import SMALL
from benchmarks.goals.goal import Absent, Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.opening import filled, own_copy
from benchmarks.pair import Taken, compared, in_turn


def measure(ground: Ground) -> Iterator[Part]:
    """Processor time until the first paint, and until the page is filled."""
    if ground.size == SMALL:
        raise Absent("this is the smallest firm: choose SIZE=middle or SIZE=large")
    places = [own_copy(ground, name, size) for name, size in (("this", ground.size), ("smallest", SMALL))]
    seen: list[list[dict[str, Any]]] = [[], []]

    def start(which: int) -> Taken:
        taken, facts = filled(places[which])
        seen[which].append(facts)
        return taken

    one, other = in_turn(
        (lambda: start(0), lambda: start(1)), rounds=ground.rounds, before=lambda: None, patience=3 * ground.patience
    )
    painted = [[Taken(0.0, facts["spent"]["frame painted"]) for facts in side[1:]] for side in seen]
    first = compared(painted[0], painted[1])
    yield Part("first paint", first.ratio, first)
    pair = compared(one, other)
    walls = [median(facts["filled"] for facts in side) for side in seen]
    reason = f"by the wall clock {walls[0]:.0f} ms and {walls[1]:.0f} ms; see Q1 for the reads of the page"
    yield Part("My week filled", pair.ratio, pair, reason)
