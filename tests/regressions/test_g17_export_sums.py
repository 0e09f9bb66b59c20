"""G17: the files for the accountant: lines are net, and net and tax together are each invoice to the penny."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.exports.domain import Target
from app.exports.queries import export_books
from app.kernel.periods import Period
from tests.books import Office
from tests.samples.exports import rows_of
from tests.samples.invoices import issued_april

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def test_exported_lines_are_net_and_with_the_tax_the_invoice(office: Office) -> None:
    bill = issued_april(office)
    bundle = office.book.read(export_books, period=APRIL)
    (invoice,) = rows_of(bundle, Target.INVOICES)
    lines = [Decimal(row["net"]) for row in rows_of(bundle, Target.LINES)]
    assert sum(lines) == Decimal(invoice["net"])
    assert Decimal(invoice["net"]) + Decimal(invoice["tax"]) == Decimal(invoice["gross"]) == bill.gross.amount
