"""What My week knows: a person's time with what burn, harvest and invoices say about it. No widgets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.burn.queries import GradeHoursRow, grade_hours
from app.engagements.domain import Arrangement, SowState, grade_key
from app.engagements.queries import TaskRow
from app.harvest.queries import SuggestionRow, suggestions
from app.invoices.queries import billed_entry_ids
from app.kernel.formats import Formats
from app.kernel.money import price, total
from app.kernel.periods import Period, week_of
from app.kernel.quantities import hours
from app.kernel.words import _
from app.storage.asking import given, query, together
from app.storage.reading import Reads
from app.timesheets.domain import ReadLine
from app.timesheets.queries import Desk, WeekRow, desk_begun, desk_of, empty_row, place_of_row
from app.timesheets.ui.entry_line import Worth
from app.timesheets.ui.hours_grid import Tail
from app.timesheets.ui.week_figures import InCalendar


@dataclass(frozen=True)
class Around:
    """A person's week with what other rooms say about it: suggestions, bills, hours left by grade."""

    desk: Desk
    suggestions: tuple[SuggestionRow, ...]
    billed: frozenset[int]
    hours: tuple[GradeHoursRow, ...]


@query
async def around(reads: Reads, *, person_id: int, monday: date | None, first_weekday: int) -> Around:
    """All of My week in one look at the book. Three ways."""
    monday = monday or week_of(reads.today, first_weekday).first
    waiting, (found, billed, hours_left) = await together(
        suggestions.asks(reads, person_id=person_id, period=Period(monday, monday + timedelta(6))),
        _desk(reads, person_id, monday),
    )
    return Around(desk=found, suggestions=tuple(waiting.rows), billed=billed, hours=tuple(hours_left))


async def _desk(reads: Reads, person_id: int, monday: date) -> tuple[Desk, frozenset[int], list[GradeHoursRow]]:
    """The week with what was billed of it and the hours left of its statements of work."""
    begun = await desk_begun(reads, person_id=person_id, monday=monday)
    return await together(
        desk_of(reads, begun),
        billed_entry_ids.asks(reads, entry_ids=[entry.entry_id for entry in begun.two.entries]),
        grade_hours.asks(reads, sow_ids=begun.sow_ids) if begun.sow_ids else given([]),
    )


def loggable(facts: Around) -> list[TaskRow]:
    """The tasks a line may mean: internal ones and those of open statements of work, whatever day is typed."""
    return [task for task in facts.desk.tasks if task.active and task.sow_state in {None, SowState.OPEN}]


def suggested(facts: Around) -> Mapping[tuple[int, date], int]:
    """Seconds the calendar proposes by task and day."""
    found: dict[tuple[int, date], int] = {}
    for row in facts.suggestions:
        if row.task_id is not None:
            found[row.task_id, row.day] = found.get((row.task_id, row.day), 0) + row.seconds
    return found


def in_calendar(facts: Around) -> InCalendar:
    """What the calendar holds with clients, and what it is worth."""
    rows = [row for row in facts.suggestions if row.client_id is not None]
    amounts = [row.value for row in rows if row.value is not None]
    worth = tuple(
        total((one for one in amounts if one.currency == currency), currency)
        for currency in sorted({one.currency for one in amounts})
    )
    return InCalendar(sum(row.seconds for row in rows), worth, len(facts.suggestions))


def week_rows(facts: Around, added: Collection[int]) -> list[WeekRow]:
    """The rows of the grid: tasks in use, and tasks somebody added."""
    view = facts.desk.view
    wanted = set(added) - {row.task_id for row in view.rows}
    more = [empty_row(task, view.period) for task in facts.desk.tasks if task.task_id in wanted]
    return sorted([*view.rows, *more], key=place_of_row)


def copies_of(facts: Around, added: Mapping[date, Collection[int]]) -> list[int]:
    """The tasks of last week that have no row in this one yet."""
    view = facts.desk.view
    return [number for number in view.before if number not in added.get(view.period.first, ())]


def tails(facts: Around, rows: Collection[WeekRow], formats: Formats) -> dict[int, Tail]:
    """The end of each row: held work, or the hours left for the person's grade or in the retainer's month."""
    grade = grade_key(facts.desk.view.grade or "")
    left = {row.sow_id: row.left_seconds for row in facts.hours if row.budget_seconds and grade_key(row.grade) == grade}
    left |= {use.sow_id: use.included_seconds - use.used_seconds for use in facts.desk.retainers}
    found: dict[int, Tail] = {}
    for row in rows:
        if row.held:
            found[row.task_id] = Tail(_("Not accepted"), "warn")
        elif row.sow_id in left:
            seconds = left[row.sow_id]
            words = formats.hours(abs(seconds), unit=True)
            found[row.task_id] = Tail(words) if seconds >= 0 else Tail(_("Over by {hours}").format(hours=words), "bad")
    return found


def worth_of(reading: ReadLine[TaskRow], facts: Around, person_id: int, formats: Formats) -> Worth:
    """What a line would be worth at the rate that would be billed."""
    task, seconds = reading.task, reading.seconds
    if task is None or seconds is None:
        return Worth()
    terms = facts.desk.terms_of(task)
    if terms is None or reading.billable is False or not task.billable:
        return Worth(_("Not billable"))
    if terms.arrangement is Arrangement.RETAINER:
        included = formats.hours(terms.included_seconds, unit=True)
        extra = formats.rate(terms.extra_rate, terms.currency)
        return Worth(_("Retainer: {included} a month included, then {rate} / h").format(included=included, rate=extra))
    found = facts.desk.rates.find(task.sow_id, person_id, facts.desk.view.grade, reading.day)
    if found is None:
        return Worth(_("No rate agreed"))
    rate = formats.rate(found.rate, terms.currency)
    source = (
        _("{rate} / h from the SOW · value")
        if found.fact.sow_id is not None
        else _("{rate} / h from the rate card · value")
    )
    if task.held:
        source = _("{rate} / h, held until {order} is accepted · value")
    words = source.format(rate=rate, order=task.change_order_number)
    return Worth(words, formats.money(price(hours(seconds), found.rate, terms.currency)))


def short_days(desk: Desk, formats: Formats) -> list[str]:
    """The working days before today on which less than the day's hours was logged, in words; none without any task."""
    found: list[str] = []
    for day, seconds in zip(desk.view.period.days(), desk.view.day_seconds, strict=True):
        target = desk.target(day)
        if day >= desk.today or seconds >= target or not desk.tasks:
            continue
        words = _("{weekday} is {hours} short") if found else _("{weekday} is {hours} short of {target}")
        found.append(
            words.format(
                weekday=formats.weekday_long(day),
                hours=formats.hours(target - seconds, unit=True),
                target=formats.hours(target, unit=True),
            )
        )
    return found
