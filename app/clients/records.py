"""Tables of clients: the client, its terms over time, its contacts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.clients.domain import ClientState, PoRule, TermsKind
from app.kernel.words import _
from app.storage.columns import choice, personal
from app.storage.record import Record, Versioned


class Client(Versioned, Record, called=lambda: _("This client")):
    """A client. `address` holds one line per line; `email_domains` are separated by blanks."""

    __tablename__ = "client"

    name: Mapped[str] = mapped_column(unique=True)
    legal_name: Mapped[str]
    country: Mapped[str]
    language: Mapped[str]
    currency: Mapped[str]
    state: Mapped[ClientState] = choice(ClientState, default=ClientState.ACTIVE)
    address: Mapped[str] = mapped_column(default="")
    tax_number: Mapped[str] = mapped_column(default="")
    tax_code: Mapped[str | None] = mapped_column(default=None)
    """The code used for this client instead of the firm's usual one (such as reverse charge)."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    po_rule: Mapped[PoRule] = choice(PoRule, default=PoRule.NONE)
    email_domains: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")


class ClientTerms(Record, called=lambda: _("This agreement of terms")):
    """Payment terms from a day on."""

    __tablename__ = "client_terms"
    __table_args__ = (
        UniqueConstraint("client_id", "valid_from"),
        CheckConstraint("number BETWEEN 0 AND 365", name="days"),
    )

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[TermsKind] = choice(TermsKind)
    number: Mapped[int]
    """Days after issue, or the day of the next month."""
    valid_from: Mapped[date]


class Contact(Versioned, Record, called=lambda: _("This contact")):
    """A person at the client."""

    __tablename__ = "contact"

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str] = personal()
    job: Mapped[str] = personal(default="")
    email: Mapped[str] = personal(default="")
    phone: Mapped[str] = personal(default="")
    sponsor: Mapped[bool] = mapped_column(default=False)
    payer: Mapped[bool] = mapped_column(default=False)
