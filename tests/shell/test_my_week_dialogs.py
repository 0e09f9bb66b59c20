"""Every form of the week by keyboard alone, menus, and weeks that begin on Sunday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.harvest.ui import SuggestionPanel
from app.kernel.formats import Formats
from app.qt.buttons import Button
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.record_model import ACCESSIBLE
from app.qt.theme import Theme
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.commands import submit_week
from app.timesheets.queries import entries, expenses
from tests.books import Office
from tests.samples.harvest import CALL, Workplace, workplace
from tests.samples.timesheets import log
from tests.samples.timesheets_window import FORMATS, MONDAY, THURSDAY, H, Window, dialog_of, type_line

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(week_window: Window) -> Window:
    log(week_window.office, "PR", week_window.review.tasks["Fieldwork"], THURSDAY, 1, "Interviews", approved=False)
    return week_window


def row_form(page: MyWeekPage) -> FormDialog:
    page.grid.view.setFocus()
    QTest.keyClicks(page.grid.view, "n")
    return dialog_of(page)


def expense_form(page: MyWeekPage) -> FormDialog:
    page.grid.view.setFocus()
    QTest.keyClicks(page.grid.view, "e")
    return dialog_of(page)


def new_form(page: MyWeekPage) -> FormDialog:
    page.bar.shape.choose("day")
    page.day_list.view.setFocus()
    QTest.keyClicks(page.day_list.view, "n")
    return dialog_of(page)


def change_form(page: MyWeekPage) -> FormDialog:
    page.bar.shape.choose("list")
    page.list.view.setFocus()
    QTest.keyClick(page.list.view, Qt.Key.Key_Return)
    return dialog_of(page)


FORMS: list[tuple[Callable[[MyWeekPage], FormDialog], str, str]] = [
    (row_form, "task_id", "task_id"),
    (expense_form, "sow_id", "sow_id"),
    (new_form, "task_id", "task_id"),
    (change_form, "task_id", ""),
]


def active(dialog: FormDialog) -> None:
    dialog.activateWindow()
    QApplication.processEvents()


def here(dialog: FormDialog) -> QWidget:
    found = dialog.focusWidget()
    assert found is not None
    return found


def holds(dialog: FormDialog, name: str) -> bool:
    """Whether the keyboard is in a field."""
    editor = dialog.form.editor(name)
    return here(dialog) is editor or editor.isAncestorOf(here(dialog))


@pytest.mark.parametrize(("form", "first", "error"), FORMS)
def test_a_form_begins_at_its_question_goes_round_by_tab_and_leaves_by_esc(
    desk: Window, form: Callable[[MyWeekPage], FormDialog], first: str, error: str
) -> None:
    page = desk.week()
    dialog = form(page)
    active(dialog)
    assert holds(dialog, first)
    start, seen = here(dialog), []
    for _step in range(30):
        QTest.keyClick(here(dialog), Qt.Key.Key_Tab)
        seen.append(here(dialog))
        if here(dialog) is start:
            break
    assert here(dialog) is start, "Tab never came round"
    names = [field.name for field in dialog.form.fields]
    assert all(any(one is dialog.form.editor(name) for one in seen) for name in names)
    assert all(button in seen for button in dialog.findChildren(Button) if button.isVisible())
    QTest.keyClick(here(dialog), Qt.Key.Key_Tab, SHIFT)
    assert here(dialog) is seen[-2]
    if error:
        QTest.keyClick(here(dialog), Qt.Key.Key_Return, CONTROL)
        assert dialog.isVisible()
        assert holds(dialog, error)
    QTest.keyClick(here(dialog), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [(one.seconds, one.note) for one in desk.entries()] == [(H, "Interviews")]
    assert desk.office.book.read(expenses) == []


def test_an_entry_is_changed_by_keyboard_and_the_change_is_undone(desk: Window) -> None:
    page = desk.week()
    dialog = change_form(page)
    active(dialog)
    note = dialog.form.editor("note")
    for _step in range(10):
        if here(dialog) is note:
            break
        QTest.keyClick(here(dialog), Qt.Key.Key_Tab)
    QTest.keyClick(note, Qt.Key.Key_End)
    QTest.keyClicks(note, " and minutes")
    QTest.keyClick(note, Qt.Key.Key_Return, CONTROL)
    assert [one.note for one in desk.entries()] == ["Interviews and minutes"]
    desk.frame.undo()
    assert [one.note for one in desk.entries()] == ["Interviews"]
    desk.frame.redo()
    assert [one.note for one in desk.entries()] == ["Interviews and minutes"]


def test_what_was_handed_in_is_not_asked_about_but_explained(desk: Window) -> None:
    page = desk.week()
    desk.operations.run(submit_week, person_id=desk.office.people["PR"], monday=MONDAY)
    page.bar.shape.choose("list")
    page.list.view.setFocus()
    QTest.keyClick(page.list.view, Qt.Key.Key_Return)
    assert [one for one in page.findChildren(FormDialog) if one.isVisible()] == []
    assert "handed in and stays as it is" in page.banner.text()


def test_an_expense_that_was_added_is_taken_back(desk: Window) -> None:
    page = desk.week()
    dialog = expense_form(page)
    dialog.form.set_values({"sow_id": desk.review.sow_id, "text": "Rail"})
    QTest.keyClicks(dialog.form.editor("net"), "46.15")
    QTest.keyClick(dialog.form.editor("net"), Qt.Key.Key_Return, CONTROL)
    assert [row.text for row in desk.office.book.read(expenses)] == ["Rail"]
    desk.frame.undo()
    assert desk.office.book.read(expenses) == []


# ------------------------------------------------------------------------------------------ menus and voices


def test_the_menu_of_a_cell_says_what_its_keys_do(desk: Window) -> None:
    page = desk.week()
    page.grid.go_to(desk.review.tasks["Fieldwork"], THURSDAY)
    QTest.keyClick(page.grid.view, Qt.Key.Key_F10, SHIFT)
    menu = page.grid.menu
    assert menu is not None
    assert menu.isVisible()
    lines = {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}
    assert not lines["Add the suggestion"].isEnabled()
    lines["Once more on the next day"].trigger()
    menu.close()
    assert [one.day.day for one in desk.entries()] == [30, 1]


def test_the_menu_of_an_entry_removes_it(desk: Window) -> None:
    page = desk.week()
    page.bar.shape.choose("list")
    page.list.view.setFocus()
    QTest.keyClick(page.list.view, Qt.Key.Key_Menu)
    assert page.menu is not None
    remove = next(action for action in page.menu.actions() if action.text().startswith("Remove"))
    remove.trigger()
    page.menu.close()
    assert desk.entries() == []


def test_a_cell_says_where_its_hours_stand(desk: Window) -> None:
    page = desk.week()
    desk.operations.run(submit_week, person_id=desk.office.people["PR"], monday=MONDAY)
    place = page.grid.place_of(THURSDAY)
    said = str(page.grid.model.index(0, place + 1).data(ACCESSIBLE))
    assert said == "Brightwater Utilities, Fieldwork, Thu 30 Apr: 1.0, has a note, Handed in"


def test_the_value_says_itself_and_nothing_logged_is_a_dash(desk: Window) -> None:
    page = desk.week()
    page.grid.go_to(desk.review.tasks["Fieldwork"], THURSDAY)
    assert page.note.worth.accessibleName() == "Rate and value: £165.00, £165.00"
    page.grid.go_to(desk.review.tasks["Fieldwork"], MONDAY)
    assert (page.note.worth.rate(), page.note.worth.value()) == ("", "")
    assert page.note.worth.accessibleName() == "Rate and value: nothing logged"
    assert not page.note.worth.grab().isNull()


def test_the_note_of_approved_hours_is_read_and_not_written(desk: Window) -> None:
    meeting = desk.meeting
    log(desk.office, "PR", meeting, MONDAY, 1, "Minutes of the month")
    page = desk.week()
    page.grid.go_to(meeting, MONDAY)
    note = page.note.note
    assert (note.text(), note.isEnabled(), note.isReadOnly()) == ("Minutes of the month", True, True)
    QTest.keyClick(page.grid.view, Qt.Key.Key_F2)
    assert note.hasFocus()
    QTest.keyClicks(note, "x")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert page.grid.view.hasFocus()
    assert [one.note for one in desk.entries() if one.day == MONDAY] == ["Minutes of the month"]
    page.grid.go_to(desk.review.tasks["Fieldwork"], THURSDAY)
    assert not note.isReadOnly()


# ------------------------------------------------------------------------------------------ other places


def test_a_week_that_begins_on_sunday_and_a_clock_of_twelve_hours(desk: Window) -> None:
    page = cast(
        "MyWeekPage",
        desk.open(MyWeekPage(desk.operations, Formats("en-US", "Europe/London"), person_id=desk.office.people["PR"])),
    )
    assert [day.title for day in page.grid.model.days][:2] == ["Sun", "Mon"]
    assert page.bar.title.text() == "April 26 – May 2, 2026"
    assert (page.grid.model.days[0].off, page.grid.model.days[6].off) == (True, True)
    type_line(page, "bri field 11am-1pm workshop")
    page.grid.go_to(desk.review.tasks["Fieldwork"], THURSDAY)
    page.bar.shape.choose("day")
    rows = page.day_list.shown_rows()
    texts = [str(page.day_list.model.index(line, 0).data()).replace("\u202f", " ") for line in range(len(rows))]
    assert "11:00 AM–1:00 PM" in texts
    page.bar.shape.choose("week")
    page.go(-1)
    assert page.bar.title.text() == "April 19 – 25, 2026"
    assert date(2026, 4, 19) in page._facts.desk.view.period  # type: ignore[union-attr]


# ------------------------------------------------------------------------------------------ the calendar beside it


@pytest.fixture
def place(sqlite_office: Office, qapp: QApplication) -> Workplace:
    Theme(qapp).apply("light")
    made = workplace(sqlite_office)
    made.take(CALL)
    return made


def with_calendar(place: Workplace, qtbot: QtBot) -> tuple[MyWeekPage, SuggestionPanel]:
    office = place.office
    operations = SynchronousOperations(office.book)
    panel = SuggestionPanel(operations, FORMATS, person_id=office.people["PR"])
    page = MyWeekPage(operations, FORMATS, person_id=office.people["PR"], side=panel)
    operations.changed.connect(page.hear)
    qtbot.addWidget(page)
    page.resize(1440, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page, panel


def test_an_empty_week_offers_what_waits_in_the_calendar(place: Workplace, qtbot: QtBot) -> None:
    page, panel = with_calendar(place, qtbot)
    assert page.column.nothing.sentence() == (
        "Nothing logged this week. Type a line above, or add 1 meeting from the calendar."
    )
    page.column.nothing.button.click()
    assert panel.cards.hasFocus()
    QTest.keyClicks(panel.cards, "a")
    assert [one.task_name for one in place.office.book.read(entries)] == ["Steering"]
    assert page.grid.isVisible()


def test_a_in_the_grid_adds_the_suggestion_that_is_marked(place: Workplace, qtbot: QtBot) -> None:
    log(place.office, "PR", place.tasks["Fieldwork"], MONDAY, 1, approved=False)
    page, _panel = with_calendar(place, qtbot)
    page.grid.view.setFocus()
    QTest.keyClicks(page.grid.view, "a")
    assert [one.task_name for one in place.office.book.read(entries)] == ["Fieldwork", "Steering"]


def test_a_suggestion_is_asked_about_once_and_leaves_by_esc(place: Workplace, qtbot: QtBot) -> None:
    page, panel = with_calendar(place, qtbot)
    panel.cards.setFocus()
    for _press in range(2):
        QTest.keyClick(panel.cards, Qt.Key.Key_Return)
    shown = [one for one in page.window().findChildren(FormDialog) if one.isVisible()]
    assert len(shown) == 1
    assert here(shown[0]) is shown[0].form.editor("task_id")
    QTest.keyClick(here(shown[0]), Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(panel.cards, Qt.Key.Key_Return)
    assert len([one for one in page.window().findChildren(FormDialog) if one.isVisible()]) == 1
    assert place.office.book.read(entries) == []
