"""G19: time and expenses that nobody pays for are in no draft, no invoice and no budget."""

from __future__ import annotations

from datetime import date

from app.burn.queries import burn
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds
from tests.samples.invoices import collected
from tests.samples.timesheets import expense, log

DAY = date(2026, 4, 14)


def test_what_nobody_pays_for_is_no_revenue(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], DAY, "7", billable=False)
    expense(office, "PR", sample.sow_id, DAY, "Lunch", "30.00", billable=False)
    expense(office, "PR", sample.sow_id, DAY, "Taxi", "20.00", billable=None)
    assert collected(office) == []
    assert [row.used for row in office.book.read(burn)] == [pounds(0)]
    log(office, "PR", sample.tasks["Fieldwork"], DAY, "1")
    (row,) = collected(office)
    assert (row.sums.net, office.book.read(burn)[0].used) == (pounds(165), pounds(165))
