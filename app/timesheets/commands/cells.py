"""Writing the week's cells, one or many at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work, overtaken
from app.timesheets.commands.time import (
    EntryFacts,
    allow_writing,
    change_entry,
    day_seconds_of,
    facts_of,
    log_time,
    remove_entry,
)
from app.timesheets.domain import TimeState, clean_note
from app.timesheets.records import TimeEntry

_CELL = (
    select(TimeEntry)
    .where(
        TimeEntry.person_id == bindparam("person_id"),
        TimeEntry.task_id == bindparam("task_id"),
        TimeEntry.day == bindparam("day"),
    )
    .order_by(TimeEntry.id)
)


@dataclass(frozen=True, slots=True)
class CellSeen:
    """What a cell held when somebody began to type over it."""

    seconds: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellWish:
    """What a cell of the week shall hold; note and billing stay where they are None.

    `seen` is what it held for who wishes: what else was changed since then stays. None writes over whatever is there.
    """

    task_id: int
    day: date
    seconds: int
    note: str | None = None
    billable: bool | None = None
    seen: CellSeen | None = None


@dataclass(frozen=True, slots=True)
class CellSet:
    """A cell of the week with its new total; `entry_id` is the entry behind it, `before` what was there."""

    entry_id: int | None
    day_seconds: int
    warning: str
    before: EntryFacts | None
    after: EntryFacts | None = None
    merged: bool = False
    """Whether somebody else had changed it since it was seen; both are in it."""


@dataclass(frozen=True, slots=True)
class CellsSet:
    """All cells of one go, and one warning for all of them."""

    cells: tuple[CellSet, ...]
    warning: str


def set_cell(
    work: Work,
    *,
    person_id: int,
    task_id: int,
    day: date,
    seconds: int,
    note: str | None = None,
    billable: bool | None = None,
    seen: CellSeen | None = None,
) -> CellSet:
    """Make a cell's total equal: a first entry is logged, the only one changed (0 removes it).

    Of several entries the only open one takes the difference; otherwise the person must choose in the list. What was
    changed since it was `seen` stays where the wish leaves it alone; Problem where both changed the same.
    """
    allow_writing(work, person_id)
    found = list(work.session.scalars(_CELL, {"person_id": person_id, "task_id": task_id, "day": day}))
    if seen is not None:
        seconds, note = _merged(found, seen, seconds, note)
    if not found:
        if seconds == 0:
            return CellSet(None, day_seconds_of(work, person_id, day), "", None)
        logged = log_time(
            work,
            person_id=person_id,
            task_id=task_id,
            day=day,
            seconds=seconds,
            note=note or "",
            billable=billable,
        )
        return CellSet(logged.entry_id, logged.day_seconds, logged.warning, None, logged.after)
    total = sum(entry.seconds for entry in found)
    if total == seconds and note is None and billable is None:
        same = facts_of(found[0])
        return CellSet(found[0].id, day_seconds_of(work, person_id, day), "", same, same)
    entry = _entry_to_change(found)
    wanted = seconds - (total - entry.seconds)
    if wanted == 0:
        removed = remove_entry(work, entry_id=entry.id)
        return CellSet(None, removed.day_seconds, "", removed.before)
    if wanted < 0:
        raise _choose_in_list(len(found))
    changed = change_entry(work, entry_id=entry.id, seconds=wanted, note=note, billable=billable)
    return CellSet(entry.id, changed.day_seconds, changed.warning, changed.before, changed.after)


def set_cells(work: Work, *, person_id: int, cells: tuple[CellWish, ...]) -> CellsSet:
    """Make several cells equal in one go: all of them, or none where one is refused."""
    allow_writing(work, person_id)
    done = tuple(_set(work, person_id, cell) for cell in cells)
    return CellsSet(done, next((one.warning for one in reversed(done) if one.warning), ""))


def _set(work: Work, person_id: int, cell: CellWish) -> CellSet:
    place: dict[str, Any] = {"person_id": person_id, "task_id": cell.task_id, "day": cell.day}
    there = _held(list(work.session.scalars(_CELL, place)))
    done = set_cell(work, **place, seconds=cell.seconds, note=cell.note, billable=cell.billable, seen=cell.seen)
    return replace(done, merged=cell.seen is not None and there != cell.seen)


def _held(found: list[TimeEntry]) -> CellSeen:
    """What a cell holds, as the week shows it."""
    return CellSeen(sum(entry.seconds for entry in found), "; ".join(entry.note for entry in found if entry.note))


def _merged(found: list[TimeEntry], seen: CellSeen, seconds: int, note: str | None) -> tuple[int, str | None]:
    """Hours and note that a wish comes to, field by field; Problem where somebody else changed the same field."""
    now = _held(found)
    there, written = now.seconds, now.note
    mine = None if note is None else clean_note(note)
    if there not in {seen.seconds, seconds} and seconds != seen.seconds:
        raise overtaken("seconds")
    if mine is not None and mine != seen.note and written not in {seen.note, mine}:
        raise overtaken("note")
    return there if seconds == seen.seconds else seconds, None if mine == seen.note else note


def _entry_to_change(found: list[TimeEntry]) -> TimeEntry:
    if len(found) == 1:
        return found[0]
    open_ones = [entry for entry in found if entry.state is TimeState.OPEN]
    if len(open_ones) != 1:
        raise _choose_in_list(len(found))
    return open_ones[0]


def _choose_in_list(count: int) -> Problem:
    return Problem(
        "time.several",
        _("This cell holds {count} entries.").format(count=count),
        field="seconds",
        hint=_("Open the list and change the one you mean."),
    )
