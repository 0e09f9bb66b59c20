"""What people decide about drafts, and what the checks say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.clients.commands import change_client
from app.clients.queries import client
from app.engagements.commands import add_purchase_order
from app.invoices.commands import (
    adjust_draft,
    approve_draft,
    hold_draft,
    release_draft,
    remove_adjustment,
    remove_draft,
    reopen_draft,
    set_po,
    take_back_time,
)
from app.invoices.domain import CheckKey, DraftState, Shown, Verdict
from app.invoices.queries import DraftRow, current_run, draft, run_overview
from app.invoices.queries.conserved import conservation
from app.kernel.problems import Problem
from app.timesheets.commands import remove_entry
from app.timesheets.queries import worked
from tests.books import Office
from tests.samples.clients import brightwater, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, pounds
from tests.samples.invoices import APRIL_END, approved, brightwater_april, collected, rows
from tests.samples.timesheets import acting, expense, log


def verdicts(row: DraftRow) -> dict[str, Verdict]:
    return {check.key.value: check.verdict for check in row.checks if check.verdict is not Verdict.PASS}


def one(office: Office) -> DraftRow:
    (row,) = rows(office)
    return row


@pytest.fixture
def april(office: Office) -> tuple[Office, SowSample]:
    sample = brightwater_april(office)
    collected(office)
    office.act_as("EF")
    return office, sample


def test_nine_checks_pass_on_a_right_draft(april: tuple[Office, SowSample]) -> None:
    row = one(april[0])
    assert [check.key for check in row.checks] == list(CheckKey)
    assert verdicts(row) == {}
    assert (row.shown, row.why) == (Shown.READY, "")
    said = " ".join(check.sentence for check in row.checks)
    assert "Within budget: 20% after this invoice" in said
    assert "PO 4500187321 has \u00a396,000 left" in said


def test_approving_names_who_and_when_and_reopening_takes_it_back(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    row = approved(office, one(office))
    assert (row.state, row.shown, row.decided_by, row.approver_initials) == (
        DraftState.APPROVED,
        Shown.APPROVED,
        "Eleanor Finch",
        "EF",
    )
    assert row.decided_at == office.clock.now()
    office.book.perform(reopen_draft, draft_id=row.draft_id)
    assert one(office).state is DraftState.OPEN
    with pytest.raises(Problem, match="not approved"):
        office.book.perform(reopen_draft, draft_id=row.draft_id)


def test_a_draft_that_changed_meanwhile_is_not_approved(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    seen = one(office)
    office.book.perform(adjust_draft, draft_id=seen.draft_id, amount=pounds(-50), title="Goodwill", reason="Late")
    with pytest.raises(Problem) as refused:
        office.book.perform(approve_draft, draft_id=seen.draft_id, version=seen.version)
    assert refused.value.code == "record.changed_meanwhile"


def test_an_adjustment_keeps_its_reason_and_can_be_taken_off(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    before = one(office)
    line = office.book.perform(
        adjust_draft, draft_id=before.draft_id, amount=pounds("-104.50"), title="Discount 10%", reason="As in March"
    ).result
    row = one(office)
    assert (row.sums.adjusted, row.sums.net) == (pounds("-104.50"), pounds("19278.60"))
    assert row.sums.tax == pounds("3855.72")
    assert verdicts(row) == {}
    assert "\u00a3104.50 written down: As in March" in row.checks[0].sentence
    office.book.perform(remove_adjustment, line_id=line.line_id)
    assert one(office).sums == before.sums
    work_line = office.book.read(draft, draft_id=before.draft_id).lines[0]
    with pytest.raises(Problem, match="Only an adjustment"):
        office.book.perform(remove_adjustment, line_id=work_line.line_id)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": pounds(0)}, "adjustment of nothing"),
        ({"title": " "}, "what is adjusted"),
        ({"reason": ""}, "what is adjusted"),
        ({"tax_code": "X9"}, "no tax code X9"),
    ],
)
def test_an_adjustment_without_substance_is_refused(
    april: tuple[Office, SowSample], change: dict[str, object], words: str
) -> None:
    office, _sample = april
    values: dict[str, object] = {"amount": pounds(-1), "title": "Goodwill", "reason": "Late", **change}
    with pytest.raises(Problem, match=words):
        office.book.perform(adjust_draft, draft_id=one(office).draft_id, **values)  # type: ignore[arg-type]


def test_what_is_approved_is_not_changed(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    row = approved(office, one(office))
    changes: list[Callable[[], object]] = [
        lambda: office.book.perform(
            adjust_draft, draft_id=row.draft_id, amount=pounds(-1), title="Goodwill", reason="Late"
        ),
        lambda: office.book.perform(set_po, draft_id=row.draft_id, po_number="77"),
        lambda: office.book.perform(hold_draft, draft_id=row.draft_id, reason="Wait"),
        lambda: office.book.perform(remove_draft, draft_id=row.draft_id),
    ]
    for change in changes:
        with pytest.raises(Problem, match="is approved"):
            change()


def test_a_held_draft_is_released_before_it_is_approved(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    with pytest.raises(Problem, match="Say why"):
        office.book.perform(hold_draft, draft_id=one(office).draft_id, reason=" ")
    office.book.perform(hold_draft, draft_id=one(office).draft_id, reason="Alice asked to wait")
    row = one(office)
    assert (row.shown, row.hold_reason) == (Shown.HOLD, "Alice asked to wait")
    with pytest.raises(Problem, match="on hold"):
        office.book.perform(approve_draft, draft_id=row.draft_id, version=row.version)
    office.book.perform(release_draft, draft_id=row.draft_id)
    assert one(office).shown is Shown.READY


def test_without_a_purchase_order_the_draft_is_blocked(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 9), "5")
    (row,) = collected(office, invoice_date=date(2026, 7, 1))
    assert row.po_number == ""
    assert (row.shown, row.why) == (Shown.BLOCKED, "no purchase order number")
    assert "ended on 30 Jun 2026" in next(
        check.sentence for check in row.checks if check.key is CheckKey.PURCHASE_ORDER
    )
    with pytest.raises(Problem, match="ended on 30 Jun 2026"):
        office.book.perform(approve_draft, draft_id=row.draft_id, version=row.version)
    office.book.perform(set_po, draft_id=row.draft_id, po_number=" 4500190000 ")
    assert verdicts(one(office)) == {"purchase_order": Verdict.WATCH}
    office.book.perform(
        add_purchase_order,
        sow_id=sample.sow_id,
        number="4500190000",
        amount=pounds(500),
        valid_from=date(2026, 7, 1),
    )
    row = one(office)
    assert "has \u00a3500.00 left, this invoice needs \u00a3825.00" in " ".join(check.sentence for check in row.checks)
    assert row.shown is Shown.BLOCKED


def test_a_capped_agreement_blocks_past_its_cap(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    for day in range(1, 31):
        log(office, "EF", sample.tasks["Steering"], date(2026, 4, day), "14")
    (row,) = collected(office)
    assert verdicts(row) == {"budget": Verdict.BLOCK, "purchase_order": Verdict.BLOCK}
    assert row.why == "\u00a34,800.00 past the budget"


def test_work_without_a_rate_blocks(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "GB", sample.tasks["Fieldwork"], date(2026, 4, 9), "5")
    (row,) = collected(office)
    assert verdicts(row) == {"rates": Verdict.BLOCK}
    assert "5.0 h by Grace Bennett have no rate" in row.checks[0].sentence


def test_time_that_lost_its_approval_blocks_until_it_is_left_out(april: tuple[Office, SowSample]) -> None:
    office, sample = april
    entry = next(item for item in office.book.read(worked, sow_ids=(sample.sow_id,)) if item.seconds == 5400)
    office.book.perform(take_back_time, entry_ids=(entry.entry_id,), reason="Wrong day")
    row = one(office)
    assert verdicts(row) == {"hours": Verdict.BLOCK}
    (after,) = collected(office)
    assert (after.seconds, verdicts(after)) == (129 * 3600, {})


def test_work_that_went_while_on_a_draft_blocks_that_and_breaks_no_books(april: tuple[Office, SowSample]) -> None:
    office, sample = april
    entry = next(item for item in office.book.read(worked, sow_ids=(sample.sow_id,)) if item.seconds == 5400)
    office.book.perform(take_back_time, entry_ids=(entry.entry_id,), reason="Wrong day")
    office.book.perform(remove_entry, entry_id=entry.entry_id)
    assert verdicts(one(office)) == {"hours": Verdict.BLOCK}
    assert office.book.read(conservation) == []


def test_a_missing_receipt_payer_or_address_is_said(office: Office) -> None:
    client_id = quayside(office)
    sample = clinic_retainer(office, client_id)
    expense(office, "PR", sample.sow_id, date(2026, 4, 9), "Taxi", "12.00")
    collected(office)
    assert verdicts(one(office)) == {"receipts": Verdict.WATCH}
    office.book.perform(
        change_client, client_id=client_id, version=office.book.read(client, client_id=client_id).version, address=""
    )
    assert verdicts(one(office)) == {"receipts": Verdict.WATCH, "payer": Verdict.BLOCK}


def test_a_draft_with_nothing_to_pay_is_not_approved(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    office.book.perform(adjust_draft, draft_id=one(office).draft_id, amount=pounds(-30000), title="All", reason="Error")
    with pytest.raises(Problem, match="no sum to be paid"):
        office.book.perform(approve_draft, draft_id=one(office).draft_id, version=one(office).version)


def test_roles_keep_to_their_part(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    row = one(office)
    with acting(office, "PR"), pytest.raises(Problem, match="may not approve invoices"):
        office.book.perform(approve_draft, draft_id=row.draft_id, version=row.version)
    with acting(office, "AC"), pytest.raises(Problem, match="may not draft invoices"):
        office.book.perform(remove_draft, draft_id=row.draft_id)


def test_the_overview_tells_the_run_and_what_one_may(april: tuple[Office, SowSample]) -> None:
    office, _sample = april
    office.act_as("JW")
    seen = office.book.read(run_overview)
    assert (seen.next_number, seen.may_draft, seen.may_approve, seen.may_issue) == ("INV-2026-0001", True, True, False)
    assert seen.run == office.book.read(current_run)
    assert seen.run is not None
    assert (seen.run.through, len(seen.rows)) == (APRIL_END, 1)


def test_a_draft_that_is_gone_says_so(april: tuple[Office, SowSample]) -> None:
    with pytest.raises(Problem, match="not there any more"):
        april[0].book.read(draft, draft_id=999)


def test_words_with_which_the_book_holds_are_no_reason_of_a_person(april: tuple[Office, SowSample]) -> None:
    """Nobody could release such a draft, and collecting would take it for another one."""
    office, _sample = april
    row = one(office)
    for words in ("acceptance not recorded", " Acceptance  not recorded "):
        with pytest.raises(Problem, match="the book itself holds") as caught:
            office.book.perform(hold_draft, draft_id=row.draft_id, reason=words)
        assert caught.value.field == "reason"
    office.book.perform(hold_draft, draft_id=row.draft_id, reason="Acceptance of phase 2 not recorded")
    office.book.perform(release_draft, draft_id=row.draft_id)
    assert one(office).state is DraftState.OPEN
