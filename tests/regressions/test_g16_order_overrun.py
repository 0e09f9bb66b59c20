"""G16: a bill is a penny more than the purchase order has left; it stops there, and the others go on."""

from __future__ import annotations

from datetime import date

import pytest

from app.engagements.commands import add_purchase_order
from app.invoices.commands import adjust_draft, approve_draft, set_po
from app.kernel.money import Money
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import billing_review, pounds, small_review
from tests.samples.invoices import collected, issued, rows
from tests.samples.timesheets import log

DAY = date(2026, 4, 14)


def test_a_penny_over_the_order_stops_this_bill_and_no_other(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    other = small_review(office, quayside(office))
    log(office, "PR", sample.tasks["Fieldwork"], DAY, "1")
    log(office, "PR", other.tasks["Reading"], DAY, "1")
    office.book.perform(add_purchase_order, sow_id=sample.sow_id, number="4500-2", amount=pounds(165), valid_from=DAY)
    drafts = {row.sow_id: row for row in collected(office)}
    draft_id = drafts[sample.sow_id].draft_id
    office.book.perform(set_po, draft_id=draft_id, po_number="4500-2")
    added = office.book.perform(
        adjust_draft, draft_id=draft_id, amount=Money(1, "GBP"), title="A penny", reason="Too much"
    ).result
    with pytest.raises(Problem, match=r"4500-2 has £165\.00 left, this invoice needs £165\.01"):
        office.book.perform(approve_draft, draft_id=draft_id, version=added.version)
    issued(office, drafts[other.sow_id])
    office.book.perform(adjust_draft, draft_id=draft_id, amount=Money(-1, "GBP"), title="Off", reason="Agreed")
    (row,) = rows(office)
    assert issued(office, row).gross == pounds(198)
