"""Work done on statements of work: what burn and bills count."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from app.engagements.records import ChangeOrder, Task
from app.firm.records import Person
from app.storage.asking import query
from app.storage.reading import Reads
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """Time on a statement of work, as burn and bills need it (any state)."""

    entry_id: int
    sow_id: int
    line_id: int | None
    task_id: int
    task_name: str
    person_id: int
    person_name: str
    grade: str | None
    day: date
    seconds: int
    note: str
    billable: bool
    state: TimeState
    change_order_number: str | None
    change_order_accepted: bool
    """True when the task belongs to no change order, or to an accepted one; otherwise the work is held."""


_WORKED = (
    select(
        TimeEntry.id.label("entry_id"),
        TimeEntry.sow_id,
        Task.sow_line_id.label("line_id"),
        TimeEntry.task_id,
        Task.name.label("task_name"),
        TimeEntry.person_id,
        Person.name.label("person_name"),
        Person.grade,
        TimeEntry.day,
        TimeEntry.seconds,
        TimeEntry.note,
        TimeEntry.billable,
        TimeEntry.state,
        ChangeOrder.number.label("change_order_number"),
        or_(ChangeOrder.id.is_(None), ChangeOrder.accepted_on.is_not(None)).label("change_order_accepted"),
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.sow_id.is_not(None))
    .order_by(TimeEntry.sow_id, TimeEntry.day, TimeEntry.id)
)
_CONDITIONS = {
    "sow_ids": TimeEntry.sow_id.in_(bindparam("sow_ids", expanding=True)),
    "since": TimeEntry.day >= bindparam("since"),
    "through": TimeEntry.day <= bindparam("through"),
}


@functools.lru_cache(maxsize=8)
def _worked_where(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _WORKED.where(*(_CONDITIONS[name] for name in conditions))


@query
async def worked(
    reads: Reads, *, sow_ids: Iterable[int] | None = None, since: date | None = None, through: date | None = None
) -> list[WorkedRow]:
    """Time on statements of work from a day up to a day, by statement of work, day and order of logging."""
    wanted = {"sow_ids": None if sow_ids is None else list(sow_ids), "since": since, "through": through}
    given = {name: value for name, value in wanted.items() if value is not None}
    return [WorkedRow(**row) for row in (await reads.ask(_worked_where(tuple(given)), given)).mappings()]


_OWN_SOWS = (
    select(TimeEntry.sow_id)
    .where(TimeEntry.person_id == bindparam("person_id"), TimeEntry.sow_id.is_not(None))
    .distinct()
)


@query
async def worked_sows(reads: Reads, *, person_id: int) -> frozenset[int]:
    """The statements of work a person ever logged time on. One statement, from an index alone."""
    return frozenset((await reads.ask(_OWN_SOWS, {"person_id": person_id})).scalars())
