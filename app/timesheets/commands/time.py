"""Logging and correcting time. Every answer holds what it takes to undo the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select

from app.engagements.domain import SowState
from app.engagements.queries import TaskRow, task
from app.firm.domain import Right, require
from app.firm.queries import PersonRow, person
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, formats_beside
from app.storage.work import Work
from app.timesheets.domain import (
    check_day_total,
    check_seconds,
    check_when,
    clean_note,
    may_log_for_others,
    why_locked,
)
from app.timesheets.records import TimeEntry

_DAY_SECONDS = select(func.coalesce(func.sum(TimeEntry.seconds), 0)).where(
    TimeEntry.person_id == bindparam("person_id"), TimeEntry.day == bindparam("day")
)


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry as it was with its version then: enough to log it again or to put it back."""

    entry_id: int
    version: int
    person_id: int
    task_id: int
    day: date
    seconds: int
    note: str
    billable: bool
    starts_at: datetime | None
    ends_at: datetime | None
    logged_at: datetime
    returned_reason: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A new entry, the sum of its day, a sentence when that is unusually long, and the entry as it is now."""

    entry_id: int
    day_seconds: int
    warning: str
    after: EntryFacts


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed entry with its new version, the sum of its day, a warning, what it was before and what it is now."""

    entry_id: int
    version: int
    day_seconds: int
    warning: str
    before: EntryFacts
    after: EntryFacts


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and the sum that is left on its day."""

    before: EntryFacts
    day_seconds: int


def log_time(
    work: Work,
    *,
    person_id: int,
    task_id: int,
    day: date,
    seconds: int,
    note: str = "",
    billable: bool | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Logged:
    """Log time of a person on a task on a local date. `billable` follows the task where nobody says otherwise."""
    who = allow_writing(work, person_id)
    check_seconds(seconds)
    what = loggable_task(work, task_id, day, who)
    if (starts_at is None) != (ends_at is None) or (starts_at and ends_at and ends_at <= starts_at):
        raise Problem(
            "time.instants", _("The end must come after the start."), field="ends_at", hint=_("Give both or none.")
        )
    warning = check_day(work, who, day, seconds)
    entry = work.add(
        TimeEntry(
            person_id=person_id,
            task_id=task_id,
            sow_id=what.sow_id,
            day=day,
            seconds=seconds,
            logged_at=work.now,
            note=clean_note(note),
            billable=billable_as(what, billable),
            starts_at=starts_at,
            ends_at=ends_at,
        )
    )
    return Logged(entry.id, day_seconds_of(work, person_id, day), warning, facts_of(entry))


def change_entry(
    work: Work,
    *,
    entry_id: int,
    version: int | None = None,
    seconds: int | None = None,
    note: str | None = None,
    billable: bool | None = None,
    task_id: int | None = None,
    day: date | None = None,
) -> Changed:
    """Change an open entry; what is not given stays. A new duration forgets start and end."""
    entry = work.get(TimeEntry, entry_id, version=version)
    who = allow_writing(work, entry.person_id)
    refuse_locked(entry)
    before = facts_of(entry)
    what = loggable_task(work, entry.task_id if task_id is None else task_id, entry.day if day is None else day, who)
    length = entry.seconds if seconds is None else seconds
    check_seconds(length)
    elsewhere = day is not None and day != entry.day
    if seconds is not None and seconds != entry.seconds:
        entry.starts_at = entry.ends_at = None
    warning = ""
    if elsewhere or length > entry.seconds:
        warning = check_day(work, who, day or entry.day, length - (0 if elsewhere else entry.seconds))
    if elsewhere:
        entry.starts_at = entry.ends_at = None
    if task_id is not None and task_id != entry.task_id:
        entry.task_id, entry.sow_id = what.task_id, what.sow_id
        entry.billable = billable_as(what, billable)
    elif billable is not None:
        entry.billable = billable_as(what, billable)
    entry.day = day or entry.day
    entry.seconds = length
    if note is not None:
        entry.note = clean_note(note)
    work.session.flush()
    total = day_seconds_of(work, entry.person_id, entry.day)
    return Changed(entry.id, entry.version, total, warning, before, facts_of(entry))


def remove_entry(work: Work, *, entry_id: int, version: int | None = None) -> Removed:
    """Remove an open entry."""
    entry = work.get(TimeEntry, entry_id, version=version)
    allow_writing(work, entry.person_id)
    refuse_locked(entry)
    before = facts_of(entry)
    work.delete(entry)
    return Removed(before, day_seconds_of(work, before.person_id, before.day))


def allow_writing(work: Work, person_id: int) -> PersonRow:
    """The person whose time or expense is written; Problem where the actor may not, or the person has left."""
    require(work.actor.role, Right.LOG_TIME)
    if person_id != work.actor.person_id and not may_log_for_others(work.actor.role):
        raise Problem(
            "time.not_yours",
            _("Your role may write your own time only."),
            hint=_("Ask the person, a partner or the office manager."),
        )
    who = person(work, person_id=person_id)
    if not who.active:
        raise Problem(
            "time.person_left", _("{name} has left the firm.").format(name=who.name), hint=_("Choose another person.")
        )
    return who


def loggable_task(work: Work, task_id: int, day: date, who: PersonRow) -> TaskRow:
    """The task, if time of that day may be logged on it; Problem otherwise."""
    found = task(work, task_id=task_id)
    if found is None or not found.active:
        raise Problem(
            "time.task_closed",
            _("This task takes no time any more."),
            field="task_id",
            hint=_("Choose another task of the statement of work."),
        )
    if found.sow_id is not None and found.sow_state is not SowState.OPEN:
        sentence = {
            SowState.FINISHED: _("{number} is finished."),
            SowState.SOLD: _("{number} has not started yet."),
        }.get(found.sow_state or SowState.DRAFT, _("{number} is still a draft."))
        raise Problem(
            "time.sow_closed",
            sentence.format(number=found.sow_number),
            field="task_id",
            hint=_("Log the time on another task, or have the statement of work opened."),
        )
    formats = Formats(formats_beside(who.language))
    check_when(day, work.today, formats, sow_number=found.sow_number, start_on=found.start_on, end_on=found.end_on)
    return found


def facts_of(entry: TimeEntry) -> EntryFacts:
    """An entry as it stands."""
    return EntryFacts(
        entry_id=entry.id,
        version=entry.version,
        person_id=entry.person_id,
        task_id=entry.task_id,
        day=entry.day,
        seconds=entry.seconds,
        note=entry.note,
        billable=entry.billable,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        logged_at=entry.logged_at,
        returned_reason=entry.returned_reason,
    )


def billable_as(what: TaskRow, billable: bool | None) -> bool:
    """Whether time on a task is billed: as the task says, where nobody says otherwise; internal time never is."""
    if what.sow_id is None:
        if billable:
            raise Problem(
                "time.internal_not_billable",
                _("Internal work cannot be billed."),
                field="billable",
                hint=_("Log it on a task of a statement of work."),
            )
        return False
    return what.billable if billable is None else billable


def refuse_locked(entry: TimeEntry) -> None:
    """Problem for an entry that was handed in or approved."""
    problem = why_locked(entry.state)
    if problem is not None:
        raise problem


def day_seconds_of(work: Work, person_id: int, day: date) -> int:
    """The sum of a person's day."""
    return int(work.execute(_DAY_SECONDS, {"person_id": person_id, "day": day}).scalar_one())


def check_day(work: Work, who: PersonRow, day: date, more: int) -> str:
    """The warning a day deserves that becomes so much longer; Problem where it cannot be."""
    return check_day_total(day, day_seconds_of(work, who.id, day) + more, Formats(formats_beside(who.language)))
