"""Payments and what they paid; and the sums that must always hold."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, String, bindparam, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.clients.records import Client
from app.firm.domain import Right, require
from app.invoices.records import Invoice
from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _
from app.receivables.domain import TAKEN_BACK, PaymentMethod
from app.receivables.records import Payment, PaymentAllocation
from app.storage.asking import query, together
from app.storage.reading import Reads

PAGE = 1000
"""Payments a list reads at once."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money that came in. `left_over` belongs to the client and to no invoice yet.

    A payment that was taken back stays in the book, with another one below zero that says so; both count nothing.
    """

    payment_id: int
    client_id: int
    client_name: str
    received_on: date
    amount: Money
    allocated: Money
    method: PaymentMethod
    reference: str
    external_key: str | None
    recorded_at: datetime
    taken_back: bool = False

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.payment_id

    @property
    def takes_back(self) -> bool:
        """Whether it is no money but takes an earlier payment back."""
        return self.external_key is not None and self.external_key.startswith(TAKEN_BACK)

    @property
    def left_over(self) -> Money:
        """What of it no invoice took."""
        if self.taken_back or self.takes_back:
            return Money.zero(self.amount.currency)
        return self.amount - self.allocated


@dataclass(frozen=True, slots=True)
class PaidRow:
    """A payment in the list of all, with the numbers of the invoices it pays."""

    payment: PaymentRow
    numbers: tuple[str, ...]

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.payment.payment_id


@dataclass(frozen=True, slots=True)
class TakenBackView:
    """A payment and what it pays: invoice and part."""

    payment: PaymentRow
    parts: tuple[tuple[int, Money], ...]


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """The part of a payment that paid an invoice."""

    allocation_id: int
    payment_id: int
    invoice_id: int
    invoice_number: str
    amount: Money
    allocated_on: date
    received_on: date
    method: PaymentMethod
    reference: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.allocation_id


_ALLOCATED = (
    select(func.coalesce(func.sum(PaymentAllocation.amount_minor), 0))
    .where(PaymentAllocation.payment_id == Payment.id)
    .correlate(Payment)
    .scalar_subquery()
)
REVERSAL = aliased(Payment)
OF_PAYMENT = REVERSAL.external_key == literal(TAKEN_BACK) + cast(Payment.id, String)
_TAKES_BACK = Payment.external_key.startswith(TAKEN_BACK, autoescape=True)
_PAYMENTS = (
    select(
        Payment.id,
        Payment.client_id,
        Client.name.label("client_name"),
        Payment.received_on,
        Payment.amount_minor,
        Payment.currency,
        _ALLOCATED.label("allocated_minor"),
        Payment.method,
        Payment.reference,
        Payment.external_key,
        Payment.recorded_at,
        REVERSAL.id.label("reversal_id"),
    )
    .join(Client, Client.id == Payment.client_id)
    .outerjoin(REVERSAL, OF_PAYMENT)
    .order_by(Payment.received_on, Payment.id)
)
_CONDITIONS: dict[str, Any] = {
    "client_id": Payment.client_id == bindparam("client_id"),
    "first": Payment.received_on >= bindparam("first"),
    "last": Payment.received_on <= bindparam("last"),
}


@functools.lru_cache(maxsize=8)
def _payments_where(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _PAYMENTS.where(*(_CONDITIONS[name] for name in conditions))


_PAYMENT = _PAYMENTS.where(Payment.id == bindparam("payment_id"))
_NOT_SPENT = _PAYMENTS.where(Payment.amount_minor > _ALLOCATED)
_NEWEST = (
    _PAYMENTS.where(or_(Payment.external_key.is_(None), ~_TAKES_BACK))
    .order_by(None)
    .order_by(Payment.received_on.desc(), Payment.id.desc())
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(Payment).where(or_(Payment.external_key.is_(None), ~_TAKES_BACK))
_PARTS = (
    select(PaymentAllocation.invoice_id, func.sum(PaymentAllocation.amount_minor).label("minor"))
    .where(PaymentAllocation.payment_id == bindparam("payment_id"))
    .group_by(PaymentAllocation.invoice_id)
    .having(func.sum(PaymentAllocation.amount_minor) != 0)
    .order_by(PaymentAllocation.invoice_id)
)
_PAYS = (
    select(PaymentAllocation.payment_id, Invoice.number)
    .join(Invoice, Invoice.id == PaymentAllocation.invoice_id)
    .where(PaymentAllocation.payment_id.in_(bindparam("payment_ids", expanding=True)))
    .group_by(PaymentAllocation.payment_id, Invoice.number)
    .having(func.sum(PaymentAllocation.amount_minor) != 0)
    .order_by(PaymentAllocation.payment_id, Invoice.number)
)
_ALLOCATIONS = (
    select(
        PaymentAllocation.id,
        PaymentAllocation.payment_id,
        PaymentAllocation.invoice_id,
        Invoice.number,
        PaymentAllocation.amount_minor,
        Payment.currency,
        PaymentAllocation.allocated_on,
        Payment.received_on,
        Payment.method,
        Payment.reference,
    )
    .join(Payment, Payment.id == PaymentAllocation.payment_id)
    .join(Invoice, Invoice.id == PaymentAllocation.invoice_id)
    .order_by(PaymentAllocation.allocated_on, PaymentAllocation.id)
)
_OF_INVOICE = _ALLOCATIONS.where(PaymentAllocation.invoice_id == bindparam("invoice_id"))
_OF_PERIOD = _ALLOCATIONS.where(Payment.received_on.between(bindparam("first"), bindparam("last")))
_SPENT = func.sum(PaymentAllocation.amount_minor)
_OVER_PAYMENT = (
    select(Payment.id, Payment.amount_minor, Payment.currency, _SPENT.label("spent"))
    .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
    .group_by(Payment.id, Payment.amount_minor, Payment.currency)
    .having(or_(Payment.amount_minor < _SPENT, _SPENT < 0))
    .order_by(Payment.id)
)
_OVER_INVOICE = (
    select(Invoice.id, Invoice.number, Invoice.gross_minor, Invoice.currency, _SPENT.label("spent"))
    .join(PaymentAllocation, PaymentAllocation.invoice_id == Invoice.id)
    .group_by(Invoice.id, Invoice.number, Invoice.gross_minor, Invoice.currency)
    .having(or_(Invoice.gross_minor < _SPENT, _SPENT < 0))
    .order_by(Invoice.number)
)
_FOREIGN = (
    select(Payment.id, Invoice.number)
    .select_from(PaymentAllocation)
    .join(Payment, Payment.id == PaymentAllocation.payment_id)
    .join(Invoice, Invoice.id == PaymentAllocation.invoice_id)
    .where(or_(Payment.client_id != Invoice.client_id, Payment.currency != Invoice.currency))
    .order_by(PaymentAllocation.id)
)
_HALF_TAKEN_BACK = (
    select(Payment.id)
    .join(REVERSAL, OF_PAYMENT)
    .where(
        or_(
            Payment.amount_minor + REVERSAL.amount_minor != 0,
            Payment.currency != REVERSAL.currency,
            Payment.client_id != REVERSAL.client_id,
            _ALLOCATED != 0,
        )
    )
    .order_by(Payment.id)
)


@query
async def payments(reads: Reads, *, client_id: int | None = None, period: Period | None = None) -> list[PaymentRow]:
    """Payments by the day they came in. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return await read_payments.asks(reads, client_id=client_id, period=period)


@query
async def read_payments(
    reads: Reads, *, client_id: int | None = None, period: Period | None = None
) -> list[PaymentRow]:
    """The same without asking for a right: for commands."""
    wanted = {
        "client_id": client_id,
        "first": period.first if period else None,
        "last": period.last if period else None,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return [_payment(row) for row in await reads.ask(_payments_where(tuple(given)), given)]


@query
async def not_spent(reads: Reads) -> list[PaymentRow]:
    """Payments of which no invoice took a part, by the day they came in. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return [row for row in map(_payment, await reads.ask(_NOT_SPENT)) if row.left_over.minor > 0]


def _payment(row: Row[Any]) -> PaymentRow:
    return PaymentRow(
        payment_id=row.id,
        client_id=row.client_id,
        client_name=row.client_name,
        received_on=row.received_on,
        amount=Money(row.amount_minor, row.currency),
        allocated=Money(int(row.allocated_minor), row.currency),
        method=PaymentMethod(row.method),
        reference=row.reference,
        external_key=row.external_key,
        recorded_at=row.recorded_at,
        taken_back=row.reversal_id is not None,
    )


@query
async def payment_to_take_back(reads: Reads, *, payment_id: int) -> TakenBackView:
    """A payment with what it pays, so that it can be recorded again as it was. Two statements."""
    require(reads.actor.role, Right.RECORD_PAYMENTS)
    which = {"payment_id": payment_id}
    found, parts = await together(reads.ask(_PAYMENT, which), reads.ask(_PARTS, which))
    row = found.one_or_none()
    if row is None:
        raise Problem("record.gone", _("This payment is not in the book."), hint=_("The list has been read again."))
    return TakenBackView(
        _payment(row), tuple((part.invoice_id, Money(int(part.minor), row.currency)) for part in parts)
    )


@dataclass(frozen=True, slots=True)
class PaymentListView:
    """The newest payments and all that wait for an invoice, and how many payments there are altogether."""

    rows: tuple[PaidRow, ...]
    count: int


@query
async def payment_list(reads: Reads, *, most: int = PAGE) -> PaymentListView:
    """The newest payments, older ones that wait, with the invoices they pay; four statements, two ways.

    What takes a payment back stands with it.
    """
    require(reads.actor.role, Right.SEE_MONEY)
    found, unspent, count = await together(reads.ask(_NEWEST, {"most": most}), not_spent.asks(reads), reads.ask(_COUNT))
    newest = [_payment(row) for row in found]
    known = {row.payment_id for row in newest}
    newest += [row for row in reversed(unspent) if row.payment_id not in known]
    numbers: dict[int, list[str]] = {}
    for part in await reads.ask(_PAYS, {"payment_ids": [row.payment_id for row in newest]}):
        numbers.setdefault(part.payment_id, []).append(part.number)
    rows = tuple(PaidRow(row, tuple(numbers.get(row.payment_id, ()))) for row in newest)
    return PaymentListView(rows, int(count.scalar_one()))


@query
async def allocations(
    reads: Reads, *, invoice_id: int | None = None, period: Period | None = None
) -> list[AllocationRow]:
    """What paid an invoice, or what the payments of a period paid. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    statement: Select[*tuple[Any, ...]] = _ALLOCATIONS
    values: dict[str, object] = {}
    if invoice_id is not None:
        statement, values = _OF_INVOICE, {"invoice_id": invoice_id}
    elif period is not None:
        statement, values = _OF_PERIOD, {"first": period.first, "last": period.last}
    return [
        AllocationRow(
            allocation_id=row.id,
            payment_id=row.payment_id,
            invoice_id=row.invoice_id,
            invoice_number=row.number,
            amount=Money(row.amount_minor, row.currency),
            allocated_on=row.allocated_on,
            received_on=row.received_on,
            method=PaymentMethod(row.method),
            reference=row.reference,
        )
        for row in await reads.ask(statement, values)
    ]


def invariants(reads: Reads) -> list[Problem]:
    """What must always hold: no payment and no invoice is spent beyond its sum, no money crosses clients."""
    found = [
        Problem(
            "receivables.payment_overspent",
            _("Payment {id} of {amount} pays invoices worth {spent}.").format(
                id=row.id, amount=_plain(row.amount_minor, row.currency), spent=_plain(row.spent, row.currency)
            ),
            about=f"Payment:{row.id}",
        )
        for row in reads.execute(_OVER_PAYMENT)
    ]
    found += [
        Problem(
            "receivables.invoice_overpaid",
            _("Invoice {number} of {gross} was paid with {spent}.").format(
                number=row.number, gross=_plain(row.gross_minor, row.currency), spent=_plain(row.spent, row.currency)
            ),
            about=f"Invoice:{row.id}",
        )
        for row in reads.execute(_OVER_INVOICE)
    ]
    found += [
        Problem(
            "receivables.foreign_payment",
            _("Payment {id} pays invoice {number} of another client or currency.").format(id=row.id, number=row.number),
            about=f"Payment:{row.id}",
        )
        for row in reads.execute(_FOREIGN)
    ]
    found += [
        Problem(
            "receivables.half_taken_back",
            _("Payment {id} was taken back, but not all of it.").format(id=row.id),
            about=f"Payment:{row.id}",
        )
        for row in reads.execute(_HALF_TAKEN_BACK)
    ]
    return found


def _plain(minor: int, currency: str) -> str:
    return f"{Money(int(minor), currency).amount} {currency}"
