"""A record as people call it: an invoice by number, client and day, a payment by its sum, an entry by who and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.firm.queries import the_firm
from app.firm.records import Person
from app.invoices.records import Allocation, Draft, Invoice, InvoiceFile, InvoiceLine, InvoiceTax
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, formats_beside
from app.receivables.queries.leading import place_of
from app.receivables.records import Payment, PaymentAllocation
from app.storage.reading import Reads
from app.storage.record import Record
from app.timesheets.records import TimeEntry

_WHICH: BindParameter[int] = bindparam("record_id")
_OF_INVOICE = select(Invoice.number, Client.name.label("client"), Invoice.issued_on.label("day")).join(
    Client, Client.id == Invoice.client_id
)
_OF_PAYMENT = select(
    Payment.amount_minor, Payment.currency, Client.name.label("client"), Payment.received_on.label("day")
).join(Client, Client.id == Payment.client_id)
_INVOICES: dict[str, Select[*tuple[Any, ...]]] = {
    "Invoice": _OF_INVOICE.where(Invoice.id == _WHICH),
    **{
        kind.__name__: _OF_INVOICE.where(
            Invoice.id == select(kind.invoice_id).where(kind.id == _WHICH).scalar_subquery()
        )
        for kind in (InvoiceLine, InvoiceTax, InvoiceFile)
    },
    "Allocation": _OF_INVOICE.where(
        Invoice.id
        == select(InvoiceLine.invoice_id)
        .join(Allocation, Allocation.invoice_line_id == InvoiceLine.id)
        .where(Allocation.id == _WHICH)
        .scalar_subquery()
    ),
}
_PAYMENTS: dict[str, Select[*tuple[Any, ...]]] = {
    "Payment": _OF_PAYMENT.where(Payment.id == _WHICH),
    "PaymentAllocation": _OF_PAYMENT.where(
        Payment.id == select(PaymentAllocation.payment_id).where(PaymentAllocation.id == _WHICH).scalar_subquery()
    ),
}
_ENTRY = (
    select(Person.name.label("person"), TimeEntry.day, StatementOfWork.number)
    .join(Person, Person.id == TimeEntry.person_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == TimeEntry.sow_id)
    .where(TimeEntry.id == _WHICH)
)
_DRAFT = (
    select(Client.name.label("client"), StatementOfWork.number)
    .select_from(Draft)
    .join(Client, Client.id == Draft.client_id)
    .join(StatementOfWork, StatementOfWork.id == Draft.sow_id)
    .where(Draft.id == _WHICH)
)
_NAMES: dict[str, Select[*tuple[Any, ...]]] = {
    "Client": select(Client.name).where(Client.id == _WHICH),
    "Person": select(Person.name).where(Person.id == _WHICH),
    "StatementOfWork": select(StatementOfWork.number + " " + StatementOfWork.title).where(StatementOfWork.id == _WHICH),
}


def named(reads: Reads, about: str) -> str:
    """What people call a record such as "Invoice:12"; its kind and number where nobody has a name for it."""
    kind, _colon, number = about.partition(":")
    if not number.isdecimal():
        return ""
    known: tuple[tuple[dict[str, Select[*tuple[Any, ...]]], Callable[[Row[Any], Callable[[date], str]], str]], ...] = (
        (_INVOICES, _invoice),
        (_PAYMENTS, _payment),
        ({"TimeEntry": _ENTRY}, _entry),
        ({"Draft": _DRAFT}, lambda row, _day: _("draft of {sow}, {client}").format(sow=row.number, client=row.client)),
        (_NAMES, lambda row, _day: str(row[0])),
    )
    for statements, words in known:
        if kind in statements:
            row = reads.execute(statements[kind], {"record_id": int(number)}).first()
            if row is not None:
                return words(row, _formats(reads).date)
    called = next((one.class_.called() for one in Record.registry.mappers if one.class_.__name__ == kind), "")
    if not called:
        return ""
    place = place_of(reads, about)
    if place is not None and place.kind == "sow":
        return _("{this}, {of}").format(this=called, of=named(reads, f"StatementOfWork:{place.id}"))
    return _("{this}, number {number}").format(this=called, number=number)


def _formats(reads: Reads) -> Formats:
    firm = the_firm(reads)
    return Formats(formats_beside(firm.language if firm is not None else "en-GB"))


def _invoice(row: Row[Any], day: Callable[[date], str]) -> str:
    return _("invoice {number}, {client}, {day}").format(number=row.number, client=row.client, day=day(row.day))


def _payment(row: Row[Any], day: Callable[[date], str]) -> str:
    amount = Money(int(row.amount_minor), row.currency)
    return _("payment of {amount}, {client}, {day}").format(
        amount=f"{amount.amount} {amount.currency}", client=row.client, day=day(row.day)
    )


def _entry(row: Row[Any], day: Callable[[date], str]) -> str:
    if row.number is None:
        return _("time of {person} on {day}").format(person=row.person, day=day(row.day))
    return _("time of {person} on {day}, {sow}").format(person=row.person, day=day(row.day), sow=row.number)
