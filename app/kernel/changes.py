"""What a command changed, by room: the message of the change feed."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[str, str, int]
"""A kind of record that changed, and by table and id what one of them points to or pointed to before; also itself."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The rooms whose records a command wrote, and what these records are about."""

    rooms: frozenset[str] = frozenset()
    points: frozenset[Point] = frozenset()

    @classmethod
    def of(cls, *rooms: str) -> Changes:
        """Changes in the named rooms."""
        return cls(frozenset(rooms))

    def __or__(self, other: Changes) -> Changes:
        """Both sets of changes."""
        return Changes(self.rooms | other.rooms, self.points | other.points)

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.rooms)
