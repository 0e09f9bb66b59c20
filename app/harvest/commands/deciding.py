"""What a person does with suggestions: add one or all sure ones, call one not work, and take either back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.engagements.queries import task
from app.firm.queries import person
from app.harvest.commands.learning import learn, unlearn
from app.harvest.domain import Note, State, fold_title, read_title
from app.harvest.queries import allow, suggestions
from app.harvest.queries.suggestions import SURE, is_over
from app.harvest.records import Occurrence as Kept
from app.harvest.records import Suggestion
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage.work import Work
from app.timesheets.commands import log_time, remove_entry
from app.timesheets.domain import clean_note
from app.timesheets.records import TimeEntry

_SAME_STATE = (
    select(Kept, Suggestion)
    .join(Suggestion, Suggestion.occurrence_id == Kept.id)
    .where(
        Kept.person_id == bindparam("person_id"),
        Suggestion.state == bindparam("state"),
        Suggestion.id != bindparam("except_id"),
    )
    .order_by(Kept.id)
)


@dataclass(frozen=True, slots=True)
class AddedAll:
    """What was added together; `left` waits for a look, `refused` says why something could not be logged."""

    suggestion_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    seconds: int
    left: int
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dismissed:
    """What is called not work now: the one meant, and the others of its series that waited."""

    suggestion_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What waits again."""

    suggestion_ids: tuple[int, ...]


def accept_suggestion(
    work: Work,
    *,
    suggestion_id: int,
    task_id: int | None = None,
    seconds: int | None = None,
    note: str | None = None,
) -> int:
    """Log the time of a suggestion, as proposed or with another task, duration or note; answers the entry's id.

    Accepted already: the entry it has, and nothing more.
    """
    suggestion, kept = open_for(work, suggestion_id)
    if suggestion.entry_id is not None:
        return suggestion.entry_id
    if suggestion.state is not State.SUGGESTED:
        raise _not_waiting(suggestion.state)
    owner = person(work, person_id=kept.person_id)
    if not is_over(kept.day, kept.starts_at, kept.ends_at, work.now, owner.zone):
        raise Problem(
            "harvest.not_over",
            _("This meeting is not over yet."),
            hint=_("Add it afterwards; it waits here until then."),
        )
    chosen = suggestion.task_id if task_id is None else task_id
    if chosen is None:
        raise Problem(
            "harvest.no_task",
            _("Nothing says which task this belongs to."),
            field="task_id",
            hint=_("Choose a task, then add it."),
        )
    length = suggestion.seconds if seconds is None else seconds
    text = clean_note(suggestion.note if note is None else note)
    whole = kept.starts_at is not None and kept.ends_at is not None and _length(kept) == length
    logged = log_time(
        work,
        person_id=kept.person_id,
        task_id=chosen,
        day=kept.day,
        seconds=length,
        note=text,
        billable=False if read_title(kept.title).not_billable else None,
        starts_at=kept.starts_at if whole else None,
        ends_at=kept.ends_at if whole else None,
    )
    times = learn(work, person_id=kept.person_id, title=kept.title, task_id=chosen)
    if chosen != suggestion.task_id:
        _let_others_follow(work, kept, suggestion, chosen, times)
    suggestion.state = State.ACCEPTED
    suggestion.entry_id = logged.entry_id
    suggestion.accepted_fingerprint = kept.fingerprint
    suggestion.task_id, suggestion.seconds, suggestion.note = chosen, length, text
    work.session.flush()
    return logged.entry_id


def accept_all(work: Work, *, person_id: int, period: Period, sure_only: bool = True) -> AddedAll:
    """Add every suggestion of a period that is over and sure; the others wait for a look.

    Without `sure_only` all that have a task are added: for a person who has looked at each of them.
    """
    view = suggestions(work, person_id=person_id, period=period)
    chosen = [
        row for row in view.rows if row.acceptable and (row.preselected if sure_only else row.task_id is not None)
    ]
    entry_ids: dict[int, int] = {}
    refused: list[str] = []
    for row in chosen:
        try:
            entry_ids[row.suggestion_id] = accept_suggestion(work, suggestion_id=row.suggestion_id)
        except Problem as problem:  # refused before anything was written; the others go on
            refused.append(f"{row.title}: {problem}")
    return AddedAll(
        suggestion_ids=tuple(entry_ids),
        entry_ids=tuple(entry_ids.values()),
        seconds=sum(row.seconds for row in chosen if row.suggestion_id in entry_ids),
        left=len(view.rows) - len(entry_ids),
        refused=tuple(refused),
    )


def take_back_suggestion(work: Work, *, suggestion_id: int) -> Restored:
    """Undo adding: the entry is removed and the suggestion waits again."""
    suggestion, kept = open_for(work, suggestion_id)
    if suggestion.state not in {State.ACCEPTED, State.CHANGED}:
        return Restored(())
    entry_id, suggestion.entry_id = suggestion.entry_id, None
    work.session.flush()
    if entry_id is not None and work.find(TimeEntry, entry_id) is not None:
        remove_entry(work, entry_id=entry_id)
    if suggestion.task_id is not None:
        unlearn(work, person_id=kept.person_id, title=kept.title, task_id=suggestion.task_id)
    _wait_again(suggestion)
    work.session.flush()
    return Restored((suggestion.id,))


def dismiss_suggestion(work: Work, *, suggestion_id: int) -> Dismissed:
    """Call a suggestion not work. Of a series all that wait go with it, and those still to come."""
    suggestion, kept = open_for(work, suggestion_id)
    if suggestion.state is State.DISMISSED:
        return Dismissed(())
    if suggestion.state is not State.SUGGESTED:
        raise _not_waiting(suggestion.state)
    group = [suggestion, *_of_series(work, kept, suggestion, State.SUGGESTED)]
    for one in group:
        one.state = State.DISMISSED
    learn(work, person_id=kept.person_id, title=kept.title, task_id=None)
    work.session.flush()
    return Dismissed(tuple(one.id for one in group))


def restore_suggestion(work: Work, *, suggestion_id: int) -> Restored:
    """Take "not work" back, for the whole series where it was one. Also for a suggestion whose entry was removed."""
    suggestion, kept = open_for(work, suggestion_id)
    removed = suggestion.state in {State.ACCEPTED, State.CHANGED} and suggestion.entry_id is None
    if suggestion.state is not State.DISMISSED and not removed:
        return Restored(())
    group = [suggestion]
    if not removed:
        group += _of_series(work, kept, suggestion, State.DISMISSED)
        unlearn(work, person_id=kept.person_id, title=kept.title, task_id=None)
    for one in group:
        _wait_again(one)
    work.session.flush()
    return Restored(tuple(one.id for one in group))


def open_for(work: Work, suggestion_id: int) -> tuple[Suggestion, Kept]:
    """A suggestion and its event, if the actor may decide about them."""
    suggestion = work.lock(Suggestion, suggestion_id)
    kept = work.get(Kept, suggestion.occurrence_id)
    allow(work, kept.person_id)
    return suggestion, kept


def _length(kept: Kept) -> int:
    if kept.starts_at is None or kept.ends_at is None:
        return 0
    return int((kept.ends_at - kept.starts_at).total_seconds())


def _not_waiting(state: State) -> Problem:
    sentence = {
        State.DISMISSED: _("This was called not work."),
        State.WITHDRAWN: _("This meeting is no longer in the calendar."),
    }.get(state, _("This was added before, and its entry removed."))
    return Problem("harvest.not_waiting", sentence, hint=_("Restore it, or log the time by hand."))


def _wait_again(suggestion: Suggestion) -> None:
    suggestion.state = State.SUGGESTED
    suggestion.news = Note.NONE
    suggestion.accepted_fingerprint = ""


def _others(work: Work, kept: Kept, suggestion: Suggestion, state: State) -> list[tuple[Kept, Suggestion]]:
    """The person's other suggestions in a state whose events have the same title."""
    limits = {"person_id": kept.person_id, "state": state, "except_id": suggestion.id}
    title = fold_title(kept.title)
    return [
        (other, its) for other, its in work.session.execute(_SAME_STATE, limits) if fold_title(other.title) == title
    ]


def _of_series(work: Work, kept: Kept, suggestion: Suggestion, state: State) -> list[Suggestion]:
    return [its for other, its in _others(work, kept, suggestion, state) if other.uid == kept.uid]


def _let_others_follow(work: Work, kept: Kept, suggestion: Suggestion, task_id: int, times: int) -> None:
    """The person chose another task: what waits under the same title is proposed for it too, where it may be booked."""
    chosen = task(work, task_id=task_id)
    for other, its in _others(work, kept, suggestion, State.SUGGESTED):
        if chosen is not None and chosen.open_on(other.day):
            its.task_id = task_id
            its.reason = ngettext("Went here once before", "Went here {n} times before", times)
            its.confidence = SURE
