"""Issued invoices as queries give them: in a list, line by line, with their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.firm.domain import TaxCategory
from app.invoices.domain import InvoiceSnapshot, LineKind, Origin
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class InvoiceListRow:
    """An issued invoice in a list; `has_file` is False for those that are older than the book."""

    invoice_id: int
    number: str
    client_id: int
    client_name: str
    sow_id: int | None
    sow_number: str
    issued_on: date
    due_on: date
    net: Money
    tax: Money
    gross: Money
    origin: Origin
    currency: str
    po_number: str
    has_file: bool

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.invoice_id


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """A line of an issued invoice."""

    line_id: int
    invoice_id: int
    number: str
    position: int
    kind: LineKind
    title: str
    detail: str
    quantity: Decimal
    unit: str
    rate: Decimal
    net: Money
    tax_code: str
    person_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceTaxRow:
    """Tax of an issued invoice for one code."""

    invoice_id: int
    number: str
    tax_code: str
    name: str
    category: TaxCategory
    percent: Decimal
    net: Money
    tax: Money
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """One issued invoice: its row, its words, when it was issued, the hash of its file ("" without one)."""

    row: InvoiceListRow
    snapshot: InvoiceSnapshot
    issued_at: datetime
    digest: str
    lines: tuple[InvoiceLineRow, ...]
    taxes: tuple[InvoiceTaxRow, ...]


@dataclass(frozen=True, slots=True)
class PrintView:
    """What a print shows: the words, and whether it is a copy because it is printed on a later day than the issue."""

    snapshot: InvoiceSnapshot
    is_copy: bool
