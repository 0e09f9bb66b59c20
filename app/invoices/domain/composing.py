"""A statement of work's units become drafts: one open draft, and one that waits for acceptance of milestones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.engagements.domain import Arrangement
from app.invoices.domain.lines import expense_lines, fee_lines, milestone_line, retainer_lines
from app.invoices.domain.units import ExpenseUnit, LineSpec, MilestoneUnit, RetainerMonth, TimeUnit
from app.kernel.formats import Formats
from app.kernel.words import speaking


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a statement of work has to bill."""

    sow_id: int
    currency: str
    line_names: Mapping[str, str]
    time: tuple[TimeUnit, ...] = ()
    expenses: tuple[ExpenseUnit, ...] = ()
    milestones: tuple[MilestoneUnit, ...] = ()
    months: tuple[RetainerMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """The lines of the draft that can be billed, and of the one that waits for acceptance."""

    ready: tuple[LineSpec, ...]
    waiting: tuple[LineSpec, ...]


def compose(basis: Basis, formats: Formats) -> Composed:
    """All lines of a statement of work, in the language of the client's formats.

    Time of a fixed or retainer line waits until there is a line to go with.
    """
    with speaking(str(formats.locale)):
        return _composed(basis, formats)


def _composed(basis: Basis, formats: Formats) -> Composed:
    ready = list(fee_lines(_of(basis.time, Arrangement.TIME_AND_MATERIALS), basis.line_names, basis.currency))
    for month in sorted(basis.months, key=lambda item: (item.first, item.sow_line_id)):
        ready += retainer_lines(month, _of_month(basis.time, month), formats)
    fixed: dict[int, list[TimeUnit]] = defaultdict(list)
    for unit in _of(basis.time, Arrangement.FIXED):
        fixed[unit.sow_line_id].append(unit)
    waiting: list[LineSpec] = []
    for milestone in sorted(basis.milestones, key=lambda item: (not item.accepted, item.sow_line_id, item.number)):
        line = milestone_line(milestone, fixed.pop(milestone.sow_line_id, ()))
        (ready if milestone.accepted else waiting).append(line)
    ready += expense_lines(basis.expenses, basis.currency)
    return Composed(tuple(ready), tuple(waiting))


def _of(units: Iterable[TimeUnit], arrangement: Arrangement) -> list[TimeUnit]:
    return [unit for unit in units if unit.arrangement is arrangement]


def _of_month(units: Iterable[TimeUnit], month: RetainerMonth) -> list[TimeUnit]:
    return [
        unit
        for unit in _of(units, Arrangement.RETAINER)
        if unit.sow_line_id == month.sow_line_id and unit.day.replace(day=1) == month.first
    ]


def months_through(start: date, end: date, through: date) -> tuple[date, ...]:
    """First days of the months of an agreement that are over by a day; its last month is over when it ends."""
    first = start.replace(day=1)
    found = []
    while first <= end:
        following = (first.replace(day=28) + _WEEK).replace(day=1)
        if min(following - _DAY, end) > through:
            break
        found.append(first)
        first = following
    return tuple(found)


_DAY = date.resolution
_WEEK = 7 * date.resolution
