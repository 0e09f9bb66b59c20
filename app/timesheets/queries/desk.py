"""All that My week shows about one person's time: the week, the tasks, the own rates and the own value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from sqlalchemy import bindparam, select

from app.engagements.domain import Arrangement, RateTable
from app.engagements.queries import TaskRow, rate_table, running_tasks, some_tasks
from app.engagements.records import SowLine, StatementOfWork
from app.firm.queries import absences, holidays
from app.kernel.clock import local_date
from app.kernel.money import Money, price, total
from app.kernel.periods import WEEKEND, Period, month_of, week_of
from app.kernel.quantities import hours
from app.storage.asking import query, together
from app.storage.reading import Reads, Rows
from app.timesheets.domain import extra_seconds, next_working_day
from app.timesheets.queries.entries import EntryRow
from app.timesheets.queries.week import DAYS, TwoWeeks, WeekView, recent_tasks, two_weeks, week_of_two
from app.timesheets.queries.worked import WorkedRow, worked
from app.timesheets.records import TimeEntry


@dataclass(frozen=True, slots=True)
class LineTerms:
    """How a line of a statement of work is billed; the last two fields belong to a retainer."""

    sow_id: int
    line_id: int
    currency: str
    arrangement: Arrangement
    included_seconds: int
    extra_rate: Decimal


@dataclass(frozen=True, slots=True)
class EntryValue:
    """What an entry is worth: its rate, the rule behind it, and the value; all empty for time that is not billable.

    Included hours of a retainer have no value of their own; `extra_seconds` of it count at the extra rate.
    """

    entry_id: int
    rate: Decimal | None
    value: Money | None
    rule: str
    held: bool
    extra_seconds: int = 0


@dataclass(frozen=True, slots=True)
class RetainerUse:
    """Hours of a retainer in the month the week ends in (or began in, while that lasts): all people's."""

    sow_id: int
    included_seconds: int
    used_seconds: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """How many entries of the last four weeks were written on their day or the next working day."""

    entries: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's week with everything needed to log and price time."""

    today: date
    view: WeekView
    tasks: tuple[TaskRow, ...]
    recent: tuple[int, ...]
    rates: RateTable
    terms: tuple[LineTerms, ...]
    values: tuple[EntryValue, ...]
    retainers: tuple[RetainerUse, ...]
    closed: frozenset[date]
    """Days of the week on which the office is closed or the person is away."""
    prompt: Prompt

    def target(self, day: date) -> int:
        """Seconds a person is to work on a day of the week: a fifth of the week's, none on a day that is not worked."""
        works = day.weekday() < WEEKEND and day not in self.closed
        return self.view.weekly_seconds // WEEKEND if works else 0

    def value_of(self, entry_id: int) -> EntryValue | None:
        """What an entry is worth."""
        return next((value for value in self.values if value.entry_id == entry_id), None)

    def terms_of(self, task: TaskRow) -> LineTerms | None:
        """How a task's line is billed."""
        return next((line for line in self.terms if line.line_id == task.sow_line_id), None)

    def worth(self, *, held: bool | None = None) -> tuple[Money, ...]:
        """The value of the week, one sum per currency; only held or only other time where asked."""
        found = [value for value in self.values if value.value is not None and held in {None, value.held}]
        sums = [one.value for one in found if one.value is not None]
        return tuple(
            total((amount for amount in sums if amount.currency == currency), currency)
            for currency in sorted({amount.currency for amount in sums})
        )


_TERMS = (
    select(
        SowLine.sow_id,
        SowLine.id.label("line_id"),
        StatementOfWork.currency,
        SowLine.arrangement,
        SowLine.included_seconds,
        SowLine.extra_rate,
    )
    .join(StatementOfWork, StatementOfWork.id == SowLine.sow_id)
    .where(SowLine.sow_id.in_(bindparam("sow_ids", expanding=True)))
    .order_by(SowLine.sow_id, SowLine.position)
)


_LOGGED = select(TimeEntry.day, TimeEntry.logged_at).where(
    TimeEntry.person_id == bindparam("person_id"),
    TimeEntry.day >= bindparam("first"),
    TimeEntry.day <= bindparam("last"),
)
FOUR_WEEKS = timedelta(27)


@dataclass(frozen=True, slots=True)
class DeskBegun:
    """What is asked first about a person's week; by it the rest is asked. `known` are the tasks that are running."""

    two: TwoWeeks
    known: tuple[TaskRow, ...]
    recent: tuple[int, ...]
    closed: frozenset[date]
    """Days around the week on which the office is closed."""
    away: frozenset[date]
    prompt: Prompt

    @property
    def sow_ids(self) -> frozenset[int]:
        """The statements of work of the week, and of what the week before may be copied from."""
        tasks = {task.task_id: task for task in self.known}
        open_days = (self.two.period.first, self.two.period.last)
        met = (tasks[number] for number in self.two.earlier if number in tasks)
        found = {entry.sow_id for entry in self.two.entries}
        found |= {task.sow_id for task in met if any(task.open_on(day) for day in open_days)}
        return frozenset(number for number in found if number is not None)


@query
async def desk(reads: Reads, *, person_id: int, monday: date | None = None, first_weekday: int = 0) -> Desk:
    """A person's week with tasks, rates and values. Ten small statements, three ways, however full the week is.

    Without `monday` (the first day of the week) it is the week of today.
    """
    monday = monday or week_of(reads.today, first_weekday).first
    return await desk_of(reads, await desk_begun(reads, person_id=person_id, monday=monday))


async def desk_begun(reads: Reads, *, person_id: int, monday: date) -> DeskBegun:
    """The first way of `desk`, for who asks for more of the same week beside the others."""
    period = Period(monday, monday + timedelta(DAYS - 1))
    span = Period(min(period.first, reads.today - FOUR_WEEKS), max(period.last, reads.today) + timedelta(7))
    limits = {"person_id": person_id, "first": reads.today - FOUR_WEEKS, "last": reads.today}
    two, known, recent, office, absent, logged = await together(
        two_weeks(reads, person_id, monday),
        running_tasks.asks(reads, person_id=person_id),
        recent_tasks.asks(reads, person_id=person_id),
        holidays.asks(reads, period=span),
        absences.asks(reads, period=period, person_id=person_id),
        reads.ask(_LOGGED, limits),
    )
    return DeskBegun(
        two,
        tuple(known),
        recent,
        office,
        away=frozenset(row.day for row in absent),
        prompt=_prompt(logged, office, reads.actor.zone),
    )


async def desk_of(reads: Reads, begun: DeskBegun) -> Desk:
    """The rest of `desk`. Two ways."""
    entries = begun.two.entries
    tasks = {task.task_id: task for task in begun.known}
    agreements = {task.sow_id for task in begun.known if task.sow_id is not None}
    agreements |= {entry.sow_id for entry in entries if entry.sow_id is not None}
    view, more, rates, found = await together(
        week_of_two(reads, begun.two, tasks),
        some_tasks.asks(reads, task_ids={entry.task_id for entry in entries} - tasks.keys()),
        rate_table.asks(reads, sow_ids=agreements),
        reads.ask(_TERMS, {"sow_ids": list(agreements)}),
    )
    known = [*begun.known, *more]
    terms = tuple(LineTerms(**row) for row in found.mappings())
    lines = {line.line_id: line for line in terms}
    used = {entry.line_id for entry in view.entries}
    used |= {task.sow_line_id for task in known if task.task_id in view.before}
    retained = [line for line in terms if line.arrangement is Arrangement.RETAINER and line.line_id in used]
    done = await _worked_in(reads, {line.sow_id for line in retained}, view.period)
    extras = _extras(done, {line.line_id: line for line in retained})
    return Desk(
        today=reads.today,
        view=view,
        tasks=tuple(known),
        recent=begun.recent,
        rates=rates,
        terms=terms,
        values=tuple(_value(entry, view.grade, rates, lines, extras) for entry in view.entries),
        closed=frozenset(day for day in view.period.days() if day in begun.closed or day in begun.away),
        prompt=begun.prompt,
        retainers=tuple(
            _use(line, done, min(view.period.last, max(reads.today, view.period.first))) for line in retained
        ),
    )


def _prompt(logged: Rows, office: frozenset[date], zone: str) -> Prompt:
    rows = logged.all()
    good = sum(local_date(row.logged_at, zone) <= next_working_day(row.day, office) for row in rows)
    return Prompt(len(rows), good)


async def _worked_in(reads: Reads, sow_ids: Collection[int], period: Period) -> list[WorkedRow]:
    """All people's work of the months that a period touches: included hours are counted by the month."""
    if not sow_ids:
        return []
    return await worked.asks(
        reads, sow_ids=sow_ids, since=month_of(period.first).first, through=month_of(period.last).last
    )


def _counts(row: WorkedRow) -> bool:
    return row.billable and row.change_order_accepted


def _extras(done: Sequence[WorkedRow], retained: dict[int, LineTerms]) -> dict[int, int]:
    """Seconds past the included ones of every entry on a retainer, month by month."""
    result: dict[int, int] = {}
    counted = sorted(
        (row for row in done if row.line_id in retained and _counts(row)),
        key=lambda row: (row.line_id or 0, row.day, row.entry_id),
    )
    for (line_id, _year, _month), rows in groupby(
        counted, key=lambda row: (row.line_id or 0, row.day.year, row.day.month)
    ):
        result.update(extra_seconds(((row.entry_id, row.seconds) for row in rows), retained[line_id].included_seconds))
    return result


def _use(line: LineTerms, done: Sequence[WorkedRow], day: date) -> RetainerUse:
    month = month_of(day)
    rows = (row for row in done if row.line_id == line.line_id and row.day in month and _counts(row))
    return RetainerUse(line.sow_id, line.included_seconds, sum(row.seconds for row in rows))


def _value(
    entry: EntryRow, grade: str | None, rates: RateTable, lines: dict[int, LineTerms], extras: dict[int, int]
) -> EntryValue:
    line = lines.get(entry.line_id or 0)
    if not entry.billable or line is None:
        return EntryValue(entry.entry_id, None, None, "", entry.held)
    if line.arrangement is Arrangement.RETAINER:
        more = extras.get(entry.entry_id, 0)
        value = price(hours(more), line.extra_rate, line.currency)
        return EntryValue(entry.entry_id, line.extra_rate, value, "", entry.held, more)
    found = rates.find(entry.sow_id, entry.person_id, grade, entry.day)
    if found is None:
        return EntryValue(entry.entry_id, None, None, "", entry.held)
    value = price(hours(entry.seconds), found.rate, line.currency)
    return EntryValue(entry.entry_id, found.rate, value, found.rule, entry.held)
