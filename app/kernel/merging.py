"""Merging two edits of one record, field by field: what it was, what I make of it, what somebody else made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Merged(Generic[V]):
    """The record with both edits in it. Where both sides changed a field to something else it holds mine for now."""

    values: Mapping[str, V]
    mine: tuple[str, ...]
    """Fields that only I changed."""
    theirs: tuple[str, ...]
    """Fields that only the other side changed."""
    both: tuple[str, ...]
    """Fields that both sides changed, to the same."""
    conflicts: tuple[str, ...]
    """Fields that both sides changed, each to something else: somebody has to choose."""


def merge(base: Mapping[str, V], mine: Mapping[str, V], theirs: Mapping[str, V]) -> Merged[V]:
    """Merge three states of the same fields, in the order of mine. A field that a state does not have is missing in it.

    What only one side changed is taken; the same change on both sides is none to choose between.
    """
    values: dict[str, V] = {}
    groups: dict[str, list[str]] = {"mine": [], "theirs": [], "both": [], "conflicts": []}
    missing = object()
    for name in dict.fromkeys((*mine, *theirs, *base)):
        was, ours, other = base.get(name, missing), mine.get(name, missing), theirs.get(name, missing)
        taken, source = mine, ""
        if ours == was and other != was:
            taken, source = theirs, "theirs"
        elif ours != was and other == was:
            source = "mine"
        elif was not in {ours, other}:
            source = "both" if ours == other else "conflicts"
        if name in taken:
            values[name] = taken[name]
        if source:
            groups[source].append(name)
    return Merged(values, *(tuple(groups[source]) for source in ("mine", "theirs", "both", "conflicts")))
