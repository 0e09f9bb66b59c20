"""G11: a draft is edited after somebody looked at it; the approval of what was seen before does not hold for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.invoices.commands import adjust_draft, approve_draft, issue_invoice, reopen_draft
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review, pounds
from tests.samples.invoices import approved, collected, rows
from tests.samples.timesheets import log


def test_an_approval_holds_for_what_was_seen_and_for_nothing_else(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    log(office, "PR", task, date(2026, 4, 14), "6")
    (seen,) = collected(office)
    log(office, "PR", task, date(2026, 4, 15), "2")
    collected(office)
    with pytest.raises(Problem, match="Somebody changed"):
        office.book.perform(approve_draft, draft_id=seen.draft_id, version=seen.version)
    row = approved(office, rows(office)[0])
    facts: dict[str, Any] = {"draft_id": row.draft_id, "amount": pounds(-10), "title": "Discount", "reason": "Agreed"}
    with pytest.raises(Problem, match="approved"):
        office.book.perform(adjust_draft, **facts)
    office.book.perform(reopen_draft, draft_id=row.draft_id)
    office.book.perform(adjust_draft, **facts)
    with pytest.raises(Problem, match="not approved"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
