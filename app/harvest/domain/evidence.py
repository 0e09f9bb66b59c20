"""What speaks for a task: the words, people and habits around one event."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.harvest.domain.titles import fold_title, words_of

SHORTEST_STEM = 5
STEM_ENDINGS = 3
_NUMBER = re.compile(r"(?:#|no\.?\s?|nr\.?\s?|part\s|teil\s)?(\d{1,3})(?:\s?(?:/|of|von)\s?\d{1,3})?$")


@dataclass(frozen=True, slots=True)
class KnownContact:
    """A person at the client: address, name, and roles ("sponsor") that a task's match words may name."""

    email: str
    name: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task a person may book on that day; `client_id` None is internal work.

    `match_words` come from the task ("workshop", "third site"), `codes` are marks that lead here ("ACME", "ACME-12");
    client name and SOW number need not be repeated there.
    """

    task_id: str
    sow_id: str
    client_id: str | None
    client_name: str
    sow_number: str
    task_name: str
    email_domains: tuple[str, ...] = ()
    match_words: tuple[str, ...] = ()
    contacts: tuple[KnownContact, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """How often a title (through `fold_title`) went to a task, by the person's own acts."""

    title_folded: str
    task_id: str
    count: int


@dataclass(frozen=True, slots=True)
class Guests:
    """The people of an event who are not of the own firm, by the client they belong to.

    `certain` are the clients that a guest belongs to without doubt, `outsiders` counts people of anybody.
    """

    by_client: dict[str, tuple[str, ...]]
    certain: frozenset[str]
    outsiders: int

    @property
    def of_several(self) -> bool:
        """Whether two clients sit at one table."""
        return len(self.certain) > 1


def wording_weight(words: Sequence[str], phrases: Sequence[str], name: str) -> float:
    """How much the words of a title speak for a task's own words: its match words most, then its name."""
    weight = 0.0
    for phrase in phrases:
        parts = words_of(phrase)
        if parts and all(any(alike(part, word) for word in words) for part in parts):
            weight += 2.0 + 0.5 * (len(parts) - 1)
    named = sum(any(alike(part, word) for word in words) for part in words_of(name))
    return weight + 1.0 * min(named, 3)


def role_weight(guests: Sequence[str], candidate: Candidate) -> float:
    """A guest whose role the task names (sponsor: steering) speaks for it a little."""
    roles = {role.casefold() for contact in candidate.contacts if contact.email in guests for role in contact.roles}
    return 1.5 if roles & {word.casefold() for word in candidate.match_words} else 0.0


@dataclass(frozen=True, slots=True)
class Habit:
    """What the person's past says about a task: the weight, and what is worth saying."""

    weight: float = 0.0
    earlier: str = ""
    same_title: int = 0


class Habits:
    """The past of one title: the same title before, or another number of a row of meetings (Workshop 1, Workshop 2)."""

    def __init__(self, same: Sequence[Past], stem: str = "", row: Sequence[tuple[Past, int]] = ()) -> None:
        """What `Memory.about` found."""
        self._same = same
        self._stem = stem
        self._row = row

    @property
    def task_ids(self) -> set[str]:
        """The tasks a habit may lead to."""
        return {past.task_id for past in self._same} | {past.task_id for past, _number in self._row}

    def of(self, task_id: str) -> Habit:
        """The habit that leads to a task."""
        if self._same:
            mine = sum(row.count for row in self._same if row.task_id == task_id)
            every = sum(row.count for row in self._same) or 1
            return Habit(weight=min(5.0, 2.5 + mine) * mine / every, same_title=mine)
        numbers = [(row.count, number) for row, number in self._row if row.task_id == task_id]
        if not numbers:
            return Habit()
        share = sum(count for count, _number in numbers) / sum(row.count for row, _number in self._row)
        last = max(number for _count, number in numbers)
        label = self._stem.rpartition(" ")[2].capitalize()
        return Habit(weight=3.0 * share, earlier=f"{label} {last}" if last else "")


@lru_cache(maxsize=8192)
def stem_of(folded: str, client_words: frozenset[str]) -> tuple[str, int | None]:
    """A title without its number and the client's name: "foxglove pricing workshop 2" is ("pricing workshop", 2)."""
    found = _NUMBER.search(folded)
    text = folded[: found.start()] if found else folded
    kept = " ".join(word for word in words_of(text) if word not in client_words)
    return kept, int(found.group(1)) if found else None


def alike(one: str, other: str) -> bool:
    """Whether two folded words are one word in different endings: workshop and workshops."""
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= SHORTEST_STEM and longer.startswith(shorter) and len(longer) - len(shorter) <= STEM_ENDINGS


class Memory:
    """What a person did before, found by title, by row of meetings and by task. Made once for many titles."""

    def __init__(self, past: Sequence[Past], client_words: frozenset[str]) -> None:
        """`client_words` are the short names of all clients a title may name."""
        self._past = past
        self._client_words = client_words
        self._titles: dict[str, list[Past]] = {}
        self._used: dict[str, int] = {}
        for row in past:
            self._titles.setdefault(row.title_folded, []).append(row)
            self._used[row.task_id] = self._used.get(row.task_id, 0) + row.count

    def about(self, title: str, client_words: Callable[[], frozenset[str]]) -> Habits:
        """The habits of a title, read without the short names of the clients that have work on its day."""
        folded = fold_title(title)
        same = self._titles.get(folded, [])
        if same or not _NUMBER.search(folded):
            return Habits(same)
        clients = client_words()
        stem, _number = stem_of(folded, clients)
        # one stem without the clients of a day is one stem without all clients too: only those are looked at
        near = self._rows.get(stem_of(folded, self._client_words)[0], ()) if stem else ()
        stems = ((past, stem_of(past.title_folded, clients)) for past in near)
        return Habits((), stem, [(past, found or 0) for past, (its, found) in stems if its == stem])

    def used(self, task_id: str) -> float:
        """A small weight for tasks the person books often."""
        return min(0.3 * math.log1p(self._used.get(task_id, 0)), 1.0)

    @property
    def task_ids(self) -> Iterable[str]:
        """The tasks the person booked."""
        return self._used

    @cached_property
    def _rows(self) -> dict[str, list[Past]]:
        found: dict[str, list[Past]] = {}
        for row in self._past:
            found.setdefault(stem_of(row.title_folded, self._client_words)[0], []).append(row)
        return found
