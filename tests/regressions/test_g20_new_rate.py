"""G20: a rate changes from a day on; what was issued keeps its rate, days before keep theirs, the draft follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.engagements.commands import add_rate
from app.invoices.queries import draft, invoice
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.invoices import collected, issued
from tests.samples.timesheets import log


def test_a_new_rate_touches_only_what_is_not_invoiced_from_its_day_on(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    task = sample.tasks["Fieldwork"]
    log(office, "PR", task, date(2026, 4, 14), "1")
    first = issued(office, collected(office)[0])
    log(office, "PR", task, date(2026, 4, 13), "1")
    log(office, "PR", task, date(2026, 4, 20), "1")
    collected(office)
    office.book.perform(
        add_rate, sow_id=sample.sow_id, rate=Decimal(180), valid_from=date(2026, 4, 14), grade="Senior consultant"
    )
    (row,) = collected(office)
    lines = office.book.read(draft, draft_id=row.draft_id).lines
    assert [(line.rate, line.quantity) for line in lines] == [(Decimal(180), Decimal(1)), (Decimal(165), Decimal(1))]
    assert [line.rate for line in office.book.read(invoice, invoice_id=first.invoice_id).lines] == [Decimal(165)]
