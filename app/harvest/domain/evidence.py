"""What speaks for a task: the words, people and habits around one event."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.clients.domain import short_name
from app.harvest.domain.occurrences import Occurrence
from app.harvest.domain.titles import fold_title, words_of

# Addresses everyone has say nothing about a client, meeting robots neither.
FREE_MAIL = frozenset(
    "aol.com fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com hotmail.co.uk icloud.com "
    "live.com mac.com mail.com me.com msn.com orange.fr outlook.com proton.me protonmail.com t-online.de web.de "
    "yahoo.co.uk yahoo.com".split()
)
ROBOTS = frozenset(
    "calendly.com group.calendar.google.com import.calendar.google.com meet.google.com "
    "resource.calendar.google.com teams.microsoft.com webex.com zoom.us zoomgov.com".split()
)
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


def guests_of(occurrence: Occurrence, candidates: Sequence[Candidate], own_domains: frozenset[str]) -> Guests:
    """Sort the guests by client: a known contact's address decides, then the domain.

    A domain that several clients share counts for the one among them that another guest names, else for each.
    """
    domains: dict[str, set[str]] = {}
    addresses: dict[str, set[str]] = {}
    for candidate in candidates:
        if candidate.client_id is not None:
            for domain in candidate.email_domains:
                domains.setdefault(domain.casefold(), set()).add(candidate.client_id)
            for contact in candidate.contacts:
                addresses.setdefault(contact.email.casefold(), set()).add(candidate.client_id)
    owners: dict[str, set[str]] = {}
    for guest in occurrence.guests:
        domain = guest.rpartition("@")[2]
        clients = addresses.get(guest, set())
        if not clients and (domain in own_domains or domain in ROBOTS):
            continue
        owners[guest] = clients or (set() if domain in FREE_MAIL else _owners(domain, domains))
    certain = frozenset(client for clients in owners.values() if len(clients) == 1 for client in clients)
    found: dict[str, list[str]] = {}
    for guest, clients in owners.items():
        for client in sorted(clients & certain or clients):
            found.setdefault(client, []).append(guest)
    return Guests({client: tuple(people) for client, people in found.items()}, certain, len(owners))


def _owners(domain: str, domains: dict[str, set[str]]) -> set[str]:
    """The clients of a domain; mail.acme.example belongs to acme.example."""
    while domain:
        if domain in domains:
            return domains[domain]
        domain = domain.partition(".")[2]
    return set()


def title_weight(title: str, candidate: Candidate) -> float:
    """How much the words of a title speak for a task: its own match words most, then its name, then the client's."""
    words = words_of(title)
    weight = 0.0
    for phrase in candidate.match_words:
        parts = words_of(phrase)
        if parts and all(any(alike(part, word) for word in words) for part in parts):
            weight += 2.0 + 0.5 * (len(parts) - 1)
    named = sum(any(alike(part, word) for word in words) for part in words_of(candidate.task_name))
    weight += 1.0 * min(named, 3)
    if candidate.client_id is not None and short_name(candidate.client_name).casefold() in words:
        weight += 2.0
    return min(weight, 7.0)


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

    def __init__(self, title: str, candidates: Sequence[Candidate], past: Sequence[Past]) -> None:
        folded = fold_title(title)
        clients = frozenset(short_name(one.client_name).casefold() for one in candidates if one.client_id is not None)
        self._same = [row for row in past if row.title_folded == folded]
        self._stem, number = stem_of(folded, clients)
        self._row = []
        if self._stem and number is not None and not self._same:
            stems = ((row, stem_of(row.title_folded, clients)) for row in past)
            self._row = [(row, found or 0) for row, (stem, found) in stems if stem == self._stem]
        self._used: dict[str, int] = {}
        for row in past:
            self._used[row.task_id] = self._used.get(row.task_id, 0) + row.count

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

    def used(self, task_id: str) -> float:
        """A small weight for tasks the person books often."""
        return min(0.3 * math.log1p(self._used.get(task_id, 0)), 1.0)


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


def shared_by(candidates: Sequence[Candidate], domain: str) -> float:
    """What one domain is worth when several clients use it: 3 divided by 1 + log(how many)."""
    owners = {
        one.client_id
        for one in candidates
        if one.client_id is not None and domain in {own.casefold() for own in one.email_domains}
    }
    return 3.0 / (1.0 + math.log(max(1, len(owners))))
