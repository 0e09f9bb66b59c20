"""G3: the paper cannot be made in the middle of issuing; the draft stands as before and no number is used up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.clients.commands import change_client
from app.clients.queries import client
from app.firm.queries import next_number
from app.invoices.commands import issue_invoice, issuing
from app.invoices.domain import DraftState
from app.invoices.queries import invariants, invoices
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.invoices import approved, collected, rows
from tests.samples.timesheets import log

DAY = date(2026, 4, 30)


@pytest.fixture
def draft_id(office: Office) -> int:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    log(office, "PR", task, date(2026, 4, 14), "6")
    return approved(office, collected(office)[0]).draft_id


def as_before(office: Office) -> bool:
    (row,) = rows(office)
    number = office.book.read(next_number, key="invoice", on=DAY)
    return (row.state, row.seconds, number, office.book.read(invoices)) == (
        DraftState.APPROVED,
        6 * 3600,
        "INV-2026-0001",
        [],
    )


def test_a_crash_while_the_paper_is_drawn_uses_no_number(
    office: Office, draft_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_facts: Any) -> bytes:
        raise RuntimeError("the printer of paper fell over")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="fell over"):
        patch.setattr(issuing, "invoice_pdf", break_down)
        office.book.perform(issue_invoice, draft_id=draft_id)
    assert as_before(office)
    assert office.book.perform(issue_invoice, draft_id=draft_id).result.number == "INV-2026-0001"
    assert office.book.read(invariants) == []


def test_letters_that_cannot_be_printed_are_said_before_a_number_is_taken(office: Office, draft_id: int) -> None:
    known = office.book.read(client, client_id=1)
    office.book.perform(change_client, client_id=1, version=known.version, legal_name="Brightwater \u4e2d\u6587 Ltd")
    with pytest.raises(Problem):
        office.book.perform(issue_invoice, draft_id=draft_id)
    assert as_before(office)
