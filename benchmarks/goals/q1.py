"""Q1: each read through our data layer, to its rows, against the same SQL by hand."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.goals.reads import reads
from benchmarks.statements import bare, by_hand


def measure(ground: Ground) -> Iterator[Part]:
    """The rows a page gets; pricing and grouping in Python are part of it."""
    book = ground.act_as("EF")
    raw = bare(book.place)
    for name, read in reads(book, ground.person("PR")).items():
        ground.act_as("EF")
        sent = ground.sent_by(read)
        other = by_hand(raw, sent)
        pair = ground.pair(read, other)
        yield Part(name, pair.ratio, pair, f"{len(sent)} statements, {other()} rows; {profile(read)}")
    raw.close()
