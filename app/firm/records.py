"""Tables of the firm: the office, its people, tax codes, number series, holidays, settings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.firm.domain import AccessRole, KeyAct, TaxCategory
from app.kernel.words import _
from app.storage.columns import choice, personal
from app.storage.record import Guard, Record, Versioned


class Firm(Versioned, Record, called=lambda: _("This firm")):
    """The office: one row."""

    __tablename__ = "firm"

    name: Mapped[str]
    country: Mapped[str]
    language: Mapped[str]
    zone: Mapped[str]
    currency: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    tax_number: Mapped[str] = mapped_column(default="")
    registration: Mapped[str] = mapped_column(default="")
    bank_name: Mapped[str] = mapped_column(default="")
    account_name: Mapped[str] = mapped_column(default="")
    iban: Mapped[str] = mapped_column(default="")
    payment_page: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    terms_days: Mapped[int] = mapped_column(default=30)
    dispute_days: Mapped[int] = mapped_column(default=14)


class Person(Versioned, Record, called=lambda: _("This person")):
    """A member of the firm. `grade` prices work, `access_role` gives rights."""

    __tablename__ = "person"

    name: Mapped[str] = personal()
    initials: Mapped[str] = personal(unique=True)
    access_role: Mapped[AccessRole] = choice(AccessRole)
    grade: Mapped[str | None] = mapped_column(default=None)
    email: Mapped[str] = personal(default="")
    weekly_seconds: Mapped[int] = mapped_column(default=135_000)
    zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default="en-GB")
    os_account: Mapped[str | None] = personal(default=None)
    active: Mapped[bool] = mapped_column(default=True)


class Absence(Record, called=lambda: _("This absence")):
    """A day a person is away."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("person_id", "day"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    kind: Mapped[str]


class Holiday(Record, called=lambda: _("This public holiday")):
    """A day the office is closed."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str]


class KeyChange(Record, called=lambda: _("This change of the keys")):
    """Somebody changed or saw what opens the book; no secret stands here. `label` is an account at a computer."""

    __tablename__ = "key_change"
    __frozen__ = True

    act: Mapped[KeyAct] = choice(KeyAct)
    label: Mapped[str] = personal()
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class TaxCode(Record, called=lambda: _("This tax code")):
    """A tax code from a day on; `percent` in per cent."""

    __tablename__ = "tax_code"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str]
    name: Mapped[str]
    category: Mapped[TaxCategory] = choice(TaxCategory)
    percent: Mapped[Decimal]
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


_TAKEN = """
    EXISTS (
        SELECT 1 FROM audit_entry
        WHERE record = 'NumberSeries:' || OLD.id AND command NOT IN ('found_firm', 'set_series')
    )
"""
"""A document has taken a number, as `commands.numbers` asks for it too."""


class NumberSeries(Record, called=lambda: _("This number series")):
    """A counter of document numbers; the next number is taken inside the issuing transaction."""

    __tablename__ = "number_series"
    __guards__ = (
        Guard("back", "UPDATE", f"NEW.next_number < OLD.next_number AND {_TAKEN}", "a number is given once"),
        Guard("delete", "DELETE", _TAKEN, "a number is given once"),
        Guard("truncate", "TRUNCATE", said="a number is given once"),
    )
    __table_args__ = (UniqueConstraint("key", "year"), CheckConstraint("next_number >= 1", name="positive"))

    key: Mapped[str]
    year: Mapped[int]
    """0 when the pattern does not start again each year."""
    pattern: Mapped[str]
    next_number: Mapped[int] = mapped_column(default=1)


class Setting(Versioned, Record, called=lambda: _("This setting")):
    """A choice of the firm (no person) or of one person, as JSON text."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key", "person_id"),)

    key: Mapped[str]
    value: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
