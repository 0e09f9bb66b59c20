"""Changing a statement of work: terms, tasks, rates, orders, change orders, milestones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.burn.queries import burn_of
from app.engagements.commands import (
    accept_change_order,
    accept_milestone,
    add_change_order,
    add_internal_task,
    add_purchase_order,
    add_rate,
    add_task,
    change_sow,
    change_task,
    decline_change_order,
    deliver_milestone,
    finish_sow,
    reopen_change_order,
    send_change_order,
)
from app.engagements.domain import SowState
from app.engagements.queries import rate_table, sow, sows, task, tasks
from app.engagements.records import SowVersion
from app.kernel.problems import Problem
from app.kernel.quantities import Rounding, RoundingMode
from app.storage.reading import Reads
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn
from tests.samples.engagements import billing_review, margin_diagnostic, operating_model, pounds


def signings(reads: Reads, *, sow_id: int) -> list[tuple[int, date]]:
    found = (
        select(SowVersion.number, SowVersion.signed_on).where(SowVersion.sow_id == sow_id).order_by(SowVersion.number)
    )
    return [(row.number, row.signed_on) for row in reads.execute(found)]


def code_of(office: Office, command: Any, **arguments: Any) -> str:
    with pytest.raises(Problem) as caught:
        office.book.perform(command, **arguments)
    return caught.value.code


def test_changed_terms_become_a_further_signed_version(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    version = office.book.perform(
        change_sow,
        sow_id=sample.sow_id,
        version=1,
        end_on=date(2026, 6, 30),
        rounding_mode=RoundingMode.UP,
        rounding_minutes=15,
    ).result
    assert version == 2
    row = office.book.read(sow, sow_id=sample.sow_id)
    assert (row.end_on, row.rounding, row.version) == (date(2026, 6, 30), Rounding(15, RoundingMode.UP), 2)
    assert office.book.read(signings, sow_id=sample.sow_id) == [(1, date(2026, 1, 26)), (2, date(2026, 4, 30))]


def test_what_is_no_term_of_the_agreement_needs_no_new_signature(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    office.book.perform(
        change_sow,
        sow_id=sample.sow_id,
        version=1,
        lead_id=office.people["JW"],
        thresholds=(50, 100),
        show_budget=False,
    )
    row = office.book.read(sow, sow_id=sample.sow_id)
    assert (row.lead_initials, row.thresholds, row.show_budget) == ("JW", (50, 100), False)
    assert row.signed_version == 1


def test_the_second_writer_is_told(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    office.book.perform(change_sow, sow_id=sample.sow_id, version=1, title="Controls")
    assert code_of(office, change_sow, sow_id=sample.sow_id, version=1, title="Else") == "record.changed_meanwhile"


def test_an_unsound_change_is_refused(office: Office) -> None:
    client = brightwater(office)
    sample = billing_review(office, client)
    margin_diagnostic(office, client)
    which: dict[str, Any] = {"sow_id": sample.sow_id, "version": 1}
    assert code_of(office, change_sow, **which, end_on=date(2026, 1, 1)) == "sow.dates"
    assert code_of(office, change_sow, **which, number="SOW-2026-009") == "sow.number_taken"
    assert code_of(office, change_sow, **which, budget=pounds(-1)) == "sow.amount"
    assert code_of(office, change_sow, **which, title=" ") == "field.empty"
    with pytest.raises(TypeError, match="no colour"):
        office.book.perform(change_sow, **{**which, "colour": "blue"})
    row = office.book.read(sow, sow_id=sample.sow_id)
    assert (row.version, row.end_on) == (1, date(2026, 5, 29))
    office.book.perform(change_sow, **which, number="SOW-2026-014", budget=pounds(85000))
    assert office.book.read(sow, sow_id=sample.sow_id).budget == pounds(97000)


def test_a_finished_agreement_can_be_opened_again(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    office.book.perform(finish_sow, sow_id=sample.sow_id)
    assert code_of(office, finish_sow, sow_id=sample.sow_id) == "sow.finished"
    office.book.perform(change_sow, sow_id=sample.sow_id, version=2, state=SowState.OPEN)
    assert office.book.read(sows)[0].state is SowState.OPEN


def test_tasks_are_added_renamed_and_paused(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    added = office.book.perform(
        add_task, sow_id=sample.sow_id, name="Close-out", match="Wrap up", change_order="CO-02"
    ).result
    found = office.book.read(task, task_id=added)
    assert found is not None
    assert (found.held, found.change_order_number, found.match_words) == (True, "CO-02", ("wrap up",))
    assert code_of(office, add_task, sow_id=sample.sow_id, name="fieldwork") == "task.twice"
    assert code_of(office, add_task, sow_id=sample.sow_id, name="X", change_order="CO-09") == "change_order.missing"
    assert code_of(office, change_task, task_id=added, version=1, name="Fieldwork") == "task.twice"
    version = office.book.perform(change_task, task_id=added, version=1, name="Close", match="end", active=False).result
    assert version == 2
    assert "Close" not in [row.name for row in office.book.read(tasks)]
    internal = office.book.perform(add_internal_task, name="Training").result
    office.book.perform(add_internal_task, name="Meetings")
    assert code_of(office, change_task, task_id=internal, version=1, name="meetings") == "task.twice"


def test_a_new_rate_leaves_earlier_days_alone(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    before = office.book.read(rate_table)
    office.book.perform(add_rate, sow_id=sample.sow_id, rate=Decimal(260), valid_from=date(2026, 5, 1), grade="partner")
    after = office.book.read(rate_table)
    for day, rate in [(date(2026, 4, 30), 240), (date(2026, 5, 1), 260)]:
        found = after.find(sample.sow_id, None, "Partner", day)
        assert found is not None
        assert found.rate == Decimal(rate)
    earlier = before.find(sample.sow_id, None, "Partner", date(2026, 4, 30))
    assert earlier == after.find(sample.sow_id, None, "Partner", date(2026, 4, 30))
    assert office.book.read(sow, sow_id=sample.sow_id).signed_version == 2


def test_a_subject_has_one_rate_from_a_day(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    again: dict[str, Any] = {"sow_id": sample.sow_id, "rate": Decimal(1)}
    assert code_of(office, add_rate, **again, valid_from=date(2026, 4, 1), grade="consultant") == "rate.twice"
    jonas = office.people["JW"]
    assert code_of(office, add_rate, **again, valid_from=date(2026, 2, 2), person_id=jonas) == "rate.twice"
    assert code_of(office, add_rate, **again, valid_from=date(2026, 2, 2)) == "rate.subject"


def test_the_newest_valid_purchase_order_is_used(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    office.book.perform(
        add_purchase_order, sow_id=sample.sow_id, number="4500190000", amount=pounds(9600), valid_from=date(2026, 5, 1)
    )
    row = office.book.read(sow, sow_id=sample.sow_id)
    numbers = {day: row.purchase_order_on(day) for day in (date(2026, 4, 30), date(2026, 5, 29))}
    assert [order.number for order in numbers.values() if order] == ["4500187321", "4500190000"]
    assert (
        code_of(
            office,
            add_purchase_order,
            sow_id=sample.sow_id,
            number="4500190000",
            amount=pounds(1),
            valid_from=date(2026, 5, 1),
        )
        == "po.twice"
    )


def test_an_accepted_change_order_raises_the_budget_and_frees_its_tasks(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    second = office.book.read(sow, sow_id=sample.sow_id).change_orders[1]
    office.book.perform(
        accept_change_order,
        change_order_id=second.change_order_id,
        accepted_on=date(2026, 4, 30),
        accepted_by="Alice Mercer",
    )
    row = office.book.read(sow, sow_id=sample.sow_id)
    assert row.budget == pounds(105600)
    assert not any(item.held for item in row.tasks)
    assert row.change_orders[1].accepted_on == date(2026, 4, 30)
    assert office.book.read(signings, sow_id=sample.sow_id)[-1] == (2, date(2026, 4, 30))
    which: dict[str, Any] = {"change_order_id": second.change_order_id}
    assert (
        code_of(office, accept_change_order, **which, accepted_on=date(2026, 4, 30), accepted_by="B")
        == "change_order.accepted"
    )
    assert code_of(office, send_change_order, **which, sent_on=date(2026, 4, 30)) == "change_order.accepted"


def test_a_declined_change_order_never_counts_and_may_be_reopened(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    first, second = office.book.read(sow, sow_id=sample.sow_id).change_orders
    which: dict[str, Any] = {"change_order_id": second.change_order_id}
    assert code_of(office, decline_change_order, **which, declined_on=date(2026, 4, 16)) == "change_order.dates"
    assert code_of(office, decline_change_order, **which, declined_on=date(2026, 5, 1)) == "date.future"
    assert code_of(office, reopen_change_order, **which) == "change_order.not_declined"
    day = date(2026, 4, 29)
    accepted = first.change_order_id
    assert code_of(office, decline_change_order, change_order_id=accepted, declined_on=day) == "change_order.accepted"
    office.act_as("PR")
    assert code_of(office, decline_change_order, **which, declined_on=day) == "right.missing"
    office.act_as("EF").perform(decline_change_order, **which, declined_on=day, reason="Next year")
    row = office.book.read(sow, sow_id=sample.sow_id)
    order = row.change_orders[1]
    assert (order.declined_on, order.declined_reason, order.waits) == (day, "Next year", False)
    assert row.budget == pounds(96000)
    assert office.book.read(burn_of, sow_id=sample.sow_id).pending == ()
    office.book.perform(reopen_change_order, **which)
    assert office.book.read(sow, sow_id=sample.sow_id).change_orders[1].waits
    assert [one.number for one in office.book.read(burn_of, sow_id=sample.sow_id).pending] == ["CO-02"]
    office.book.perform(decline_change_order, **which, declined_on=day)
    office.book.perform(accept_change_order, **which, accepted_on=date(2026, 4, 30), accepted_by="Alice Mercer")
    assert office.book.read(sow, sow_id=sample.sow_id).budget == pounds(105600)


def test_only_what_was_sent_can_be_declined(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    day = date(2026, 4, 20)
    added = office.book.perform(
        add_change_order, sow_id=sample.sow_id, number="CO-01", title="Rail", amount=pounds(4000), drafted_on=day
    ).result
    assert code_of(office, decline_change_order, change_order_id=added, declined_on=day) == "change_order.not_sent"


def test_a_change_order_is_drafted_then_sent_then_accepted(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    added = office.book.perform(
        add_change_order,
        sow_id=sample.sow_id,
        number="CO-01",
        title="Rail",
        amount=pounds(4000),
        drafted_on=date(2026, 4, 20),
    ).result
    which: dict[str, Any] = {"change_order_id": added}
    early = date(2026, 4, 19)
    assert code_of(office, send_change_order, **which, sent_on=early) == "change_order.dates"
    assert code_of(office, accept_change_order, **which, accepted_on=early, accepted_by="A") == "change_order.dates"
    assert code_of(office, accept_change_order, **which, accepted_on=date(2026, 5, 1), accepted_by="A") == "date.future"
    assert (
        code_of(office, accept_change_order, **which, accepted_on=date(2026, 4, 30), accepted_by=" ") == "field.empty"
    )
    office.book.perform(send_change_order, **which, sent_on=date(2026, 4, 21))
    assert office.book.read(sow, sow_id=sample.sow_id).change_orders[0].sent_on == date(2026, 4, 21)
    assert (
        code_of(
            office,
            add_change_order,
            sow_id=sample.sow_id,
            number="CO-01",
            title="Again",
            amount=pounds(1),
            drafted_on=date(2026, 4, 20),
        )
        == "change_order.twice"
    )


def test_the_lead_may_accept_for_the_client_others_may_not(office: Office) -> None:
    sample = margin_diagnostic(office, nordhavn(office))
    added = office.book.perform(
        add_change_order,
        sow_id=sample.sow_id,
        number="CO-01",
        title="Rail",
        amount=pounds(1),
        drafted_on=date(2026, 4, 20),
    ).result
    arguments: dict[str, Any] = {"change_order_id": added, "accepted_on": date(2026, 4, 22), "accepted_by": "Jens Holm"}
    office.act_as("TO")
    assert code_of(office, accept_change_order, **arguments) == "right.missing"
    office.act_as("JW")
    assert code_of(office, add_task, sow_id=sample.sow_id, name="Rail") == "right.missing"
    office.book.perform(accept_change_order, **arguments)
    assert office.book.read(sow, sow_id=sample.sow_id).budget == pounds(36601)


def test_a_milestone_is_delivered_then_accepted_once(office: Office) -> None:
    sample = operating_model(office, castlegate(office))
    last = office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    which: dict[str, Any] = {"milestone_id": last.milestone_id}
    assert code_of(office, accept_milestone, **which, accepted_on=date(2026, 4, 30)) == "milestone.not_delivered"
    assert code_of(office, deliver_milestone, **which, delivered_on=date(2026, 5, 1)) == "date.future"
    office.book.perform(deliver_milestone, **which, delivered_on=date(2026, 4, 29))
    assert code_of(office, accept_milestone, **which, accepted_on=date(2026, 4, 28)) == "milestone.dates"
    office.book.perform(accept_milestone, **which, accepted_on=date(2026, 4, 30))
    assert code_of(office, deliver_milestone, **which, delivered_on=date(2026, 4, 29)) == "milestone.accepted"
    row = office.book.read(sow, sow_id=sample.sow_id).milestones[3]
    assert (row.delivered_on, row.accepted_on) == (date(2026, 4, 29), date(2026, 4, 30))
    office.act_as("PR")
    assert code_of(office, accept_milestone, **which, accepted_on=date(2026, 4, 30)) == "right.missing"


def test_every_change_is_in_the_change_feed_of_its_room(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    outcome = office.book.perform(add_task, sow_id=sample.sow_id, name="More")
    assert outcome.changes.rooms == {"engagements"}
