"""G2: somebody works for two clients on one day; invoicing the first leaves the hours of the second to be invoiced."""

from __future__ import annotations

from datetime import date

from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import billing_review, small_review
from tests.samples.invoices import collected, issued, rows
from tests.samples.timesheets import log

DAY = date(2026, 4, 14)


def test_invoicing_one_client_leaves_the_same_day_of_another_open(office: Office) -> None:
    first = billing_review(office, brightwater(office))
    second = small_review(office, quayside(office))
    log(office, "PR", first.tasks["Fieldwork"], DAY, "5")
    log(office, "PR", second.tasks["Reading"], DAY, "3")
    by_sow = {row.sow_id: row for row in collected(office)}
    issued(office, by_sow[first.sow_id])
    (left,) = rows(office)
    assert (left.sow_id, left.seconds) == (second.sow_id, 3 * 3600)
    assert issued(office, left).number == "INV-2026-0002"
