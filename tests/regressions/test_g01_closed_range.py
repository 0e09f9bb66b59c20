"""G1: a month is invoiced, then a second invoice is made for a range that includes it; no minute is billed again."""

from __future__ import annotations

from datetime import date

from app.invoices.queries import invoice, invoices
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.invoices import collected, issued
from tests.samples.timesheets import log

MARCH_END, APRIL_END = date(2026, 3, 31), date(2026, 4, 30)


def test_a_second_invoice_over_a_closed_range_bills_only_what_came_late(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    log(office, "PR", task, date(2026, 3, 10), "6")
    (march,) = collected(office, MARCH_END)
    issued(office, march)
    assert collected(office, APRIL_END) == []
    log(office, "PR", task, date(2026, 3, 11), "1.5")
    (late,) = collected(office, APRIL_END)
    issued(office, late)
    newest, oldest = office.book.read(invoices)
    hours = [
        sum(line.quantity for line in office.book.read(invoice, invoice_id=row.invoice_id).lines)
        for row in (oldest, newest)
    ]
    assert [str(value) for value in hours] == ["6", "1.5"]
