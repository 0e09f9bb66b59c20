"""Taking a calendar in: new events become suggestions, moved ones follow, gone ones leave; accepted time stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from app.harvest.commands.kept import GONE, facts_of, keep, kept_facts, note_of, off, seen
from app.harvest.domain import FeedReading, Note, Occurrence, State, next_state, too_many_gone, worth_suggesting
from app.harvest.queries import Grounds, ReaderRow, grounds, reader
from app.harvest.queries.suggestions import SURE
from app.harvest.records import CalendarSource, Suggestion
from app.harvest.records import Occurrence as Kept
from app.kernel.periods import Period
from app.storage.work import Work
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry

Pair = tuple[Kept, Suggestion]
UIDS_AT_ONCE = 1_000

_SOURCE = select(CalendarSource).where(
    CalendarSource.person_id == bindparam("person_id"), CalendarSource.name == bindparam("name")
)
_KNOWN = (
    select(Kept, Suggestion)
    .join(Suggestion, Suggestion.occurrence_id == Kept.id)
    .where(
        Kept.person_id == bindparam("person_id"),
        or_(
            Kept.day.between(bindparam("first"), bindparam("last")),
            Kept.uid.in_(bindparam("uids", expanding=True)),
        ),
    )
    .order_by(Kept.id)
)


@dataclass(frozen=True, slots=True)
class Harvested:
    """What a reading of a calendar did.

    `known` events were in the book before: `unchanged` ones and those `changed` or `withdrawn`. `held` ones vanished
    all at once; nothing was done about them until somebody says they are gone. `problems` are what could not be read.
    """

    new: int
    changed: int
    withdrawn: int
    unchanged: int
    known: int
    held: int = 0
    problems: tuple[str, ...] = ()


def take_calendar(
    work: Work,
    *,
    person_id: int,
    name: str,
    digest: str,
    occurrences: tuple[Occurrence, ...],
    window: Period,
    complete: bool,
    unread_uids: frozenset[str] = frozenset(),
    believe_gone: bool = False,
) -> Harvested:
    """Take in what a calendar shows in a window of days. The same again changes nothing.

    Events are taken for gone only when the reading was `complete`, theirs was not among `unread_uids`, and not too many
    vanished at once (unless `believe_gone`).
    """
    owner = reader(work, person_id=person_id)
    source = work.session.scalars(_SOURCE, {"person_id": person_id, "name": name}).one_or_none()
    if source is None:
        source = work.add(CalendarSource(person_id=person_id, name=name))
    source.digest, source.read_at = digest, work.now
    source.left_out = _left_out(source.left_out, occurrences, window, owner.zone)
    taking = _Taking(work, owner, source, grounds(work, person_id=person_id))
    known = _known(work, person_id, window, occurrences)
    for occurrence in occurrences:
        pair = known.pop((occurrence.uid, occurrence.rid), None)
        if pair is None:
            taking.meet_new(occurrence)
        else:
            taking.meet_again(*pair, occurrence)
    reading = FeedReading((), (), complete=complete, unread_uids=unread_uids)
    missing = [pair for pair in known.values() if taking.is_missing(*pair, reading, window)]
    held = 0 if believe_gone or not too_many_gone(taking.known + len(missing), len(missing)) else len(missing)
    for pair in () if held else missing:
        taking.meet_again(*pair, None)
    taking.save()
    return Harvested(
        new=len(taking.fresh),
        changed=taking.changed,
        withdrawn=taking.withdrawn,
        unchanged=taking.known - taking.changed - taking.withdrawn,
        known=taking.known,
        held=held,
    )


def _left_out(before: str, occurrences: Sequence[Occurrence], window: Period, zone: str) -> str:
    """The days of private and all-day events, those outside the window as they were."""
    marks = [mark for mark in before.split() if date.fromisoformat(mark[:-1]) not in window]
    for occurrence in occurrences:
        day = occurrence.day(zone)
        if off(occurrence) or day not in window:
            continue
        if occurrence.private:
            marks.append(f"{day.isoformat()}p")
        elif occurrence.all_day and not facts_of(occurrence, zone).seconds:
            marks.append(f"{day.isoformat()}a")
    return " ".join(sorted(marks))


def _known(
    work: Work, person_id: int, window: Period, occurrences: Sequence[Occurrence]
) -> dict[tuple[str, str], Pair]:
    """Everything kept that the reading shows, and everything kept on the days of the window."""
    found: dict[tuple[str, str], Pair] = {}
    uids = sorted({occurrence.uid for occurrence in occurrences})
    shown = {(occurrence.uid, occurrence.rid) for occurrence in occurrences}
    for some in _portions(uids):
        limits = {"person_id": person_id, "first": window.first, "last": window.last, "uids": some}
        for kept, suggestion in work.session.execute(_KNOWN, limits):
            if (kept.uid, kept.rid) in shown or kept.day in window:
                found[kept.uid, kept.rid] = (kept, suggestion)
    return found


def _portions(uids: list[str]) -> Iterator[list[str]]:
    for first in range(0, max(len(uids), 1), UIDS_AT_ONCE):
        yield uids[first : first + UIDS_AT_ONCE]


class _Taking:
    """One taking: what is new and how many changed gather here."""

    def __init__(self, work: Work, owner: ReaderRow, source: CalendarSource, ground: Grounds) -> None:
        self.known = self.changed = self.withdrawn = 0
        self.fresh: list[tuple[Kept, Occurrence]] = []
        self._work = work
        self._owner = owner
        self._source = source
        self._ground = ground

    def meet_new(self, occurrence: Occurrence) -> None:
        """An event seen for the first time; what nobody may have worked on is not kept at all."""
        if not worth_suggesting(occurrence, self._work.today):
            return
        facts = facts_of(occurrence, self._owner.zone)
        kept = Kept(
            person_id=self._owner.person_id,
            source_id=self._source.id,
            uid=occurrence.uid,
            rid=occurrence.rid,
            day=facts.day,
            seconds=facts.seconds,
            fingerprint=occurrence.fingerprint,
        )
        keep(kept, occurrence, self._owner.zone)
        self.fresh.append((kept, occurrence))

    def save(self) -> None:
        """Write what is new."""
        self._work.add_all([kept for kept, _occurrence in self.fresh])
        made: list[Suggestion] = []
        for kept, occurrence in self.fresh:
            suggestion = Suggestion(occurrence_id=kept.id)
            self._guess(suggestion, kept, occurrence)
            if self._ground.called_not_work(occurrence):
                suggestion.state = State.DISMISSED
            made.append(suggestion)
        self._work.add_all(made)

    def is_missing(self, kept: Kept, suggestion: Suggestion, reading: FeedReading, window: Period) -> bool:
        """Whether an event this calendar showed before is surely not in it any more, and that is news."""
        return (
            kept.source_id == self._source.id
            and kept.day in window
            and kept.fingerprint != GONE
            and suggestion.state is not State.DISMISSED
            and reading.may_be_gone(kept.uid)
        )

    def meet_again(self, kept: Kept, suggestion: Suggestion, occurrence: Occurrence | None) -> None:
        """An event the book knows; None when it is gone. Another calendar's copy counts where it says otherwise."""
        self.known += 1
        if kept.source_id != self._source.id:
            if not self._says_otherwise(kept, occurrence):
                return
            kept.source_id = self._source.id
        if suggestion.state in {State.ACCEPTED, State.CHANGED} and suggestion.entry_id is None:
            suggestion.state, suggestion.news = State.DISMISSED, Note.NONE  # a person removed the entry
        if suggestion.state in {State.ACCEPTED, State.CHANGED}:
            self._accepted(kept, suggestion, occurrence)
        else:
            self._waiting(kept, suggestion, occurrence)

    def _says_otherwise(self, kept: Kept, occurrence: Occurrence | None) -> bool:
        if occurrence is None or off(occurrence) != (kept.fingerprint == GONE):
            return True
        return not off(occurrence) and facts_of(occurrence, self._owner.zone) != kept_facts(kept)

    def _waiting(self, kept: Kept, suggestion: Suggestion, occurrence: Occurrence | None) -> None:
        """Suggested, withdrawn or dismissed: it simply follows the calendar."""
        before = suggestion.state
        usable = occurrence is not None and worth_suggesting(occurrence, self._work.today)
        now = occurrence if usable or before is State.DISMISSED else None
        state, note = next_state(before, kept.fingerprint, now, hand_edited=False, was_title=kept.title)
        suggestion.state = state
        kept.fingerprint = seen(occurrence)
        if occurrence is not None and not off(occurrence):
            keep(kept, occurrence, self._owner.zone)
            if state is State.SUGGESTED:
                self._guess(suggestion, kept, occurrence)
        if state is not before and state is State.WITHDRAWN:
            self.withdrawn += 1
        elif state is not before or note is Note.MOVED:
            self.changed += 1

    def _accepted(self, kept: Kept, suggestion: Suggestion, occurrence: Occurrence | None) -> None:
        """Accepted: the entry stays as it is, and a person is told what the calendar says now."""
        sight = seen(occurrence)
        before = (suggestion.state, suggestion.news, kept_facts(kept), kept.fingerprint == GONE)
        quiet = suggestion.state is State.ACCEPTED and suggestion.news is Note.NONE
        if quiet and occurrence is not None and sight != GONE and self._looks_the_same(kept, occurrence):
            suggestion.accepted_fingerprint = sight  # only an answer or a guest changed: nothing to decide
        if suggestion.state is State.ACCEPTED and sight == suggestion.accepted_fingerprint:
            suggestion.news = Note.NONE
        else:
            entry = self._work.get(TimeEntry, suggestion.entry_id or 0)
            suggestion.state, note = next_state(
                suggestion.state,
                suggestion.accepted_fingerprint,
                occurrence,
                hand_edited=_edited(entry, kept, suggestion, quiet=quiet),
                locked=entry.state is TimeState.APPROVED,
            )
            suggestion.news = Note.NONE if note is Note.BACK else note
        kept.fingerprint = sight
        if occurrence is not None and sight != GONE:
            keep(kept, occurrence, self._owner.zone)
        if before != (suggestion.state, suggestion.news, kept_facts(kept), sight == GONE):
            self.changed += 1

    def _looks_the_same(self, kept: Kept, occurrence: Occurrence) -> bool:
        now, was = facts_of(occurrence, self._owner.zone), kept_facts(kept)
        times = (now.day, now.starts_at, now.ends_at) == (was.day, was.starts_at, was.ends_at)
        return times if occurrence.private else now == was

    def _guess(self, suggestion: Suggestion, kept: Kept, occurrence: Occurrence) -> None:
        """Propose for an event what it was just kept as."""
        guess = self._ground.guess(occurrence, kept.day)
        confidence = round(guess.confidence * 100)
        suggestion.task_id = None if guess.task_id is None else int(guess.task_id)
        suggestion.reason = guess.reason
        suggestion.confidence = max(confidence, SURE) if guess.preselected else min(confidence, SURE - 1)
        suggestion.seconds = kept.seconds
        suggestion.note = note_of(kept.title)


def _edited(entry: TimeEntry, kept: Kept, suggestion: Suggestion, *, quiet: bool) -> bool:
    """Whether a person changed the entry after taking it over. What was taken over stands in the suggestion."""
    taken = (suggestion.task_id, suggestion.seconds, suggestion.note)
    return (entry.task_id, entry.seconds, entry.note) != taken or (quiet and entry.day != kept.day)
