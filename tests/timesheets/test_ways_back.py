"""A way back brings back what was, and is never a way to something that was not allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import update

from app.engagements.commands import finish_sow
from app.engagements.domain import ExpenseRule
from app.engagements.records import StatementOfWork
from app.timesheets.commands import approve_expense, remove_entry, submit_week, withdraw_week
from app.timesheets.domain import TimeState
from app.timesheets.queries import expenses
from tests.samples.timesheets import expense, log
from tests.timesheets.desk import Desk, code_of, entry
from tests.undone import why_not_back

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


def test_undo_of_an_approval_never_bills_an_expense_that_the_price_includes(desk: Desk) -> None:
    number = expense(desk.office, "PR", desk.sow.sow_id, THURSDAY, "Rail", "10.00", billable=True, approved=False)
    book = desk.office.act_as("EF")
    done = book.perform(approve_expense, expense_id=number, billable=False)
    with book.engine.begin() as connection:
        connection.execute(update(StatementOfWork).values(expense_rule=ExpenseRule.INCLUDED))
    assert why_not_back(book, done) == "expense.included"
    (row,) = desk.office.book.read(expenses)
    assert (row.approved, row.billable) == (True, False)


def test_hours_do_not_come_back_to_a_statement_of_work_that_is_finished(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, approved=False)
    removed = desk.office.act_as("PR").perform(remove_entry, entry_id=number)
    desk.office.act_as("EF").perform(finish_sow, sow_id=desk.sow.sow_id)
    assert why_not_back(desk.office.act_as("PR"), removed) == "time.sow_closed"
