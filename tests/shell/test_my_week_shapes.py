"""My week as week, day and list: rows of last week, one day at a time, ranges of cells, undo for the session."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.qt import preferences
from app.qt.operations import Operations
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.commands import change_entry
from app.timesheets.domain import TimeState
from app.timesheets.queries import week
from app.timesheets.ui.expense import ExpenseDialog
from tests.samples.timesheets import log
from tests.samples.timesheets_window import (
    FORMATS,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    H,
    Window,
    dialog_of,
    type_line,
)

FRIDAY = date(2026, 5, 1)
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(week_window: Window) -> Window:
    return week_window


def press(page: MyWeekPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.grid.view, key, held)


def cells(page: MyWeekPage, task_id: int) -> list[str]:
    row = next(row for row in page.grid.model.rows if row.key == task_id)
    return [cell.text for cell in row.cells]


def agrees(desk: Window, page: MyWeekPage) -> None:
    """What is shown as totals is what the book holds."""
    view = desk.office.book.read(week, person_id=desk.office.people["PR"], monday=MONDAY)
    hours = [FORMATS.hours(seconds) if seconds else "" for seconds in view.day_seconds]
    assert [one.text for one in page.grid.foot.totals] == hours
    assert page.grid.foot.words[2] == FORMATS.hours(view.seconds)


# ------------------------------------------------------------------------------------------ rows of last week


def test_rows_of_last_week_come_on_demand_as_empty_rows(desk: Window) -> None:
    field, steering = desk.review.tasks["Fieldwork"], desk.review.tasks["Steering"]
    log(desk.office, "PR", field, date(2026, 4, 22), 6)
    log(desk.office, "PR", steering, date(2026, 4, 23), 1)
    log(desk.office, "PR", steering, MONDAY, 1, approved=False)
    page = desk.week()
    assert [row.key for row in page.grid.model.rows] == [steering]
    page.bar.copy.click()
    assert [row.key for row in page.grid.model.rows] == [steering, field]
    assert cells(page, field) == [""] * 7
    assert page.grid.current() == (field, 3)
    assert page.grid.view.hasFocus()
    assert not page.bar.copy.isEnabled()
    assert page.bar.copy.toolTip() == "Last week has no rows that are not here already."
    assert len(desk.entries()) == 3


def test_an_empty_week_leads_to_the_rows_of_last_week_too(desk: Window) -> None:
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], date(2026, 4, 22), 6)
    page = desk.week()
    assert page.column.nothing.isVisible()
    page.bar.copy.click()
    assert page.grid.isVisible()
    assert not page.column.nothing.isVisible()


# ------------------------------------------------------------------------------------------ one day


def test_a_day_shows_its_entries_with_their_times_and_what_is_typed_goes_to_it(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 13-14:30 interviews wed")
    type_line(page, "bri steer 9-10 wed")
    page.grid.go_to(desk.review.tasks["Fieldwork"], WEDNESDAY)
    page.bar.shape.choose("day")
    assert page.bar.title.text() == "Wednesday, 29 April 2026"
    rows = page.day_list.shown_rows()
    texts = [page.day_list.model.index(line, 0).data() for line in range(len(rows))]
    assert texts == ["09:00–10:00", "13:00–14:30"]
    assert page.day_list.foot.accessibleName() == "Total of 7.5\u00a0h, Hours: 2.5"
    type_line(page, "team meeting .5")
    assert [(one.day, one.task_name) for one in desk.entries()][-1] == (WEDNESDAY, "Team meeting")
    assert len(page.day_list.shown_rows()) == 3
    type_line(page, "team meeting .25 today")
    assert desk.entries()[-1].day == THURSDAY


def test_the_keys_go_from_day_to_day_and_over_the_end_of_the_week(desk: Window) -> None:
    log(desk.office, "PR", desk.meeting, MONDAY, 1)
    page = desk.week()
    page.bar.shape.choose("day")
    page.go(0)
    for _step in range(3):
        QTest.keyClicks(page.day_list.nothing, "[")
    assert page.bar.title.text() == "Monday, 27 April 2026"
    QTest.keyClicks(page.day_list.view, "[")
    assert page.bar.title.text() == "Sunday, 26 April 2026"
    assert page.bar.detail.text() == "Week 17"
    assert page.bar.back.accessibleName() == "Day back"
    QTest.keyClicks(page.day_list.nothing, "t")
    assert page.bar.title.text() == "Thursday, 30 April 2026"


def test_an_entry_is_added_duplicated_and_removed_in_the_day_by_keyboard(desk: Window) -> None:
    page = desk.week()
    page.bar.shape.choose("day")
    region = page.column.region()
    region.setFocus()
    assert page.day_list.nothing.sentence() == "Nothing logged on Thursday. Type a line above; it goes to this day."
    QTest.keyClicks(page.day_list.nothing, "n")
    dialog = dialog_of(page)
    dialog.form.set_values({"task_id": desk.review.tasks["Fieldwork"], "note": "Interviews"})
    hours = dialog.form.editor("seconds")
    assert isinstance(hours, QLineEdit)
    QTest.keyClicks(hours, "1:30")
    QTest.keyClick(hours, Qt.Key.Key_Return, CONTROL)
    (entry,) = desk.entries()
    assert (entry.day, entry.seconds, entry.note) == (THURSDAY, 5400, "Interviews")
    page.day_list.view.setFocus()
    QTest.keyClick(page.day_list.view, Qt.Key.Key_D, CONTROL)
    assert [(one.day, one.note) for one in desk.entries()] == [(THURSDAY, "Interviews"), (FRIDAY, "Interviews")]
    QTest.keyClick(page.day_list.view, Qt.Key.Key_Delete)
    assert [one.day for one in desk.entries()] == [FRIDAY]
    desk.frame.undo()
    assert [one.day for one in desk.entries()] == [THURSDAY, FRIDAY]


# ------------------------------------------------------------------------------------------ several cells


def test_a_range_is_selected_with_shift_and_emptied_and_comes_back(desk: Window) -> None:
    field, steering = desk.review.tasks["Fieldwork"], desk.review.tasks["Steering"]
    for day in (MONDAY, TUESDAY):
        log(desk.office, "PR", field, day, 2, "Kept note", approved=False)
        log(desk.office, "PR", steering, day, 1, approved=False)
    page = desk.week()
    page.grid.go_to(steering, MONDAY)
    press(page, Qt.Key.Key_Right, SHIFT)
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_Delete)
    assert desk.entries() == []
    assert desk.frame.notices.text() == "4 cells changed"
    agrees(desk, page)
    desk.frame.undo()
    assert sorted((one.day, one.seconds, one.note) for one in desk.entries()) == [
        (MONDAY, H, ""),
        (MONDAY, 2 * H, "Kept note"),
        (TUESDAY, H, ""),
        (TUESDAY, 2 * H, "Kept note"),
    ]
    agrees(desk, page)


def test_cells_are_copied_and_pasted_as_a_spreadsheet_would(desk: Window) -> None:
    field, steering = desk.review.tasks["Fieldwork"], desk.review.tasks["Steering"]
    log(desk.office, "PR", steering, MONDAY, 1, approved=False)
    log(desk.office, "PR", steering, TUESDAY, 2, approved=False)
    log(desk.office, "PR", field, MONDAY, 3, approved=False)
    page = desk.week()
    page.grid.go_to(steering, MONDAY)
    press(page, Qt.Key.Key_Right, SHIFT)
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "1.0\t2.0\n3.0\t"
    page.grid.go_to(steering, WEDNESDAY)
    press(page, Qt.Key.Key_V, CONTROL)
    assert cells(page, steering)[:4] == ["1.0", "2.0", "1.0", "2.0"]
    assert cells(page, field)[:4] == ["3.0", "", "3.0", ""]
    desk.frame.undo()
    assert cells(page, steering)[:4] == ["1.0", "2.0", "", ""]
    QGuiApplication.clipboard().setText("half a day")
    press(page, Qt.Key.Key_V, CONTROL)
    assert page.grid.problem_at(steering, 2)
    assert len(desk.entries()) == 3


def test_one_value_fills_every_selected_cell(desk: Window) -> None:
    field = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", field, THURSDAY, 3, approved=False)
    page = desk.week()
    QGuiApplication.clipboard().setText("0:45")
    page.grid.go_to(field, MONDAY)
    press(page, Qt.Key.Key_Right, SHIFT)
    press(page, Qt.Key.Key_Right, SHIFT)
    press(page, Qt.Key.Key_V, CONTROL)
    assert cells(page, field)[:4] == ["0.75", "0.75", "0.75", "3.0"]
    agrees(desk, page)


def test_a_cell_fills_the_working_days_at_its_right_and_leaves_what_is_there(desk: Window) -> None:
    field = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", field, MONDAY, 2, "Site visits", approved=False, billable=False)
    log(desk.office, "PR", field, WEDNESDAY, 5, approved=False)
    page = desk.week()
    page.grid.go_to(field, MONDAY)
    press(page, Qt.Key.Key_R, CONTROL)
    assert cells(page, field) == ["2.0", "2.0", "5.0", "2.0", "2.0", "", ""]
    tuesday = next(one for one in desk.entries() if one.day == TUESDAY)
    assert (tuesday.note, tuesday.billable) == ("Site visits", False)
    agrees(desk, page)
    desk.frame.undo()
    assert cells(page, field) == ["2.0", "", "5.0", "", "", "", ""]


def test_a_selection_is_filled_from_its_first_cell(desk: Window) -> None:
    field = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", field, MONDAY, 2, approved=False)
    page = desk.week()
    page.grid.go_to(field, MONDAY)
    press(page, Qt.Key.Key_Right, SHIFT)
    press(page, Qt.Key.Key_R, CONTROL)
    assert cells(page, field)[:3] == ["2.0", "2.0", ""]


def test_a_cell_is_duplicated_to_the_next_day_with_note_and_billing(desk: Window) -> None:
    field = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", field, TUESDAY, 2, "Site visits", approved=False)
    page = desk.week()
    page.grid.go_to(field, TUESDAY)
    press(page, Qt.Key.Key_D, CONTROL)
    assert [(one.day, one.seconds, one.note) for one in desk.entries()] == [
        (TUESDAY, 2 * H, "Site visits"),
        (WEDNESDAY, 2 * H, "Site visits"),
    ]
    assert page.grid.current() == (field, 2)
    page.grid.go_to(field, TUESDAY)
    press(page, Qt.Key.Key_D, CONTROL)
    assert "Wednesday has hours on this task already." in page.grid.problem_at(field, 2)
    assert len(desk.entries()) == 2


# ------------------------------------------------------------------------------------------ undo for the session


def test_every_step_of_the_session_is_undone_and_done_again(desk: Window) -> None:
    field = desk.review.tasks["Fieldwork"]
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.grid.go_to(field, THURSDAY)
    QTest.keyClicks(page.grid.view, "2")
    (editor,) = [one for one in page.grid.view.viewport().findChildren(QLineEdit) if one.isVisible()]
    QTest.keyClick(editor, Qt.Key.Key_Return)
    page.grid.go_to(field, THURSDAY)
    press(page, Qt.Key.Key_Delete)
    assert desk.entries() == []
    desk.frame.notices.dismiss()
    seen = []
    for _step in range(3):
        desk.frame.undo()
        seen.append([(one.seconds, one.note) for one in desk.entries()])
        agrees(desk, page)
    assert seen == [[(2 * H, "interviews")], [(5400, "interviews")], []]
    desk.frame.undo()
    assert desk.entries() == []
    seen = []
    for _step in range(3):
        desk.frame.redo()
        seen.append([(one.seconds, one.note) for one in desk.entries()])
        agrees(desk, page)
    assert seen == [[(5400, "interviews")], [(2 * H, "interviews")], []]


def test_undo_in_an_empty_line_takes_back_what_was_logged(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    assert page.line.edit.hasFocus()
    QTest.keyClick(page.line.edit, Qt.Key.Key_Z, CONTROL)
    assert desk.entries() == []
    type_line(page, "bri", enter=False)
    QTest.keyClick(page.line.edit, Qt.Key.Key_Z, CONTROL)
    assert page.line.edit.text() == ""
    QTest.keyClick(page.line.edit, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(desk.entries()) == 1


def test_handing_in_is_taken_back_from_the_notice(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    assert page.bar.detail.text() == "Week 18, handed in"
    desk.frame.undo()
    assert page.bar.detail.text() == "Week 18"
    assert page.bar.submit.isEnabled()


def test_the_step_before_handing_in_is_undone_too(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    desk.frame.undo()
    desk.frame.undo()
    assert desk.entries() == []
    desk.frame.redo()
    desk.frame.redo()
    assert [entry.state for entry in desk.entries()] == [TimeState.SUBMITTED]


def test_what_somebody_changed_later_is_not_undone(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    (logged,) = desk.entries()
    desk.office.act_as("GB").perform(change_entry, entry_id=logged.entry_id, note="workshops")
    desk.office.act_as("PR")
    desk.frame.undo()
    assert "This time entry was changed since then" in desk.frame.notices.text()
    assert len(desk.entries()) == 1


# ------------------------------------------------------------------------------------------ single letters, room


def test_single_letters_can_be_switched_off_and_hours_are_typed_all_the_same(desk: Window) -> None:
    log(desk.office, "PR", desk.meeting, MONDAY, 1, approved=False)
    page = desk.week()
    page.grid.go_to(desk.meeting, TUESDAY)
    preferences.current.change(letters=False)
    try:
        for letter in "nte[]":
            QTest.keyClicks(page.grid.view, letter)
        assert [one for one in page.findChildren(QDialog) if one.isVisible()] == []
        assert page.bar.title.text() == "27 April – 3 May 2026"
        QTest.keyClicks(page.grid.view, "1")
        (editor,) = [one for one in page.grid.view.viewport().findChildren(QLineEdit) if one.isVisible()]
        QTest.keyClick(editor, Qt.Key.Key_Return)
    finally:
        preferences.current.change(letters=True)
    assert cells(page, desk.meeting)[1] == "1.0"


def test_a_key_pressed_twice_asks_once(desk: Window) -> None:
    log(desk.office, "PR", desk.meeting, MONDAY, 1, approved=False)
    page = desk.week()
    page.grid.view.setFocus()
    for letter in "nn":
        QTest.keyClicks(page.grid.view, letter)
    dialog_of(page).reject()
    for letter in "ee":
        QTest.keyClicks(page.grid.view, letter)
    assert isinstance(dialog_of(page), ExpenseDialog)


def test_in_a_low_window_the_totals_stay_below_the_rows(desk: Window) -> None:
    for name in ("Fieldwork", "Steering", "Controls testing", "Third site extract"):
        log(desk.office, "PR", desk.review.tasks[name], MONDAY, 1, approved=False)
    for name, task in desk.margin.tasks.items():
        assert name
        log(desk.office, "PR", task, MONDAY, 1, approved=False)
    page = desk.week(QWidget())
    desk.frame.resize(1024, 680)
    QApplication.processEvents()
    foot, port = page.grid.foot, page.column.viewport()
    bottom = foot.mapTo(port, foot.rect().bottomLeft()).y()
    assert bottom <= port.height()
    assert page.column.verticalScrollBar().value() == 0


def test_keys_pressed_twice_while_the_first_is_on_its_way_act_once(desk: Window, qtbot: QtBot) -> None:
    """With real threads: remove and duplicate in a list, three times each before the book has answered."""
    field = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", field, MONDAY, 1, approved=False)
    log(desk.office, "PR", field, TUESDAY, 2, approved=False)
    operations = Operations(desk.office.book)
    operations.changed.connect(desk.feed.publish)
    page = MyWeekPage(operations, FORMATS, person_id=desk.office.people["PR"])
    try:
        desk.open(page)
        qtbot.waitUntil(lambda: len(page.list.rows()) == 2)
        page.bar.shape.choose("list")
        page.list.view.setFocus()
        page.list.select_key(desk.entries()[0].entry_id)
        for _press in range(3):
            QTest.keyClick(page.list.view, Qt.Key.Key_D, CONTROL)
        qtbot.waitUntil(lambda: len(page.list.rows()) == 3)
        page.list.select_key(desk.entries()[0].entry_id)
        for _press in range(3):
            QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: len(page.list.rows()) == 2)
        qtbot.waitUntil(lambda: operations._pending == 0)
        assert [one.day for one in desk.entries()] == [TUESDAY, TUESDAY]
        assert page.banner.text() == ""
    finally:
        operations.close()
