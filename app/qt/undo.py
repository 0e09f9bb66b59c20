"""What can be taken back in this session, and done again: the newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Action = Callable[[], object]
MOST = 100


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, the way back, and the way forward again where there is one."""

    words: str
    undo: Action
    redo: Action | None = None


class UndoStack:
    """Steps of the session. A step that was taken back can be done again until something else is done."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._ends: list[Action] = []

    def at_end(self, end: Action) -> None:
        """Call this when nothing of before can be taken back any more."""
        self._ends.append(end)

    def add(self, step: Step) -> None:
        """Something was done."""
        self._done = [*self._done, step][-MOST:]
        self._undone = []

    def undo(self) -> Step | None:
        """Take the newest step back; None when there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        kept = [*self._undone, step] if step.redo is not None else []
        step.undo()
        self._undone = kept
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back last; None when there is nothing."""
        if not self._undone:
            return None
        step = self._undone.pop()
        rest = self._undone
        if step.redo is not None:
            step.redo()
        self._done.append(step)
        self._undone = rest
        return step

    def clear(self) -> None:
        """Another person or another book: nothing of before can be taken back."""
        self._done, self._undone = [], []
        ends, self._ends = self._ends, []
        for end in ends:
            end()
