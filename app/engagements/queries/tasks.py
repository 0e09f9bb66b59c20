"""Tasks that time can be logged against, with everything their choosers show. One statement each."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, exists, false, func, or_, select

from app.clients.records import Client
from app.engagements.domain import SowState, match_words
from app.engagements.queries.rows import TaskRow
from app.engagements.records import ChangeOrder, GradeBudget, Rate, SowLine, StatementOfWork, Task
from app.firm.records import Person
from app.kernel.periods import Period
from app.storage.asking import query
from app.storage.columns import WHOLE
from app.storage.reading import Reads

Sow = StatementOfWork
_PERSON = bindparam("person_id", type_=WHOLE)
_OWN_GRADE = select(func.lower(Person.grade)).where(Person.id == _PERSON).scalar_subquery()
_MINE = or_(
    Sow.lead_id == _PERSON,
    exists().where(Rate.sow_id == Sow.id, Rate.person_id == _PERSON),
    exists().where(GradeBudget.sow_id == Sow.id, func.lower(GradeBudget.grade) == _OWN_GRADE),
)
_COLUMNS = (
    Task.id,
    Task.version,
    Task.name,
    Task.sow_id,
    Task.sow_line_id,
    Task.billable,
    Task.active,
    Task.match_words,
    Task.change_order_id,
    Sow.number.label("sow_number"),
    Sow.title.label("sow_title"),
    Sow.state.label("sow_state"),
    Sow.lead_id,
    Sow.start_on,
    Sow.end_on,
    Sow.client_id,
    Client.name.label("client_name"),
    SowLine.arrangement,
    ChangeOrder.number.label("order_number"),
    ChangeOrder.accepted_on,
)
_ALL = (
    select(*_COLUMNS, false().label("mine"))
    .select_from(Task)
    .outerjoin(Sow, Sow.id == Task.sow_id)
    .outerjoin(Client, Client.id == Sow.client_id)
    .outerjoin(SowLine, SowLine.id == Task.sow_line_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .order_by(Client.name.nulls_last(), Sow.number, Task.id)
)
_ACTIVE = _ALL.where(Task.active)
_OPEN_ON = _ACTIVE.where(
    or_(
        Task.sow_id.is_(None),
        (Sow.state == SowState.OPEN) & (Sow.start_on <= bindparam("on")) & (Sow.end_on >= bindparam("on")),
    )
)
_RUNNING = _ACTIVE.where(or_(Task.sow_id.is_(None), Task.sow_id.in_(select(Sow.id).where(Sow.state == SowState.OPEN))))
_CHOSEN = {
    (False, False): _ACTIVE,
    (True, False): _OPEN_ON,
    (False, True): _ACTIVE.with_only_columns(*_COLUMNS, _MINE.label("mine")),
    (True, True): _OPEN_ON.with_only_columns(*_COLUMNS, _MINE.label("mine")),
}
_NEAR = _ACTIVE.where(
    or_(
        Task.sow_id.is_(None),
        Task.sow_id.in_(select(Sow.id).where(Sow.start_on <= bindparam("last"), Sow.end_on >= bindparam("first"))),
    )
)
_NEAR_OF = _NEAR.with_only_columns(*_COLUMNS, _MINE.label("mine"))
_RUNNING_OF = _RUNNING.with_only_columns(*_COLUMNS, _MINE.label("mine"))
OF_SOW = _ALL.where(Task.sow_id == bindparam("sow_id"))
_INTERNAL = _ALL.where(Task.sow_id.is_(None))
_ONE = _ALL.where(Task.id == bindparam("task_id"))
_SOME = _ALL.where(Task.id.in_(bindparam("task_ids", expanding=True)))


@query
async def tasks(reads: Reads, *, on: date | None = None, person_id: int | None = None) -> list[TaskRow]:
    """All active tasks, internal ones last; with `on` only those that time of that day may be logged on.

    With `person_id` each row says in `mine` whether it is likely one of that person's tasks.
    """
    statement = _CHOSEN[on is not None, person_id is not None]
    parameters: dict[str, Any] = {}
    if on is not None:
        parameters["on"] = on
    if person_id is not None:
        parameters["person_id"] = person_id
    return [task_row(row) for row in await reads.ask(statement, parameters)]


@query
async def running_tasks(reads: Reads, *, person_id: int) -> list[TaskRow]:
    """The active tasks of open statements of work, and the internal ones: those that time may be logged on some day.

    `mine` says of each whether it is likely one of the person's.
    """
    return [task_row(row) for row in await reads.ask(_RUNNING_OF, {"person_id": person_id})]


@query
async def tasks_near(reads: Reads, *, person_id: int, period: Period) -> list[TaskRow]:
    """The active tasks of statements of work whose dates touch a period, in whatever state, and the internal ones.

    `mine` says of each whether it is likely one of the person's.
    """
    limits = {"person_id": person_id, "first": period.first, "last": period.last}
    return [task_row(row) for row in await reads.ask(_NEAR_OF, limits)]


@query
async def some_tasks(reads: Reads, *, task_ids: Collection[int]) -> list[TaskRow]:
    """Some tasks, whatever state they are in; nothing is asked for none."""
    return [task_row(row) for row in await reads.ask(_SOME, {"task_ids": list(task_ids)})] if task_ids else []


@query
async def tasks_of(reads: Reads, *, sow_id: int | None) -> list[TaskRow]:
    """The tasks of a statement of work, or the internal ones; paused ones too, in the order they were added."""
    found = await reads.ask(_INTERNAL) if sow_id is None else await reads.ask(OF_SOW, {"sow_id": sow_id})
    return [task_row(row) for row in found]


@query
async def task(reads: Reads, *, task_id: int) -> TaskRow | None:
    """One task, active or not."""
    found = (await reads.ask(_ONE, {"task_id": task_id})).one_or_none()
    return None if found is None else task_row(found)


def task_row(row: Row[Any]) -> TaskRow:
    """A row of these statements; taken apart by place, which is many times as fast as by name."""
    (
        task_id,
        version,
        name,
        sow_id,
        sow_line_id,
        billable,
        active,
        words,
        order_id,
        sow_number,
        sow_title,
        sow_state,
        lead_id,
        start_on,
        end_on,
        client_id,
        client_name,
        arrangement,
        order_number,
        accepted_on,
        mine,
    ) = tuple(row)
    return TaskRow(
        task_id=task_id,
        version=version,
        name=name,
        sow_id=sow_id,
        sow_number=sow_number or "",
        sow_title=sow_title or "",
        sow_state=sow_state,
        sow_line_id=sow_line_id,
        arrangement=arrangement,
        lead_id=lead_id,
        client_id=client_id,
        client_name=client_name or "",
        billable=billable,
        active=active,
        held=order_id is not None and accepted_on is None,
        change_order_id=order_id,
        change_order_number=order_number or "",
        match_words=match_words(words),
        start_on=start_on,
        end_on=end_on,
        mine=bool(mine),
    )
