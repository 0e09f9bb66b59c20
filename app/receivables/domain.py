"""Rules of cash: how old a debt is, and which invoices a payment pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.money import Money, total
from app.kernel.periods import Period
from app.kernel.words import _


class AgingBucket(StrEnum):
    """How long a debt is overdue, in days."""

    NOT_DUE = "not due"
    TO_30 = "1-30"
    TO_60 = "31-60"
    TO_90 = "61-90"
    OVER_90 = "over 90"


LAST_DAYS = ((0, AgingBucket.NOT_DUE), (30, AgingBucket.TO_30), (60, AgingBucket.TO_60), (90, AgingBucket.TO_90))
"""The last day of each bucket but the last one."""


def bucket(days_late: int) -> AgingBucket:
    """The bucket of a debt that many days after its due date; on the due date itself it is not overdue."""
    return next((found for last, found in LAST_DAYS if days_late <= last), AgingBucket.OVER_90)


def bucket_words(found: AgingBucket) -> str:
    """The bucket for people."""
    return {
        AgingBucket.NOT_DUE: _("Not due yet"),
        AgingBucket.TO_30: _("1\u201330 days"),
        AgingBucket.TO_60: _("31\u201360"),
        AgingBucket.TO_90: _("61\u201390"),
        AgingBucket.OVER_90: _("Over 90"),
    }[found]


_WEIGHTS = dict(zip(AgingBucket, range(5), strict=True))


def risk(balance: Money, days_late: int) -> int:
    """How much attention a debt deserves: its balance in minor units, weighed 0 to 4 by its age."""
    return balance.minor * _WEIGHTS[bucket(days_late)]


SOON = timedelta(7)
"""Debts due that soon are looked at together."""
MONTHS_LOOKED_BACK = 3
BILLED_BEFORE = "receivables.billed_before"
"""The setting with what was billed and paid before the book began: JSON, month ("2026-02") to gross amount."""
TAKEN_BACK = "taken back:"
"""Begins the identity of a payment that takes back another one; the number of that one follows."""


def taken_back_key(payment_id: int) -> str:
    """The identity of what takes a payment back: it can come once only."""
    return f"{TAKEN_BACK}{payment_id}"


def billing_window(today: date) -> Period:
    """The days whose invoices "days to get paid" looks at: this month so far and the two before."""
    first = today.replace(day=1)
    for _month in range(MONTHS_LOOKED_BACK - 1):
        first = (first - timedelta(1)).replace(day=1)
    return Period(first, today)


def days_to_get_paid(owed: Money, billed: Money, days: int) -> int | None:
    """Owed x days / billed in these days, rounded half up; None where nothing was billed."""
    if billed.minor <= 0:
        return None
    return (2 * owed.minor * days + billed.minor) // (2 * billed.minor)


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


def oldest_first(amount: Money, debts: Iterable[Debt], *, before: int | None = None) -> tuple[Part, ...]:
    """Who gets how much of a payment when the oldest debt is paid first, or one chosen invoice `before` all others.

    Oldest by due date, then by number. No invoice gets more than its balance; what no invoice takes is left over.
    """
    left = amount
    parts: list[Part] = []
    order = sorted(debts, key=lambda debt: (debt.invoice_id != before, debt.due_on, debt.number, debt.invoice_id))
    for debt in order:
        part = min(left, debt.balance)
        if part.minor > 0:
            parts.append(Part(debt.invoice_id, part))
            left -= part
    return tuple(parts)


def left_over(amount: Money, parts: Sequence[Part]) -> Money:
    """What of a payment goes to no invoice."""
    return amount - total((part.amount for part in parts), amount.currency)
