"""What is ready to be billed, in sums: the database adds up the time, so that a list of values needs no entries."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, func, or_, select

from app.engagements.domain import Arrangement, RateTable
from app.engagements.queries import rate_table
from app.engagements.records import SowLine, StatementOfWork, Task
from app.firm.records import Person
from app.invoices.domain import TimeUnit, UnitKind
from app.invoices.queries.unbilled import (
    EXPENSES,
    MILESTONES,
    RETAINERS,
    SOWS,
    TIME,
    ToBill,
    add_others,
    add_retainers,
    heads,
)
from app.invoices.records import Allocation, unbilled_time
from app.kernel.quantities import RoundingMode
from app.storage.asking import given, query, together
from app.storage.columns import WHOLE
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry

Sow = StatementOfWork
_EVERY = {"every_client": True, "client_id": 0}
_STEP = Sow.rounding_minutes * 60
BILLED = case(
    (Sow.rounding_minutes <= 0, TimeEntry.seconds),
    (Sow.rounding_mode == RoundingMode.UP, (TimeEntry.seconds + _STEP - 1) // _STEP * _STEP),
    (Sow.rounding_mode == RoundingMode.NEAREST, (TimeEntry.seconds * 2 + _STEP) // (_STEP * 2) * _STEP),
    else_=TimeEntry.seconds,
)
"""Billed seconds of an entry, as `Rounding.billed` says."""


def _month_of(day: Any) -> Any:
    return func.substr(cast(day, Text), 1, 7)


def _number_of(day: Any) -> Any:
    """Months are counted through the years."""
    text = cast(day, Text)
    return cast(func.substr(text, 1, 4), WHOLE) * 12 + cast(func.substr(text, 6, 2), WHOLE)


_MONTH = case(
    (SowLine.arrangement == Arrangement.RETAINER, _month_of(TimeEntry.day)),
    else_="",
)

_MONTHS_BILLED = (
    select(func.count(Allocation.part.distinct()))
    .where(
        Allocation.unit_kind == UnitKind.RETAINER,
        Allocation.unit_id == SowLine.id,
        Allocation.part.between(_month_of(Sow.start_on), _month_of(Sow.end_on)),
    )
    .correlate(SowLine, Sow)
    .scalar_subquery()
)
_WITH_TIME = select(TimeEntry.sow_id).where(TimeEntry.id.in_(select(unbilled_time.c.entry_id)))
_UNFINISHED = RETAINERS.where(
    or_(_number_of(Sow.end_on) - _number_of(Sow.start_on) + 1 > _MONTHS_BILLED, Sow.id.in_(_WITH_TIME))
)
"""Retainers of which a month is not billed, or time waits; those of former years have nothing to say any more."""
_ALIKE = (
    TimeEntry.sow_id,
    TimeEntry.person_id,
    Person.name,
    Person.grade,
    Task.sow_line_id,
    SowLine.arrangement,
)
_THROUGH = TIME.where(TimeEntry.day <= bindparam("through"))
_SUMMED = (
    _THROUGH.with_only_columns(
        func.min(TimeEntry.id).label("id"),
        func.min(TimeEntry.day).label("day"),
        func.max(TimeEntry.day).label("last"),
        func.sum(BILLED).label("seconds"),
        *_ALIKE,
    )
    .group_by(*_ALIKE, _MONTH)
    .order_by(None)
)
_ONE_BY_ONE = _THROUGH.add_columns(BILLED.label("billed")).where(
    TimeEntry.sow_id.in_(bindparam("sow_ids", expanding=True))
)
_HEADS = SOWS.where(Sow.id.in_(bindparam("sow_ids", expanding=True)))


@query
async def summed_to_bill(reads: Reads, *, through: date) -> dict[int, ToBill]:
    """As `to_bill`, up to a day, for its sums only: without statements of work that have nothing to bill, and with one
    unit of time for all of a person on a line at one rate, in a retainer of one month. It has neither words nor orders.

    Seven statements at most, three ways.
    """
    time, retainers, expenses, milestones = await together(
        reads.ask(_SUMMED, {**_EVERY, "through": through}),
        reads.ask(_UNFINISHED, _EVERY),
        reads.ask(EXPENSES, _EVERY),
        reads.ask(MILESTONES, _EVERY),
    )
    parts = [rows.all() for rows in (time, retainers, expenses, milestones)]
    sow_ids = {row.sow_id for rows in parts for row in rows}
    timed = {row.sow_id for row in parts[0]}
    sows, rates = await together(
        reads.ask(_HEADS, {**_EVERY, "sow_ids": list(sow_ids)}),
        rate_table.asks(reads, sow_ids=timed) if timed else given(RateTable()),
    )
    found = heads(sows)
    changing = {
        row.sow_id for row in parts[0] if _hourly(row) and _fact(rates, row, row.day) != _fact(rates, row, row.last)
    }
    for row in parts[0]:
        if row.sow_id in found and row.sow_id not in changing:
            found[row.sow_id].time.append(_unit(rates, row, int(row.seconds)))
    if changing:
        for row in await reads.ask(_ONE_BY_ONE, {**_EVERY, "through": through, "sow_ids": list(changing)}):
            if row.sow_id in found:
                found[row.sow_id].time.append(_unit(rates, row, row.billed))
    await add_retainers(reads, found, parts[1])
    add_others(found, parts[2], parts[3])
    return found


def _hourly(row: Any) -> bool:
    """Whether the time is priced by its rate; that of months and milestones is not."""
    return row.arrangement in {None, Arrangement.TIME_AND_MATERIALS}


def _fact(rates: RateTable, row: Any, day: date) -> Any:
    """The rate of a day. A later one never gives way again, so that the same on two days is the same between them."""
    return rates.fact(row.sow_id, row.person_id, row.grade, day)


def _unit(rates: RateTable, row: Any, seconds: int) -> TimeUnit:
    rate = _fact(rates, row, row.day)
    return TimeUnit(
        entry_id=row.id,
        day=row.day,
        person_id=row.person_id,
        person_name=row.name,
        grade=row.grade,
        seconds=seconds,
        sow_line_id=row.sow_line_id or 0,
        arrangement=row.arrangement or Arrangement.TIME_AND_MATERIALS,
        rate=None if rate is None else rate.rate,
    )
