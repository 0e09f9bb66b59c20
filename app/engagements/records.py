"""Tables of engagements: statements of work with lines, tasks, rates, budgets, orders, milestones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.engagements.domain import Arrangement, ExpenseRule, SowState
from app.kernel.quantities import RoundingMode
from app.kernel.words import _
from app.storage.columns import Minor, choice, personal
from app.storage.record import Record, Versioned


class Engagement(Versioned, Record, called=lambda: _("This engagement")):
    """The relationship behind one or more statements of work."""

    __tablename__ = "engagement"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]


class StatementOfWork(Versioned, Record, called=lambda: _("This statement of work")):
    """A signed scope. `budget_minor` is the base; accepted change orders add to it. `thresholds` in per cent."""

    __tablename__ = "sow"
    __table_args__ = (CheckConstraint("end_on >= start_on", name="dates"),)

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[SowState] = choice(SowState)
    start_on: Mapped[date]
    end_on: Mapped[date]
    currency: Mapped[str]
    budget_minor: Mapped[Minor]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    signed_on: Mapped[date | None] = mapped_column(default=None)
    capped: Mapped[bool] = mapped_column(default=False)
    thresholds: Mapped[str] = mapped_column(default="75 90 100")
    expense_rule: Mapped[ExpenseRule] = choice(ExpenseRule, default=ExpenseRule.AT_COST)
    rounding_mode: Mapped[RoundingMode] = choice(RoundingMode, default=RoundingMode.NONE)
    rounding_minutes: Mapped[int] = mapped_column(default=0)
    show_budget: Mapped[bool] = mapped_column(default=False)


class SowVersion(Record, called=lambda: _("This signed version of a statement of work")):
    """What was signed, word for word (JSON) with its hash: never changed."""

    __tablename__ = "sow_version"
    __frozen__ = True
    __table_args__ = (UniqueConstraint("sow_id", "number"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    number: Mapped[int]
    signed_on: Mapped[date]
    terms: Mapped[str]
    digest: Mapped[str]


class SowLine(Versioned, Record, called=lambda: _("This line of a statement of work")):
    """One line of a statement of work; the last three fields belong to a retainer."""

    __tablename__ = "sow_line"
    __table_args__ = (UniqueConstraint("sow_id", "position"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    position: Mapped[int]
    title: Mapped[str]
    arrangement: Mapped[Arrangement] = choice(Arrangement)
    monthly_fee_minor: Mapped[Minor] = mapped_column(default=0)
    included_seconds: Mapped[int] = mapped_column(default=0)
    extra_rate: Mapped[Decimal] = mapped_column(default=Decimal(0))


class ChangeOrder(Versioned, Record, called=lambda: _("This change order")):
    """More scope and budget; until it is accepted, work on it is held."""

    __tablename__ = "change_order"
    __table_args__ = (UniqueConstraint("sow_id", "number"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    number: Mapped[str]
    title: Mapped[str]
    amount_minor: Mapped[Minor]
    drafted_on: Mapped[date]
    sent_on: Mapped[date | None] = mapped_column(default=None)
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    accepted_by: Mapped[str] = personal(default="")
    declined_on: Mapped[date | None] = mapped_column(default=None)
    declined_reason: Mapped[str] = mapped_column(default="", server_default="")


class Task(Versioned, Record, called=lambda: _("This task")):
    """What time is logged against. Internal tasks belong to no statement of work."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("sow_id", "name"), Index("ix_task_line", "sow_line_id"))

    name: Mapped[str]
    sow_id: Mapped[int | None] = mapped_column(ForeignKey("sow.id"), default=None)
    sow_line_id: Mapped[int | None] = mapped_column(ForeignKey("sow_line.id"), default=None)
    change_order_id: Mapped[int | None] = mapped_column(ForeignKey("change_order.id"), default=None)
    match_words: Mapped[str] = mapped_column(default="")
    """Words of calendar titles that point here, separated by commas."""
    billable: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)


class GradeBudget(Versioned, Record, called=lambda: _("This budget of hours")):
    """Hours a grade has on a statement of work, and the name of its line on the invoice."""

    __tablename__ = "grade_budget"
    __table_args__ = (UniqueConstraint("sow_id", "grade"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    grade: Mapped[str]
    seconds: Mapped[int] = mapped_column(default=0)
    line_name: Mapped[str] = mapped_column(default="")


class RateCard(Record, called=lambda: _("This rate card")):
    """The firm's usual rates."""

    __tablename__ = "rate_card"

    name: Mapped[str] = mapped_column(unique=True)
    valid_from: Mapped[date]


class Rate(Record, called=lambda: _("This rate")):
    """An hourly rate from a day on: of a statement of work or a rate card, for a grade or one person."""

    __tablename__ = "rate"
    __table_args__ = (
        CheckConstraint("(sow_id IS NULL) <> (rate_card_id IS NULL)", name="owner"),
        CheckConstraint("(grade IS NULL) <> (person_id IS NULL)", name="subject"),
        CheckConstraint("rate >= 0", name="not_negative"),
        UniqueConstraint("sow_id", "rate_card_id", "grade", "person_id", "valid_from"),
    )

    rate: Mapped[Decimal]
    valid_from: Mapped[date]
    sow_id: Mapped[int | None] = mapped_column(ForeignKey("sow.id"), default=None, index=True)
    rate_card_id: Mapped[int | None] = mapped_column(ForeignKey("rate_card.id"), default=None)
    grade: Mapped[str | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    note: Mapped[str] = mapped_column(default="")


class PurchaseOrder(Versioned, Record, called=lambda: _("This purchase order")):
    """A client's purchase order for a statement of work."""

    __tablename__ = "purchase_order"
    __table_args__ = (UniqueConstraint("sow_id", "number"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    number: Mapped[str]
    amount_minor: Mapped[Minor]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)


class Milestone(Versioned, Record, called=lambda: _("This milestone")):
    """A fixed amount that is billed once its delivery is accepted."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("sow_line_id", "number"),)

    sow_line_id: Mapped[int] = mapped_column(ForeignKey("sow_line.id"))
    number: Mapped[int]
    name: Mapped[str]
    amount_minor: Mapped[Minor]
    due_on: Mapped[date | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    accepted_on: Mapped[date | None] = mapped_column(default=None)
