"""A person's week: a row per task, a cell per day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from sqlalchemy import bindparam, select

from app.engagements.queries import TaskRow, some_tasks
from app.firm.domain import Right, require
from app.firm.queries import PersonRow, person
from app.kernel.periods import Period
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.timesheets.domain import TimeState
from app.timesheets.queries.entries import EntryRow, read_entries
from app.timesheets.records import TimeEntry

DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person logged on a task on a day; an empty cell has no entries.

    `state` is that of the least advanced entry, `version` that of the only entry; `billable` is None where entries
    differ.
    """

    day: date
    seconds: int = 0
    entry_ids: tuple[int, ...] = ()
    note: str = ""
    state: TimeState | None = None
    version: int | None = None
    billable: bool | None = None
    returned_reason: str = ""

    @property
    def editable(self) -> bool:
        """Whether the grid may write here."""
        return self.state in (None, TimeState.OPEN)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A task in the grid with seven cells. Internal tasks have no client and no statement of work."""

    task_id: int
    task_name: str
    sow_id: int | None
    sow_number: str
    sow_title: str
    client_id: int | None
    client_name: str
    held: bool
    change_order_number: str
    cells: tuple[Cell, ...]

    @property
    def seconds(self) -> int:
        """The sum of the row."""
        return sum(cell.seconds for cell in self.cells)


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week of a person. `entries` are those of its seven days.

    `before` are the tasks of the week before that this one has not used yet and that are still open in it.
    """

    person_id: int
    person_name: str
    grade: str | None
    weekly_seconds: int
    period: Period
    rows: tuple[WeekRow, ...]
    entries: tuple[EntryRow, ...]
    before: tuple[int, ...] = ()

    @property
    def day_seconds(self) -> tuple[int, ...]:
        """The sum of each day."""
        return tuple(sum(row.cells[index].seconds for row in self.rows) for index in range(DAYS))

    @property
    def seconds(self) -> int:
        """The sum of the week."""
        return sum(entry.seconds for entry in self.entries)

    @property
    def billable_seconds(self) -> int:
        """Billable time of the week, held time too."""
        return sum(entry.seconds for entry in self.entries if entry.billable)

    def count(self, state: TimeState) -> int:
        """How many entries are in a state."""
        return sum(entry.state is state for entry in self.entries)

    @property
    def state(self) -> TimeState | None:
        """Where the week stands: as far as its least advanced entry; None while nothing is logged."""
        return next((state for state in TimeState if self.count(state)), None)


@dataclass(frozen=True, slots=True)
class TwoWeeks:
    """A person's entries of a week and of the week before it: what all else about the week is asked by."""

    member: PersonRow
    period: Period
    found: tuple[EntryRow, ...]

    @property
    def entries(self) -> tuple[EntryRow, ...]:
        """Those of the week itself."""
        return tuple(entry for entry in self.found if entry.day in self.period)

    @property
    def earlier(self) -> list[int]:
        """The tasks of the week before that this one has not used yet."""
        used = {entry.task_id for entry in self.entries}
        return [number for number in dict.fromkeys(entry.task_id for entry in self.found) if number not in used]


@query
async def week(reads: Reads, *, person_id: int, monday: date) -> WeekView:
    """A person's week from its first day on, with a row per task used in it.

    Other people's weeks need the right to see them.
    """
    return await week_of_two(reads, await two_weeks(reads, person_id, monday))


async def two_weeks(reads: Reads, person_id: int, monday: date) -> TwoWeeks:
    """What a week begins with. Two statements, one way."""
    if person_id != reads.actor.person_id:
        require(reads.actor.role, Right.SEE_OTHERS_TIME)
    period = Period(monday, monday + timedelta(DAYS - 1))
    member, found = await together(
        person.asks(reads, person_id=person_id),
        read_entries.asks(reads, person_id=person_id, first=monday - timedelta(DAYS), last=period.last),
    )
    return TwoWeeks(member, period, tuple(found))


async def week_of_two(reads: Reads, two: TwoWeeks, known: Mapping[int, TaskRow] = MappingProxyType({})) -> WeekView:
    """The week of `week`. Tasks the caller has read already are not read again."""
    period, member, entries, earlier = two.period, two.member, two.entries, two.earlier
    by_task: dict[int, list[EntryRow]] = {}
    for entry in entries:
        by_task.setdefault(entry.task_id, []).append(entry)
    met = {number: known[number] for number in earlier if number in known}
    more = await some_tasks.asks(reads, task_ids=[one for one in earlier if one not in met])
    met |= {task.task_id: task for task in more}
    rows = sorted((_row(group, period) for group in by_task.values()), key=place_of_row)
    return WeekView(
        person_id=member.id,
        person_name=member.name,
        grade=member.grade,
        weekly_seconds=member.weekly_seconds,
        period=period,
        rows=tuple(rows),
        entries=entries,
        before=tuple(
            number for number in earlier if any(met[number].open_on(day) for day in (period.first, period.last))
        ),
    )


def empty_row(task: TaskRow, period: Period) -> WeekRow:
    """A row for a task nobody logged on yet."""
    return WeekRow(
        task_id=task.task_id,
        task_name=task.name,
        sow_id=task.sow_id,
        sow_number=task.sow_number,
        sow_title=task.sow_title,
        client_id=task.client_id,
        client_name=task.client_name,
        held=task.held,
        change_order_number=task.change_order_number,
        cells=tuple(Cell(day) for day in period.days()),
    )


def place_of_row(row: WeekRow) -> tuple[bool, str, str, int]:
    """Clients by name, then their agreements, then the tasks as they were added; internal work last."""
    return row.client_id is None, row.client_name.casefold(), row.sow_number, row.task_id


def _row(entries: Sequence[EntryRow], period: Period) -> WeekRow:
    first = entries[0]
    return WeekRow(
        task_id=first.task_id,
        task_name=first.task_name,
        sow_id=first.sow_id,
        sow_number=first.sow_number or "",
        sow_title=first.sow_title or "",
        client_id=first.client_id,
        client_name=first.client_name or "",
        held=first.held,
        change_order_number=first.change_order_number or "",
        cells=tuple(_cell(day, [entry for entry in entries if entry.day == day]) for day in period.days()),
    )


def _cell(day: date, entries: Sequence[EntryRow]) -> Cell:
    if not entries:
        return Cell(day)
    states = [entry.state for entry in entries]
    ways = {entry.billable for entry in entries}
    return Cell(
        day=day,
        seconds=sum(entry.seconds for entry in entries),
        entry_ids=tuple(entry.entry_id for entry in entries),
        note="; ".join(entry.note for entry in entries if entry.note),
        state=next(state for state in TimeState if state in states),
        version=entries[0].version if len(entries) == 1 else None,
        billable=ways.pop() if len(ways) == 1 else None,
        returned_reason="; ".join(entry.returned_reason for entry in entries if entry.returned_reason),
    )


_RECENT = (
    select(TimeEntry.task_id)
    .where(TimeEntry.person_id == bindparam("person_id"))
    .order_by(TimeEntry.logged_at.desc(), TimeEntry.id.desc())
    .limit(60)
)


@query
async def recent_tasks(reads: Reads, *, person_id: int) -> tuple[int, ...]:
    """The tasks a person used last, newest first."""
    return tuple(dict.fromkeys(row.task_id for row in await reads.ask(_RECENT, {"person_id": person_id})))
