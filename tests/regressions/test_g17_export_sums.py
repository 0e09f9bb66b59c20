"""G17: the files for the accountant: lines are net, and net and tax together are each invoice to the penny."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from app.exports.domain import ExportBundle, Target
from app.exports.queries import export_books
from app.kernel.periods import Period
from tests.books import Office
from tests.samples.invoices import issued_april

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def rows_of(bundle: ExportBundle, target: Target) -> list[dict[str, str]]:
    content = next(content for name, content in bundle.files if name.startswith(f"{target.value}_"))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def test_exported_lines_are_net_and_with_the_tax_the_invoice(office: Office) -> None:
    bill = issued_april(office)
    bundle = office.book.read(export_books, period=APRIL)
    (invoice,) = rows_of(bundle, Target.INVOICES)
    lines = [Decimal(row["net"]) for row in rows_of(bundle, Target.LINES)]
    assert sum(lines) == Decimal(invoice["net"])
    assert Decimal(invoice["net"]) + Decimal(invoice["tax"]) == Decimal(invoice["gross"]) == bill.gross.amount
