"""Finding the task a person means from pieces of the client's, the agreement's and the task's name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.kernel.words import _
from app.timesheets.domain.texts import fold

EXACT, PREFIX, INITIALS = 3, 2, 1
ROLE_POINTS = {"client": 100, "task": 100, "sow": 60}
_MARKS = re.compile(r"[^\w]+")
_SMALL = frozenset("a an and at by for from in is of on or our the to we with".split())
"""Words that mean a name only when they stand in it whole and after its first word."""


class Loggable(Protocol):
    """What the line needs to know about a task (a row of `engagements.queries.tasks` is one)."""

    @property
    def task_id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def sow_number(self) -> str: ...

    @property
    def sow_title(self) -> str: ...

    @property
    def client_name(self) -> str: ...

    @property
    def match_words(self) -> tuple[str, ...]: ...

    @property
    def mine(self) -> bool: ...

    @property
    def start_on(self) -> date | None: ...

    @property
    def end_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word: its place in the line, folded, and whether it is a bare number that may also be hours."""

    place: int
    text: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a task fits; `used` are the places of the words that name it.

    Higher keys are better: more roles named, named earlier, with less between the names, in more words, more exactly.
    """

    key: tuple[int, int, int, int, int]
    used: frozenset[int]


@functools.lru_cache(maxsize=4096)
def chunks(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, each with the spellings that mean it: "SOW-2026-014" is also "014" and "2026-014"."""
    result: list[frozenset[str]] = []
    for piece in fold(name).split():
        parts = [part for part in _MARKS.split(piece) if part]
        if not parts:
            continue
        spellings = {"".join(parts), *parts, *("-".join(parts[i:]) for i in range(len(parts)))}
        result.append(frozenset(spellings))
    return tuple(result)


@functools.lru_cache(maxsize=4096)
def _initials(name: str) -> str:
    letters = [part[0] for part in _MARKS.split(fold(name)) if part]
    return "".join(letters) if len(letters) > 1 else ""


def bare(text: str) -> str:
    """A typed word folded, without the marks around it."""
    return fold(text).strip(".,;:!?()[]'’\"“”")


def _quality(word: str, spellings: frozenset[str]) -> int:
    if word in spellings:
        return EXACT
    if len(word) > 1 and any(spelling.startswith(word) for spelling in spellings):
        return PREFIX
    return 0


def _run(words: Sequence[Word], name: str, taken: frozenset[int], *, exact: bool = False) -> tuple[frozenset[int], int]:
    """The first run of words that spell (part of) a name: their places and how well they do."""
    pieces = chunks(name)
    for start, word in enumerate(words):
        if word.place in taken or word.number:
            continue
        if not exact and word.text == _initials(name):
            return frozenset({word.place}), INITIALS
        qualities = [_quality(word.text, piece) for piece in pieces]
        best = max(qualities, default=0)
        if best == 0 or (best < EXACT and (exact or word.text in _SMALL)) or (word.text in _SMALL and len(pieces) > 1):
            continue
        return _extended(words, start, pieces, {qualities.index(best)}, taken=taken, quality=best, exact=exact)
    return frozenset(), 0


def _extended(
    words: Sequence[Word],
    start: int,
    pieces: Sequence[frozenset[str]],
    spelled: set[int],
    *,
    taken: frozenset[int],
    quality: int,
    exact: bool,
) -> tuple[frozenset[int], int]:
    used = {words[start].place}
    for previous, word in zip(words[start:], words[start + 1 :], strict=False):
        if word.place in taken or word.place != previous.place + 1:
            break
        found = {
            index: _quality(word.text, piece)
            for index, piece in enumerate(pieces)
            if index not in spelled and _quality(word.text, piece)
        }
        if not found:
            break
        index = max(found, key=lambda item: (found[item], -item))
        if found[index] < EXACT and (exact or word.number or word.text in _SMALL):
            break
        spelled.add(index)
        used.add(word.place)
        quality += found[index]
    return frozenset(used), quality


class Fitting:
    """The words of one line against tasks: what a name makes of them is found out once, however many tasks share it."""

    def __init__(self, words: Sequence[Word]) -> None:
        """Nothing is compared yet."""
        self.words = words
        self._runs: dict[tuple[str, frozenset[int], bool], tuple[frozenset[int], int]] = {}

    def run(self, name: str, taken: frozenset[int], *, exact: bool = False) -> tuple[frozenset[int], int]:
        """The first run of words that spell (part of) a name: their places and how well they do."""
        key = (name, taken, exact)
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = _run(self.words, name, taken, exact=exact)
        return found

    def fit(self, task: Loggable) -> Fit | None:
        """How well a task fits the words, or None when none of them means it."""
        if not self.words:
            return None
        best = max((_fit(task, self, order) for order in (("client", "task"), ("task", "client"))), key=_key_of)
        return best if best.key[0] else None


def _key_of(found: Fit) -> tuple[int, int, int, int, int]:
    return found.key


@functools.lru_cache(maxsize=4096)
def _known(match_words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, match_words))


def _fit(task: Loggable, fitting: Fitting, order: tuple[str, str]) -> Fit:
    words = fitting.words
    names = {"client": task.client_name or _("Internal"), "task": task.name}
    taken: frozenset[int] = frozenset()
    points = quality = 0
    for role in order:
        used, good = fitting.run(names[role], taken)
        if used:
            taken |= used
            points += ROLE_POINTS[role]
            quality += good
    for name, exact in ((task.sow_number, True), (task.sow_title, False)):
        used, good = fitting.run(name, taken, exact=exact)
        if used and (exact or not taken or any({place - 1, place + 1} & taken for place in used)):
            taken |= used
            points += ROLE_POINTS["sow"]
            quality += good
            break
    known = _known(tuple(task.match_words))
    if any(word.text in known and word.place not in taken for word in words):
        points += 5
    first, last = min(taken, default=10**6), max(taken, default=0)
    between = sum(first < word.place < last and word.place not in taken for word in words)
    return Fit((points, -first, -between, len(taken), quality), taken)


def ranked(tasks: Iterable[Loggable], recent: Sequence[int]) -> list[Loggable]:
    """Tasks with the recently used ones first, then the person's likely ones, then by name."""
    places = {task_id: place for place, task_id in enumerate(recent)}
    return sorted(
        tasks,
        key=lambda task: (
            places.get(task.task_id, len(places)),
            not task.mine,
            fold(task.client_name or "\uffff"),
            fold(task.name),
        ),
    )
