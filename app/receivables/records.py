"""Tables of cash: payments and which invoices they pay. Nothing here is changed; a correction is a new row."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.words import _
from app.storage.columns import Minor, personal
from app.storage.record import Guard, Record


class Payment(Record, called=lambda: _("This payment")):
    """Money received from a client (negative: paid back)."""

    __tablename__ = "payment"
    __frozen__ = True
    __table_args__ = (Index("ix_payment_newest", "received_on"),)

    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    received_on: Mapped[date]
    amount_minor: Mapped[Minor]
    currency: Mapped[str]
    method: Mapped[str]
    recorded_at: Mapped[datetime]
    reference: Mapped[str] = personal(default="")
    external_key: Mapped[str | None] = mapped_column(unique=True, default=None)
    """The bank's own identity of the payment, so that it cannot come in twice."""


class PaymentAllocation(Record, called=lambda: _("This share of a payment")):
    """The part of a payment that pays an invoice (negative: taken off again)."""

    __tablename__ = "payment_allocation"
    __frozen__ = True
    __guards__ = (
        Guard(
            "sums",
            "INSERT",
            """
            NOT EXISTS (
                SELECT 1 FROM payment JOIN invoice ON invoice.client_id = payment.client_id
                AND invoice.currency = payment.currency
                WHERE payment.id = NEW.payment_id AND invoice.id = NEW.invoice_id
                AND NEW.amount_minor + (
                    SELECT coalesce(sum(amount_minor), 0) FROM payment_allocation WHERE payment_id = payment.id
                ) BETWEEN 0 AND payment.amount_minor
                AND NEW.amount_minor + (
                    SELECT coalesce(sum(amount_minor), 0) FROM payment_allocation WHERE invoice_id = invoice.id
                ) BETWEEN 0 AND invoice.gross_minor
            )
            """,
            "this payment cannot pay that much of this invoice",
        ),
    )
    __table_args__ = (
        Index("ix_payment_allocation_invoice", "invoice_id", "allocated_on", "amount_minor", "payment_id"),
        Index("ix_payment_allocation_payment", "payment_id", "amount_minor", "invoice_id"),
    )

    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    amount_minor: Mapped[Minor]
    allocated_on: Mapped[date]
