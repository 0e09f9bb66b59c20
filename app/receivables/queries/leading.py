"""Where a record is looked at: the page that shows it, or the thing it is a part of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from app.burn.records import Acknowledgement, Alert, BroughtIn
from app.clients.records import Client, ClientTerms, Contact
from app.engagements.records import (
    ChangeOrder,
    Engagement,
    GradeBudget,
    Milestone,
    PurchaseOrder,
    Rate,
    SowLine,
    SowVersion,
    StatementOfWork,
    Task,
)
from app.firm.records import Person
from app.invoices.records import (
    Allocation,
    Draft,
    DraftLine,
    DraftUnit,
    Invoice,
    InvoiceFile,
    InvoiceLine,
    InvoiceTax,
    KeptFinding,
)
from app.receivables.records import Payment, PaymentAllocation
from app.storage.reading import Reads
from app.timesheets.records import Expense, TimeEntry


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of thing with a page ("invoice", "draft", "client", "sow", "time", "person"), and which one."""

    kind: str
    id: int


_OWN = {TimeEntry.__name__: "entry", Payment.__name__: "payment", Expense.__name__: "expense"}
"""Records that have a history of their own, whatever page shows them."""
_WHICH: BindParameter[int] = bindparam("record_id")


def _way(kind: Any, column: InstrumentedAttribute[Any] | ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    return select(column).select_from(kind).where(kind.id == _WHICH)


_WAYS: dict[str, tuple[str, Select[*tuple[Any, ...]]]] = {
    kind.__name__: (place, _way(kind, column))
    for place, kind, column in (
        ("invoice", Invoice, Invoice.id),
        ("invoice", InvoiceLine, InvoiceLine.invoice_id),
        ("invoice", InvoiceTax, InvoiceTax.invoice_id),
        ("invoice", InvoiceFile, InvoiceFile.invoice_id),
        ("invoice", PaymentAllocation, PaymentAllocation.invoice_id),
        ("draft", Draft, Draft.id),
        ("draft", DraftLine, DraftLine.draft_id),
        ("client", Client, Client.id),
        ("client", ClientTerms, ClientTerms.client_id),
        ("client", Contact, Contact.client_id),
        ("client", Engagement, Engagement.client_id),
        ("client", Payment, Payment.client_id),
        ("sow", StatementOfWork, StatementOfWork.id),
        ("sow", Alert, Alert.sow_id),
        ("sow", BroughtIn, BroughtIn.sow_id),
        ("sow", ChangeOrder, ChangeOrder.sow_id),
        ("sow", Expense, Expense.sow_id),
        ("sow", GradeBudget, GradeBudget.sow_id),
        ("sow", KeptFinding, KeptFinding.sow_id),
        ("sow", PurchaseOrder, PurchaseOrder.sow_id),
        ("sow", Rate, Rate.sow_id),
        ("sow", SowLine, SowLine.sow_id),
        ("sow", SowVersion, SowVersion.sow_id),
        ("sow", Task, Task.sow_id),
        ("time", TimeEntry, TimeEntry.sow_id),
        ("person", Person, Person.id),
    )
} | {
    "Acknowledgement": ("sow", _way(Acknowledgement, Alert.sow_id).join(Alert, Alert.id == Acknowledgement.alert_id)),
    "Milestone": ("sow", _way(Milestone, SowLine.sow_id).join(SowLine, SowLine.id == Milestone.sow_line_id)),
    "Allocation": (
        "invoice",
        _way(Allocation, InvoiceLine.invoice_id).join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id),
    ),
    "DraftUnit": (
        "draft",
        _way(DraftUnit, DraftLine.draft_id).join(DraftLine, DraftLine.id == DraftUnit.draft_line_id),
    ),
}


def place_of(reads: Reads, about: str) -> Place | None:
    """The page for a record such as "Invoice:12"; None where it is gone, or where no page shows it."""
    kind, _colon, number = about.partition(":")
    if kind not in _WAYS or not number.isdecimal():
        return None
    place, way = _WAYS[kind]
    found = reads.execute(way, {"record_id": int(number)}).scalar()
    return None if found is None else Place(place, int(found))


def thing_of(about: str, place: Place | None) -> tuple[str, int] | None:
    """The thing whose history tells more of a record; None where there is none."""
    kind, _colon, number = about.partition(":")
    if kind in _OWN and number.isdecimal():
        return _OWN[kind], int(number)
    return None if place is None or place.kind == "time" else (place.kind, place.id)
