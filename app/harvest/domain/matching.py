"""Which task an event belongs to: evidence added up, and one sentence that says why."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.clients.domain import short_name
from app.harvest.domain.codes import Codes
from app.harvest.domain.evidence import (
    Candidate,
    Guests,
    Habit,
    Habits,
    KnownContact,
    Past,
    role_weight,
    wording_weight,
)
from app.harvest.domain.leads import Among, Leads
from app.harvest.domain.occurrences import Occurrence, Partstat, Status
from app.harvest.domain.titles import TitleMarks, read_title, words_of
from app.kernel.words import _, ngettext

CERTAIN = 0.99
PRESELECTED = 0.85
MARGIN = 0.25
SHOWN = 0.4
AHEAD = 0.1
CHOICES = 3
CROWD = 12
# Without any sign the event is rather nobody's: every candidate starts below "not work".
NOBODY = 1.0
NOT_WORK = frozenset(
    "anniversary arzt birthday dentist doctor feiertag focus geburtstag gym holiday leave lunch mittag school "
    "urlaub vacation yoga zahnarzt".split()
)


@dataclass(frozen=True, slots=True)
class Guess:
    """The most likely task (None: let the person choose), why, how sure (0 to 1), and the best choices in order."""

    task_id: str | None
    reason: str
    confidence: float
    choices: tuple[tuple[str, float], ...] = ()

    @property
    def preselected(self) -> bool:
        """Whether it is sure enough, and far enough ahead of the next, to be marked for adding."""
        ahead = self.confidence - (self.choices[1][1] if len(self.choices) > 1 else 0.0)
        return self.task_id is not None and self.confidence >= PRESELECTED and ahead >= MARGIN


def suggest(
    occurrence: Occurrence,
    candidates: Sequence[Candidate],
    past: Sequence[Past],
    *,
    own_domains: frozenset[str] = frozenset(),
) -> Guess:
    """The task one occurrence most likely belongs to; for more of them make one `Matcher`."""
    return Matcher(candidates, past, own_domains=own_domains).suggest(occurrence)


class Matcher:
    """Finds the tasks of many occurrences among the same candidates, given in the order they are offered."""

    def __init__(
        self, candidates: Sequence[Candidate], past: Sequence[Past], *, own_domains: frozenset[str] = frozenset()
    ) -> None:
        """`past` is what the person did before, `own_domains` are those of the firm."""
        self._own = frozenset(domain.casefold() for domain in own_domains)
        self._candidates = candidates
        self._leads = Leads(candidates, past)

    @cached_property
    def _codes(self) -> Codes:
        return Codes(self._candidates)

    @cached_property
    def _everything(self) -> Among:
        return self.among(range(len(self._candidates)))

    def among(self, places: Iterable[int]) -> Among:
        """Those of the candidates that count on some day, by their places, ascending."""
        return Among(self._leads, places)

    def suggest(self, occurrence: Occurrence, among: Among | None = None) -> Guess:
        """The task an occurrence most likely belongs to. A code decides; else people, words and habits are weighed.

        The person always decides: nothing here accepts anything.
        """
        among = self._everything if among is None else among
        marks = read_title(occurrence.title)
        event = _Event(
            occurrence,
            words_of(occurrence.title),
            self._leads.guests(occurrence, among, self._own),
            self._leads.memory.about(occurrence.title, lambda: among.client_words),
        )
        if marks.codes or occurrence.code_in_text or marks.names:
            coded = self._by_code(event, marks, among)
            if coded:
                return coded
        if event.guests.of_several:
            ranking = self._ranked(event, among)
            return Guess(None, _("Guests from several clients: choose one"), 0.0, ranking.choices)
        return self._weighed(event, among)

    def _by_code(self, event: _Event, marks: TitleMarks, among: Among) -> Guess | None:
        """What the code in the title, or else the one in the text, leads to; None when a bracket names no client."""
        in_text = event.occurrence.code_in_text
        written = marks.codes or ((in_text.casefold(),) if in_text else ())
        if len(written) > 1:
            return Guess(None, _("Several codes in the title: choose one"), 0.0)
        if written:
            found, shown = self._codes.named_by(written[0], among), "#" + written[0].upper()
        else:
            found, shown = self._codes.named_in_brackets(marks.names[0], among), f"[{marks.names[0]}]"
        if not found:
            near = self._codes.nearest(written[0], among) if written else ""
            if not written or (event.guests.outsiders and not near):
                # A tag in an invitation of others is just a word.
                return None
            hint = _("{code} is unknown here; #{near} is close") if near else _("{code} is unknown here")
            return Guess(None, hint.format(code=shown, near=near), 0.0)
        if marks.task:
            found = self._codes.of_task(marks.task, found)
        reason = _("{code} is in the title") if marks.codes or not written else _("{code} is in the description")
        reason = reason.format(code=shown)
        if len(found) == 1:
            task_id = self._candidates[found[0]].task_id
            return Guess(task_id, reason, CERTAIN, ((task_id, CERTAIN),))
        ranking = self._ranked(event, self.among(found), nobody=-4.0)
        best, confidence = ranking.best[0]
        return Guess(best.task_id if confidence >= SHOWN else None, reason, confidence, ranking.choices)

    def _weighed(self, event: _Event, among: Among) -> Guess:
        ranking = self._ranked(event, among)
        if not ranking.best:
            return Guess(None, _("Nothing points to a task"), 0.0)
        best, confidence = ranking.best[0]
        reason = _reason(event, best)
        if not (confidence >= SHOWN or ranking.clearly_of_client()) or not reason:
            people = reason if reason and event.people(best) else ""
            return Guess(None, people or _("Nothing points to a task"), confidence, ranking.choices)
        doubtful = event.occurrence.status is Status.TENTATIVE or event.occurrence.partstat in {
            Partstat.TENTATIVE,
            Partstat.NEEDS_ACTION,
        }
        if doubtful:
            confidence = min(confidence, PRESELECTED - 0.01)
        return Guess(best.task_id, reason, confidence, ranking.choices)

    def _ranked(self, event: _Event, among: Among, nobody: float | None = None) -> _Ranking:
        """The candidates with their probability. Only those that something may speak for are weighed one by one."""
        shares = {domain: 3.0 / (1.0 + math.log(max(1, self._leads.owners(domain, among)))) for domain in event.domains}
        people = {
            place: _people_weight(event, self._candidates[place], shares)
            for client in (None, *event.guests.by_client)
            for place in among.of(self._leads.of_client(client))
        }
        words = self._leads.of_words(event.words, among)
        habits = {
            place: event.habits.of(self._candidates[place].task_id).weight
            for place in among.of(self._leads.of_tasks(event.habits.task_ids))
        }
        usual = among.usual
        scores = {
            place: people.get(place, 0.0) + words.get(place, 0.0) + habits.get(place, 0.0) + usual.get(place, 0.0)
            for place in {*people, *words, *habits, *usual}
        }
        against = _not_work(event.occurrence) if nobody is None else nobody
        return _Ranking(self._leads, among, scores, against)


@dataclass(frozen=True, slots=True)
class _Event:
    """An occurrence with what is known around it."""

    occurrence: Occurrence
    words: Sequence[str]
    guests: Guests
    habits: Habits

    def people(self, candidate: Candidate) -> tuple[str, ...]:
        """The guests of a candidate's client."""
        return self.guests.by_client.get(candidate.client_id or "", ())

    @property
    def domains(self) -> set[str]:
        """The domains of all guests of clients."""
        return {person.rpartition("@")[2] for people in self.guests.by_client.values() for person in people}


class _Ranking:
    """Candidates by their probability. Those nothing speaks for share one, and are counted instead of listed."""

    def __init__(self, leads: Leads, among: Among, scores: Mapping[int, float], against: float) -> None:
        """Weigh `scores` (those that are missing are 0) and what speaks `against` work against each other."""
        # Many tasks that nothing speaks for must not outweigh the one that something does.
        crowd = math.log(max(1.0, len(among) / CROWD))
        weighed = {place: score if score > 1.0 else score - crowd for place, score in scores.items()}
        others = len(among) - len(weighed)
        top = max((*weighed.values(), against, -crowd))
        powers = {place: math.exp(score - top) for place, score in weighed.items()}
        rest = math.exp(-crowd - top)
        total = math.fsum((*powers.values(), others * rest, math.exp(against - top)))
        self._leads = leads
        self._among = among
        self._chances = {place: power / total for place, power in powers.items()}
        self._rest = rest / total
        first = heapq.nsmallest(CHOICES, ((-chance, place) for place, chance in self._chances.items()))
        silent = itertools.islice((place for place in among.places if place not in weighed), CHOICES)
        ordered = sorted([*first, *((-self._rest, place) for place in silent)])
        self.best = [(leads.candidates[place], -chance) for chance, place in ordered[:CHOICES]]
        """The first of all, best first; equal ones in the given order."""

    @property
    def choices(self) -> tuple[tuple[str, float], ...]:
        """The best as a guess tells them."""
        return tuple((one.task_id, round(chance, 4)) for one, chance in self.best)

    def clearly_of_client(self) -> bool:
        """Whether the client is beyond doubt and one of its tasks is ahead: many tasks of a client share its chance."""
        best, confidence = self.best[0]
        if best.client_id is None:
            return False
        ahead = confidence - (self.best[1][1] if len(self.best) > 1 else 0.0)
        its = self._among.of(self._leads.of_client(best.client_id))
        share = math.fsum(self._chances.get(place, self._rest) for place in its)
        return share >= PRESELECTED and ahead >= AHEAD


def _people_weight(event: _Event, candidate: Candidate, shares: Mapping[str, float]) -> float:
    """What the guests say; without any, internal work is a little more likely."""
    people = event.people(candidate)
    if people:
        known = {contact.email.casefold() for contact in candidate.contacts}
        weight = max(shares[person.rpartition("@")[2]] for person in people)
        weight += 1.0 if known & set(people) else 0.0
        return weight + role_weight(people, candidate)
    if candidate.client_id is not None:
        return 0.0
    outsiders = event.guests.outsiders
    return (-3.0 if outsiders else 1.0) + (0.5 if event.occurrence.repeats and not outsiders else 0.0)


def _not_work(occurrence: Occurrence) -> float:
    """What speaks for "not work": lunch and dentist, free time, whole days."""
    words = set(words_of(occurrence.title))
    score = NOBODY + (3.0 if words & NOT_WORK else 0.0)
    score += 1.0 if occurrence.transparent else 0.0
    return score + (1.0 if occurrence.all_day else 0.0)


def _reason(event: _Event, best: Candidate) -> str:
    """The two strongest grounds in words: a habit, then the people, then the words of the title."""
    occurrence, habit = event.occurrence, event.habits.of(best.task_id)
    grounds = [
        _habit_words(occurrence, habit),
        _people_words(event.people(best), best),
        _rhythm_words(occurrence),
        _title_words(event, best),
    ]
    said = [ground for ground in grounds if ground]
    strong = said[:2] if habit.earlier else said[:1]
    return "; ".join(strong)


def _habit_words(occurrence: Occurrence, habit: Habit) -> str:
    if habit.earlier:
        return _("{title} went here").format(title=habit.earlier)
    if habit.same_title and not _rhythm_words(occurrence):
        return ngettext("Went here once before", "Went here {n} times before", habit.same_title)
    return ""


def _people_words(people: Sequence[str], best: Candidate) -> str:
    if not people:
        return ""
    if len(people) > 1:
        return ngettext("{n} guest from the client", "{n} guests from the client", len(people))
    for contact in best.contacts:
        if contact.email.casefold() == people[0]:
            called = _called(contact)
            return _("{name} is a {client} contact").format(name=called, client=short_name(best.client_name))
    return ngettext("{n} guest from the client", "{n} guests from the client", 1)


def _called(contact: KnownContact) -> str:
    """A. Mercer for Alice Mercer; the address when there is no name."""
    first, _space, last = contact.name.strip().rpartition(" ")
    if not last:
        return contact.email
    return f"{first[0]}. {last}" if first else last


def _rhythm_words(occurrence: Occurrence) -> str:
    if occurrence.repeats == "daily":
        return _("Repeats every day")
    if occurrence.repeats == "weekly" and isinstance(occurrence.start, datetime):
        return _weekly_words()[occurrence.start.weekday()]
    if occurrence.repeats == "monthly":
        return _("Repeats every month")
    return ""


def _weekly_words() -> tuple[str, ...]:
    """Whole sentences, so that each language can bend its weekday; Monday first."""
    return (
        _("Repeats every Monday"),
        _("Repeats every Tuesday"),
        _("Repeats every Wednesday"),
        _("Repeats every Thursday"),
        _("Repeats every Friday"),
        _("Repeats every Saturday"),
        _("Repeats every Sunday"),
    )


def _title_words(event: _Event, best: Candidate) -> str:
    own = wording_weight(event.words, best.match_words, best.task_name)
    named = best.client_id is not None and short_name(best.client_name).casefold() in event.words
    return _("The title sounds like {task}").format(task=best.task_name) if own or named else ""
