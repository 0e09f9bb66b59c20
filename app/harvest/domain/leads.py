"""What leads to a task: from words, people and past acts to the candidates they speak for, made once for a reading.

Most tasks of a firm have nothing to do with an event. Weighing only those that something leads to gives the same answer
as weighing all of them, in a small part of the time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from app.clients.domain import short_name
from app.harvest.domain.evidence import SHORTEST_STEM, STEM_ENDINGS, Candidate, Guests, Memory, Past, wording_weight
from app.harvest.domain.occurrences import Occurrence
from app.harvest.domain.titles import words_of

MOST_BY_WORDS = 7.0
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


class Among:
    """The candidates that count for an event, by their places among all, in order: those open on its day, say."""

    def __init__(self, leads: Leads, places: Iterable[int]) -> None:
        """Some places of the candidates of `leads`, ascending."""
        self._leads = leads
        self.places = tuple(places)
        self.all = frozenset(self.places)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.places)

    def of(self, places: Iterable[int]) -> list[int]:
        """Those of some places that count here."""
        return [place for place in places if place in self.all]

    @cached_property
    def usual(self) -> dict[int, float]:
        """What the person often books weighs a little, for every event."""
        return {place: weight for place, weight in self._leads.usual.items() if place in self.all}

    @cached_property
    def client_words(self) -> frozenset[str]:
        """The short names of the clients that count here."""
        called = (self._leads.called[place] for place in self.places)
        return frozenset(word for word in called if word is not None)


class Leads:
    """All candidates of a reading, found by what may speak for them."""

    def __init__(self, candidates: Sequence[Candidate], past: Sequence[Past]) -> None:
        """Candidates in the order they are offered, and what the person did before."""
        self.candidates = candidates
        self.called: list[str | None] = []
        """The folded short name of each candidate's client; None for internal work."""
        self._clients: dict[str | None, list[int]] = defaultdict(list)
        self._tasks: dict[str, list[int]] = defaultdict(list)
        self._domains: dict[str, list[int]] = defaultdict(list)
        self._addresses: dict[str, list[int]] = defaultdict(list)
        self._names: dict[str, list[int]] = defaultdict(list)
        self._wordings: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
        for place, one in enumerate(candidates):
            self._clients[one.client_id].append(place)
            self._tasks[one.task_id].append(place)
            self._wordings[one.match_words, one.task_name].append(place)
            if one.client_id is None:
                self.called.append(None)
                continue
            called = short_name(one.client_name).casefold()
            self.called.append(called)
            self._names[called].append(place)
            for domain in dict.fromkeys(domain.casefold() for domain in one.email_domains):
                self._domains[domain].append(place)
            for address in dict.fromkeys(contact.email.casefold() for contact in one.contacts):
                self._addresses[address].append(place)
        self.memory = Memory(past, frozenset(self._names))
        self.usual = {
            place: self.memory.used(task_id)
            for task_id in self.memory.task_ids
            for place in self._tasks.get(task_id, ())
        }

    @cached_property
    def _words(self) -> dict[str, set[tuple[tuple[str, ...], str]]]:
        """From a word, and from its beginnings that are alike, to the wordings that hold it."""
        found: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
        for wording in self._wordings:
            phrases, name = wording
            for text in (*phrases, name):
                for word in words_of(text):
                    for beginning in _beginnings(word):
                        found[beginning].add(wording)
        return found

    def of_client(self, client_id: str | None) -> Sequence[int]:
        """The candidates of a client; None: internal work."""
        return self._clients.get(client_id, ())

    def of_tasks(self, task_ids: Iterable[str]) -> frozenset[int]:
        """The candidates that are one of some tasks."""
        return frozenset(place for task_id in task_ids for place in self._tasks.get(task_id, ()))

    def of_words(self, words: Sequence[str], among: Among) -> dict[int, float]:
        """How much the words of a title speak for candidates: for the words of a task, and for the name of a client."""
        near = {wording for word in words for start in _beginnings(word) for wording in self._words.get(start, ())}
        found: dict[int, float] = {}
        for phrases, name in near:
            weight = wording_weight(words, phrases, name)
            if weight:
                found |= dict.fromkeys(among.of(self._wordings[phrases, name]), min(weight, MOST_BY_WORDS))
        for word in words:
            for place in among.of(self._names.get(word, ())):
                found[place] = min(found.get(place, 0.0) + 2.0, MOST_BY_WORDS)
        return found

    def guests(self, occurrence: Occurrence, among: Among, own_domains: frozenset[str]) -> Guests:
        """Sort the guests by client: a known contact's address decides, then the domain.

        A domain that several clients share counts for the one among them that another guest names, else for each.
        """
        owners: dict[str, set[str]] = {}
        for guest in occurrence.guests:
            domain = guest.rpartition("@")[2]
            clients = self._owners(self._addresses, guest, among)
            if not clients and (domain in own_domains or domain in ROBOTS):
                continue
            owners[guest] = clients or (set() if domain in FREE_MAIL else self._of_domain(domain, among))
        certain = frozenset(client for clients in owners.values() if len(clients) == 1 for client in clients)
        found: dict[str, list[str]] = {}
        for guest, clients in owners.items():
            for client in sorted(clients & certain or clients):
                found.setdefault(client, []).append(guest)
        return Guests({client: tuple(people) for client, people in found.items()}, certain, len(owners))

    def owners(self, domain: str, among: Among) -> int:
        """How many clients use just this domain."""
        return len(self._owners(self._domains, domain, among))

    def _of_domain(self, domain: str, among: Among) -> set[str]:
        """The clients of a domain; mail.acme.example belongs to acme.example."""
        while domain:
            owners = self._owners(self._domains, domain, among)
            if owners:
                return owners
            domain = domain.partition(".")[2]
        return set()

    def _owners(self, known: Mapping[str, Sequence[int]], key: str, among: Among) -> set[str]:
        clients = {self.candidates[place].client_id for place in among.of(known.get(key, ()))}
        return {client for client in clients if client is not None}


def _beginnings(word: str) -> list[str]:
    """A word and what remains of it without one of the endings that make no other word of it."""
    shortest = max(SHORTEST_STEM, len(word) - STEM_ENDINGS)
    return [word, *(word[:length] for length in range(shortest, len(word)))]
