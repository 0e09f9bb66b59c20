"""The plain rule of matching: every candidate is weighed, one by one. What `Matcher` answers is held against it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from app.clients.domain import short_name
from app.harvest.domain import Candidate, Guess, Occurrence, Past, fold_title, read_title
from app.harvest.domain.codes import one_apart
from app.harvest.domain.evidence import Guests, Habit, alike, role_weight, stem_of
from app.harvest.domain.leads import FREE_MAIL, ROBOTS
from app.harvest.domain.matching import (
    AHEAD,
    CERTAIN,
    CHOICES,
    CROWD,
    NOBODY,
    NOT_WORK,
    PRESELECTED,
    SHOWN,
    _habit_words,
    _people_words,
    _rhythm_words,
)
from app.harvest.domain.occurrences import Partstat, Status
from app.harvest.domain.titles import TitleMarks, words_of
from app.kernel.words import _

_LAST_NUMBER = re.compile(r"(\d+)$")


def suggest(
    occurrence: Occurrence,
    candidates: Sequence[Candidate],
    past: Sequence[Past],
    *,
    own_domains: frozenset[str] = frozenset(),
) -> Guess:
    """The task an occurrence most likely belongs to. A code decides; else people, words and habits are weighed.

    The person always decides: nothing here accepts anything.
    """
    own = frozenset(domain.casefold() for domain in own_domains)
    marks = read_title(occurrence.title)
    guests = guests_of(occurrence, candidates, own)
    habits = Habits(occurrence.title, candidates, past)
    if marks.codes or occurrence.code_in_text or marks.names:
        coded = _by_code(occurrence, marks, candidates, habits, guests)
        if coded:
            return coded
    if guests.of_several:
        ranked = _ranked(occurrence, candidates, habits, guests)
        return Guess(None, _("Guests from several clients: choose one"), 0.0, _choices(ranked))
    return _weighed(occurrence, candidates, habits, guests)


def _by_code(
    occurrence: Occurrence, marks: TitleMarks, candidates: Sequence[Candidate], habits: Habits, guests: Guests
) -> Guess | None:
    """What the code in the title, or else the one in the text, leads to; None when a bracket names no client."""
    written = marks.codes or ((occurrence.code_in_text.casefold(),) if occurrence.code_in_text else ())
    if len(written) > 1:
        return Guess(None, _("Several codes in the title: choose one"), 0.0)
    if written:
        found, shown = named_by(written[0], candidates), "#" + written[0].upper()
    else:
        found, shown = named_in_brackets(marks.names[0], candidates), f"[{marks.names[0]}]"
    if not found:
        near = nearest(written[0], candidates) if written else ""
        if not written or (guests.outsiders and not near):
            # A tag in an invitation of others is just a word.
            return None
        hint = _("{code} is unknown here; #{near} is close") if near else _("{code} is unknown here")
        return Guess(None, hint.format(code=shown, near=near), 0.0)
    if marks.task:
        found = of_task(marks.task, found)
    reason = _("{code} is in the title") if marks.codes or not written else _("{code} is in the description")
    reason = reason.format(code=shown)
    if len(found) == 1:
        return Guess(found[0].task_id, reason, CERTAIN, ((found[0].task_id, CERTAIN),))
    ranked = _ranked(occurrence, found, habits, guests, nobody=-4.0)
    best, confidence = ranked[0]
    ahead = confidence >= SHOWN
    return Guess(best.task_id if ahead else None, reason, confidence, _choices(ranked))


def _weighed(occurrence: Occurrence, candidates: Sequence[Candidate], habits: Habits, guests: Guests) -> Guess:
    ranked = _ranked(occurrence, candidates, habits, guests)
    if not ranked:
        return Guess(None, _("Nothing points to a task"), 0.0)
    best, confidence = ranked[0]
    reason = _reason(occurrence, best, habits, guests)
    if not (confidence >= SHOWN or _clearly_of_client(ranked)) or not reason:
        people = reason if reason and guests.by_client.get(best.client_id or "") else ""
        return Guess(None, people or _("Nothing points to a task"), confidence, _choices(ranked))
    doubtful = occurrence.status is Status.TENTATIVE or occurrence.partstat in {
        Partstat.TENTATIVE,
        Partstat.NEEDS_ACTION,
    }
    if doubtful:
        confidence = min(confidence, PRESELECTED - 0.01)
    return Guess(best.task_id, reason, confidence, _choices(ranked))


def _clearly_of_client(ranked: Sequence[tuple[Candidate, float]]) -> bool:
    """Whether the client is beyond doubt and one of its tasks is ahead: many tasks of one client share its chance."""
    best, confidence = ranked[0]
    share = sum(chance for one, chance in ranked if one.client_id == best.client_id)
    ahead = confidence - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return best.client_id is not None and share >= PRESELECTED and ahead >= AHEAD


def _ranked(
    occurrence: Occurrence,
    candidates: Sequence[Candidate],
    habits: Habits,
    guests: Guests,
    nobody: float | None = None,
) -> list[tuple[Candidate, float]]:
    """Candidates with their probability, best first; equal ones in the given order."""
    scores = [_score(occurrence, one, candidates, habits, guests) for one in candidates]
    # Many tasks that nothing speaks for must not outweigh the one that something does.
    crowd = math.log(max(1.0, len(candidates) / CROWD))
    scores = [score if score > 1.0 else score - crowd for score in scores]
    against = _not_work(occurrence) if nobody is None else nobody
    top = max((*scores, against))
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(against - top)
    ranked = [(one, power / total) for one, power in zip(candidates, powers, strict=True)]
    return sorted(ranked, key=lambda pair: -pair[1])


def _score(
    occurrence: Occurrence,
    candidate: Candidate,
    candidates: Sequence[Candidate],
    habits: Habits,
    guests: Guests,
) -> float:
    people = guests.by_client.get(candidate.client_id or "", ())
    score = 0.0
    if people:
        known = {contact.email.casefold() for contact in candidate.contacts}
        domains = {person.rpartition("@")[2] for person in people}
        score += max(shared_by(candidates, domain) for domain in domains)
        score += 1.0 if known & set(people) else 0.0
        score += role_weight(people, candidate)
    elif candidate.client_id is None:
        score += -3.0 if guests.outsiders else 1.0
        score += 0.5 if occurrence.repeats and not guests.outsiders else 0.0
    score += title_weight(occurrence.title, candidate)
    return score + habits.of(candidate.task_id).weight + habits.used(candidate.task_id)


def _not_work(occurrence: Occurrence) -> float:
    """What speaks for "not work": lunch and dentist, free time, whole days."""
    words = set(words_of(occurrence.title))
    score = NOBODY + (3.0 if words & NOT_WORK else 0.0)
    score += 1.0 if occurrence.transparent else 0.0
    return score + (1.0 if occurrence.all_day else 0.0)


def _choices(ranked: list[tuple[Candidate, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((one.task_id, round(chance, 4)) for one, chance in ranked[:CHOICES])


def _reason(
    occurrence: Occurrence,
    best: Candidate,
    habits: Habits,
    guests: Guests,
) -> str:
    """The two strongest grounds in words: a habit, then the people, then the words of the title."""
    habit = habits.of(best.task_id)
    grounds = [
        _habit_words(occurrence, habit),
        _people_words(guests.by_client.get(best.client_id or "", ()), best),
        _rhythm_words(occurrence),
        _title_words(occurrence, best),
    ]
    said = [ground for ground in grounds if ground]
    strong = said[:2] if habit.earlier else said[:1]
    return "; ".join(strong)


def _title_words(occurrence: Occurrence, best: Candidate) -> str:
    if title_weight(occurrence.title, best) <= 0:
        return ""
    return _("The title sounds like {task}").format(task=best.task_name)


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


def shared_by(candidates: Sequence[Candidate], domain: str) -> float:
    """What one domain is worth when several clients use it: 3 divided by 1 + log(how many)."""
    owners = {
        one.client_id
        for one in candidates
        if one.client_id is not None and domain in {own.casefold() for own in one.email_domains}
    }
    return 3.0 / (1.0 + math.log(max(1, len(owners))))


def named_by(code: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates a folded code leads to: written as it is, or client (or SOW prefix) and number of the SOW."""
    exact = [one for one in candidates if code in {own.casefold() for own in one.codes} or code == _number(one)]
    if exact:
        return exact
    letters, _, digits = code.partition("-")
    if not digits:
        return [one for one in candidates if letters in _callings(one)]
    return [
        one
        for one in candidates
        if _serial(one) == int(digits) and (letters in _callings(one) or letters == _prefix(one))
    ]


def named_in_brackets(name: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of a client whose whole name, first word or code stands in brackets."""
    return [
        one
        for one in candidates
        if one.client_id is not None
        and name in {one.client_name.casefold(), short_name(one.client_name).casefold(), *_folded(one.codes)}
    ]


def of_task(task: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates whose task has a word that begins with or is like `task`; all of them when none has."""
    found = [
        one for one in candidates if any(alike(task, word) or word.startswith(task) for word in words_of(one.task_name))
    ]
    return found or list(candidates)


def nearest(code: str, candidates: Sequence[Candidate]) -> str:
    """A known code one letter away from an unknown one, as the firm spells it; "" when there is none."""
    for one in candidates:
        for own in one.codes:
            if one_apart(code, own.casefold()):
                return own
    return ""


def _callings(candidate: Candidate) -> set[str]:
    """The words a code may begin with for this candidate."""
    calls = {code.partition("-")[0] for code in _folded(candidate.codes)}
    if candidate.client_id is not None:
        calls.add(short_name(candidate.client_name).casefold())
    return calls - {""}


def _prefix(candidate: Candidate) -> str:
    """SOW of SOW-2026-014; internal work has no number."""
    return candidate.sow_number.casefold().partition("-")[0] if candidate.client_id is not None else ""


def _serial(candidate: Candidate) -> int | None:
    found = _LAST_NUMBER.search(candidate.sow_number)
    return int(found.group(1)) if found else None


def _number(candidate: Candidate) -> str:
    return candidate.sow_number.casefold()


def _folded(codes: Sequence[str]) -> set[str]:
    return {code.casefold() for code in codes}
