"""Issued invoices: lists for people and for later rooms, one invoice with its words, its file."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CursorResult, Row, Select, bindparam, func, or_, select, tuple_

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.invoices.domain import InvoiceSnapshot, UnitKind
from app.invoices.queries.issued_rows import InvoiceLineRow, InvoiceListRow, InvoiceTaxRow, InvoiceView, PrintView
from app.invoices.records import Allocation, Invoice, InvoiceFile, InvoiceLine, InvoiceTax
from app.kernel.clock import local_date
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.values import from_json
from app.kernel.words import _
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.search import found_in, words_of
from app.timesheets.records import TimeEntry

Sow = StatementOfWork
_COLUMNS = (
    Invoice.id,
    Invoice.number,
    Invoice.client_id,
    Client.name.label("client_name"),
    Invoice.sow_id,
    Sow.number.label("sow_number"),
    Invoice.issued_on,
    Invoice.due_on,
    Invoice.net_minor,
    Invoice.tax_minor,
    Invoice.gross_minor,
    Invoice.currency,
    Invoice.origin,
    Invoice.po_number,
    InvoiceFile.id.label("file_id"),
)
_FROM = (
    select(*_COLUMNS)
    .join(Client, Client.id == Invoice.client_id)
    .outerjoin(Sow, Sow.id == Invoice.sow_id)
    .outerjoin(InvoiceFile, InvoiceFile.invoice_id == Invoice.id)
)
_ONE = _FROM.add_columns(Invoice.snapshot, Invoice.issued_at, InvoiceFile.digest).where(
    Invoice.id == bindparam("invoice_id")
)
_LIST = _FROM.order_by(Invoice.issued_on.desc(), Invoice.number.desc())
_LINES = (
    select(InvoiceLine.__table__, Invoice.number, Invoice.currency)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .order_by(Invoice.issued_on, Invoice.number, InvoiceLine.position)
)
_TAXES = (
    select(InvoiceTax.__table__, Invoice.number, Invoice.currency)
    .join(Invoice, Invoice.id == InvoiceTax.invoice_id)
    .order_by(Invoice.issued_on, Invoice.number, InvoiceTax.id)
)
_CONDITIONS: dict[str, Any] = {
    "client_id": Invoice.client_id == bindparam("client_id"),
    "sow_id": Invoice.sow_id == bindparam("sow_id"),
    "invoice_id": Invoice.id == bindparam("invoice_id"),
    "invoice_ids": Invoice.id.in_(bindparam("invoice_ids", expanding=True)),
}
_KINDS = {"list": _LIST, "lines": _LINES, "taxes": _TAXES}


@functools.lru_cache(maxsize=32)
def _where(kind: str, conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """A condition that is not asked for is not in the statement: only so is it read by index."""
    return _KINDS[kind].where(*(_CONDITIONS[name] for name in conditions))


async def _read(reads: Reads, kind: str, **wanted: object) -> CursorResult[*tuple[Any, ...]]:
    given = {name: value for name, value in wanted.items() if value is not None}
    return await reads.ask(_where(kind, tuple(given)), given)


_NEWEST = _LIST.limit(bindparam("most"))
_COUNT = select(func.count()).select_from(Invoice)
FOUND_AT_ONCE = 20
EVERY = 100_000
"""More than a firm has of anything that is found by words."""
_OF_FOUND_CLIENT = select(Client.id).where(found_in("client", most=FOUND_AT_ONCE))
_FOUND = _LIST.where(or_(found_in("invoice", most=FOUND_AT_ONCE), Invoice.client_id.in_(_OF_FOUND_CLIENT))).limit(
    FOUND_AT_ONCE
)
_PLACE = tuple_(Invoice.issued_on, Invoice.number)
_HERE = tuple_(bindparam("issued_on", type_=Invoice.issued_on.type), bindparam("number", type_=Invoice.number.type))
_FOUND_BEFORE = _LIST.where(
    _PLACE < _HERE,
    or_(
        found_in("invoice", most=EVERY),
        Invoice.client_id.in_(select(Client.id).where(found_in("client", most=EVERY))),
        Invoice.sow_id.in_(select(Sow.id).where(found_in("sow", most=EVERY))),
    ),
).limit(bindparam("most"))
_OLDER = _LIST.where(_PLACE < _HERE).limit(1)
_NEWER = _FROM.where(_PLACE > _HERE).order_by(Invoice.issued_on, Invoice.number).limit(1)
_FILE = select(InvoiceFile.content).where(InvoiceFile.invoice_id == bindparam("invoice_id"))
_BILLED = select(Allocation.unit_id).where(Allocation.unit_kind == UnitKind.TIME)
_BILLED_OF: dict[str, Any] = {
    "entry_ids": Allocation.unit_id.in_(bindparam("entry_ids", expanding=True)),
    "sow_id": Allocation.unit_id.in_(select(TimeEntry.id).where(TimeEntry.sow_id == bindparam("sow_id"))),
    "person_id": Allocation.unit_id.in_(select(TimeEntry.id).where(TimeEntry.person_id == bindparam("person_id"))),
}


@functools.lru_cache(maxsize=8)
def _billed(conditions: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return _BILLED.where(*(_BILLED_OF[name] for name in conditions))


@query
async def invoices(reads: Reads, *, client_id: int | None = None, sow_id: int | None = None) -> list[InvoiceListRow]:
    """Issued invoices, the newest first: all, of a client, of a statement of work. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return [_listed(row) for row in await _read(reads, "list", client_id=client_id, sow_id=sow_id)]


@query
async def newest_invoices(reads: Reads, *, most: int) -> list[InvoiceListRow]:
    """The invoices issued last, the newest first. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return [_listed(row) for row in await reads.ask(_NEWEST, {"most": most})]


@query
async def some_invoices(reads: Reads, *, invoice_ids: Collection[int]) -> list[InvoiceListRow]:
    """Some invoices, the newest first; nothing is asked for none."""
    require(reads.actor.role, Right.SEE_MONEY)
    return [_listed(row) for row in await _read(reads, "list", invoice_ids=list(invoice_ids))] if invoice_ids else []


@query
async def find_invoices(reads: Reads, *, text: str) -> list[InvoiceListRow]:
    """The newest invoices with these words in number or order number, or of clients with them. One statement, or none.

    At most twenty.
    """
    require(reads.actor.role, Right.SEE_MONEY)
    return [_listed(row) for row in await reads.ask(_FOUND, {"words": text})] if words_of(text) else []


@query
async def find_older_invoices(reads: Reads, *, text: str, than: InvoiceListRow, most: int) -> list[InvoiceListRow]:
    """Invoices older than one of the list with these words in number, client or statement of work, the newest first.

    One statement, or none.
    """
    require(reads.actor.role, Right.SEE_MONEY)
    if not words_of(text):
        return []
    values = {"words": text, "issued_on": than.issued_on, "number": than.number, "most": most}
    return [_listed(row) for row in await reads.ask(_FOUND_BEFORE, values)]


@query
async def invoice_count(reads: Reads) -> int:
    """How many invoices there are. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return int((await reads.ask(_COUNT)).scalar_one())


@dataclass(frozen=True, slots=True)
class InvoiceBeside:
    """An invoice with the next newer and the next older one."""

    row: InvoiceListRow
    newer: InvoiceListRow | None
    older: InvoiceListRow | None


@query
async def invoice_beside(reads: Reads, *, invoice_id: int) -> InvoiceBeside:
    """An invoice and those beside it in the list, the newest first; Problem when there is none. Three statements."""
    require(reads.actor.role, Right.SEE_MONEY)
    row = (await _read(reads, "list", invoice_id=invoice_id)).one_or_none()
    if row is None:
        raise _missing()
    here = {"issued_on": row.issued_on, "number": row.number}
    after, before = await together(reads.ask(_NEWER, here), reads.ask(_OLDER, here))
    newer, older = after.one_or_none(), before.one_or_none()
    return InvoiceBeside(
        _listed(row), None if newer is None else _listed(newer), None if older is None else _listed(older)
    )


@query
async def invoice(reads: Reads, *, invoice_id: int) -> InvoiceView:
    """One issued invoice; Problem when there is none. Three statements, one way."""
    require(reads.actor.role, Right.SEE_MONEY)
    found, lines, taxes = await together(
        reads.ask(_ONE, {"invoice_id": invoice_id}),
        _read(reads, "lines", invoice_id=invoice_id),
        _read(reads, "taxes", invoice_id=invoice_id),
    )
    row = found.one_or_none()
    if row is None:
        raise _missing()
    return InvoiceView(
        row=_listed(row),
        snapshot=from_json(row.snapshot, InvoiceSnapshot),
        issued_at=row.issued_at,
        digest=row.digest or "",
        lines=tuple(_line(line) for line in lines),
        taxes=tuple(_tax(tax) for tax in taxes),
    )


@query
async def invoice_lines(
    reads: Reads, *, client_id: int | None = None, sow_id: int | None = None
) -> list[InvoiceLineRow]:
    """The lines of issued invoices, the oldest invoice first. One statement."""
    require(reads.actor.role, Right.SEE_MONEY)
    return [_line(row) for row in await _read(reads, "lines", client_id=client_id, sow_id=sow_id)]


@query
async def invoice_pdf(reads: Reads, *, invoice_id: int) -> bytes:
    """The very bytes that were issued; Problem for an invoice that has no file here."""
    require(reads.actor.role, Right.SEE_MONEY)
    content: bytes | None = (await reads.ask(_FILE, {"invoice_id": invoice_id})).scalar_one_or_none()
    if content is None:
        raise Problem(
            "invoice.no_file",
            _("This invoice has no PDF in this book."),
            hint=_("It was issued before the book was opened; look where the older papers are kept."),
        )
    return bytes(content)


@query
async def invoice_to_print(reads: Reads, *, invoice_id: int) -> PrintView:
    """The words of an invoice for its printing today; Problem when it is not there."""
    require(reads.actor.role, Right.SEE_MONEY)
    view = await invoice.asks(reads, invoice_id=invoice_id)
    return PrintView(view.snapshot, local_date(view.issued_at, reads.actor.zone) < reads.today)


@query
async def billed_entry_ids(
    reads: Reads,
    *,
    sow_id: int | None = None,
    person_id: int | None = None,
    entry_ids: Collection[int] | None = None,
) -> frozenset[int]:
    """Time entries that an invoice has billed: all, of a statement of work, of a person, of some. One statement."""
    wanted = {
        "sow_id": sow_id,
        "person_id": person_id,
        "entry_ids": None if entry_ids is None else list(entry_ids),
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return frozenset((await reads.ask(_billed(tuple(given)), given)).scalars())


def _listed(row: Sequence[Any]) -> InvoiceListRow:
    """Of the columns in their order: names would be looked up anew for each row."""
    identity, number, client_id, client, sow_id, sow, issued_on, due_on, net, tax, gross, *rest = row[: len(_COLUMNS)]
    currency, origin, po_number, file_id = rest
    return InvoiceListRow(
        invoice_id=identity,
        number=number,
        client_id=client_id,
        client_name=client,
        sow_id=sow_id,
        sow_number=sow or "",
        issued_on=issued_on,
        due_on=due_on,
        net=Money(net, currency),
        tax=Money(tax, currency),
        gross=Money(gross, currency),
        origin=origin,
        currency=currency,
        po_number=po_number,
        has_file=file_id is not None,
    )


def _line(row: Row[Any]) -> InvoiceLineRow:
    return InvoiceLineRow(
        line_id=row.id,
        invoice_id=row.invoice_id,
        number=row.number,
        position=row.position,
        kind=row.kind,
        title=row.title,
        detail=row.detail,
        quantity=row.quantity,
        unit=row.unit,
        rate=row.rate,
        net=Money(row.net_minor, row.currency),
        tax_code=row.tax_code,
        person_id=row.person_id,
        reason=row.reason,
    )


def _tax(row: Row[Any]) -> InvoiceTaxRow:
    return InvoiceTaxRow(
        invoice_id=row.invoice_id,
        number=row.number,
        tax_code=row.tax_code,
        name=row.name,
        category=row.category,
        percent=row.percent,
        net=Money(row.net_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        reason=row.reason,
    )


def _missing() -> Problem:
    return Problem("invoice.missing", _("This invoice is not in the book."), hint=_("The list has been read again."))
