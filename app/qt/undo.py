"""What can be taken back in this session, and done again: the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

Action = Callable[[], object]
Run = Callable[..., object]
MOST = 100


class Way(Protocol):
    """The way back that comes with a command's answer: a command itself, whose answer brings the way forward again."""

    @property
    def of(self) -> str: ...

    @property
    def command(self) -> Callable[..., Any]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, and the way back: the one that came with the answer, else a page's own with its way forward."""

    words: str
    undo: Action | None = None
    redo: Action | None = None
    way: Way | None = None
    run: Run | None = None
    """What carries out the way."""


class UndoStack:
    """Steps of the session. A step that was taken back can be done again until something else is done."""

    def __init__(self) -> None:
        """Nothing was done yet."""
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._ends: list[Action] = []
        self.mark = object()
        """Another one whenever something else was done: an answer that comes after that changes nothing here."""

    def at_end(self, end: Action) -> None:
        """Call this when nothing of before can be taken back any more."""
        self._ends.append(end)

    @property
    def next_back(self) -> Step | None:
        """What would be taken back."""
        return self._done[-1] if self._done else None

    @property
    def next_again(self) -> Step | None:
        """What would be done again."""
        return self._undone[-1] if self._undone else None

    def add(self, step: Step) -> None:
        """Something was done."""
        self._done = [*self._done, step][-MOST:]
        self._undone, self.mark = [], object()

    def take(self, *, back: bool) -> Step | None:
        """The newest step that was done, or that was taken back; it is put where it belongs by what came of it."""
        steps = self._done if back else self._undone
        return steps.pop() if steps else None

    @contextmanager
    def kept(self, step: Step, *, back: bool, both: bool) -> Iterator[None]:
        """While a page goes its own way with a step: it can go back again where it has `both` ways."""
        rest = [*self._undone, step] if back and both else self._undone
        yield
        if not back:
            self._done.append(step)
        self._undone = rest

    def put(self, step: Step, *, back: bool, way: Way, mark: object) -> None:
        """A step was taken back, or done again; `way` is the one in the other direction."""
        if mark is not self.mark and back:
            return  # something else was done meanwhile
        (self._undone if back else self._done).append(replace(step, way=way))

    def leave(self, step: Step, *, back: bool) -> None:
        """A step stays where it was: it was refused for now."""
        (self._done if back else self._undone).append(step)

    def clear(self) -> None:
        """Another person or another book: nothing of before can be taken back."""
        self._done, self._undone, self.mark = [], [], object()
        ends, self._ends = self._ends, []
        for end in ends:
            end()


@dataclass
class Answer:
    """The answer of a command that is being told, and what runs its way back; `told` once somebody said it."""

    way: Way | None
    run: Run
    silent: bool = False
    """One of a row, or asked for by a way back: no step of its own."""
    told: bool = False
    named: str = ""
    """The step that was made of it: what else is said of it is no second one."""


_answers: list[Answer] = []
_own_ways: list[object] = []


@contextmanager
def answering(way: Way | None, run: Run, *, silent: bool = False) -> Iterator[Answer]:
    """While the answer of a command is told: what is said of it has this way back."""
    answer = Answer(way, run, silent)
    _answers.append(answer)
    try:
        yield answer
    finally:
        _answers.remove(answer)


@contextmanager
def own_way() -> Iterator[None]:
    """While a page goes a way back of its own: what it asks for is no new step."""
    here = object()
    _own_ways.append(here)
    try:
        yield
    finally:
        _own_ways.remove(here)


def is_own_way() -> bool:
    """Whether a page goes a way back of its own just now."""
    return bool(_own_ways)


def answer_told() -> Answer | None:
    """What is being told, where it has a way back; whoever asks has told it."""
    if not _answers:
        return None
    answer = _answers[-1]
    answer.told = True
    return answer if answer.way is not None and not answer.silent else None


def way_told() -> Way | None:
    """The way back of what is being told, also where it is one of a row."""
    return _answers[-1].way if _answers else None


class Together:
    """The ways back of a row of commands: one step. Gone, they are the ways forward again."""

    def __init__(self, ways: Sequence[Way], run: Run, failed: Callable[[Any], object]) -> None:
        """The ways in the order in which things were done; `failed` hears why one was refused."""
        self._ways = list(ways)
        self._run = run
        self._failed = failed

    def go(self) -> None:
        """Back, the last one first; or forward again."""
        ways, self._ways = self._ways, []
        for way in reversed(ways):
            self._run(way.command, self._gone, failed=self._failed)

    def _gone(self, _result: object) -> None:
        way = way_told()
        if way is not None:
            self._ways.append(way)
