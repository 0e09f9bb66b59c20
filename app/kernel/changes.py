"""What a command changed, by room: the message of the change feed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The rooms whose records a command wrote."""

    rooms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *rooms: str) -> Changes:
        """Changes in the named rooms."""
        return cls(frozenset(rooms))

    def __or__(self, other: Changes) -> Changes:
        """Both sets of changes."""
        return Changes(self.rooms | other.rooms)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.rooms)
