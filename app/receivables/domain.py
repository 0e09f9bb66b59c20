"""Rules of cash: how old a debt is, and which invoices a payment pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.money import Money, total
from app.kernel.words import _


class AgingBucket(StrEnum):
    """How long a debt is overdue, in days."""

    NOT_DUE = "not due"
    TO_30 = "1-30"
    TO_60 = "31-60"
    TO_90 = "61-90"
    OVER_90 = "over 90"


_LAST_DAYS = ((0, AgingBucket.NOT_DUE), (30, AgingBucket.TO_30), (60, AgingBucket.TO_60), (90, AgingBucket.TO_90))


def bucket(days_late: int) -> AgingBucket:
    """The bucket of a debt that many days after its due date; on the due date itself it is not overdue."""
    return next((found for last, found in _LAST_DAYS if days_late <= last), AgingBucket.OVER_90)


def bucket_words(found: AgingBucket) -> str:
    """The bucket for people."""
    return {
        AgingBucket.NOT_DUE: _("Not due yet"),
        AgingBucket.TO_30: _("1\u201330 days"),
        AgingBucket.TO_60: _("31\u201360"),
        AgingBucket.TO_90: _("61\u201390"),
        AgingBucket.OVER_90: _("Over 90"),
    }[found]


class PaymentMethod(StrEnum):
    """How money came in."""

    BANK_TRANSFER = "bank transfer"
    DIRECT_DEBIT = "direct debit"
    CARD = "card"
    CHEQUE = "cheque"
    CASH = "cash"
    OTHER = "other"


def method_words(method: PaymentMethod) -> str:
    """The method for people."""
    return {
        PaymentMethod.BANK_TRANSFER: _("Bank transfer"),
        PaymentMethod.DIRECT_DEBIT: _("Direct debit"),
        PaymentMethod.CARD: _("Card"),
        PaymentMethod.CHEQUE: _("Cheque"),
        PaymentMethod.CASH: _("Cash"),
        PaymentMethod.OTHER: _("Other"),
    }[method]


@dataclass(frozen=True, slots=True)
class Debt:
    """What is still to be paid on an invoice."""

    invoice_id: int
    number: str
    due_on: date
    balance: Money


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payment for one invoice."""

    invoice_id: int
    amount: Money


def oldest_first(amount: Money, debts: Iterable[Debt]) -> tuple[Part, ...]:
    """Who gets how much of a payment when the oldest debt is paid first.

    Oldest by due date, then by number. No invoice gets more than its balance; what no invoice takes is left over.
    """
    left = amount
    parts: list[Part] = []
    for debt in sorted(debts, key=lambda debt: (debt.due_on, debt.number, debt.invoice_id)):
        part = min(left, debt.balance)
        if part.minor > 0:
            parts.append(Part(debt.invoice_id, part))
            left -= part
    return tuple(parts)


def left_over(amount: Money, parts: Sequence[Part]) -> Money:
    """What of a payment goes to no invoice."""
    return amount - total((part.amount for part in parts), amount.currency)
