"""What an export contains: the documents of a period as they were issued, never computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from app.clients.records import Client
from app.engagements.records import StatementOfWork, Task
from app.exports.domain import CellValue, ExportBundle, PreFlight, Table, Target, file_name
from app.exports.generic_csv import render
from app.firm.domain import Right, require
from app.firm.records import Person
from app.invoices.domain import UnitKind
from app.invoices.records import Allocation, Invoice, InvoiceLine
from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.quantities import hours
from app.receivables.records import Payment, PaymentAllocation
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry

Rows = Iterator[tuple[CellValue, ...]]

_PAID = (
    select(PaymentAllocation.invoice_id, func.sum(PaymentAllocation.amount_minor).label("paid_minor"))
    .group_by(PaymentAllocation.invoice_id)
    .subquery("paid")
)
_ISSUED = Invoice.issued_on.between(bindparam("first"), bindparam("last"))
_INVOICES = (
    select(
        Invoice.number,
        Invoice.issued_on,
        Invoice.due_on,
        Invoice.origin,
        Client.name.label("client"),
        Client.legal_name,
        Client.country,
        Client.tax_number,
        StatementOfWork.number.label("sow"),
        Invoice.po_number,
        Invoice.period_first,
        Invoice.period_last,
        Invoice.currency,
        Invoice.net_minor,
        Invoice.tax_minor,
        Invoice.gross_minor,
        func.coalesce(_PAID.c.paid_minor, 0).label("paid_minor"),
    )
    .join(Client, Client.id == Invoice.client_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == Invoice.sow_id)
    .outerjoin(_PAID, _PAID.c.invoice_id == Invoice.id)
    .where(_ISSUED)
    .order_by(Invoice.issued_on, Invoice.number)
)
_LINES = (
    select(
        Invoice.number,
        InvoiceLine.position,
        Invoice.issued_on,
        Client.name.label("client"),
        InvoiceLine.kind,
        InvoiceLine.title,
        InvoiceLine.detail,
        InvoiceLine.quantity,
        InvoiceLine.unit,
        InvoiceLine.rate,
        InvoiceLine.net_minor,
        Invoice.currency,
        InvoiceLine.tax_code,
        Person.initials,
        InvoiceLine.reason,
    )
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .join(Client, Client.id == Invoice.client_id)
    .outerjoin(Person, Person.id == InvoiceLine.person_id)
    .where(_ISSUED)
    .order_by(Invoice.issued_on, Invoice.number, InvoiceLine.position)
)
_PAYMENTS = (
    select(
        Payment.id,
        Payment.received_on,
        Client.name.label("client"),
        Payment.method,
        Payment.reference,
        Payment.external_key,
        Payment.currency,
        Payment.amount_minor,
        Invoice.number,
        PaymentAllocation.amount_minor.label("part_minor"),
        PaymentAllocation.allocated_on,
    )
    .join(Client, Client.id == Payment.client_id)
    .outerjoin(PaymentAllocation, PaymentAllocation.payment_id == Payment.id)
    .outerjoin(Invoice, Invoice.id == PaymentAllocation.invoice_id)
    .where(Payment.received_on.between(bindparam("first"), bindparam("last")))
    .order_by(Payment.received_on, Payment.id, PaymentAllocation.id)
)
_BILLED = (
    select(Allocation.unit_id, func.min(Invoice.number).label("invoice"))
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .where(Allocation.unit_kind == UnitKind.TIME)
    .group_by(Allocation.unit_id)
    .subquery("billed")
)
_TIME = (
    select(
        TimeEntry.id,
        TimeEntry.day,
        Person.initials,
        Person.name.label("person"),
        Client.name.label("client"),
        StatementOfWork.number.label("sow"),
        Task.name.label("task"),
        TimeEntry.seconds,
        TimeEntry.billable,
        TimeEntry.state,
        TimeEntry.note,
        _BILLED.c.invoice,
    )
    .join(Person, Person.id == TimeEntry.person_id)
    .join(Task, Task.id == TimeEntry.task_id)
    .outerjoin(StatementOfWork, StatementOfWork.id == TimeEntry.sow_id)
    .outerjoin(Client, Client.id == StatementOfWork.client_id)
    .outerjoin(_BILLED, _BILLED.c.unit_id == TimeEntry.id)
    .where(TimeEntry.day.between(bindparam("first"), bindparam("last")))
    .order_by(TimeEntry.day, TimeEntry.id)
)


def export_books(reads: Reads, *, period: Period, targets: Collection[Target | str] = tuple(Target)) -> ExportBundle:
    """The books of a period as CSV files, one statement each.

    Invoices and their lines count by the day of issue, payments by the day they came in, time by its day. The run in
    the file names is a hash of the content: unchanged input gives the same bytes under the same names.
    """
    require(reads.actor.role, Right.EXPORT)
    wanted = {Target(target) for target in targets}
    flight = PreFlight()
    contents: list[tuple[Target, bytes]] = []
    for target in Target:
        if target in wanted:
            table = _READERS[target](reads, period)
            contents.append((target, render(table.columns, flight.passing(table))))
    run = hashlib.sha256(b"\0".join(content for _target, content in contents)).hexdigest()
    return ExportBundle(
        files=tuple((file_name(target, period, run), content) for target, content in contents),
        problems=flight.problems,
        rows=tuple(flight.counts.items()),
    )


def _between(period: Period) -> dict[str, date]:
    return {"first": period.first, "last": period.last}


def _invoices(reads: Reads, period: Period) -> Table:
    columns = (
        "number", "kind", "origin", "issued_on", "due_on", "client", "legal_name", "country", "tax_number", "sow",
        "po_number", "period_first", "period_last", "currency", "net", "tax", "gross", "paid", "balance",
    )  # fmt: skip

    def money(minor: int, currency: str) -> Money:
        return Money(int(minor), currency)

    rows: Rows = (
        (
            row.number,
            "invoice",
            row.origin.value,
            row.issued_on,
            row.due_on,
            row.client,
            row.legal_name,
            row.country,
            row.tax_number,
            row.sow,
            row.po_number,
            row.period_first,
            row.period_last,
            row.currency,
            money(row.net_minor, row.currency),
            money(row.tax_minor, row.currency),
            money(row.gross_minor, row.currency),
            money(row.paid_minor, row.currency),
            money(row.gross_minor - row.paid_minor, row.currency),
        )
        for row in reads.execute(_INVOICES, _between(period))
    )
    return Table(Target.INVOICES, columns, rows)


def _lines(reads: Reads, period: Period) -> Table:
    columns = (
        "number", "line", "issued_on", "client", "kind", "title", "detail", "quantity", "unit", "rate", "net",
        "currency", "tax_code", "person", "reason",
    )  # fmt: skip
    rows: Rows = (
        (
            row.number,
            row.position,
            row.issued_on,
            row.client,
            row.kind.value,
            row.title,
            row.detail,
            row.quantity,
            row.unit,
            row.rate,
            Money(row.net_minor, row.currency),
            row.currency,
            row.tax_code,
            row.initials,
            row.reason,
        )
        for row in reads.execute(_LINES, _between(period))
    )
    return Table(Target.LINES, columns, rows)


def _payments(reads: Reads, period: Period) -> Table:
    """A row per part of a payment that pays an invoice; one without an invoice for what is left over."""
    columns = (
        "payment", "received_on", "client", "method", "reference", "external_key", "currency", "payment_amount",
        "invoice", "allocated", "allocated_on",
    )  # fmt: skip
    left: dict[int, int] = {}
    heads: dict[int, tuple[CellValue, ...]] = {}
    parts: dict[int, list[tuple[CellValue, ...]]] = {}
    for row in reads.execute(_PAYMENTS, _between(period)):
        amount = Money(row.amount_minor, row.currency)
        heads[row.id] = (
            row.id,
            row.received_on,
            row.client,
            row.method,
            row.reference,
            row.external_key,
            row.currency,
            amount,
        )
        left.setdefault(row.id, row.amount_minor)
        if row.part_minor is not None:
            left[row.id] -= row.part_minor
            part = Money(row.part_minor, row.currency)
            parts.setdefault(row.id, []).append((row.number, part, row.allocated_on))

    def rows() -> Rows:
        for key, head in heads.items():
            yield from ((*head, *part) for part in parts.get(key, []))
            if left[key]:
                yield (*head, None, Money(left[key], str(head[6])), None)

    return Table(Target.PAYMENTS, columns, rows())


def _time(reads: Reads, period: Period) -> Table:
    columns = (
        "entry", "day", "initials", "person", "client", "sow", "task", "seconds", "hours", "billable", "state", "note",
        "invoice",
    )  # fmt: skip
    rows: Rows = (
        (
            row.id,
            row.day,
            row.initials,
            row.person,
            row.client,
            row.sow,
            row.task,
            row.seconds,
            Decimal(hours(row.seconds)),
            bool(row.billable),
            row.state.value,
            row.note,
            row.invoice,
        )
        for row in reads.execute(_TIME, _between(period))
    )
    return Table(Target.TIME, columns, rows)


_READERS: dict[Target, Callable[[Reads, Period], Table]] = {
    Target.INVOICES: _invoices,
    Target.LINES: _lines,
    Target.PAYMENTS: _payments,
    Target.TIME: _time,
}
