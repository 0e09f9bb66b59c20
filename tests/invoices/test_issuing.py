"""Issuing: all or nothing, numbers without gaps, what was billed stays billed, the bytes stay as they were."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.clients.commands import change_client
from app.clients.queries import client
from app.engagements.queries import sow
from app.firm.queries import next_number
from app.invoices.commands import Issued, collect, issue_invoice, reopen_draft
from app.invoices.domain import LineKind, Origin
from app.invoices.queries import (
    billed_entry_ids,
    draft_document,
    invariants,
    invoice,
    invoice_lines,
    invoice_pdf,
    invoices,
)
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit, Invoice, InvoiceFile, InvoiceLine
from app.kernel.problems import Problem
from app.storage.chain import chain_problems
from tests.books import Office
from tests.samples.clients import nordhavn, quayside
from tests.samples.engagements import clinic_retainer, margin_diagnostic, pounds
from tests.samples.invoices import APRIL_END, approved, brightwater_april, collected, issued, issued_april
from tests.samples.timesheets import acting, log


def count(
    office: Office, kind: type[Draft | DraftLine | DraftUnit | Invoice | InvoiceLine | Allocation | InvoiceFile]
) -> int:
    return office.book.read(lambda reads: int(reads.execute(select(func.count()).select_from(kind)).scalar_one()))


def number_to_come(office: Office) -> str:
    return office.book.read(next_number, key="invoice", on=APRIL_END)


def test_brightwaters_april_is_issued_with_everything_in_one_go(office: Office) -> None:
    done = issued_april(office)
    assert (done.number, done.gross, done.due_on) == ("INV-2026-0001", pounds("23259.72"), date(2026, 5, 30))
    view = office.book.read(invoice, invoice_id=done.invoice_id)
    assert (view.row.net, view.row.tax, view.row.gross) == (
        pounds("19383.10"),
        pounds("3876.62"),
        pounds("23259.72"),
    )
    assert (view.row.origin, view.row.sow_number, view.row.po_number) == (Origin.ISSUED, "SOW-2026-014", "4500187321")
    assert [line.net.amount for line in view.lines] == [2400, Decimal("8662.5"), 6000, 1900, Decimal("184.6"), 236]
    assert [(tax.tax_code, tax.percent, tax.tax) for tax in view.taxes] == [("S20", Decimal(20), pounds("3876.62"))]
    assert view.snapshot.number == done.number
    assert view.snapshot.sums.gross == done.gross
    assert len(view.snapshot.entries) == 23
    content = office.book.read(invoice_pdf, invoice_id=done.invoice_id)
    assert hashlib.sha256(content).hexdigest() == view.digest
    assert (count(office, Draft), count(office, DraftLine), count(office, DraftUnit)) == (0, 0, 0)
    assert count(office, Allocation) == 28
    assert number_to_come(office) == "INV-2026-0002"
    assert office.book.read(invariants) == []


def test_other_rooms_read_what_was_invoiced(office: Office) -> None:
    done = issued_april(office)
    (row,) = office.book.read(invoices)
    assert (row.invoice_id, row.client_name, row.currency, row.has_file) == (
        done.invoice_id,
        "Brightwater Utilities",
        "GBP",
        True,
    )
    assert office.book.read(invoices, client_id=row.client_id, sow_id=row.sow_id) == [row]
    assert office.book.read(invoices, client_id=row.client_id + 1) == []
    assert row.sow_id is not None
    assert len(office.book.read(billed_entry_ids)) == 23
    assert len(office.book.read(billed_entry_ids, person_id=office.people["EF"])) == 3
    assert office.book.read(billed_entry_ids, sow_id=row.sow_id + 1) == frozenset()
    assert len(office.book.read(invoice_lines, client_id=row.client_id)) == 6
    assert [tax.net for tax in office.book.read(invoice, invoice_id=row.invoice_id).taxes] == [row.net]


def test_a_draft_has_no_number(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    assert office.book.read(draft_document, draft_id=row.draft_id).is_draft
    assert number_to_come(office) == "INV-2026-0001"


def test_only_an_approved_draft_is_issued(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    with pytest.raises(Problem, match="not approved"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    approved(office, row)
    office.book.perform(reopen_draft, draft_id=row.draft_id)
    with pytest.raises(Problem, match="not approved"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    assert (count(office, Invoice), number_to_come(office)) == (0, "INV-2026-0001")


def test_the_same_command_twice_issues_once(office: Office) -> None:
    brightwater_april(office)
    row = approved(office, collected(office)[0])
    first = office.book.once("issue-1", issue_invoice, draft_id=row.draft_id)
    second = office.book.once("issue-1", issue_invoice, draft_id=row.draft_id)
    assert second.replayed
    assert (
        first.result
        == second.result
        == Issued(first.result.invoice_id, "INV-2026-0001", pounds("23259.72"), date(2026, 5, 30))
    )
    with pytest.raises(Problem, match="was issued as INV-2026-0001"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    assert (count(office, Invoice), number_to_come(office)) == (1, "INV-2026-0002")


def test_a_block_after_approval_still_stops_the_issue(office: Office) -> None:
    sample = brightwater_april(office)
    row = approved(office, collected(office)[0])
    client_id = office.book.read(sow, sow_id=sample.sow_id).client_id
    version = office.book.read(client, client_id=client_id).version
    office.book.perform(change_client, client_id=client_id, version=version, address="")
    with pytest.raises(Problem, match="no address"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    assert (count(office, Invoice), number_to_come(office)) == (0, "INV-2026-0001")


def test_a_character_without_a_glyph_stops_before_the_number(office: Office) -> None:
    sample = brightwater_april(office)
    row = approved(office, collected(office)[0])
    client_id = office.book.read(sow, sow_id=sample.sow_id).client_id
    version = office.book.read(client, client_id=client_id).version
    office.book.perform(change_client, client_id=client_id, version=version, address="\u6771\u4eac")
    with pytest.raises(Problem) as refused:
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    assert refused.value.code == "paper.missing_glyph"
    assert (count(office, Invoice), number_to_come(office)) == (0, "INV-2026-0001")


def test_a_failed_issue_leaves_no_gap_and_nothing_billed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    brightwater_april(office)
    row = approved(office, collected(office)[0])

    def breaks(_snapshot: object) -> bytes:
        raise Problem("paper.too_long", "The note is longer than a page.")

    with monkeypatch.context() as patch:
        patch.setattr("app.invoices.commands.issuing.invoice_pdf", breaks)
        with pytest.raises(Problem, match="longer than a page"):
            office.book.perform(issue_invoice, draft_id=row.draft_id)
    assert [count(office, kind) for kind in (Invoice, InvoiceLine, Allocation, InvoiceFile)] == [0, 0, 0, 0]
    assert (count(office, Draft), count(office, DraftUnit)) == (1, 28)
    assert office.book.perform(issue_invoice, draft_id=row.draft_id).result.number == "INV-2026-0001"
    assert office.book.read(invariants) == []


def test_numbers_follow_the_dates(office: Office) -> None:
    sample = brightwater_april(office)
    issued(office, collected(office)[0])
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 30), "1")
    (row,) = collected(office, date(2026, 4, 30), date(2026, 4, 29))
    row = approved(office, row)
    with pytest.raises(Problem, match="last invoice is dated 30 Apr 2026"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)
    office.book.perform(reopen_draft, draft_id=row.draft_id)
    (row,) = collected(office)
    assert issued(office, row).number == "INV-2026-0002"


def test_several_are_issued_one_after_the_other_without_gaps(office: Office) -> None:
    brightwater_april(office)
    task = margin_diagnostic(office, nordhavn(office)).tasks["Margin model"]
    log(office, "JW", task, date(2026, 4, 9), "10")
    task = clinic_retainer(office, quayside(office)).tasks["PMO support"]
    log(office, "PR", task, date(2026, 4, 9), "11.5")
    numbers = [issued(office, row).number for row in collected(office)]
    assert numbers == ["INV-2026-0001", "INV-2026-0002", "INV-2026-0003"]
    assert office.book.read(invariants) == []
    assert office.book.read(chain_problems) == []
    fees = [line for line in office.book.read(invoice_lines) if line.kind is LineKind.FEE]
    assert all(line.net.amount == line.quantity * line.rate for line in fees)


def test_a_manager_may_approve_but_not_issue(office: Office) -> None:
    brightwater_april(office)
    row = approved(office, collected(office)[0])
    with acting(office, "JW"), pytest.raises(Problem, match="may not issue invoices"):
        office.book.perform(issue_invoice, draft_id=row.draft_id)


def test_missing_things_are_told(office: Office) -> None:
    for query in (invoice, invoice_pdf):
        with pytest.raises(Problem):
            office.book.read(query, invoice_id=77)
    with pytest.raises(Problem, match="before the month"):
        office.book.perform(collect, through=APRIL_END, invoice_date=date(2026, 3, 31))
