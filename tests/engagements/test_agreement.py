"""Agreeing on statements of work, and reading them back."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.engagements.commands import add_internal_task, agree_sow, finish_sow
from app.engagements.domain import Arrangement, ExpenseRule, LineSpec, RateSpec, SowState, TaskSpec
from app.engagements.queries import (
    engagements,
    next_sow_number,
    rate_card_on,
    rate_cards,
    rate_table,
    sow,
    sow_by_number,
    sows,
    task,
    tasks,
)
from app.engagements.records import SowVersion
from app.kernel.problems import Problem
from app.storage.reading import Reads
from tests.asked import asked
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, nordhavn
from tests.samples.engagements import (
    billing_review,
    clinic_retainer,
    margin_diagnostic,
    operating_model,
    pounds,
    standard_card,
)


def signed_versions(reads: Reads, *, sow_id: int) -> list[Any]:
    return list(
        reads.execute(select(SowVersion.__table__).where(SowVersion.sow_id == sow_id).order_by(SowVersion.number))
    )


def test_what_was_agreed_is_read_back_whole(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    row = office.book.read(sow, sow_id=sample.sow_id)
    assert (row.number, row.client_name, row.lead_initials, row.kind) == (
        "SOW-2026-014",
        "Brightwater Utilities",
        "EF",
        "Time and materials, capped",
    )
    assert (row.base_budget, row.budget, row.cap) == (pounds(84000), pounds(96000), pounds(96000))
    assert row.thresholds == (75, 90, 100)
    assert (row.rates[0].subject, row.rates[0].rate) == ("Partner", Decimal(240))
    assert [item.name for item in row.tasks] == list(sample.tasks)
    assert [(item.number, item.accepted_on) for item in row.change_orders] == [
        ("CO-01", date(2026, 3, 17)),
        ("CO-02", None),
    ]
    assert row.line_name("analyst") == "Analyst: data preparation"
    assert row.line_name("Director") == "Director"
    assert [(item.grade, item.seconds) for item in row.grade_budgets][1] == ("Senior consultant", 236 * 3600)
    order = row.purchase_order_on(date(2026, 4, 30))
    assert order is not None
    assert order.number == "4500187321"
    assert row.purchase_order_on(date(2026, 7, 1)) is None


def test_a_retainer_and_fixed_milestones_are_read_back_whole(office: Office) -> None:
    client = castlegate(office)
    fixed = office.book.read(sow, sow_id=operating_model(office, client).sow_id)
    assert fixed.arrangement is Arrangement.FIXED
    assert [(item.number, item.of, item.amount) for item in fixed.milestones] == [
        (n, 4, pounds(30000)) for n in range(1, 5)
    ]
    assert [item.accepted_on for item in fixed.milestones][2:] == [date(2026, 4, 28), None]
    assert (fixed.retainer, fixed.cap) == (None, None)
    retainer = office.book.read(sow, sow_id=clinic_retainer(office, client).sow_id)
    assert retainer.retainer is not None
    assert (retainer.retainer.monthly_fee, retainer.retainer.included_seconds) == (pounds(8500), 60 * 3600)
    assert retainer.retainer.extra_rate == Decimal(150)


def test_a_signed_agreement_keeps_its_terms_word_for_word(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    (version,) = office.book.read(signed_versions, sow_id=sample.sow_id)
    assert (version.number, version.signed_on) == (1, date(2026, 1, 26))
    assert version.digest == hashlib.sha256(version.terms.encode()).hexdigest()
    terms = json.loads(version.terms)
    assert terms["budget"] == {"currency": "GBP", "minor": 9_600_000}
    assert "Alice" not in version.terms
    assert office.book.read(sow, sow_id=sample.sow_id).signed_version == 1


def test_without_a_signature_there_is_no_signed_version(office: Office) -> None:
    client = brightwater(office)
    agreed = office.book.perform(
        agree_sow,
        client_id=client,
        number="SOW-2026-030",
        title="Small help",
        start_on=date(2026, 5, 1),
        end_on=date(2026, 5, 31),
        budget=pounds(0),
        lines=(LineSpec("Help"),),
        state=SowState.DRAFT,
    ).result
    assert office.book.read(sow, sow_id=agreed.sow_id).signed_version == 0
    assert agreed.task_ids == ()


def test_a_second_agreement_may_join_an_engagement_of_the_same_client_only(office: Office) -> None:
    client = brightwater(office)
    first = billing_review(office, client)
    terms: dict[str, Any] = {
        "number": "SOW-2026-031",
        "title": "Follow-up",
        "start_on": date(2026, 6, 1),
        "end_on": date(2026, 6, 30),
        "budget": pounds(5000),
        "lines": (LineSpec("Follow-up"),),
        "engagement_id": first.engagement_id,
    }
    with pytest.raises(Problem) as caught:
        office.book.perform(agree_sow, client_id=castlegate(office), **terms)
    assert caught.value.code == "engagement.other_client"
    agreed = office.book.perform(agree_sow, client_id=client, **terms).result
    assert agreed.engagement_id == first.engagement_id
    assert [row.name for row in office.book.read(engagements, client_id=client)] == ["Billing controls review"]


def test_the_same_command_twice_is_one_agreement(office: Office) -> None:
    client = brightwater(office)
    arguments: dict[str, Any] = {
        "client_id": client,
        "number": "SOW-2026-040",
        "title": "Once",
        "start_on": date(2026, 5, 1),
        "end_on": date(2026, 5, 31),
        "budget": pounds(100),
        "lines": (LineSpec("Once"),),
        "tasks": (TaskSpec("Work"),),
    }
    first = office.book.once("one", agree_sow, **arguments)
    again = office.book.once("one", agree_sow, **arguments)
    assert again.replayed
    assert again.result == first.result


def test_the_list_is_one_statement_with_budgets_and_kinds(office: Office) -> None:
    client = brightwater(office)
    billing_review(office, client)
    clinic_retainer(office, castlegate(office))
    with asked(office.book) as seen:
        rows = office.book.read(sows)
    assert len(seen) == 1
    assert [(row.number, row.kind, row.budget, row.lead_initials) for row in rows] == [
        ("SOW-2026-014", "Time and materials, capped", pounds(96000), "EF"),
        ("SOW-2026-017", "Retainer", pounds(0), "EF"),
    ]
    office.book.perform(finish_sow, sow_id=rows[1].sow_id)
    assert [row.number for row in office.book.read(sows, states=(SowState.FINISHED,))] == ["SOW-2026-017"]
    assert [row.number for row in office.book.read(sows, client_id=client)] == ["SOW-2026-014"]
    assert office.book.read(sows, states=()) == []


def test_a_whole_agreement_is_one_statement(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    with asked(office.book) as seen:
        office.book.read(sow, sow_id=sample.sow_id)
    assert len(seen) == 1


def test_an_agreement_is_found_by_its_number(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    found = office.book.read(sow_by_number, number=" SOW-2026-014 ")
    assert found is not None
    assert found.sow_id == sample.sow_id
    assert office.book.read(sow_by_number, number="SOW-2026-015") is None
    with pytest.raises(Problem, match="not in the book"):
        office.book.read(sow, sow_id=999)


def test_the_proposed_number_is_one_past_the_highest_of_the_year(office: Office) -> None:
    assert office.book.read(next_sow_number, year=2026) == "SOW-2026-001"
    client = castlegate(office)
    operating_model(office, client)
    clinic_retainer(office, client)
    assert office.book.read(next_sow_number, year=2026) == "SOW-2026-018"
    assert office.book.read(next_sow_number, year=2025) == "SOW-2025-042"


def test_tasks_say_whether_they_are_held_and_whose_they_may_be(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    office.book.perform(add_internal_task, name="Team meeting", match="stand-up, Planning")
    rows = office.book.read(tasks, on=date(2026, 4, 29))
    assert [row.name for row in rows] == [*sample.tasks, "Team meeting"]
    held = {row.name: row.change_order_number for row in rows if row.held}
    assert held == {"Third site extract": "CO-02"}
    first, last = rows[0], rows[-1]
    assert (first.client_name, first.sow_number, first.match_words) == (
        "Brightwater Utilities",
        "SOW-2026-014",
        ("sponsor",),
    )
    assert (last.sow_id, last.client_id, last.billable, last.match_words) == (
        None,
        None,
        False,
        ("stand-up", "planning"),
    )
    assert all(row.open_on(date(2026, 4, 29)) for row in rows)
    mine = office.book.read(tasks, person_id=office.people["PR"])
    assert [row.mine for row in mine] == [True] * 6 + [False]
    assert not any(row.mine for row in office.book.read(tasks, person_id=office.people["GB"], on=date(2026, 4, 29)))


def test_tasks_end_with_their_agreement(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    assert office.book.read(tasks, on=date(2026, 5, 30)) == []
    assert len(office.book.read(tasks)) == 6
    office.book.perform(finish_sow, sow_id=sample.sow_id)
    assert office.book.read(tasks, on=date(2026, 4, 29)) == []
    found = office.book.read(task, task_id=sample.tasks["Fieldwork"])
    assert found is not None
    assert not found.open_on(date(2026, 4, 29))
    assert office.book.read(task, task_id=999) is None


def test_the_rate_table_prices_by_person_grade_and_card(office: Office) -> None:
    client = nordhavn(office)
    standard_card(office)
    sample = margin_diagnostic(office, client)
    with asked(office.book) as seen:
        table = office.book.read(rate_table, sow_ids=(sample.sow_id,))
    assert len(seen) == 1
    day = date(2026, 4, 20)
    own = table.find(sample.sow_id, office.people["JW"], "Consultant", day)
    other = table.find(sample.sow_id, office.people["TO"], "Consultant", day)
    card = table.find(None, office.people["TO"], "Consultant", day)
    assert own is not None
    assert other is not None
    assert card is not None
    assert (own.rate, own.rule) == (Decimal(125), "Jonas Weber from 2 Feb 2026 on SOW-2026-009")
    assert (other.rate, other.rule) == (Decimal(135), "Consultant from 1 Apr 2026 on SOW-2026-009")
    assert (card.rate, card.rule) == (Decimal(125), "Consultant from 1 Jan 2026 on the rate card Standard 2026")
    everything = office.book.read(rate_table)
    assert everything.facts == table.facts
    found = office.book.read(rate_card_on, day=day)
    assert found is not None
    assert found.rates[0] == ("Partner", Decimal(240))
    assert office.book.read(rate_card_on, day=date(2025, 12, 31)) is None
    assert office.book.read(rate_cards) == [found]


def test_expenses_may_be_included_and_rates_have_four_decimals(office: Office) -> None:
    agreed = office.book.perform(
        agree_sow,
        client_id=castlegate(office),
        number="SOW-2026-050",
        title="Fixed help",
        start_on=date(2026, 5, 1),
        end_on=date(2026, 5, 1),
        budget=pounds("3600.00"),
        lines=(LineSpec("Fixed help", Arrangement.FIXED), LineSpec("Advice")),
        rates=(RateSpec(Decimal("156.7525"), date(2026, 5, 1), person_id=office.people["PR"], note="5 % less"),),
        tasks=(TaskSpec("Advice", line=2), TaskSpec("Pro bono", line=2, billable=False)),
        expense_rule=ExpenseRule.INCLUDED,
    ).result
    row = office.book.read(sow, sow_id=agreed.sow_id)
    assert (row.kind, row.expense_rule) == ("Mixed", ExpenseRule.INCLUDED)
    assert (row.rates[0].rate, row.rates[0].subject) == (Decimal("156.7525"), "Priya Raman")
    assert [(item.sow_line_id, item.billable) for item in row.tasks] == [
        (row.lines[1].line_id, True),
        (row.lines[1].line_id, False),
    ]
