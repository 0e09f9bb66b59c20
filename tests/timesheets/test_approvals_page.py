"""Approvals and expenses through their real widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.qt.theme import Theme
from app.timesheets.domain import TimeState
from app.timesheets.queries import expenses
from app.timesheets.ui import ApprovalsPage
from tests.books import Office
from tests.samples.timesheets import expense, log
from tests.samples.timesheets_window import FORMATS, MONDAY, Window, dialog_of, type_line


@pytest.fixture
def desk(sqlite_office: Office, qtbot: QtBot, qapp: QApplication) -> Iterator[Window]:
    Theme(qapp).apply("light")
    made = Window(sqlite_office, qtbot)
    yield made
    made.operations.close()


def test_the_partner_ticks_a_week_and_approves_it(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    type_line(page, "team meeting .5 yesterday")
    page.bar.submit.click()
    log(desk.office, "TO", desk.review.tasks["Controls testing"], MONDAY, 6, approved=False)
    desk.office.act_as("EF")
    approvals = desk.open(ApprovalsPage(desk.operations, FORMATS))
    assert len(approvals.table.rows()) == 2
    approvals.table.view.setFocus()
    QTest.keyClick(approvals.table.view, Qt.Key.Key_Return)
    assert approvals.approve.words() == "Approve 2 entries · 2.0\u00a0h"
    QTest.keyClick(approvals.table.view, Qt.Key.Key_A)
    assert [entry.state for entry in desk.entries()[1:]] == [TimeState.APPROVED, TimeState.APPROVED]
    assert (desk.frame.notices.text(), approvals.table.rows()) == ("2 entries approved", [])
    approvals.which.choose("month")
    assert [row.person_name for row in approvals.table.rows()] == ["Tom Okafor"]


def test_the_partner_returns_an_entry_and_says_why(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    desk.office.act_as("EF")
    approvals = desk.open(ApprovalsPage(desk.operations, FORMATS))
    approvals.table.view.setFocus()
    QTest.keyClick(approvals.table.view, Qt.Key.Key_R)
    dialog = dialog_of(approvals)
    dialog.form.submit()
    assert dialog.isVisible()
    dialog.form.set_values({"reason": "Which site?"})
    dialog.form.submit()
    assert (desk.entries()[0].state, desk.entries()[0].returned_reason) == (TimeState.OPEN, "Which site?")


def test_a_manager_sees_only_what_the_manager_may_approve(desk: Window) -> None:
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, approved=False)
    log(desk.office, "PR", desk.margin.tasks["Margin model"], MONDAY, 1, approved=False)
    desk.office.act_as("JW")
    approvals = desk.open(ApprovalsPage(desk.operations, FORMATS))
    approvals.which.choose("month")
    assert [row.task_name for row in approvals.table.rows()] == ["Margin model"]


def test_an_expense_is_added_from_the_week_and_decided_by_the_partner(desk: Window) -> None:
    page = desk.week()
    page.ask_expense()
    dialog = dialog_of(page)
    sow_id = desk.review.sow_id
    dialog.form.set_values({"sow_id": sow_id, "text": "Rail, Bristol to Exeter", "receipt": "R-119"})
    editor = dialog.form.editor("net")
    assert isinstance(editor, QLineEdit)
    editor.setText("46.15")
    dialog.form.submit()
    (row,) = desk.office.book.read(expenses)
    assert (row.net.minor, row.billable, row.approved) == (4615, None, False)
    desk.office.act_as("EF")
    approvals = desk.open(ApprovalsPage(desk.operations, FORMATS))
    approvals.which.choose("expenses")
    approvals.expenses.table.view.setFocus()
    QTest.keyClick(approvals.expenses.table.view, Qt.Key.Key_B)
    (row,) = desk.office.book.read(expenses)
    assert (row.billable, row.approved) == (True, True)
    assert approvals.expenses.table.rows() == []


def test_an_approved_expense_that_nobody_decided_still_waits(desk: Window) -> None:
    expense(desk.office, "PR", desk.review.sow_id, MONDAY, "Rail", "128.40", billable=None)
    desk.office.act_as("EF")
    approvals = desk.open(ApprovalsPage(desk.operations, FORMATS))
    approvals.which.choose("expenses")
    assert [row.text for row in approvals.expenses.table.rows()] == ["Rail"]
    assert not approvals.expenses.leave.isEnabled()
    approvals.expenses.keep.click()
    assert desk.office.book.read(expenses)[0].billable is False
