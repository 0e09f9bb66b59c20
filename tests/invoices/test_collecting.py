"""Collecting: what comes onto drafts, what does not, and that doing it again changes nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.engagements.commands import accept_change_order, accept_milestone, add_rate, deliver_milestone
from app.engagements.queries import sow
from app.invoices.commands import Collected, adjust_draft, collect, hold_draft, release_draft, remove_draft
from app.invoices.domain import DraftState, LineKind, Shown
from app.invoices.queries import draft, run_rows, unbilled
from app.invoices.records import DraftUnit
from app.kernel.money import Money
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn, quayside
from tests.samples.engagements import clinic_retainer, margin_diagnostic, operating_model, pounds
from tests.samples.invoices import APRIL_END, approved, brightwater_april, collected, issued, rows
from tests.samples.timesheets import acting, expense, log


def again(office: Office) -> Collected:
    with acting(office, "GB"):
        return office.book.perform(collect, through=APRIL_END, invoice_date=APRIL_END).result


def units(office: Office) -> int:
    return office.book.read(lambda reads: int(reads.execute(select(func.count()).select_from(DraftUnit)).scalar_one()))


def test_brightwaters_april_comes_out_to_the_penny(office: Office) -> None:
    brightwater_april(office)
    first = again(office)
    assert (first.drafts, first.hours, first.expenses, first.waiting) == (1, Decimal("130.5"), 5, Decimal(0))
    (row,) = rows(office)
    assert row.seconds == 130.5 * 3600
    assert (row.sums.work, row.sums.expenses) == (pounds("18962.50"), pounds("420.60"))
    assert (row.sums.net, row.sums.tax, row.gross) == (pounds("19383.10"), pounds("3876.62"), pounds("23259.72"))
    assert (row.basis, row.po_number) == ("Time and materials, capped", "4500187321")
    assert (row.due_on, row.period_first, row.period_last) == (date(2026, 5, 30), date(2026, 4, 1), APRIL_END)
    view = office.book.read(draft, draft_id=row.draft_id)
    assert [(line.title, line.detail, line.quantity, line.rate, line.net.amount) for line in view.lines] == [
        ("Partner: steering and quality review", "Eleanor Finch", 10, 240, 2400),
        ("Senior consultant: fieldwork and analysis", "Priya Raman", Decimal("52.5"), 165, Decimal("8662.50")),
        ("Consultant: controls testing", "Tom Okafor", 48, 125, 6000),
        ("Analyst: data preparation", "Sofia Lindqvist", 20, 95, 1900),
        ("Rail travel, Bristol to Exeter", "", 4, Decimal("46.15"), Decimal("184.60")),
        ("Hotel, Exeter", "Fieldwork 14\u201316 April", 2, 118, 236),
    ]


def test_collecting_again_changes_nothing(office: Office) -> None:
    brightwater_april(office)
    first = again(office)
    (before,) = rows(office)
    second = again(office)
    assert second == Collected(first.run_id, 0, Decimal(0), 0)
    assert rows(office) == [before]


def test_collecting_again_adds_only_what_is_new(office: Office) -> None:
    sample = brightwater_april(office)
    (before,) = collected(office)
    with acting(office, "GB"):
        office.book.perform(
            adjust_draft, draft_id=before.draft_id, amount=pounds(-100), title="Goodwill", reason="Late start"
        )
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 30), "2", "One more interview")
    result = again(office)
    assert (result.drafts, result.hours, result.expenses) == (1, Decimal(2), 0)
    (after,) = rows(office)
    assert after.draft_id == before.draft_id
    assert after.version > before.version
    assert after.sums.work == pounds("19292.50")
    lines = office.book.read(draft, draft_id=after.draft_id).lines
    assert [line.position for line in lines] == list(range(1, 8))
    assert (lines[-1].kind, lines[-1].net, lines[-1].reason) == (LineKind.ADJUSTMENT, pounds(-100), "Late start")


def test_what_is_not_approved_not_billable_or_held_stays_away(office: Office) -> None:
    sample = brightwater_april(office, expenses=False)
    work = sample.tasks["Fieldwork"]
    log(office, "PR", work, date(2026, 4, 29), "1", approved=False)
    log(office, "PR", work, date(2026, 4, 29), "1", billable=False)
    log(office, "PR", work, date(2026, 5, 1), "1")
    expense(office, "PR", sample.sow_id, date(2026, 4, 3), "Undecided", "10", billable=None)
    expense(office, "PR", sample.sow_id, date(2026, 4, 3), "Not approved", "10", approved=False)
    (row,) = collected(office)
    assert (row.seconds, row.expense_count) == (130.5 * 3600, 0)
    held = next(check for check in row.checks if check.key == "change_orders")
    assert "CO-02 (6.5\u00a0h)" in held.sentence


def test_time_of_a_change_order_comes_once_it_is_accepted(office: Office) -> None:
    sample = brightwater_april(office, expenses=False)
    collected(office)
    orders = office.book.read(sow, sow_id=sample.sow_id).change_orders
    office.book.perform(
        accept_change_order,
        change_order_id=orders[1].change_order_id,
        accepted_on=date(2026, 4, 30),
        accepted_by="Alice Mercer",
    )
    assert again(office).hours == Decimal("6.5")


def test_an_approved_draft_stays_and_new_work_waits(office: Office) -> None:
    sample = brightwater_april(office)
    row = approved(office, collected(office)[0])
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 30), "2")
    result = again(office)
    assert (result.drafts, result.hours, result.waiting) == (0, Decimal(0), Decimal(2))
    assert rows(office) == [row]


def test_an_entry_is_never_on_two_drafts_nor_billed_twice(office: Office) -> None:
    sample = brightwater_april(office)
    issued(office, collected(office)[0])
    assert again(office).drafts == 0
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 30), "2")
    result = again(office)
    assert (result.drafts, result.hours) == (1, Decimal(2))
    assert rows(office)[0].seconds == 7200


def test_a_removed_draft_frees_its_units(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    before = units(office)
    with acting(office, "GB"):
        removed = office.book.perform(remove_draft, draft_id=row.draft_id, version=row.version).result
    assert removed.units == before == 28
    assert (rows(office), units(office)) == ([], 0)
    assert again(office).hours == Decimal("130.5")


def test_a_milestone_without_acceptance_waits_on_a_held_draft(office: Office) -> None:
    client = castlegate(office)
    sample = operating_model(office, client)
    log(office, "TO", sample.tasks["Target model"], date(2026, 4, 9), "8")
    # milestones 1 and 2 were billed before the book; the demo brings them in, here they are simply collected
    (row,) = collected(office)
    assert (row.basis, row.sums.work, row.state) == ("3 milestones", pounds(90000), DraftState.OPEN)
    issued(office, row)
    milestone = office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    office.book.perform(deliver_milestone, milestone_id=milestone.milestone_id, delivered_on=date(2026, 4, 30))
    log(office, "TO", sample.tasks["Target model"], date(2026, 4, 30), "3")
    (held,) = collected(office)
    assert (held.basis, held.shown, held.why) == (
        "Milestone 4 of 4",
        Shown.HOLD,
        "acceptance of milestone 4 not recorded",
    )
    with acting(office, "GB"), pytest.raises(Problem, match="acceptance of the milestone is not recorded"):
        office.book.perform(release_draft, draft_id=held.draft_id)
    office.book.perform(accept_milestone, milestone_id=milestone.milestone_id, accepted_on=date(2026, 4, 30))
    (ready,) = collected(office)
    assert (ready.state, ready.seconds, ready.sums.work) == (DraftState.OPEN, 3 * 3600, pounds(30000))


def test_a_retainer_bills_its_month_and_the_hours_past_it_by_date(office: Office) -> None:
    sample = clinic_retainer(office, quayside(office))
    task = sample.tasks["PMO support"]
    for day, initials, hours in ((2, "EF", "20"), (9, "PR", "24"), (21, "TO", "19.5"), (28, "PR", "3")):
        log(office, initials, task, date(2026, 4, day), hours)
    (row,) = collected(office)
    view = office.book.read(draft, draft_id=row.draft_id)
    assert [(line.kind, line.title, line.quantity, line.net) for line in view.lines] == [
        (LineKind.RETAINER, "Retainer, March 2026", 1, pounds(8500)),
        (LineKind.RETAINER, "Retainer, April 2026", 1, pounds(8500)),
        (LineKind.EXTRA, "Extra hours, April 2026", Decimal("6.5"), pounds(975)),
    ]
    assert row.basis == "Retainer + 6.5 h over"
    assert row.seconds == 66.5 * 3600
    issued(office, row)
    log(office, "PR", task, date(2026, 4, 30), "1", "Late")
    (late,) = collected(office)
    assert late.sums.work == pounds(150)


def test_reverse_charge_has_no_tax_and_a_lower_rate_is_watched(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 9), "10")
    (row,) = collected(office)
    assert (row.sums.net, row.sums.tax, row.gross) == (pounds(1250), pounds(0), pounds(1250))
    assert (row.tax_note, row.due_on, row.shown) == ("reverse charge", date(2026, 5, 24), Shown.CHECK)
    rates = next(check for check in row.checks if check.key == "rates")
    assert "\u00a3125.00" in rates.sentence
    assert (row.why, row.missing) == ("rate below SOW", pounds(100))
    office.book.perform(
        add_rate,
        sow_id=sample.sow_id,
        rate=Decimal(135),
        valid_from=date(2026, 4, 1),
        person_id=office.people["JW"],
    )
    (mended,) = collected(office)
    assert (mended.sums.net, mended.shown) == (pounds(1350), Shown.READY)


def test_a_draft_held_by_a_person_is_left_alone(office: Office) -> None:
    sample = brightwater_april(office)
    (row,) = collected(office)
    with acting(office, "GB"):
        office.book.perform(hold_draft, draft_id=row.draft_id, reason="Alice asked to wait")
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 30), "2")
    assert again(office).waiting == Decimal(2)
    assert rows(office)[0].why == "Alice asked to wait"


def test_a_draft_of_an_older_run_moves_into_the_new_one(office: Office) -> None:
    brightwater_april(office)
    (before,) = collected(office)
    (after,) = collected(office, date(2026, 5, 31))
    assert (after.draft_id, after.invoice_date, after.due_on) == (before.draft_id, date(2026, 5, 31), date(2026, 6, 30))
    assert after.run_id != before.run_id
    assert len(office.book.read(run_rows, run_id=after.run_id)) == 1


def test_nothing_to_bill_makes_no_run(office: Office) -> None:
    brightwater(office)
    assert again(office) == Collected(None, 0, Decimal(0), 0)


def test_unbilled_work_is_what_collecting_would_bring(office: Office) -> None:
    brightwater_april(office)
    (row,) = office.book.read(unbilled)
    assert (row.seconds, row.value, row.waiting) == (130.5 * 3600, pounds("19383.10"), Money.zero("GBP"))
    assert row.oldest == date(2026, 4, 1)
    issued(office, collected(office)[0])
    assert office.book.read(unbilled) == []


def test_collecting_for_one_client_leaves_the_others(office: Office) -> None:
    brightwater_april(office)
    sample = margin_diagnostic(office, nordhavn(office))
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 9), "10")
    client_id = office.book.read(sow, sow_id=sample.sow_id).client_id
    with acting(office, "GB"):
        office.book.perform(collect, through=APRIL_END, invoice_date=APRIL_END, client_id=client_id)
    assert [row.client_name for row in rows(office)] == ["Nordhavn Logistics A/S"]


def test_a_consultant_may_not_collect(office: Office) -> None:
    brightwater_april(office, expenses=False)
    with acting(office, "PR"), pytest.raises(Problem, match="may not draft invoices"):
        office.book.perform(collect, through=APRIL_END, invoice_date=APRIL_END)
