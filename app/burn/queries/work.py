"""What was worked on statements of work, added up by the database: the facts every burn figure starts from."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, bindparam, case, cast, func, select, true

from app.burn.records import BroughtIn
from app.engagements.records import ChangeOrder, StatementOfWork, Task
from app.firm.records import Person
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.together import Together
from app.timesheets.records import TimeEntry

EVER = date.min
"""Every day by itself."""
NEVER = date.max
"""No day by itself: all of a person's time is one sum."""


class Worked(NamedTuple):
    """Billable time of a person from a first to a last day, any state; `held` when its change order is not accepted."""

    sow_id: int
    person_id: int
    person_name: str
    grade: str | None
    held: bool
    first: date
    last: date
    seconds: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """Use from before the book."""

    sow_id: int
    source: str
    day: date
    amount_minor: int
    seconds: int
    grade: str | None


_ALONE = case((TimeEntry.day >= bindparam("days_from", type_=TimeEntry.day.type), TimeEntry.day)).label("alone")
_BY_TASK = (
    select(
        TimeEntry.sow_id,
        TimeEntry.person_id,
        TimeEntry.task_id,
        func.min(TimeEntry.day).label("first"),
        func.max(TimeEntry.day).label("last"),
        func.sum(TimeEntry.seconds).label("seconds"),
    )
    .where(TimeEntry.billable.is_(true()))
    .group_by(TimeEntry.sow_id, TimeEntry.person_id, TimeEntry.task_id)
)
_EARLIER = select(
    BroughtIn.sow_id,
    BroughtIn.source,
    BroughtIn.used_on,
    BroughtIn.amount_minor,
    BroughtIn.seconds,
    BroughtIn.grade,
).order_by(BroughtIn.used_on, BroughtIn.id)


@functools.lru_cache(maxsize=4)
def _work(of_sows: bool, by_day: bool) -> Select[*tuple[Any, ...]]:
    """Entries of a task first, in the order of their index; then who, and whether it is held."""
    all_of_them = TimeEntry.sow_id.in_(select(StatementOfWork.id))
    entries = _BY_TASK.where(TimeEntry.sow_id.in_(bindparam("sow_ids", expanding=True)) if of_sows else all_of_them)
    if by_day:
        entries = entries.add_columns(_ALONE).group_by(_ALONE)
    by_task = entries.subquery("by_task")
    held = and_(ChangeOrder.id.is_not(None), ChangeOrder.accepted_on.is_(None)).label("held")
    who = (by_task.c.sow_id, by_task.c.person_id, Person.name, Person.grade, held)
    return (
        select(
            *who,
            func.min(by_task.c.first).label("first"),
            func.max(by_task.c.last).label("last"),
            cast(func.sum(by_task.c.seconds), BigInteger).label("seconds"),
        )
        .select_from(by_task)
        .join(Person, Person.id == by_task.c.person_id)
        .join(Task, Task.id == by_task.c.task_id)
        .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
        .group_by(*who, *([by_task.c.alone] if by_day else []))
    )


@functools.lru_cache(maxsize=2)
def _earlier(of_sows: bool) -> Select[*tuple[Any, ...]]:
    return _EARLIER.where(BroughtIn.sow_id.in_(bindparam("sow_ids", expanding=True))) if of_sows else _EARLIER


FEW = 100
"""Statements of work whose time goes together in one statement."""


@functools.lru_cache(maxsize=2)
def _both(by_day: bool) -> Together:
    return Together(work=_work(of_sows=True, by_day=by_day), earlier=_earlier(of_sows=True))


@query
async def usage_of(
    reads: Reads, sow_ids: Collection[int] | None, *, days_from: date
) -> tuple[list[Worked], list[Earlier]]:
    """Billable time per person, held and not held apart; and what was brought in from before the book.

    Days from `days_from` on come one by one, all before as one sum. One statement for a few statements of work, two for
    many or all: long lists do not go together.
    """
    by_day = days_from != NEVER
    which: dict[str, Any] = {"days_from": days_from} if by_day else {}
    if sow_ids is not None:
        which["sow_ids"] = list(sow_ids)
    if sow_ids is None or len(sow_ids) > FEW:
        work, earlier = _work(sow_ids is not None, by_day), _earlier(sow_ids is not None)
        worked, brought_in = await together(reads.ask(work, which), reads.ask(earlier, which))
        parts: Mapping[str, Sequence[Any]] = {"work": worked.all(), "earlier": brought_in.all()}
    else:
        parts = await _both(by_day).ask(reads, which)
    return list(map(Worked._make, parts["work"])), [Earlier(*row) for row in parts["earlier"]]
