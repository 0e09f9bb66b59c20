"""What cannot be agreed on, and who may not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.engagements.commands import add_internal_task, add_rate_card, agree_sow
from app.engagements.domain import (
    Arrangement,
    ChangeOrderSpec,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    TaskSpec,
    match_words,
    thresholds,
)
from app.engagements.queries import sows
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.quantities import RoundingMode
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import CARD, billing_review, pounds

DAY = date(2026, 4, 1)
FIXED = LineSpec("Report", Arrangement.FIXED)
RETAINER = LineSpec("Support", Arrangement.RETAINER, pounds(100), Decimal(10), Decimal(20))
HALF_RATE = RateSpec(Decimal(100), DAY, grade="Partner")
DRAFTED = ChangeOrderSpec("CO-01", "More", pounds(10), drafted_on=DAY)


def terms(client_id: int) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "number": "SOW-2026-020",
        "title": "Help",
        "start_on": DAY,
        "end_on": date(2026, 6, 30),
        "budget": pounds(1000),
        "lines": (LineSpec("Help"),),
    }


def order(**other: Any) -> tuple[ChangeOrderSpec, ...]:
    return (ChangeOrderSpec(**{"number": "CO-01", "title": "More", "amount": pounds(10), "drafted_on": DAY, **other}),)


def milestone(**other: Any) -> Mapping[str, Any]:
    spec = MilestoneSpec(**{"line": 1, "number": 1, "name": "Report", "amount": pounds(10), **other})
    return {"lines": (FIXED,), "milestones": (spec,)}


REFUSED: list[tuple[str, str, Mapping[str, Any]]] = [
    ("field.empty", "number", {"number": "  "}),
    ("field.empty", "title", {"title": ""}),
    ("sow.dates", "end_on", {"end_on": date(2026, 3, 31)}),
    ("sow.currency", "budget", {"budget": Money.of(10, "EUR")}),
    ("sow.amount", "budget", {"budget": pounds(-1)}),
    ("sow.no_lines", "lines", {"lines": ()}),
    ("field.empty", "lines", {"lines": (LineSpec(" "),)}),
    ("line.not_retainer", "lines", {"lines": (LineSpec("Help", monthly_fee=pounds(5)),)}),
    ("line.fee", "lines", {"lines": (LineSpec("Help", Arrangement.RETAINER),)}),
    ("sow.hours", "lines", {"lines": (LineSpec("Help", Arrangement.RETAINER, pounds(1), Decimal(-1)),)}),
    ("rate.subject", "rates", {"rates": (RateSpec(Decimal(1), DAY),)}),
    ("rate.subject", "rates", {"rates": (RateSpec(Decimal(1), DAY, grade="Partner", person_id=1),)}),
    ("rate.value", "rates", {"rates": (RateSpec(Decimal(-1), DAY, grade="Partner"),)}),
    ("rate.value", "rates", {"rates": (RateSpec(Decimal("1.00001"), DAY, grade="Partner"),)}),
    ("value.large", "rates", {"rates": (RateSpec(Decimal("NaN"), DAY, grade="Partner"),)}),
    ("rate.twice", "rates", {"rates": (HALF_RATE, RateSpec(Decimal(9), DAY, grade="partner "))}),
    ("person.missing", "rates", {"rates": (RateSpec(Decimal(1), DAY, person_id=999),)}),
    ("person.missing", "lead_id", {"lead_id": 999}),
    ("task.twice", "tasks", {"tasks": (TaskSpec("Work"), TaskSpec("work"))}),
    ("field.empty", "tasks", {"tasks": (TaskSpec(""),)}),
    ("line.missing", "tasks", {"tasks": (TaskSpec("Work", line=2),)}),
    ("change_order.missing", "tasks", {"tasks": (TaskSpec("Work", change_order="CO-01"),)}),
    ("grade_budget.twice", "grade_budgets", {"grade_budgets": (GradeBudgetSpec("A"), GradeBudgetSpec("a"))}),
    ("sow.hours", "grade_budgets", {"grade_budgets": (GradeBudgetSpec("A", Decimal(-1)),)}),
    ("po.dates", "purchase_orders", {"purchase_orders": (PoSpec("1", pounds(1), DAY, date(2026, 3, 1)),)}),
    ("po.twice", "purchase_orders", {"purchase_orders": (PoSpec("1", pounds(1), DAY), PoSpec("1", pounds(1), DAY))}),
    ("sow.currency", "purchase_orders", {"purchase_orders": (PoSpec("1", Money.of(1, "USD"), DAY),)}),
    ("milestone.line", "milestones", {**milestone(), "lines": (LineSpec("Help"),)}),
    ("line.missing", "milestones", milestone(line=2)),
    ("milestone.number", "milestones", milestone(number=0)),
    ("sow.amount", "milestones", milestone(amount=pounds(-5))),
    ("milestone.not_delivered", "accepted_on", milestone(accepted_on=DAY)),
    ("milestone.dates", "accepted_on", milestone(accepted_on=DAY, delivered_on=date(2026, 4, 2))),
    ("date.future", "delivered_on", milestone(delivered_on=date(2026, 5, 1))),
    ("change_order.dates", "accepted_on", {"change_orders": order(accepted_on=date(2026, 3, 1), accepted_by="A")}),
    ("change_order.dates", "sent_on", {"change_orders": order(sent_on=date(2026, 3, 1))}),
    ("field.empty", "accepted_by", {"change_orders": order(accepted_on=DAY)}),
    ("date.future", "accepted_on", {"change_orders": order(accepted_on=date(2026, 5, 1), accepted_by="A")}),
    ("change_order.twice", "number", {"change_orders": (DRAFTED, DRAFTED)}),
    ("sow.thresholds", "thresholds", {"thresholds": (90, 75)}),
    ("sow.thresholds", "thresholds", {"thresholds": (0, 75)}),
    ("sow.thresholds", "thresholds", {"thresholds": (75, 201)}),
    ("sow.rounding", "rounding_minutes", {"rounding_minutes": 15}),
    ("sow.rounding", "rounding_minutes", {"rounding_mode": RoundingMode.UP}),
]


@pytest.mark.parametrize(("code", "field", "change"), REFUSED, ids=lambda item: item if isinstance(item, str) else "")
def test_an_unsound_agreement_is_refused_with_its_field(
    sqlite_office: Office, code: str, field: str, change: Mapping[str, Any]
) -> None:
    client = brightwater(sqlite_office)
    with pytest.raises(Problem) as caught:
        sqlite_office.book.perform(agree_sow, **{**terms(client), **change})
    assert (caught.value.code, caught.value.field) == (code, field)
    assert sqlite_office.book.read(sows) == []


def test_a_number_is_given_once_and_the_problem_names_the_other(office: Office) -> None:
    client = brightwater(office)
    billing_review(office, client)
    with pytest.raises(Problem) as caught:
        office.book.perform(agree_sow, **{**terms(client), "number": "SOW-2026-014 "})
    assert caught.value.code == "sow.number_taken"
    assert "Billing controls review, Brightwater Utilities" in caught.value.message


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_agreements_are_for_partners_and_the_office(office: Office, initials: str) -> None:
    client = brightwater(office)
    office.act_as(initials)
    with pytest.raises(Problem) as caught:
        office.book.perform(agree_sow, **terms(client))
    assert caught.value.code == "right.missing"
    with pytest.raises(Problem):
        office.book.perform(add_internal_task, name="Training")
    with pytest.raises(Problem):
        office.book.perform(add_rate_card, name="Standard", valid_from=DAY, rates=CARD)
    assert office.act_as("GB").perform(agree_sow, **terms(client)).result.sow_id


def test_a_rate_card_has_a_name_and_a_day_of_its_own(office: Office) -> None:
    office.book.perform(add_rate_card, name="Standard", valid_from=DAY, rates=CARD)
    people = ((office.people["JW"], Decimal(130)),)
    office.book.perform(add_rate_card, name="New", valid_from=date(2026, 7, 1), rates=CARD, people=people)
    for name, day, code in [
        ("standard", date(2027, 1, 1), "rate_card.twice"),
        ("Other", DAY, "rate_card.twice"),
        ("", date(2027, 1, 1), "field.empty"),
    ]:
        with pytest.raises(Problem) as caught:
            office.book.perform(add_rate_card, name=name, valid_from=day, rates=CARD)
        assert caught.value.code == code
    with pytest.raises(Problem) as caught:
        office.book.perform(add_rate_card, name="Empty", valid_from=date(2027, 1, 1), rates=())
    assert caught.value.code == "rate_card.empty"


def test_internal_tasks_have_different_names(office: Office) -> None:
    office.book.perform(add_internal_task, name="Training")
    with pytest.raises(Problem) as caught:
        office.book.perform(add_internal_task, name=" training")
    assert caught.value.code == "task.twice"


def test_thresholds_are_read_as_people_write_them() -> None:
    assert thresholds("75 90 100") == thresholds("75, 90 %, 100%") == (75, 90, 100)
    assert thresholds("") == ()
    for text in ("75 75", "abc", "1.5", "²", "90 80"):
        with pytest.raises(Problem):
            thresholds(text)


def test_match_words_are_small_single_and_in_order() -> None:
    assert match_words(" Third  site, workshop,,third site ,Æ") == ("third site", "workshop", "æ")
