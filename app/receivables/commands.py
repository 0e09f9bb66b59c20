"""Writing cash down: a payment came in, and which invoices it pays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.clients.records import Client
from app.firm.commands import choose_setting
from app.firm.domain import Right, line, require
from app.firm.queries import setting, the_firm
from app.invoices.records import Invoice
from app.kernel.clock import local_date
from app.kernel.money import LIMIT, Money, total
from app.kernel.problems import Problem
from app.kernel.values import to_json
from app.kernel.ways_back import own_way
from app.kernel.words import _
from app.receivables.domain import (
    BILLED_BEFORE,
    TAKEN_BACK,
    Part,
    PaymentMethod,
    left_over,
    oldest_first,
    taken_back_key,
)
from app.receivables.queries.owed import debts_of
from app.receivables.records import Payment, PaymentAllocation
from app.storage.audit import AuditEntry
from app.storage.reversal import Image
from app.storage.taking_back import stays
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class Recorded:
    """A payment is in the book; `left_over` went to no invoice and waits."""

    payment_id: int
    allocated: Money
    left_over: Money


@own_way("a payment only grows; a counter payment takes it back (take_back_payment)")
def record_payment(
    work: Work,
    *,
    client_id: int,
    received_on: date,
    amount: Money,
    method: str = PaymentMethod.BANK_TRANSFER,
    reference: str = "",
    allocations: tuple[tuple[int, Money], ...] | None = None,
    external_key: str | None = None,
) -> Recorded:
    """Record a payment and allocate it: as given, or the oldest debt first. `external_key` is the bank's identity."""
    require(work.actor.role, Right.RECORD_PAYMENTS)
    client = work.lock(Client, client_id)  # payments of a client one after the other: nothing is allocated twice
    _check_amount(amount)
    if received_on > work.today:
        raise Problem(
            "payment.future",
            _("A payment cannot have come in in the future."),
            field="received_on",
            hint=_("Give the day it stands on the bank statement."),
        )
    key = None if external_key is None else line(external_key, "external_key")
    if key is not None and key.startswith(TAKEN_BACK):
        raise Problem(
            "payment.key",
            _("\u201c{key}\u201d is how the book names a payment that was taken back.").format(key=key),
            field="external_key",
            hint=_("Give the bank\u2019s own identity, or none."),
        )
    if key is not None:
        _refuse_known(work, key)
    if allocations is None:
        parts = oldest_first(amount, debts_of(work, client_id=client_id, currency=amount.currency))
    else:
        parts = _given(amount, allocations)
    if amount.currency != client.currency and not parts:
        raise Problem(
            "payment.currency",
            _("{client} is billed in {currency}.").format(client=client.name, currency=client.currency),
            field="amount",
            hint=_("Give the amount in that currency."),
        )
    payment = work.add(
        Payment(
            client_id=client_id,
            received_on=received_on,
            amount_minor=amount.minor,
            currency=amount.currency,
            method=_method(method),
            recorded_at=work.now,
            reference=line(reference, "reference", required=False),
            external_key=key,
        )
    )
    for part in parts:
        _allocate(work, payment, part, received_on)
    return Recorded(payment.id, total((part.amount for part in parts), amount.currency), left_over(amount, parts))


def allocate(work: Work, *, payment_id: int, invoice_id: int, amount: Money) -> int:
    """Let what is left of a payment pay an invoice of the same client."""
    payment = _with_left(work, payment_id, amount)
    return _allocate(work, payment, Part(invoice_id, amount), work.today).id


def allocate_left_over(work: Work, *, payment_id: int, allocations: tuple[tuple[int, Money], ...]) -> Money:
    """Spread what is left of a payment over invoices of the same client; gives what is left then."""
    require(work.actor.role, Right.RECORD_PAYMENTS)
    whole = total((part for _invoice, part in allocations), allocations[0][1].currency) if allocations else None
    if whole is None:
        raise Problem(
            "payment.nothing_allocated",
            _("No invoice is given anything."),
            field="allocations",
            hint=_("Give a part to at least one invoice."),
        )
    payment = _with_left(work, payment_id, whole)
    for part in _given(whole, allocations):
        _allocate(work, payment, part, work.today)
    return Money(payment.amount_minor, payment.currency) - _spent_of(work, payment)


def _with_left(work: Work, payment_id: int, amount: Money) -> Payment:
    """A payment, locked with its client, of which that much is left."""
    require(work.actor.role, Right.RECORD_PAYMENTS)
    payment = work.get(Payment, payment_id)
    work.lock(Client, payment.client_id)
    _check_amount(amount)
    left = Money(payment.amount_minor, payment.currency) - _spent_of(work, payment)
    if _reversal_of(work, payment) is not None:
        left = Money.zero(payment.currency)
    if amount.currency != payment.currency or amount > left:
        raise Problem(
            "payment.left_over",
            _("Only {left} of this payment is left.").format(left=_text(left)),
            field="amount",
            hint=_("Allocate at most that much."),
        )
    return payment


@own_way("a payment only grows; the money is recorded anew (record_payment)")
def take_back_payment(work: Work, *, payment_id: int) -> int:
    """Take a payment back: it never came in, or the bank returned it. What it paid is owed again; answers the new id.

    On the day it was written down it counts as never made, on every day looked back at. Later it is taken back as of
    today: what was said about the days before stays as it was.
    """
    require(work.actor.role, Right.RECORD_PAYMENTS)
    payment = work.get(Payment, payment_id)
    work.lock(Client, payment.client_id)
    if (payment.external_key or "").startswith(TAKEN_BACK) or _reversal_of(work, payment) is not None:
        raise Problem(
            "payment.taken_back",
            _("This payment was taken back already."),
            field="payment_id",
            hint=_("Nothing was changed. Record it again if the money came in after all."),
        )
    at_once = local_date(payment.recorded_at, work.actor.zone) == work.today
    parts = work.session.scalars(
        select(PaymentAllocation).where(PaymentAllocation.payment_id == payment.id).order_by(PaymentAllocation.id)
    )
    work.add_all(
        [
            PaymentAllocation(
                payment_id=payment.id,
                invoice_id=part.invoice_id,
                amount_minor=-part.amount_minor,
                allocated_on=part.allocated_on if at_once else max(work.today, part.allocated_on),
            )
            for part in parts.all()
        ]
    )
    return work.add(
        Payment(
            client_id=payment.client_id,
            received_on=payment.received_on if at_once else work.today,
            amount_minor=-payment.amount_minor,
            currency=payment.currency,
            method=payment.method,
            recorded_at=work.now,
            reference=payment.reference,
            external_key=taken_back_key(payment.id),
        )
    ).id


@stays(PaymentAllocation)
def _taken_off(work: Work, images: Sequence[Image]) -> None:
    """What a payment was given to pay is taken off again, as of the day it was given on where that is today.

    Else as of today: what was said about the days before stays as it was.
    """
    for image in images:
        if image.after is None:
            continue
        given = PaymentAllocation(**image.after)
        kept = select(func.sum(PaymentAllocation.amount_minor)).where(
            PaymentAllocation.payment_id == given.payment_id, PaymentAllocation.invoice_id == given.invoice_id
        )
        if int(work.session.scalar(kept) or 0) < given.amount_minor:
            raise Problem(
                "payment.taken_back",
                _("This payment was taken back already."),
                hint=_("Nothing was changed. Record it again if the money came in after all."),
            )
        came = select(func.min(AuditEntry.at)).where(AuditEntry.record == f"PaymentAllocation:{image.id}")
        at_once = local_date(work.session.scalar(came) or work.now, work.actor.zone) == work.today
        given.amount_minor = -given.amount_minor
        given.allocated_on = given.allocated_on if at_once else max(work.today, given.allocated_on)
        work.add(given)


def bring_billed_before(work: Work, *, amounts: tuple[tuple[date, Money], ...]) -> int:
    """Say what was billed and paid before the book began: a day of each month with its gross sum.

    What was said of other months stays. Only "days to get paid" looks at it; it is owed by nobody.
    """
    require(work.actor.role, Right.EDIT_FIRM)
    firm = the_firm(work)
    said = setting(work, key=BILLED_BEFORE)
    known: dict[str, str] = json.loads(said) if said else {}
    for day, amount in amounts:
        if amount.minor < 0 or firm is None or amount.currency != firm.currency:
            raise Problem(
                "billed_before.amount",
                _("What was billed before is a sum in the firm\u2019s own currency."),
                field="amounts",
                hint=_("Give nothing for a month without invoices."),
            )
        known[f"{day:%Y-%m}"] = str(amount.amount)
    return choose_setting(work, key=BILLED_BEFORE, value=to_json(known))


def _reversal_of(work: Work, payment: Payment) -> int | None:
    return work.session.scalar(select(Payment.id).where(Payment.external_key == taken_back_key(payment.id)))


def _allocate(work: Work, payment: Payment, part: Part, on: date) -> PaymentAllocation:
    """Write one part as of a day, if the invoice is the client's, in the same currency, and owes that much."""
    invoice = work.get(Invoice, part.invoice_id)
    if invoice.client_id != payment.client_id:
        raise Problem(
            "payment.other_client",
            _("{number} is an invoice of another client.").format(number=invoice.number),
            field="allocations",
            hint=_("Choose invoices of the client who paid."),
        )
    if invoice.currency != part.amount.currency:
        raise Problem(
            "payment.currency",
            _("{number} is in {currency}.").format(number=invoice.number, currency=invoice.currency),
            field="amount",
            hint=_("Give the amount in that currency."),
        )
    balance = Money(invoice.gross_minor, invoice.currency) - _paid_of(work, invoice)
    if part.amount > balance:
        raise Problem(
            "payment.above_balance",
            _("Only {balance} is open on {number}.").format(balance=_text(balance), number=invoice.number),
            field="allocations",
            hint=_("Allocate at most that much; the rest stays with the client."),
        )
    return work.add(
        PaymentAllocation(
            payment_id=payment.id,
            invoice_id=invoice.id,
            amount_minor=part.amount.minor,
            allocated_on=_first_day(work, invoice, part.amount, max(on, invoice.issued_on)),
        )
    )


def _first_day(work: Work, invoice: Invoice, amount: Money, on: date) -> date:
    """The first day from `on` that the invoice owes that much and goes on doing so.

    Where an earlier payment was taken back later on, it was paid until then: on no day looked back at is it paid twice.
    """
    paid = 0
    full = False
    by_day = (
        select(PaymentAllocation.allocated_on, func.sum(PaymentAllocation.amount_minor))
        .where(PaymentAllocation.invoice_id == invoice.id)
        .group_by(PaymentAllocation.allocated_on)
        .order_by(PaymentAllocation.allocated_on)
    )
    for day, minor in work.session.execute(by_day).all():
        if full:
            on = max(on, day)
        paid += int(minor)
        full = paid + amount.minor > invoice.gross_minor
    return on


def _given(amount: Money, allocations: Sequence[tuple[int, Money]]) -> tuple[Part, ...]:
    """Allocations a person chose: all above nothing, each invoice once, together at most the payment."""
    parts = tuple(Part(invoice_id, part) for invoice_id, part in allocations if part.minor != 0)
    for part in parts:
        if part.amount.currency != amount.currency:
            raise Problem(
                "payment.currency",
                _("The payment is in {currency}.").format(currency=amount.currency),
                field="allocations",
                hint=_("Allocate in that currency."),
            )
        if part.amount.minor < 0:
            raise Problem("payment.negative_part", _("An allocation cannot be below zero."), field="allocations")
    if len({part.invoice_id for part in parts}) < len(parts):
        raise Problem("payment.part_twice", _("An invoice stands in the allocation twice."), field="allocations")
    rest = left_over(amount, parts)
    if rest.minor < 0:
        raise Problem(
            "payment.overspent",
            _("The allocation is {more} more than the payment.").format(more=_text(-rest)),
            field="allocations",
            hint=_("Take that much off again."),
        )
    return parts


def _check_amount(amount: Money) -> None:
    if not 0 < amount.minor <= LIMIT:
        raise Problem(
            "payment.amount",
            _("A payment is more than nothing."),
            field="amount",
            hint=_("Give the amount that came in."),
        )


def _method(text: str) -> PaymentMethod:
    word = " ".join(text.replace("_", " ").split()).casefold()
    found = next((method for method in PaymentMethod if method.value == word), None)
    if found is None:
        raise Problem(
            "payment.method",
            _("The book does not know the method \u201c{text}\u201d.").format(text=text),
            field="method",
            hint=_("Use one of: {methods}.").format(methods=", ".join(PaymentMethod)),
        )
    return found


def _refuse_known(work: Work, key: str) -> None:
    """The bank's identity of a payment comes in once only."""
    earlier = work.session.scalar(select(Payment).where(Payment.external_key == key))
    if earlier is not None:
        amount = Money(earlier.amount_minor, earlier.currency)
        raise Problem(
            "payment.known",
            _("This payment is in the book already: {amount} of {day}.").format(
                amount=_text(amount), day=earlier.received_on.isoformat()
            ),
            field="external_key",
            hint=_("Nothing was changed."),
        )


def _paid_of(work: Work, invoice: Invoice) -> Money:
    of_invoice = PaymentAllocation.invoice_id == invoice.id
    minor = work.session.scalar(select(func.sum(PaymentAllocation.amount_minor)).where(of_invoice))
    return Money(int(minor or 0), invoice.currency)


def _spent_of(work: Work, payment: Payment) -> Money:
    of_payment = PaymentAllocation.payment_id == payment.id
    minor = work.session.scalar(select(func.sum(PaymentAllocation.amount_minor)).where(of_payment))
    return Money(int(minor or 0), payment.currency)


def _text(amount: Money) -> str:
    return f"{amount.amount} {amount.currency}"
