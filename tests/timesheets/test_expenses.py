"""Expenses: receipts against a statement of work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.kernel.money import Money
from app.kernel.periods import Period
from app.timesheets.commands import add_expense, approve_expense, change_expense, remove_expense
from app.timesheets.queries import ExpenseRow, expenses
from tests.samples.timesheets import expense
from tests.timesheets.desk import Desk, code_of

DAY = date(2026, 4, 14)


def rows(desk: Desk, **options: Any) -> list[ExpenseRow]:
    return desk.office.book.read(expenses, **options)


def facts(desk: Desk, **changes: Any) -> dict[str, Any]:
    return {
        "person_id": desk.person("PR"),
        "sow_id": desk.sow.sow_id,
        "day": DAY,
        "text": "Rail, Bristol to Exeter",
        "net": Money.of("46.15", "GBP"),
        **changes,
    }


def test_an_expense_keeps_its_facts(desk: Desk) -> None:
    number = desk.office.book.perform(
        add_expense,
        **facts(
            desk,
            receipt="R-122",
            billable=True,
            group_name="Hotel, Exeter",
            detail="Fieldwork 14–16 April",
            unit="night",
            quantity=Decimal(2),
        ),
    ).result
    (row,) = rows(desk)
    assert row.expense_id == number
    assert (row.client_name, row.sow_number, row.person_name, row.day) == (
        "Brightwater Utilities",
        "SOW-2026-014",
        "Priya Raman",
        DAY,
    )
    assert (row.net, row.receipt, row.billable, row.approved) == (Money(4615, "GBP"), "R-122", True, False)
    assert (row.group_name, row.detail, row.unit, row.quantity) == (
        "Hotel, Exeter",
        "Fieldwork 14–16 April",
        "night",
        Decimal(2),
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "  "}, "expense.text"),
        ({"net": Money(0, "GBP")}, "expense.net"),
        ({"net": Money(-100, "GBP")}, "expense.net"),
        ({"net": Money(100, "EUR")}, "expense.currency"),
        ({"quantity": Decimal(0)}, "expense.quantity"),
        ({"day": date(2026, 6, 1)}, "time.too_far_ahead"),
    ],
)
def test_an_expense_that_cannot_be_billed_as_it_stands_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    assert code_of(desk, add_expense, **facts(desk, **changes)) == code
    assert rows(desk) == []


def test_a_consultant_adds_the_own_expenses_only(desk: Desk) -> None:
    assert code_of(desk, add_expense, **facts(desk, person_id=desk.person("TO"))) == "time.not_yours"
    desk.office.act_as("GB").perform(add_expense, **facts(desk, person_id=desk.person("TO")))
    assert rows(desk)[0].initials == "TO"


def test_approval_may_leave_open_who_pays_and_decide_it_later(desk: Desk) -> None:
    number = expense(desk.office, "PR", desk.sow.sow_id, DAY, "Rail", "128.40", billable=None)
    assert (rows(desk)[0].approved, rows(desk)[0].billable) == (True, None)
    assert code_of(desk, change_expense, expense_id=number, billable=True) == "expense.not_yours_to_approve"
    desk.office.act_as("EF")
    assert code_of(desk, change_expense, expense_id=number, net=Money(1, "GBP")) == "expense.approved"
    changed = desk.office.book.perform(change_expense, expense_id=number, billable=True, group_name="Trains").result
    assert (rows(desk)[0].billable, rows(desk)[0].group_name) == (True, "Trains")
    assert (changed.before.billable, changed.version) == (None, rows(desk)[0].version)


def test_an_open_expense_is_changed_and_removed_by_its_person(desk: Desk) -> None:
    number = desk.office.book.perform(add_expense, **facts(desk)).result
    desk.office.book.perform(
        change_expense, expense_id=number, version=rows(desk)[0].version, net=Money(5000, "GBP"), text="Rail and bus"
    )
    assert (rows(desk)[0].net, rows(desk)[0].text) == (Money(5000, "GBP"), "Rail and bus")
    removed = desk.office.book.perform(remove_expense, expense_id=number).result
    assert (removed.net, rows(desk)) == (Money(5000, "GBP"), [])


def test_who_approves_expenses(desk: Desk) -> None:
    number = desk.office.book.perform(add_expense, **facts(desk)).result
    assert code_of(desk, approve_expense, expense_id=number) == "right.missing"
    desk.office.act_as("JW")
    assert code_of(desk, approve_expense, expense_id=number) == "expense.not_yours_to_approve"
    desk.office.act_as("EF").perform(approve_expense, expense_id=number, billable=False)
    assert (rows(desk)[0].approved, rows(desk)[0].billable) == (True, False)
    assert code_of(desk, remove_expense, expense_id=number) == "expense.approved"


def test_expenses_are_found_by_agreement_person_day_and_approval(desk: Desk) -> None:
    first = expense(desk.office, "PR", desk.sow.sow_id, date(2026, 3, 31), "Rail", "10")
    second = expense(desk.office, "TO", desk.sow.sow_id, DAY, "Rail", "20", approved=False)

    def found(**options: Any) -> list[int]:
        return [row.id for row in rows(desk, **options)]

    assert found() == [first, second]
    assert found(sow_id=desk.sow.sow_id, through=date(2026, 3, 31)) == [first]
    assert found(person_id=desk.person("TO")) == [second]
    assert found(approved=True) == [first]
    assert found(approved=False, period=Period(DAY, DAY)) == [second]
    assert found(sow_ids=()) == []
