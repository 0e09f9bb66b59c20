"""What pages and later rooms see of statements of work: frozen rows, never records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.engagements.domain import Arrangement, ExpenseRule, SowState, arrangement_words
from app.kernel.money import Money, total
from app.kernel.quantities import Rounding


@dataclass(frozen=True, slots=True)
class SowListRow:
    """A statement of work in a list. `budget` includes accepted change orders; `arrangement` is that of line 1."""

    sow_id: int
    version: int
    number: str
    title: str
    state: SowState
    engagement_id: int
    client_id: int
    client_name: str
    arrangement: Arrangement
    mixed: bool
    capped: bool
    start_on: date
    end_on: date
    currency: str
    budget: Money
    lead_id: int | None
    lead_name: str
    lead_initials: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.sow_id

    @property
    def kind(self) -> str:
        """How it is billed, for people."""
        return arrangement_words(self.arrangement, capped=self.capped, mixed=self.mixed)


@dataclass(frozen=True, slots=True)
class SowListView:
    """The list as its reader may see it; without `sees_money` the budgets are left out (nothing)."""

    rows: tuple[SowListRow, ...]
    today: date
    sees_money: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What time is logged against. Internal tasks have no statement of work, no client and no dates.

    `held`: it belongs to a change order that is not accepted yet. `mine`: likely a task of the person asked about
    (leads the SOW, has an own rate there, or the grade has budget hours); False when nobody was asked about.
    """

    task_id: int
    version: int
    name: str
    sow_id: int | None
    sow_number: str
    sow_title: str
    sow_state: SowState | None
    sow_line_id: int | None
    arrangement: Arrangement | None
    lead_id: int | None
    client_id: int | None
    client_name: str
    billable: bool
    active: bool
    held: bool
    change_order_id: int | None
    change_order_number: str
    match_words: tuple[str, ...]
    start_on: date | None
    end_on: date | None
    mine: bool = False

    def open_on(self, day: date) -> bool:
        """Whether time of a day may be logged on it."""
        if not self.active:
            return False
        if self.sow_id is None or self.start_on is None or self.end_on is None:
            return True
        return self.sow_state is SowState.OPEN and self.start_on <= day <= self.end_on


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line; the last three fields belong to a retainer."""

    line_id: int
    position: int
    title: str
    arrangement: Arrangement
    monthly_fee: Money
    included_seconds: int
    extra_rate: Decimal


@dataclass(frozen=True, slots=True)
class RateRow:
    """An hourly rate from a day on; `subject` is the grade or the person's name."""

    rate_id: int
    rate: Decimal
    valid_from: date
    grade: str | None
    person_id: int | None
    subject: str
    note: str


@dataclass(frozen=True, slots=True)
class GradeBudgetRow:
    """Hours of a grade and the name of its invoice line ("" when the grade's own name is to be used)."""

    grade: str
    seconds: int
    line_name: str


@dataclass(frozen=True, slots=True)
class PurchaseOrderRow:
    """A client's purchase order."""

    purchase_order_id: int
    number: str
    amount: Money
    valid_from: date
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether an invoice of a day may carry it."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A fixed amount; `of` is how many milestones its line has."""

    milestone_id: int
    version: int
    line_id: int
    number: int
    of: int
    name: str
    amount: Money
    due_on: date | None
    delivered_on: date | None
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeOrderRow:
    """More scope and budget; counts from the day it was accepted. A declined one may still be accepted later."""

    change_order_id: int
    version: int
    number: str
    title: str
    amount: Money
    drafted_on: date
    sent_on: date | None
    accepted_on: date | None
    accepted_by: str
    declined_on: date | None
    declined_reason: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.change_order_id

    @property
    def waits(self) -> bool:
        """Whether the client has it and has not answered."""
        return self.sent_on is not None and self.accepted_on is None and self.declined_on is None


@dataclass(frozen=True, slots=True)
class SowRow:
    """A whole statement of work. `signed_version` is the number of its newest signed version, 0 when unsigned."""

    sow_id: int
    version: int
    engagement_id: int
    engagement_name: str
    client_id: int
    client_name: str
    number: str
    title: str
    state: SowState
    start_on: date
    end_on: date
    signed_on: date | None
    signed_version: int
    currency: str
    base_budget: Money
    capped: bool
    thresholds: tuple[int, ...]
    expense_rule: ExpenseRule
    rounding: Rounding
    show_budget: bool
    lead_id: int | None
    lead_name: str
    lead_initials: str
    lines: tuple[LineRow, ...]
    tasks: tuple[TaskRow, ...]
    rates: tuple[RateRow, ...]
    grade_budgets: tuple[GradeBudgetRow, ...]
    purchase_orders: tuple[PurchaseOrderRow, ...]
    milestones: tuple[MilestoneRow, ...]
    change_orders: tuple[ChangeOrderRow, ...]

    @property
    def budget(self) -> Money:
        """The base and all accepted change orders."""
        accepted = (order.amount for order in self.change_orders if order.accepted_on is not None)
        return self.base_budget + total(accepted, self.currency)

    @property
    def cap(self) -> Money | None:
        """The most that may be billed: the budget when it is capped."""
        return self.budget if self.capped else None

    @property
    def arrangement(self) -> Arrangement:
        """That of the first line."""
        return self.lines[0].arrangement

    @property
    def kind(self) -> str:
        """How it is billed, for people."""
        mixed = len({line.arrangement for line in self.lines}) > 1
        return arrangement_words(self.arrangement, capped=self.capped, mixed=mixed)

    @property
    def retainer(self) -> LineRow | None:
        """The retainer line, if there is one."""
        return next((line for line in self.lines if line.arrangement is Arrangement.RETAINER), None)

    def line_name(self, grade: str) -> str:
        """The name of a grade's line on the invoice."""
        named = (row.line_name for row in self.grade_budgets if row.grade.casefold() == grade.casefold())
        return next((name for name in named if name), grade)

    def purchase_order_on(self, day: date) -> PurchaseOrderRow | None:
        """The purchase order an invoice of a day carries: the newest that is valid."""
        valid = [order for order in self.purchase_orders if order.valid_on(day)]
        return max(valid, key=lambda order: (order.valid_from, order.purchase_order_id), default=None)


@dataclass(frozen=True, slots=True)
class RateCardRow:
    """A rate card with its rates: (grade, rate) in their order."""

    rate_card_id: int
    name: str
    valid_from: date
    rates: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """The relationship behind one or more statements of work."""

    engagement_id: int
    client_id: int
    name: str
