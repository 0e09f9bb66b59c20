"""What a statement of work is agreed with: lines, tasks, rates, budgets, orders, milestones, change orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.engagements.domain.arrangements import Arrangement
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A line. The last three belong to a retainer: fee of a month, hours in it, hourly rate beyond them."""

    title: str
    arrangement: Arrangement = Arrangement.TIME_AND_MATERIALS
    monthly_fee: Money | None = None
    included_hours: Decimal = Decimal(0)
    extra_rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RateSpec:
    """An hourly rate from a day on, for a grade or for one person."""

    rate: Decimal
    valid_from: date
    grade: str | None = None
    person_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """A task on a line (by its place, from 1), maybe of a change order (by its number). `match` are words of calendar
    titles that point here, separated by commas.
    """

    name: str
    line: int = 1
    change_order: str | None = None
    match: str = ""
    billable: bool = True


@dataclass(frozen=True, slots=True)
class GradeBudgetSpec:
    """Hours a grade has, and the name of its line on the invoice."""

    grade: str
    hours: Decimal = Decimal(0)
    line_name: str = ""


@dataclass(frozen=True, slots=True)
class PoSpec:
    """A client's purchase order; no last day means it does not run out."""

    number: str
    amount: Money
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class MilestoneSpec:
    """A fixed amount on a fixed line (by its place, from 1)."""

    line: int
    number: int
    name: str
    amount: Money
    due_on: date | None = None
    delivered_on: date | None = None
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeOrderSpec:
    """A change order that exists already when the statement of work enters the book."""

    number: str
    title: str
    amount: Money
    drafted_on: date
    sent_on: date | None = None
    accepted_on: date | None = None
    accepted_by: str = ""


@lru_cache(maxsize=4096)
def match_words(text: str) -> tuple[str, ...]:
    """The words of a task, separated by commas, each once, in their order and in small letters."""
    words = (" ".join(word.split()).casefold() for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))
