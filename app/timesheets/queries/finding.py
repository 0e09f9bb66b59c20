"""Time entries found by the beginnings of the words of their notes, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.clients.records import Client
from app.engagements.records import StatementOfWork, Task
from app.firm.domain import Right, allowed
from app.firm.records import Person
from app.storage.asking import query
from app.storage.reading import Reads
from app.storage.search import found_in, words_of
from app.timesheets.records import TimeEntry

MOST = 8


@dataclass(frozen=True, slots=True)
class FoundEntryRow:
    """A time entry that was looked for."""

    entry_id: int
    person_id: int
    person_name: str
    day: date
    seconds: int
    note: str
    task_name: str
    sow_id: int | None
    sow_number: str
    client_name: str


_ROWS = (
    select(
        TimeEntry.id,
        TimeEntry.person_id,
        Person.name,
        TimeEntry.day,
        TimeEntry.seconds,
        TimeEntry.note,
        Task.name.label("task_name"),
        TimeEntry.sow_id,
        StatementOfWork.number,
        Client.name.label("client_name"),
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == TimeEntry.sow_id)
    .outerjoin(Client, Client.id == StatementOfWork.client_id)
    .order_by(TimeEntry.id.desc())
)
_ALL = _ROWS.where(found_in("time_entry", most=MOST))
_OWN = _ROWS.where(found_in("time_entry", most=MOST, own=True))


@query
async def find_entries(reads: Reads, *, text: str) -> list[FoundEntryRow]:
    """The newest entries with these words, at most eight: everybody's, or the own of who may not see others' time.

    One statement, none where the text has no word.
    """
    if not words_of(text):
        return []
    if allowed(reads.actor.role, Right.SEE_OTHERS_TIME):
        rows = await reads.ask(_ALL, {"words": text})
    else:
        rows = await reads.ask(_OWN, {"words": text, "person_id": reads.actor.person_id or 0})
    return [
        FoundEntryRow(
            entry_id=row.id,
            person_id=row.person_id,
            person_name=row.name,
            day=row.day,
            seconds=row.seconds,
            note=row.note,
            task_name=row.task_name,
            sow_id=row.sow_id,
            sow_number=row.number or "",
            client_name=row.client_name or "",
        )
        for row in rows
    ]
