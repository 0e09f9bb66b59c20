"""A way back brings back what was, and is never a way to something that was not allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import update

from app.engagements.domain import ExpenseRule
from app.engagements.records import StatementOfWork
from app.invoices.commands import undo_approved_expense, undo_approved_time
from app.timesheets.commands import approve_expense, approve_time, return_time, submit_week, undo_return, withdraw_week
from app.timesheets.domain import TimeState
from app.timesheets.queries import expenses
from tests.samples.timesheets import expense, log
from tests.timesheets.desk import Desk, code_of, entry

MONDAY = date(2026, 4, 27)
THURSDAY = date(2026, 4, 30)


def forged(done: Any) -> tuple[Any, ...]:
    """What a way back needs, but with the entries approved before."""
    return tuple(replace(one, state=TimeState.APPROVED) for one in done.before)


def test_nobody_approves_the_own_week_by_taking_it_back(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, approved=False)
    mine = {"person_id": desk.person("PR")}
    handed_in = desk.office.act_as("PR").perform(submit_week, **mine, monday=MONDAY).result
    assert code_of(desk, withdraw_week, **mine, before=forged(handed_in)) == "time.no_way_back"
    assert entry(desk, number).state is TimeState.SUBMITTED


def test_undo_of_giving_back_or_approving_never_approves(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, approved=False)
    desk.office.act_as("PR").perform(submit_week, person_id=desk.person("PR"), monday=MONDAY)
    book = desk.office.act_as("EF")
    given_back = book.perform(return_time, entry_ids=(number,), reason="Which site?").result
    assert code_of(desk, undo_return, before=forged(given_back)) == "time.no_way_back"
    book.perform(undo_return, before=given_back.before)
    done = book.perform(approve_time, entry_ids=(number,)).result
    assert code_of(desk, undo_approved_time, before=forged(done)) == "time.no_way_back"
    assert entry(desk, number).approved_by == "Eleanor Finch"


def test_undo_of_an_approval_never_bills_an_expense_that_the_price_includes(desk: Desk) -> None:
    number = expense(desk.office, "PR", desk.sow.sow_id, THURSDAY, "Rail", "10.00", billable=None, approved=False)
    book = desk.office.act_as("EF")
    done = book.perform(approve_expense, expense_id=number, billable=False).result
    with book.engine.begin() as connection:
        connection.execute(update(StatementOfWork).values(expense_rule=ExpenseRule.INCLUDED))
    before = replace(done.before, billable=True)
    told = {"expense_id": number, "version": done.version}
    assert code_of(desk, undo_approved_expense, **told, before=before) == "expense.included"
    (row,) = desk.office.book.read(expenses)
    assert (row.approved, row.billable) == (True, False)
