"""The story of one invoice: issued, due, paid in parts, taken back; and who at the client pays it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import bindparam, case, func, select

from app.clients.records import Contact
from app.firm.domain import Right, require
from app.firm.records import Person
from app.invoices.domain import Origin
from app.invoices.records import Invoice, InvoiceLine
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.receivables.domain import PaymentMethod
from app.receivables.queries.owed import OwedRow, standing
from app.receivables.queries.payments import OF_PAYMENT, REVERSAL
from app.receivables.records import Payment, PaymentAllocation
from app.storage.asking import query, together
from app.storage.reading import Reads


class EventKind(StrEnum):
    """What happened to an invoice."""

    ISSUED = "issued"
    DUE = "due"
    PAID = "paid"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event on its day. A payment says how much of it was for this invoice, and its whole sum.

    The reference of an invoice from before the book says what of it was paid by then.
    """

    kind: EventKind
    on: date
    amount: Money
    who: str = ""
    payment_id: int | None = None
    payment: Money | None = None
    method: PaymentMethod | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceStory:
    """An invoice as it stands, the client's payer, and what happened, the newest first; `client_id` leads on."""

    row: OwedRow
    payer_name: str
    payer_job: str
    phone: str
    email: str
    events: tuple[EventRow, ...]


_PAID_BEFORE = (
    select(InvoiceLine.detail)
    .where(InvoiceLine.invoice_id == Invoice.id, InvoiceLine.position == 1, Invoice.origin == Origin.OPENING)
    .correlate(Invoice)
    .scalar_subquery()
)
"""The line of what was brought in as one sum says what of it was paid before the book."""
_ISSUED = (
    select(Invoice.client_id, Invoice.issued_on, Invoice.origin, Person.name.label("who"), _PAID_BEFORE.label("before"))
    .outerjoin(Person, Person.id == Invoice.issued_by_id)
    .where(Invoice.id == bindparam("invoice_id"))
)
_PAYER = (
    select(Contact.name, Contact.job, Contact.phone, Contact.email)
    .join(Invoice, Invoice.client_id == Contact.client_id)
    .where(Invoice.id == bindparam("invoice_id"), Contact.payer)
    .order_by(Contact.id)
    .limit(1)
)
_PAYMENTS = (
    select(
        Payment.id,
        Payment.received_on,
        Payment.amount_minor,
        Payment.currency,
        Payment.method,
        Payment.reference,
        func.sum(PaymentAllocation.amount_minor).label("part_minor"),
        func.sum(case((PaymentAllocation.amount_minor > 0, PaymentAllocation.amount_minor), else_=0)).label(
            "given_minor"
        ),
        func.max(REVERSAL.received_on).label("taken_back_on"),
    )
    .join(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
    .outerjoin(REVERSAL, OF_PAYMENT)
    .where(PaymentAllocation.invoice_id == bindparam("invoice_id"))
    .group_by(
        Payment.id,
        Payment.received_on,
        Payment.amount_minor,
        Payment.currency,
        Payment.method,
        Payment.reference,
    )
    .order_by(Payment.received_on, Payment.id)
)


@query
async def invoice_story(reads: Reads, *, invoice_id: int) -> InvoiceStory:
    """The story of an invoice: four statements, one way."""
    require(reads.actor.role, Right.SEE_MONEY)
    which = {"invoice_id": invoice_id}
    found, heads, payers, parts = await together(
        standing.asks(reads, invoice_ids=(invoice_id,)),
        reads.ask(_ISSUED, which),
        reads.ask(_PAYER, which),
        reads.ask(_PAYMENTS, which),
    )
    if not found:
        raise Problem("record.gone", _("This invoice is not in the book."), hint=_("The list has been read again."))
    row = found[0]
    issued = heads.one()
    payer = payers.one_or_none()
    who = issued.who if issued.origin != Origin.OPENING and issued.who else ""
    events = [
        EventRow(EventKind.ISSUED, row.issued_on, row.gross, who=who, reference=issued.before or ""),
        EventRow(EventKind.DUE, row.due_on, row.gross),
    ]
    for part in parts:
        back = part.taken_back_on is not None
        events.append(
            EventRow(
                EventKind.TAKEN_BACK if back else EventKind.PAID,
                part.taken_back_on if back else part.received_on,
                Money(int(part.given_minor if back else part.part_minor), part.currency),
                payment_id=part.id,
                payment=Money(part.amount_minor, part.currency),
                method=PaymentMethod(part.method),
                reference=part.reference,
            )
        )
    order = list(EventKind)
    events.sort(key=lambda event: (event.on, order.index(event.kind), event.payment_id or 0), reverse=True)
    return InvoiceStory(
        row=row,
        payer_name="" if payer is None else payer.name,
        payer_job="" if payer is None else payer.job,
        phone="" if payer is None else payer.phone,
        email="" if payer is None else payer.email,
        events=tuple(events),
    )
