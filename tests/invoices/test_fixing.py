"""Findings of the billing run: each fix goes its own way and back, and what is left as it is keeps its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engagements.commands import accept_milestone, correcting, deliver_milestone
from app.engagements.domain import RateTable
from app.engagements.queries import rate_table, sow
from app.invoices.commands import (
    adjust_draft,
    approve_draft,
    collect_draft,
    forget_milestone_acceptance,
    hold_draft,
    issue_invoice,
    keep_finding,
    raise_finding,
    record_acceptance,
    record_order,
    remove_draft,
    set_po,
    use_sow_rate,
)
from app.invoices.domain import CheckKey, DraftState, Fix, Reason, Shown, Verdict
from app.invoices.queries import DraftRow, draft, invariants, reason_counts, run_overview, run_rows
from app.kernel.problems import Problem
from app.timesheets.commands import take_back_approval
from tests.books import Office
from tests.samples.clients import brightwater, nordhavn
from tests.samples.engagements import SowSample, billing_review, margin_diagnostic, operating_model, pounds
from tests.samples.invoices import APRIL_END, approved, collected, issued, rows
from tests.samples.timesheets import acting, log
from tests.undone import back, why_not_back


def one(office: Office) -> DraftRow:
    (row,) = rows(office)
    return row


def low(office: Office) -> tuple[SowSample, DraftRow]:
    """Nordhavn with ten hours of Jonas at 125 where the statement of work says 135."""
    sample = margin_diagnostic(office, nordhavn(office))
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 9), "10")
    (row,) = collected(office)
    return sample, row


def keep(office: Office, row: DraftRow, reason: Reason = Reason.PROMISE, text: str = "") -> int:
    found = row.finding
    assert found is not None
    return office.book.perform(
        keep_finding,
        draft_id=row.draft_id,
        version=row.version,
        key=found.key,
        mark=found.mark,
        reason=reason,
        text=text,
    ).result.finding_id


def test_a_low_rate_says_what_it_costs_and_the_rate_of_the_sow_goes_there_and_back(office: Office) -> None:
    sample, row = low(office)
    found = row.finding
    assert found is not None
    assert (found.heading, found.way, found.name) == (
        "Rate is below the SOW rate card",
        Fix.SOW_RATE,
        "Rates match the SOW",
    )
    assert found.stake is not None
    assert (found.stake.now, found.stake.then, found.stake.difference) == (pounds(1250), pounds(1350), pounds(100))
    assert (found.stake.now_words, found.stake.then_words) == (
        "10.0 h \u00d7 \u00a3125.00",
        "10.0 h \u00d7 \u00a3135.00",
    )
    done = office.book.perform(use_sow_rate, draft_id=row.draft_id, version=row.version)
    after = one(office)
    assert (after.sums.net, after.shown, after.version) == (pounds(1350), Shown.READY, done.result.version)
    march = office.book.read(rate_table).find(sample.sow_id, office.people["JW"], "Consultant", date(2026, 3, 31))
    assert march is not None
    assert march.rate == Decimal(125)  # days before keep the rate they had
    (again,) = collected(office)
    assert again.sums.net == pounds(1350)
    back(office.book, done)
    before = one(office)
    assert (before.sums, before.shown) == (row.sums, Shown.CHECK)
    assert before.version > again.version
    assert _rates(office.book.read(rate_table), sample) == [Decimal(125)]


def _rates(table: RateTable, sample: SowSample) -> list[Decimal]:
    return [fact.rate for fact in table.facts if fact.sow_id == sample.sow_id and fact.person_id is not None]


def test_a_rate_that_begins_the_same_day_is_replaced_and_comes_back(office: Office) -> None:
    from app.engagements.commands import add_rate

    sample = margin_diagnostic(office, nordhavn(office))
    jonas = office.people["JW"]
    office.book.perform(
        add_rate, sow_id=sample.sow_id, person_id=jonas, rate=Decimal(120), valid_from=date(2026, 4, 1), note="By hand"
    )
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 9), "10")
    (row,) = collected(office)
    used = office.book.perform(use_sow_rate, draft_id=row.draft_id, version=row.version)
    assert one(office).sums.net == pounds(1350)
    back(office.book, used)
    assert one(office).sums.net == pounds(1200)
    assert [fact.note for fact in office.book.read(rate_table).facts if fact.rate == 120] == ["By hand"]


def test_what_a_person_holds_is_released_before_its_rate_is_raised(office: Office) -> None:
    _sample, row = low(office)
    held = office.book.perform(hold_draft, draft_id=row.draft_id, reason="Anna is away", version=row.version).result
    for command in (use_sow_rate, collect_draft):
        with pytest.raises(Problem, match="on hold: Anna is away"):
            office.book.perform(command, draft_id=row.draft_id, version=held.version)
    assert one(office).sums == row.sums


def test_the_rate_of_another_agreement_stays(office: Office) -> None:
    sample, row = low(office)
    other = billing_review(office, brightwater(office))
    log(office, "JW", other.tasks["Fieldwork"], date(2026, 4, 9), "5")
    collected(office)
    before = next(item for item in rows(office) if item.sow_id == other.sow_id)
    row = next(item for item in rows(office) if item.sow_id == sample.sow_id)
    office.book.perform(use_sow_rate, draft_id=row.draft_id, version=row.version)
    after = next(item for item in rows(office) if item.sow_id == other.sow_id)
    assert (after.version, after.sums) == (before.version, before.sums)
    with pytest.raises(Problem, match="match the SOW already"):
        office.book.perform(use_sow_rate, draft_id=after.draft_id, version=after.version)
    with acting(office, "PR"), pytest.raises(Problem, match="may not draft"):
        office.book.perform(use_sow_rate, draft_id=after.draft_id, version=after.version)


def test_a_kept_rate_is_not_raised_again_until_it_went_out_with_an_invoice(office: Office) -> None:
    sample, row = low(office)
    with pytest.raises(Problem, match="says \u00a3135"):
        office.book.perform(approve_draft, draft_id=row.draft_id, version=row.version)
    with pytest.raises(Problem, match="few words"):
        keep(office, row, Reason.OTHER)
    keep(office, row, Reason.GOODWILL, "Agreed with Anna until May")
    kept = one(office)
    assert (kept.shown, kept.finding, kept.version > row.version) == (Shown.READY, None, True)
    assert "left as it is: Goodwill: Agreed with Anna until May" in kept.checks[0].sentence
    assert len(kept.checks[0].kept) == 1
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 10), "2")
    (again,) = collected(office)
    assert (again.sums.net, again.shown) == (pounds(1500), Shown.READY)
    back(office.book, office.book.perform(remove_draft, draft_id=again.draft_id))
    assert one(office).shown is Shown.READY
    issued(office, one(office))
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 14), "1")
    (following,) = collected(office)
    assert following.shown is Shown.CHECK


def test_a_reason_is_taken_back_and_the_question_is_asked_again(office: Office) -> None:
    _sample, row = low(office)
    finding_id = keep(office, row)
    kept = one(office)
    with pytest.raises(Problem, match="not open any more"):
        keep_twice = {"key": CheckKey.RATES, "mark": "nobody", "reason": Reason.PROMISE}
        office.book.perform(keep_finding, draft_id=row.draft_id, version=kept.version, **keep_twice)  # type: ignore[arg-type]
    office.book.perform(raise_finding, finding_id=finding_id, draft_id=row.draft_id, version=kept.version)
    assert one(office).shown is Shown.CHECK
    keep(office, one(office))
    issued(office, one(office))
    assert office.book.read(invariants) == []


def test_reasons_are_counted_for_those_who_draft_invoices(office: Office) -> None:
    _sample, row = low(office)
    keep(office, row)
    office.book.perform(
        adjust_draft,
        draft_id=row.draft_id,
        amount=pounds(-50),
        title="Rework",
        reason="",
        why=Reason.REWORK,
        version=one(office).version,
    )
    counts = {item.reason: (item.kept, item.adjusted, item.count) for item in office.book.read(reason_counts)}
    assert counts[Reason.PROMISE] == (1, 0, 1)
    assert counts[Reason.REWORK] == (0, 1, 1)
    issued(office, one(office))
    assert {item.reason: item.count for item in office.book.read(reason_counts)}[Reason.REWORK] == 1
    with acting(office, "PR"), pytest.raises(Problem, match="may not draft"):
        office.book.read(reason_counts)


def test_an_ended_discount_is_a_finding_and_one_with_a_reason_is_not(office: Office) -> None:
    _sample, row = low(office)
    office.book.perform(use_sow_rate, draft_id=row.draft_id, version=row.version)
    office.book.perform(
        adjust_draft,
        draft_id=row.draft_id,
        amount=pounds(-135),
        title="Discount 10%",
        reason="As in March",
        why=Reason.DISCOUNT,
        ends_on=date(2026, 3, 31),
    )
    found = one(office).finding
    assert found is not None
    assert (one(office).why, one(office).missing, found.way) == ("discount ended 31 Mar", pounds(135), Fix.END_DISCOUNT)
    assert found.about == (office.book.read(draft, draft_id=row.draft_id).lines[-1].line_id,)
    keep(office, one(office))
    assert one(office).shown is Shown.READY


def test_an_order_is_recorded_set_and_taken_back(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 9), "5")
    (row,) = collected(office, invoice_date=date(2026, 7, 1))
    found = row.finding
    assert found is not None
    assert (found.way, found.stake.difference if found.stake else None) == (Fix.ORDER, row.sums.net)
    order = {"number": "4500190000", "amount": pounds(5000), "valid_from": date(2026, 7, 1)}
    recorded = office.book.perform(record_order, draft_id=row.draft_id, version=row.version, **order)  # type: ignore[arg-type]
    done = recorded.result
    assert (one(office).po_number, one(office).shown) == ("4500190000", Shown.READY)
    back(office.book, recorded)
    assert (one(office).po_number, one(office).shown) == ("", Shown.BLOCKED)
    numbers = [item.number for item in office.book.read(sow, sow_id=sample.sow_id).purchase_orders]
    assert "4500190000" not in numbers
    with pytest.raises(Problem, match="changed this record"):
        office.book.perform(set_po, draft_id=row.draft_id, po_number="1", version=done.version)


def test_an_acceptance_moves_the_milestone_and_back(office: Office) -> None:
    from tests.samples.clients import castlegate

    sample = operating_model(office, castlegate(office))
    issued(office, collected(office)[0])
    milestone = office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    office.book.perform(deliver_milestone, milestone_id=milestone.milestone_id, delivered_on=date(2026, 4, 30))
    (held,) = collected(office)
    found = held.finding
    assert found is not None
    assert (held.awaits, found.way, found.about) == (True, Fix.ACCEPTANCE, (milestone.milestone_id,))
    done = office.book.perform(
        record_acceptance,
        draft_id=held.draft_id,
        version=held.version,
        milestone_ids=found.about,
        accepted_on=date(2026, 4, 30),
    )
    ready = one(office)
    assert (ready.draft_id, ready.version, ready.shown) == (done.result.draft_id, done.result.version, Shown.READY)
    recorded = back(office.book, back(office.book, done))
    assert one(office).shown is Shown.READY

    # forgotten and recorded once more on the engagement's page: the draft is the same, the acceptance is another one
    office.book.perform(forget_milestone_acceptance, milestone_id=milestone.milestone_id)
    again = office.book.perform(accept_milestone, milestone_id=milestone.milestone_id, accepted_on=date(2026, 4, 30))
    assert why_not_back(office.book, recorded) == "record.changed_meanwhile"
    back(office.book, again)
    collected(office)
    assert (one(office).state, one(office).why) == (DraftState.HOLD, "acceptance of milestone 4 not recorded")


def test_time_that_lost_its_approval_is_left_out_of_its_draft_only(office: Office) -> None:
    sample, _row = low(office)
    other = billing_review(office, brightwater(office))
    log(office, "PR", other.tasks["Fieldwork"], date(2026, 4, 9), "5")
    late = log(office, "PR", sample.tasks["Margin model"], date(2026, 4, 10), "1")
    collected(office)
    from app.invoices.commands import take_back_time

    office.book.perform(take_back_time, entry_ids=(late,), reason="Wrong day")
    row = next(item for item in rows(office) if item.sow_id == sample.sow_id)
    before = next(item for item in rows(office) if item.sow_id == other.sow_id)
    assert row.finding is not None
    assert (row.finding.way, row.finding.other) == (Fix.COLLECT, Fix.APPROVALS)
    stake = row.finding.stake
    assert stake is not None
    assert (stake.now, stake.difference) == (row.sums.net, pounds(-165))
    office.book.perform(collect_draft, draft_id=row.draft_id, version=row.version)
    after = next(item for item in rows(office) if item.sow_id == sample.sow_id)
    assert after.sums.net == stake.then
    assert (after.seconds, [check.verdict for check in after.checks if check.key is CheckKey.HOURS]) == (
        36000,
        [Verdict.PASS],
    )
    assert next(item for item in rows(office) if item.sow_id == other.sow_id).version == before.version


def test_a_removed_draft_comes_back_with_all_that_was_decided(office: Office) -> None:
    from app.invoices.commands import choose_parts

    _sample, row = low(office)
    office.book.perform(
        adjust_draft, draft_id=row.draft_id, amount=pounds(-50), title="Goodwill", reason="Late", why=Reason.GOODWILL
    )
    office.book.perform(set_po, draft_id=row.draft_id, po_number="NL-1")
    office.book.perform(choose_parts, draft_id=row.draft_id, left_out=("people",), version=one(office).version)
    office.book.perform(hold_draft, draft_id=row.draft_id, reason="Anna is away")
    before = one(office)
    removed = office.book.perform(remove_draft, draft_id=row.draft_id, version=before.version)
    assert rows(office) == []
    again = back(office.book, removed)
    after = one(office)
    assert (after.sums, after.po_number, after.state, after.hold_reason, after.left_out) == (
        before.sums,
        before.po_number,
        before.state,
        before.hold_reason,
        before.left_out,
    )
    back(office.book, again)
    collected(office)
    assert why_not_back(office.book, removed) == "undo.in_the_way"


def test_a_draft_is_issued_only_as_it_was_seen(office: Office) -> None:
    _sample, row = low(office)
    seen = approved(office, row)
    with pytest.raises(Problem, match="changed after you looked"):
        office.book.perform(issue_invoice, draft_id=seen.draft_id, version=seen.version - 1)
    assert office.book.perform(issue_invoice, draft_id=seen.draft_id, version=seen.version).result.number


def test_the_overview_knows_the_month_before(office: Office) -> None:
    sample, row = low(office)
    issued(office, row)
    log(office, "JW", sample.tasks["Margin model"], date(2026, 4, 30), "1")
    collected(office, date(2026, 5, 31))
    seen = office.book.read(run_overview)
    assert (seen.month_before, seen.before) == (date(2026, 4, 1), (pounds(1250),))
    assert len(office.book.read(run_rows)) == 1
    assert date(2026, 5, 1) > APRIL_END


def test_parts_of_other_commands_are_never_carried_out_alone(office: Office) -> None:
    parts: tuple[Any, ...] = (
        correcting.raise_person_rate,
        correcting.take_back_acceptance,
        take_back_approval,
    )
    for part in parts:
        with pytest.raises(TypeError, match="part of other commands"):
            office.book.perform(part)


def test_of_two_ended_discounts_that_are_alike_each_needs_its_reason(office: Office) -> None:
    _sample, row = low(office)
    office.book.perform(use_sow_rate, draft_id=row.draft_id, version=row.version)
    facts: dict[str, Any] = {"amount": pounds(-50), "title": "Discount", "reason": "As in March"}
    for turn in range(2):
        office.book.perform(adjust_draft, draft_id=row.draft_id, **facts, ends_on=date(2026, 3, 31))
        assert one(office).shown is Shown.CHECK, turn
        keep(office, one(office))
        assert one(office).shown is Shown.READY
