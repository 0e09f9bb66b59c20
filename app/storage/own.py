"""What this process committed in a book itself: the change feed tells only what others did.

A commit is known by the hash of its last entry before it is made. So nobody can be faster and take it for another's;
and one that was rolled back is never mistaken for what somebody else then wrote in its place.
"""

from __future__ import annotations

from collections import deque
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

End = tuple[int, bytes]
"""Where a history ended: the sequence and the hash of its last entry then."""


class Own:
    """The commits of one engine from a certain end of the history on."""

    def __init__(self, since: int) -> None:
        """Nothing was committed yet."""
        self.since = since
        self._ends: deque[tuple[int, End]] = deque()

    def note(self, first: int, end: End) -> None:
        """A commit whose entries follow `first` is being made."""
        self._ends.append((first, end))

    def ends(self) -> dict[End, int]:
        """The entry before the first of each commit, by its end."""
        return {end: first for first, end in tuple(self._ends)}

    def forget(self, until: int) -> None:
        """What was committed up to there is not asked for any more."""
        while self._ends and self._ends[0][1][0] <= until:
            self._ends.popleft()


_kept: WeakKeyDictionary[Engine, Own] = WeakKeyDictionary()


def keep(engine: Engine, since: int) -> Own:
    """Know the commits of an engine from now on."""
    known = _kept[engine] = Own(since)
    return known


def kept(engine: Engine) -> Own | None:
    """What is known of an engine's commits; None where nobody asked to know."""
    return _kept.get(engine)


def note(engine: Engine, first: int, end: End) -> None:
    """A commit is being made: its entries follow the one with sequence `first`."""
    known = _kept.get(engine)
    if known is not None:
        known.note(first, end)
