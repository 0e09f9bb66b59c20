"""Tables of burn: consumption brought in from before the book, alerts and their acknowledgement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.words import _
from app.storage.columns import Minor
from app.storage.record import Record


class BroughtIn(Record, called=lambda: _("This use of the budget before the book")):
    """Budget used before the book was opened, for which the book has no time entries."""

    __tablename__ = "brought_in"
    __table_args__ = (UniqueConstraint("sow_id", "source"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    source: Mapped[str]
    used_on: Mapped[date]
    amount_minor: Mapped[Minor]
    seconds: Mapped[int] = mapped_column(default=0)
    grade: Mapped[str | None] = mapped_column(default=None)


class Alert(Record, called=lambda: _("This budget alert")):
    """A threshold was crossed: one alert per statement of work, threshold and budget."""

    __tablename__ = "alert"
    __frozen__ = True
    __table_args__ = (UniqueConstraint("sow_id", "percent", "budget_minor"),)

    sow_id: Mapped[int] = mapped_column(ForeignKey("sow.id"))
    percent: Mapped[int]
    budget_minor: Mapped[Minor]
    used_minor: Mapped[Minor]
    crossed_on: Mapped[date]
    raised_at: Mapped[datetime]


class Acknowledgement(Record, called=lambda: _("This acknowledgement")):
    """Somebody saw an alert and said what happens next."""

    __tablename__ = "acknowledgement"
    __frozen__ = True

    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    note: Mapped[str]
