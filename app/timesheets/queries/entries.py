"""Time entries: as lists show them, and those that wait for approval."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from app.clients.records import Client
from app.engagements.records import ChangeOrder, StatementOfWork, Task
from app.firm.domain import AccessRole, Right, require
from app.firm.records import Person
from app.kernel.periods import Period
from app.storage.asking import query
from app.storage.reading import Reads
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A time entry with everything lists show. `lead_id` leads its statement of work; internal time has none.

    `held`: its change order is not accepted yet.
    """

    entry_id: int
    person_id: int
    person_name: str
    initials: str
    task_id: int
    task_name: str
    sow_id: int | None
    sow_number: str | None
    sow_title: str | None
    line_id: int | None
    lead_id: int | None
    client_id: int | None
    client_name: str | None
    day: date
    seconds: int
    note: str
    billable: bool
    state: TimeState
    change_order_number: str | None
    held: bool
    logged_at: datetime
    approved_at: datetime | None
    approved_by: str | None
    returned_reason: str
    version: int
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.entry_id


_approver = aliased(Person)

ENTRIES = (
    select(
        TimeEntry.id.label("entry_id"),
        TimeEntry.person_id,
        Person.name.label("person_name"),
        Person.initials,
        TimeEntry.task_id,
        Task.name.label("task_name"),
        TimeEntry.sow_id,
        StatementOfWork.number.label("sow_number"),
        StatementOfWork.title.label("sow_title"),
        Task.sow_line_id.label("line_id"),
        StatementOfWork.lead_id,
        StatementOfWork.client_id,
        Client.name.label("client_name"),
        TimeEntry.day,
        TimeEntry.seconds,
        TimeEntry.note,
        TimeEntry.billable,
        TimeEntry.state,
        ChangeOrder.number.label("change_order_number"),
        and_(ChangeOrder.id.is_not(None), ChangeOrder.accepted_on.is_(None)).label("held"),
        TimeEntry.logged_at,
        TimeEntry.approved_at,
        _approver.name.label("approved_by"),
        TimeEntry.returned_reason,
        TimeEntry.version,
        TimeEntry.starts_at,
        TimeEntry.ends_at,
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == TimeEntry.sow_id)
    .outerjoin(Client, Client.id == StatementOfWork.client_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .outerjoin(_approver, _approver.id == TimeEntry.approved_by_id)
)
"""All that an `EntryRow` holds, in no order."""
_CONDITIONS: dict[str, Any] = {
    "person_id": TimeEntry.person_id == bindparam("person_id"),
    "sow_id": TimeEntry.sow_id == bindparam("sow_id"),
    "first": TimeEntry.day >= bindparam("first"),
    "last": TimeEntry.day <= bindparam("last"),
    "states": TimeEntry.state.in_(bindparam("states", expanding=True)),
    "ids": TimeEntry.id.in_(bindparam("ids", expanding=True)),
    "lead_id": or_(StatementOfWork.lead_id == bindparam("lead_id"), TimeEntry.sow_id.is_(None)),
    "not_by": TimeEntry.person_id != bindparam("not_by"),
}


@functools.lru_cache(maxsize=64)
def _entries_where(conditions: tuple[str, ...], *, limited: bool) -> Select[*tuple[Any, ...]]:
    found = ENTRIES.where(*(_CONDITIONS[name] for name in conditions))
    return found.order_by(TimeEntry.day, TimeEntry.id).limit(bindparam("limit")) if limited else found


@query
async def read_entries(reads: Reads, /, *, limit: int | None = None, **wanted: object) -> list[EntryRow]:
    """Entries that meet the named conditions, by day and order of logging; those that are None do not count.

    Without a limit they are put in order here: the database could think of walking through all days for it.
    """
    given = {name: value for name, value in wanted.items() if value is not None}
    most = {} if limit is None else {"limit": limit}
    rows = (await reads.ask(_entries_where(tuple(given), limited=limit is not None), {**given, **most})).mappings()
    return sorted((EntryRow(**row) for row in rows), key=lambda row: (row.day, row.entry_id))


@query
async def entries(
    reads: Reads,
    *,
    person_id: int | None = None,
    sow_id: int | None = None,
    period: Period | None = None,
    state: TimeState | None = None,
    entry_ids: tuple[int, ...] | None = None,
    limit: int | None = None,
) -> list[EntryRow]:
    """Time entries by day and order of logging."""
    return await read_entries.asks(
        reads,
        person_id=person_id,
        sow_id=sow_id,
        first=period.first if period else None,
        last=period.last if period else None,
        states=[state] if state else None,
        ids=list(entry_ids) if entry_ids is not None else None,
        limit=limit,
    )


@query
async def waiting_for_approval(
    reads: Reads, *, lead_id: int | None = None, include_open: bool = False, through: date | None = None
) -> list[EntryRow]:
    """Entries the actor may approve, by person and day: handed in ones, and with `include_open` open ones too.

    A manager sees statements of work the manager leads and internal time, without the own; `lead_id` narrows it for
    anybody else.
    """
    require(reads.actor.role, Right.APPROVE_TIME)
    manager = reads.actor.role == AccessRole.MANAGER
    found = await read_entries.asks(
        reads,
        states=[TimeState.SUBMITTED, TimeState.OPEN] if include_open else [TimeState.SUBMITTED],
        lead_id=reads.actor.person_id if manager else lead_id,
        not_by=reads.actor.person_id if manager else None,
        last=through,
    )
    return sorted(found, key=lambda row: (row.person_name, row.person_id, row.day, row.entry_id))


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the actor may approve today: handed in and open entries."""

    today: date
    entries: tuple[EntryRow, ...]


@query
async def waiting(reads: Reads) -> Waiting:
    """Handed in and open entries the actor may approve, for the page of approvals."""
    return Waiting(reads.today, tuple(await waiting_for_approval.asks(reads, include_open=True)))
