"""Tables of work: time entries and expenses."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.words import _
from app.storage.columns import Minor, choice
from app.storage.record import Record, Versioned
from app.timesheets.domain import TimeState


class TimeEntry(Versioned, Record, called=lambda: _("This time entry")):
    """Time of a person on a task on a local date, in whole seconds. Entries typed in the grid have no instants."""

    __tablename__ = "time_entry"
    __table_args__ = (
        CheckConstraint("seconds BETWEEN 1 AND 90000", name="seconds"),
        Index("ix_time_entry_week", "person_id", "day", "task_id", "seconds"),
        Index("ix_time_entry_burn", "sow_id", "billable", "person_id", "task_id", "day", "seconds"),
        Index("ix_time_entry_state", "state", "sow_id", "day"),
        Index("ix_time_entry_task", "task_id", "day"),
        Index("ix_time_entry_recent", "person_id", "logged_at", "task_id"),
        Index("ix_time_entry_own", "person_id", "sow_id"),
        Index("ix_time_entry_day", "day", "id", "person_id", "seconds"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    sow_id: Mapped[int | None] = mapped_column(ForeignKey("sow.id"))
    """The task's statement of work, kept here so that burn is one index read; a task never moves."""
    day: Mapped[date]
    seconds: Mapped[int]
    logged_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    billable: Mapped[bool] = mapped_column(default=True)
    state: Mapped[TimeState] = choice(TimeState, default=TimeState.OPEN)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_reason: Mapped[str] = mapped_column(default="")


class Expense(Versioned, Record, called=lambda: _("This expense")):
    """A receipt. `billable` is empty while nobody has decided. Lines of one `group_name` become one invoice line."""

    __tablename__ = "expense"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_expense_sow", "sow_id", "billable", "day"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    day: Mapped[date]
    text: Mapped[str]
    net_minor: Mapped[Minor]
    currency: Mapped[str]
    receipt: Mapped[str] = mapped_column(default="")
    billable: Mapped[bool | None] = mapped_column(default=None)
    approved: Mapped[bool] = mapped_column(default=False)
    group_name: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="piece")
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
