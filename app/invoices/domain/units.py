"""Units of work that can be billed: time, expenses, milestones, months of a retainer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engagements.domain import Arrangement
from app.invoices.domain.states import LineKind, UnitKind
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class BilledUnit:
    """A unit as a line bills it: which part of it, how long, at which rate, and the rule that gave the rate."""

    kind: UnitKind
    unit_id: int
    part: str = ""
    seconds: int = 0
    rate: Decimal = Decimal(0)
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUnit:
    """An approved time entry; `seconds` are billed seconds. `rate` None: nothing says what it costs."""

    entry_id: int
    day: date
    person_id: int
    person_name: str
    grade: str | None
    seconds: int
    sow_line_id: int
    arrangement: Arrangement
    rate: Decimal | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseUnit:
    """An approved, billable expense."""

    expense_id: int
    day: date
    text: str
    net: Money
    receipt: str = ""
    group_name: str = ""
    detail: str = ""
    unit: str = "piece"
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneUnit:
    """A delivered milestone; `count` is how many its line has."""

    milestone_id: int
    sow_line_id: int
    number: int
    count: int
    name: str
    amount: Money
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetainerMonth:
    """A month of a retainer that is over.

    `first` is its first day, `bill_fee` whether its fee is still to be billed, `used` the billed seconds of the
    month that stand on other bills already and so have used up included hours.
    """

    sow_line_id: int
    first: date
    fee: Money
    included_seconds: int
    extra_rate: Decimal
    bill_fee: bool = True
    used: int = 0

    @property
    def part(self) -> str:
        """The month as it is kept with the unit: 2026-04."""
        return self.first.isoformat()[:7]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSpec:
    """A line to be: printed quantity x printed rate = net; `units` are what it bills."""

    kind: LineKind
    title: str
    detail: str = ""
    quantity: Decimal
    unit: str
    rate: Decimal
    net: Money
    person_id: int | None = None
    units: tuple[BilledUnit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """A line of an invoice that is older than the book; quantity and rate may be text.

    `milestone_id` and `month` (of a retainer, such as "2026-03") say what it billed, so that the book never bills it
    again; `grade` says whose work it was when no person is named.
    """

    title: str
    quantity: Decimal | str
    unit: str
    rate: Decimal | str
    person_id: int | None = None
    grade: str | None = None
    milestone_id: int | None = None
    month: str = ""
    kind: LineKind | None = None
    detail: str = ""

    @property
    def bills(self) -> LineKind:
        """What the line bills: said by hand, or by what it names and its unit."""
        if self.kind is not None:
            return self.kind
        if self.milestone_id is not None or self.unit == "milestone":
            return LineKind.MILESTONE
        if self.month or self.unit == "month":
            return LineKind.RETAINER
        if self.unit == "h":
            return LineKind.FEE
        return LineKind.ADJUSTMENT if Decimal(self.rate) * Decimal(self.quantity) < 0 else LineKind.EXPENSE
