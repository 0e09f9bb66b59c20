"""What waits in a person's calendar: three statements, and two more for rates where something can be billed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select

from app.clients.records import Client
from app.engagements.domain import Arrangement, RateTable
from app.engagements.queries import rate_table
from app.engagements.records import ChangeOrder, SowLine, StatementOfWork, Task
from app.firm.records import Absence, Person
from app.harvest.domain import Kind, Note, Occurrence, State, acceptable, read_title
from app.harvest.domain.matching import PRESELECTED
from app.harvest.queries.reader import allow
from app.harvest.queries.rows import DismissedRow, NewsRow, SuggestionRow, SuggestionsView
from app.harvest.records import CalendarSource, Suggestion
from app.harvest.records import Occurrence as Kept
from app.kernel.money import Money, price
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, hours
from app.kernel.words import _
from app.storage.asking import given, query, together
from app.storage.reading import Reads
from app.timesheets.domain import TimeState
from app.timesheets.records import TimeEntry

SURE = round(PRESELECTED * 100)
"""Suggestions of this confidence (in per cent) may be added together."""

_SOURCES = (
    select(Person.id, Person.zone, Person.grade, CalendarSource.name, CalendarSource.read_at, CalendarSource.left_out)
    .select_from(Person)
    .outerjoin(CalendarSource, CalendarSource.person_id == Person.id)
    .where(Person.id == bindparam("person_id"))
    .order_by(CalendarSource.read_at.desc().nulls_last())
)
_IN_PERIOD = Kept.day.between(bindparam("first"), bindparam("last"))
_WAITING = (
    select(
        Suggestion.id,
        Suggestion.state,
        Suggestion.news,
        Suggestion.seconds,
        Suggestion.note,
        Suggestion.reason,
        Suggestion.confidence,
        Suggestion.task_id,
        Suggestion.entry_id,
        Kept.day,
        Kept.seconds.label("event_seconds"),
        Kept.title,
        Kept.starts_at,
        Kept.ends_at,
        exists().where(Absence.person_id == Kept.person_id, Absence.day == Kept.day).label("away"),
        Task.name.label("task_name"),
        Task.billable,
        Task.sow_id,
        SowLine.arrangement,
        StatementOfWork.number.label("sow_number"),
        StatementOfWork.currency,
        StatementOfWork.rounding_minutes,
        StatementOfWork.rounding_mode,
        Client.id.label("client_id"),
        Client.name.label("client_name"),
        and_(ChangeOrder.id.is_not(None), ChangeOrder.accepted_on.is_(None)).label("held"),
        TimeEntry.day.label("entry_day"),
        TimeEntry.seconds.label("entry_seconds"),
        TimeEntry.starts_at.label("entry_starts_at"),
        TimeEntry.state.label("entry_state"),
    )
    .join(Kept, Kept.id == Suggestion.occurrence_id)
    .outerjoin(TimeEntry, TimeEntry.id == Suggestion.entry_id)
    .outerjoin(Task, Task.id == func.coalesce(TimeEntry.task_id, Suggestion.task_id))
    .outerjoin(SowLine, SowLine.id == Task.sow_line_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == Task.sow_id)
    .outerjoin(Client, Client.id == StatementOfWork.client_id)
    .outerjoin(ChangeOrder, ChangeOrder.id == Task.change_order_id)
    .where(
        Kept.person_id == bindparam("person_id"),
        or_(
            and_(_IN_PERIOD, Suggestion.state.in_((State.SUGGESTED, State.DISMISSED))),
            and_(
                or_(_IN_PERIOD, TimeEntry.day.between(bindparam("first"), bindparam("last"))),
                Suggestion.news.in_((Note.MOVED, Note.CANCELLED)),
                Suggestion.entry_id.is_not(None),
            ),
        ),
    )
    .order_by(Kept.day, Kept.starts_at, Suggestion.id)
)
# Entries that came from suggestions stand for their own event, never for another one.
_LOGGED = (
    select(TimeEntry.day, TimeEntry.task_id, func.sum(TimeEntry.seconds).label("seconds"))
    .where(
        TimeEntry.person_id == bindparam("person_id"),
        TimeEntry.day.between(bindparam("first"), bindparam("last")),
        ~exists().where(Suggestion.entry_id == TimeEntry.id),
    )
    .group_by(TimeEntry.day, TimeEntry.task_id)
)


@query
async def suggestions(reads: Reads, *, person_id: int, period: Period) -> SuggestionsView:
    """What waits in a period, without what is logged already: the client's work first, the longest first.

    An event counts as logged when the person has that much time on its day and task that came from no other event.
    """
    allow(reads, person_id)
    limits = {"person_id": person_id, "first": period.first, "last": period.last}
    owners, kept = await together(reads.ask(_SOURCES, {"person_id": person_id}), reads.ask(_WAITING, limits))
    sources = owners.all()
    if not sources:
        raise Problem("record.gone", _("This person is not in the book."), hint=_("The list has been read again."))
    found = kept.all()
    open_rows = [row for row in found if row.state is State.SUGGESTED]
    there = [row for row in open_rows if not row.away]
    sow_ids = {row.sow_id for row in there if _priced(row)}
    waiting, rates = await together(
        _not_logged(reads, there, limits),
        rate_table.asks(reads, sow_ids=sow_ids) if sow_ids else given(RateTable()),
    )
    owner = sources[0]
    rows = [_row(row, reads, owner, rates) for row in waiting]
    rows.sort(key=lambda row: (not row.acceptable, not row.billable, -row.seconds, row.day))
    left_out = Counter(
        mark[-1]
        for source in sources
        for mark in (source.left_out or "").split()
        if date.fromisoformat(mark[:-1]) in period
    )
    return SuggestionsView(
        person_id=person_id,
        period=period,
        rows=tuple(rows),
        news=tuple(_news(row) for row in found if row.news in {Note.MOVED, Note.CANCELLED}),
        dismissed=tuple(
            DismissedRow(row.id, row.day, row.starts_at, row.ends_at, row.seconds, row.title)
            for row in found
            if row.state is State.DISMISSED
        ),
        private_left_out=left_out["p"],
        all_day_left_out=left_out["a"],
        away_left_out=len(open_rows) - sum(not row.away for row in open_rows),
        name=owner.name or "",
        read_at=owner.read_at,
        asked_at=reads.now,
    )


async def _not_logged(reads: Reads, rows: Sequence[Row[Any]], limits: dict[str, Any]) -> list[Row[Any]]:
    """Rows without those whose time stands in the timesheet already; each logged hour covers one event only."""
    left = {(row.day, row.task_id): int(row.seconds) for row in await reads.ask(_LOGGED, limits)} if rows else {}
    waiting = []
    for row in rows:
        logged = left.get((row.day, row.task_id), 0)
        if row.task_id is not None and logged >= row.seconds:
            left[row.day, row.task_id] = logged - row.seconds
        else:
            waiting.append(row)
    return waiting


def _billable(row: Row[Any]) -> bool:
    return row.sow_id is not None and bool(row.billable) and not read_title(row.title).not_billable


def _priced(row: Row[Any]) -> bool:
    """Whether hours of this task have a price each; months and milestones are billed otherwise."""
    return _billable(row) and row.arrangement is Arrangement.TIME_AND_MATERIALS


def _value(row: Row[Any], owner: Row[Any], rates: RateTable) -> Money | None:
    found = rates.find(row.sow_id, owner.id, owner.grade, row.day) if _priced(row) else None
    if found is None:
        return None
    billed = Rounding(row.rounding_minutes, row.rounding_mode).billed(row.seconds)
    return price(hours(billed), found.rate, row.currency)


def _row(row: Row[Any], reads: Reads, owner: Row[Any], rates: RateTable) -> SuggestionRow:
    return SuggestionRow(
        suggestion_id=row.id,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seconds=row.seconds,
        title=row.title,
        note=row.note,
        task_id=row.task_id,
        task_name=row.task_name or "",
        client_id=row.client_id,
        client_name=row.client_name or "",
        sow_id=row.sow_id,
        sow_number=row.sow_number or "",
        billable=_billable(row),
        held=bool(row.held),
        value=_value(row, owner, rates),
        reason=row.reason,
        confidence=row.confidence,
        preselected=row.task_id is not None and row.confidence >= SURE,
        acceptable=is_over(row.day, row.starts_at, row.ends_at, reads.now, owner.zone),
    )


def _news(row: Row[Any]) -> NewsRow:
    return NewsRow(
        suggestion_id=row.id,
        news=row.news,
        title=row.title or row.note,
        entry_id=row.entry_id,
        entry_day=row.entry_day,
        entry_starts_at=row.entry_starts_at,
        entry_seconds=row.entry_seconds,
        task_name=row.task_name or "",
        client_name=row.client_name or "",
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seconds=row.event_seconds,
        can_follow=row.state is State.CHANGED and row.entry_state is TimeState.OPEN,
    )


def is_over(day: date, starts_at: datetime | None, ends_at: datetime | None, now: datetime, zone: str) -> bool:
    """Whether a kept event may be taken over at `now`; without instants, from its day on."""
    if starts_at is not None and ends_at is not None:
        event = Occurrence(uid="", rid="", start=starts_at, end=ends_at, kind=Kind.INSTANT)
    else:
        event = Occurrence(uid="", rid="", start=day, end=day + timedelta(1), kind=Kind.ALL_DAY)
    return acceptable(event, now, zone)
