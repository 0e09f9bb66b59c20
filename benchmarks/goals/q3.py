"""Q3: ten times the data may not be ten times the wait: each read on the large firm against the middle one."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.big.build import opened
from benchmarks.big.sizes import LARGE, MIDDLE
from benchmarks.goals.goal import Absent, Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.reads import reads


def measure(ground: Ground) -> Iterator[Part]:
    """Whole reads on both."""
    if ground.size != LARGE:
        raise Absent("it needs the large firm: SIZE=large")
    book = ground.act_as("EF")
    with opened(ground.copy("ten times smaller", MIDDLE)) as smaller:
        ours = reads(book, ground.person("PR"))
        theirs = reads(smaller, ground.person("PR"))
        ground.act_as("EF")
        for name, read in ours.items():
            pair = ground.pair(read, theirs[name])
            yield Part(name, pair.ratio, pair, "it grows with the whole firm, not with what is open")
