"""What was worked on statements of work, summed per person and day: the facts every burn figure starts from."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select, true

from app.burn.records import BroughtIn
from app.engagements.records import ChangeOrder, Task
from app.firm.records import Person
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.together import Together
from app.timesheets.records import TimeEntry


@dataclass(frozen=True, slots=True)
class Worked:
    """Billable time of a person on a day, any state; `held` when its change order is not accepted."""

    sow_id: int
    person_id: int
    person_name: str
    grade: str | None
    day: date
    held: bool
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


_HELD = and_(ChangeOrder.id.is_not(None), ChangeOrder.accepted_on.is_(None))
_WORK = (
    select(
        TimeEntry.sow_id,
        TimeEntry.person_id,
        Person.name,
        Person.grade,
        TimeEntry.day,
        _HELD.label("held"),
        func.sum(TimeEntry.seconds).label("seconds"),
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(TimeEntry.sow_id.is_not(None), TimeEntry.billable.is_(true()))
    .group_by(
        TimeEntry.sow_id,
        TimeEntry.person_id,
        Person.name,
        Person.grade,
        TimeEntry.day,
        ChangeOrder.id,
        ChangeOrder.accepted_on,
    )
)
_EARLIER = select(
    BroughtIn.sow_id,
    BroughtIn.source,
    BroughtIn.used_on,
    BroughtIn.amount_minor,
    BroughtIn.seconds,
    BroughtIn.grade,
).order_by(BroughtIn.used_on, BroughtIn.id)


@functools.lru_cache(maxsize=2)
def _work(of_sows: bool) -> Select[*tuple[Any, ...]]:
    return _WORK.where(TimeEntry.sow_id.in_(bindparam("sow_ids", expanding=True))) if of_sows else _WORK


@functools.lru_cache(maxsize=2)
def _earlier(of_sows: bool) -> Select[*tuple[Any, ...]]:
    return _EARLIER.where(BroughtIn.sow_id.in_(bindparam("sow_ids", expanding=True))) if of_sows else _EARLIER


FEW = 100
"""Statements of work whose time goes together in one statement."""
_BOTH = Together(work=_work(of_sows=True), earlier=_earlier(of_sows=True))


@query
async def usage_of(reads: Reads, sow_ids: Collection[int] | None) -> tuple[list[Worked], list[Earlier]]:
    """Billable time per person and day, held and not held apart; and what was brought in from before the book.

    One statement for a few statements of work, two for many or all: long lists do not go together.
    """
    which = {} if sow_ids is None else {"sow_ids": list(sow_ids)}
    if sow_ids is None or len(sow_ids) > FEW:
        of_sows = sow_ids is not None
        worked, brought_in = await together(reads.ask(_work(of_sows), which), reads.ask(_earlier(of_sows), which))
        parts: Mapping[str, Sequence[Any]] = {"work": worked.all(), "earlier": brought_in.all()}
    else:
        parts = await _BOTH.ask(reads, which)
    work = [
        Worked(row.sow_id, row.person_id, row.name, row.grade, row.day, bool(row.held), int(row.seconds))
        for row in parts["work"]
    ]
    return work, [Earlier(*row) for row in parts["earlier"]]
