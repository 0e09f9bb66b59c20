"""Approvals and expenses through their real widgets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.invoices.commands import take_back_time
from app.kernel.money import Money
from app.qt.operations import Operations
from app.qt.theme import Theme
from app.timesheets.commands import approve_time, change_entry, change_expense
from app.timesheets.domain import TimeState
from app.timesheets.queries import expenses
from app.timesheets.ui import ApprovalsPage
from tests.books import Office
from tests.samples.timesheets import acting, expense, log
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


# ------------------------------------------------------------------------------------------ and back again


def approvals_of(desk: Window) -> ApprovalsPage:
    """The page as the window builds it, with the way back."""
    page: ApprovalsPage = desk.open(ApprovalsPage(desk.operations, FORMATS))
    return page


def states(desk: Window) -> list[TimeState]:
    return [entry.state for entry in desk.entries()]


def test_an_approval_is_undone_and_done_again(desk: Window) -> None:
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("month")
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_A)
    assert states(desk) == [TimeState.APPROVED]
    assert page.table.rows() == []
    desk.frame.undo()
    assert states(desk) == [TimeState.OPEN]
    assert len(page.table.rows()) == 1
    desk.frame.redo()
    assert states(desk) == [TimeState.APPROVED]


def test_undo_of_an_approval_says_so_when_somebody_was_there_in_the_meantime(desk: Window) -> None:
    number = log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("month")
    page.approve.click()
    with acting(desk.office, "GB"):
        desk.operations.run(take_back_time, entry_ids=(number,), reason="Wrong task")
        desk.operations.run(approve_time, entry_ids=(number,))
    desk.frame.undo()
    assert "This time entry was changed since then" in desk.frame.notices.text()
    assert states(desk) == [TimeState.APPROVED]


def test_the_list_approves_what_it_shows_and_not_what_was_typed_since(desk: Window) -> None:
    number = log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("month")
    with acting(desk.office, "PR"):
        desk.office.book.perform(change_entry, entry_id=number, seconds=9 * 3600)
    page.approve.click()
    assert "since you looked at it" in page.banner.text()
    assert states(desk) == [TimeState.OPEN]
    assert [row.seconds for row in page.table.rows()] == [9 * 3600]
    page.approve.click()
    assert states(desk) == [TimeState.APPROVED]


def test_what_was_changed_since_it_was_ticked_is_ticked_no_longer(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    number, other = (log(desk.office, "PR", task, day, 1, approved=False) for day in (MONDAY, MONDAY + timedelta(1)))
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("month")
    page.table.set_ticked({number, other})
    with acting(desk.office, "PR"):
        desk.office.book.perform(change_entry, entry_id=number, seconds=9 * 3600)
    page.refresh()
    assert [row.entry_id for row in page.table.ticked()] == [other]
    assert page.banner.text() == "1 ticked entry was changed meanwhile and is ticked no longer: Priya Raman, 27 Apr."
    page.table.set_ticked({number, other})
    page.refresh()
    assert len(page.table.ticked()) == 2, "ticked again, the tick is for the new hours"
    page.approve.click()
    assert states(desk) == [TimeState.APPROVED] * 2


def test_a_return_is_undone_by_ctrl_z_and_the_dialog_is_filled_by_keyboard(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    desk.office.act_as("EF")
    approvals = approvals_of(desk)
    approvals.table.view.setFocus()
    QTest.keyClick(approvals.table.view, Qt.Key.Key_R)
    QTest.keyClick(approvals.table.view, Qt.Key.Key_R)
    dialog = dialog_of(approvals)
    reason = dialog.form.editor("reason")
    assert isinstance(reason, QLineEdit)
    assert dialog.focusWidget() is reason
    QTest.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert dialog.focusWidget() is reason
    QTest.keyClicks(reason, "Which site?")
    QTest.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert states(desk) == [TimeState.OPEN]
    desk.frame.undo()
    assert states(desk) == [TimeState.SUBMITTED]


def test_esc_leaves_the_reason_and_nothing_goes_back(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    desk.office.act_as("EF")
    approvals = approvals_of(desk)
    approvals.return_chosen()
    dialog = dialog_of(approvals)
    QTest.keyClick(dialog.form.editor("reason"), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert states(desk) == [TimeState.SUBMITTED]


def test_a_key_pressed_twice_approves_once(desk: Window, qtbot: QtBot) -> None:
    """With real threads the first answer is still on its way when the second key comes."""
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, approved=False)
    receipt = expense(desk.office, "PR", desk.review.sow_id, MONDAY, "Rail", "128.40", approved=False)
    assert receipt
    desk.office.act_as("EF")
    operations = Operations(desk.office.book)
    page = ApprovalsPage(operations, FORMATS)
    try:
        desk.open(page)
        page.which.choose("month")
        qtbot.waitUntil(lambda: len(page.table.rows()) == 1)
        saved: list[int] = []
        operations.saved.connect(lambda: saved.append(1))
        page.table.view.setFocus()
        for _press in range(3):
            QTest.keyClick(page.table.view, Qt.Key.Key_A)
        qtbot.waitUntil(lambda: states(desk) == [TimeState.APPROVED])
        qtbot.waitUntil(lambda: desk.frame.notices.text() == "1 entry approved")
        page.which.choose("expenses")
        qtbot.waitUntil(lambda: len(page.expenses.table.rows()) == 1)
        for _press in range(3):
            QTest.keyClick(page.expenses.table.view, Qt.Key.Key_F)
        qtbot.waitUntil(lambda: len(saved) > 1)
        qtbot.waitUntil(lambda: operations._pending == 0)
        assert len(saved) == 2
    finally:
        operations.close()


def test_the_list_approves_the_receipt_it_shows_and_not_what_it_is_since(desk: Window) -> None:
    number = expense(desk.office, "PR", desk.review.sow_id, MONDAY, "Rail", "128.40", billable=None, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("expenses")
    with acting(desk.office, "PR"):
        desk.office.book.perform(change_expense, expense_id=number, net=Money.of("1284.00", "GBP"))
    page.expenses.bill.click()
    assert "was changed since you looked at it" in page.expenses.banner.text()
    (row,) = page.expenses.table.rows()
    assert (row.net, row.approved) == (Money.of("1284.00", "GBP"), False)
    page.expenses.bill.click()
    assert desk.office.book.read(expenses)[0].approved


def test_the_approval_of_an_expense_is_undone(desk: Window) -> None:
    expense(desk.office, "PR", desk.review.sow_id, MONDAY, "Rail", "128.40", billable=None, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("expenses")
    page.expenses.table.view.setFocus()
    QTest.keyClick(page.expenses.table.view, Qt.Key.Key_B)
    assert [(row.approved, row.billable) for row in desk.office.book.read(expenses)] == [(True, True)]
    desk.frame.undo()
    assert [(row.approved, row.billable) for row in desk.office.book.read(expenses)] == [(False, None)]


def test_approvals_are_filtered_like_every_list_and_read_aloud(desk: Window) -> None:
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 1, "Interviews", approved=False)
    log(desk.office, "TO", desk.review.tasks["Steering"], MONDAY, 2, approved=False)
    desk.office.act_as("EF")
    page = approvals_of(desk)
    page.which.choose("month")
    page.list.set_filter("interviews")
    assert [row.note for row in page.table.shown_rows()] == ["Interviews"]
    assert page.approve.words() == "Approve 1 entry · 1.0\u00a0h"
    assert page.regions()[0] is page.which
