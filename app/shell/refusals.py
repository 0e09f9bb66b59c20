"""Why a book did not open, and what can be done about it: what the page about it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.problems import Problem


class Way(StrEnum):
    """What somebody can do about a book that did not open. Only what works is offered."""

    READ = "read"
    TAKE_OVER = "take over"
    GO_ON = "go on"
    AGAIN = "again"
    FOLDER = "folder"
    BACK = "back"
    """To go back to the newest backup."""


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy that lies beside a book; `made` and `size` are as they are shown."""

    place: str
    name: str
    made: str
    size: str
    checked: bool = False
    """Whether it is a backup that was opened and checked; else it is a file that lies there."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A book that did not open: where it lies, why, what works, and the copies beside it, the newest first."""

    place: str
    problem: Problem
    ways: frozenset[Way] = frozenset()
    copies: tuple[CopyRow, ...] = ()
    lost: bool = False
    """Whether the book itself is gone or harmed: then a backup is the way on, not a way around."""

    @property
    def newest(self) -> CopyRow | None:
        """The newest backup that was opened and checked."""
        return next((copy for copy in self.copies if copy.checked), None)


@dataclass(frozen=True, slots=True)
class How:
    """How a book shall be opened: only to read it, or taking the lock another computer left.

    Or going on with what is there of it, although its end is missing.
    """

    read_only: bool = False
    take_over: bool = False
    go_on: bool = False
