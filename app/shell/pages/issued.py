"""Issued invoices with how they stand: what of them was paid, and whether their day is past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.firm.domain import Right, require
from app.invoices.domain import Origin
from app.invoices.queries import InvoiceListRow, find_older_invoices, invoice_count, newest_invoices, some_invoices
from app.kernel.money import Money
from app.receivables.queries import open_balances
from app.storage.asking import given, query, together
from app.storage.reading import Reads


class Standing(StrEnum):
    """How an invoice stands."""

    ISSUED = "issued"
    PART_PAID = "part_paid"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """An issued invoice with what is still to be paid of it."""

    invoice: InvoiceListRow
    balance: Money
    days_late: int

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.invoice.invoice_id

    @property
    def standing(self) -> Standing:
        """Paid, or past its day, or paid in part, or neither."""
        if not self.balance:
            return Standing.PAID
        if self.days_late > 0:
            return Standing.OVERDUE
        return Standing.PART_PAID if self.part_paid else Standing.ISSUED

    @property
    def part_paid(self) -> bool:
        """Whether something but not all of it was paid."""
        return bool(self.balance) and self.balance != self.invoice.gross

    @property
    def brought_in(self) -> bool:
        """Whether it is older than the book."""
        return self.invoice.origin is Origin.OPENING

    @property
    def due_on(self) -> date:
        """The day it is to be paid by."""
        return self.invoice.due_on


PAGE = 1000
"""Invoices a list reads at once."""
FOUND = 200
"""Older ones that a filter finds at once."""


@dataclass(frozen=True, slots=True)
class IssuedView:
    """The newest invoices and all that are open, and how many there are altogether."""

    rows: tuple[IssuedRow, ...]
    count: int


@query
async def issued(reads: Reads, *, most: int = PAGE, text: str = "") -> IssuedView:
    """The newest invoices and all that are open, the newest first. At most four statements, two ways.

    With a text also the newest `FOUND` of the others that have its words: one statement more.
    """
    require(reads.actor.role, Right.SEE_MONEY)
    balances, newest, count = await together(
        open_balances.asks(reads), newest_invoices.asks(reads, most=most), invoice_count.asks(reads)
    )
    found = {row.invoice_id: row for row in newest}
    others, older = await together(
        some_invoices.asks(reads, invoice_ids=balances.keys() - found.keys()),
        find_older_invoices.asks(reads, text=text, than=newest[-1], most=FOUND)
        if text and newest and len(newest) < count
        else given(list[InvoiceListRow]()),
    )
    found |= {row.invoice_id: row for row in others}
    found |= {row.invoice_id: row for row in older if row.invoice_id not in found}
    in_order = sorted(found.values(), key=lambda row: (row.issued_on, row.number), reverse=True)
    nothing = {currency: Money.zero(currency) for currency in {row.currency for row in in_order}}
    today = reads.today
    rows = (
        IssuedRow(row, balances.get(row.invoice_id, nothing[row.currency]), (today - row.due_on).days)
        for row in in_order
    )
    return IssuedView(tuple(rows), count)
