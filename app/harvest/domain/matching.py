"""Which task an event belongs to: evidence added up, and one sentence that says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clients.domain import short_name
from app.harvest.domain import codes
from app.harvest.domain.evidence import (
    Candidate,
    Guests,
    Habit,
    Habits,
    KnownContact,
    Past,
    guests_of,
    role_weight,
    shared_by,
    title_weight,
)
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
        found, shown = codes.named_by(written[0], candidates), "#" + written[0].upper()
    else:
        found, shown = codes.named_in_brackets(marks.names[0], candidates), f"[{marks.names[0]}]"
    if not found:
        near = codes.nearest(written[0], candidates) if written else ""
        if not written or (guests.outsiders and not near):
            # A tag in an invitation of others is just a word.
            return None
        hint = _("{code} is unknown here; #{near} is close") if near else _("{code} is unknown here")
        return Guess(None, hint.format(code=shown, near=near), 0.0)
    if marks.task:
        found = codes.of_task(marks.task, found)
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


def _title_words(occurrence: Occurrence, best: Candidate) -> str:
    if title_weight(occurrence.title, best) <= 0:
        return ""
    return _("The title sounds like {task}").format(task=best.task_name)
