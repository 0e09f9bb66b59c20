"""My week through its real widgets: typing a line, typing in cells, notes, handing in, approving."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.periods import Period
from app.qt.feed import ChangeFeed
from app.qt.operations import SynchronousOperations
from app.qt.theme import Theme
from app.shell.pages.my_week import MyWeekPage
from app.timesheets.commands import return_time
from app.timesheets.domain import TimeState
from app.timesheets.queries import entries
from app.timesheets.ui.chips import ReadChip
from tests.books import Office
from tests.samples.harvest import CALL, workplace
from tests.samples.invoices import issued_april
from tests.samples.timesheets import acting, log
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


@pytest.fixture
def desk(week_window: Window) -> Window:
    return week_window


def chips(page: MyWeekPage) -> list[tuple[str, str]]:
    items = [page.line.chips.itemAt(place) for place in range(page.line.chips.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [(chip.text(), chip.look()) for chip in widgets if isinstance(chip, ReadChip)]


def cell_editor(page: MyWeekPage) -> QLineEdit:
    (editor,) = [one for one in page.grid.view.viewport().findChildren(QLineEdit) if one.isVisible()]
    return editor


def type_cell(page: MyWeekPage, task_id: int, day: date, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    page.grid.go_to(task_id, day)
    QTest.keyClicks(page.grid.view, text[0])
    editor = cell_editor(page)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, key)


def cell_text(page: MyWeekPage, task_id: int, day: date) -> str:
    row = next(row for row in page.grid.model.rows if row.key == task_id)
    return row.cells[page.grid.place_of(day)].text


def test_a_line_is_read_while_typing_and_logged_with_enter(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri steer 1 tue call with A. Mercer", enter=False)
    assert chips(page) == [
        ("Brightwater · SOW-2026-014", "read"),
        ("Steering", "read"),
        ("Tue 28 Apr", "read"),
        ("1.0\u00a0h", "read"),
        ("“call with A. Mercer”", "read"),
    ]
    assert (page.line.caption.text(), page.line.value.text()) == ("£165.00 / h from the SOW · value", "£165.00")
    QTest.keyClick(page.line.edit, Qt.Key.Key_Return)
    (entry,) = desk.entries()
    assert (entry.task_name, entry.day, entry.seconds, entry.note) == ("Steering", TUESDAY, H, "call with A. Mercer")
    assert (page.line.edit.text(), page.line.edit.hasFocus()) == ("", True)
    assert cell_text(page, desk.review.tasks["Steering"], TUESDAY) == "1.0"
    assert page.grid.foot.totals[1].text == "1.0"
    assert page.grid.foot.words[2] == "1.0"


def test_a_known_task_takes_fewer_than_thirty_keystrokes(desk: Window) -> None:
    page = desk.week()
    line = "bri field 1.5 interviews"
    assert len(line) + 1 <= 30
    type_line(page, line)
    assert [(entry.task_name, entry.seconds) for entry in desk.entries()] == [("Fieldwork", 5400)]


def test_an_unclear_task_is_chosen_with_the_arrow_keys(desk: Window) -> None:
    page = desk.week()
    type_line(page, "steer 1 agenda")
    assert desk.entries() == []
    assert chips(page)[:3] == [
        ("Which task?", "unclear"),
        ("Steering · Brightwater Utilities", "guess"),
        ("Steering · Nordhavn Logistics A/S", "guess"),
    ]
    assert page.line.message.text() == "Press ↓ to choose the task."
    QTest.keyClick(page.line.edit, Qt.Key.Key_Down)
    QTest.keyClick(page.line.edit, Qt.Key.Key_Down)
    assert chips(page)[:2] == [("Nordhavn · SOW-2026-009", "read"), ("Steering", "read")]
    QTest.keyClicks(page.line.edit, " today")
    QTest.keyClick(page.line.edit, Qt.Key.Key_Return)
    assert [(entry.client_name, entry.note) for entry in desk.entries()] == [("Nordhavn Logistics A/S", "agenda")]


def test_missing_hours_are_asked_for_and_the_line_stays(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field interviews")
    assert ("How long?", "unclear") in chips(page)
    assert "1:30" in page.line.message.text()
    assert page.line.edit.text() == "bri field interviews"


def test_a_refused_line_comes_back_with_the_reason(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1 2026-01-05")
    assert page.line.edit.text() == "bri field 1 2026-01-05"
    assert "SOW-2026-014, which runs from 2 Feb 2026" in page.line.message.text()
    assert desk.entries() == []


def test_a_logged_line_can_be_undone(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5")
    assert desk.frame.notices.text() == "1.5\u00a0h logged on Fieldwork, Thu 30 Apr"
    desk.frame.undo()
    assert desk.entries() == []
    assert page.grid.model.rows == ()


def test_hours_typed_in_a_cell_are_logged_changed_and_cleared(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, MONDAY, 4, approved=False)
    page = desk.week()
    type_cell(page, task, THURSDAY, "1:30")
    assert (cell_text(page, task, THURSDAY), page.grid.foot.words[2]) == ("1.5", "5.5")
    type_cell(page, task, THURSDAY, "2")
    assert (cell_text(page, task, THURSDAY), page.grid.foot.words[2]) == ("2.0", "6.0")
    page.grid.go_to(task, THURSDAY)
    QTest.keyClick(page.grid.view, Qt.Key.Key_Delete)
    assert (cell_text(page, task, THURSDAY), [entry.seconds for entry in desk.entries()]) == ("", [4 * H])
    desk.frame.undo()
    assert cell_text(page, task, THURSDAY) == "2.0"


def test_hours_then_f2_then_the_note_then_enter(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, MONDAY, 4)
    page = desk.week()
    page.grid.go_to(task, THURSDAY)
    QTest.keyClicks(page.grid.view, "1")
    editor = cell_editor(page)
    QTest.keyClicks(editor, ".5")
    QTest.keyClick(editor, Qt.Key.Key_F2)
    assert page.note.note.hasFocus()
    QTest.keyClicks(page.note.note, "Interviews with billing team")
    QTest.keyClick(page.note.note, Qt.Key.Key_Return)
    entry = desk.entries()[-1]
    assert (entry.day, entry.seconds, entry.note) == (THURSDAY, 5400, "Interviews with billing team")
    assert page.grid.view.hasFocus()
    assert page.note.worth.value() == "£247.50"


def test_escape_in_the_note_takes_the_typing_back(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, THURSDAY, 1, "Draft findings", approved=False)
    page = desk.week()
    page.grid.go_to(task, THURSDAY)
    QTest.keyClick(page.grid.view, Qt.Key.Key_F2)
    QTest.keyClicks(page.note.note, "something else")
    QTest.keyClick(page.note.note, Qt.Key.Key_Escape)
    assert (page.note.note.text(), desk.entries()[0].note) == ("Draft findings", "Draft findings")


def test_billing_and_hours_are_changed_in_the_bar(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, THURSDAY, 1, approved=False)
    page = desk.week()
    page.grid.go_to(task, THURSDAY)
    page.note.bills.setCurrentIndex(1)
    page.note.bills.activated.emit(1)
    assert desk.entries()[0].billable is False
    page.note.hours.setFocus()
    page.note.hours.selectAll()
    QTest.keyClicks(page.note.hours, "2:15")
    QTest.keyClick(page.note.hours, Qt.Key.Key_Return)
    assert desk.entries()[0].seconds == 8100
    assert page.note.worth.rate() == "Not billable"


def test_a_long_day_is_warned_about_and_an_impossible_one_refused_in_its_cell(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, MONDAY, 4)
    page = desk.week()
    type_cell(page, task, THURSDAY, "13")
    assert page.banner.accessibleName() == "30 Apr 2026 now has 13.0\u00a0h. Is that right?"
    type_line(page, "team meeting 13")
    assert page.line.edit.text() == "team meeting 13"
    assert "more than a day has" in page.line.message.text()
    type_cell(page, task, MONDAY, "5")
    assert "approved" in page.grid.problem_at(task, 0)
    assert [entry.seconds for entry in desk.entries()] == [4 * H, 13 * H]


def test_a_cell_with_two_open_entries_is_changed_in_the_list(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    log(desk.office, "PR", task, THURSDAY, 1, approved=False)
    log(desk.office, "PR", task, THURSDAY, 2, approved=False)
    page = desk.week()
    type_cell(page, task, THURSDAY, "4")
    assert "2 entries" in page.grid.problem_at(task, 3)
    page.bar.shape.choose("list")
    page.list.view.setFocus()
    page.list.select_key(desk.entries()[1].entry_id)
    QTest.keyClick(page.list.view, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    dialog.form.set_values({"note": "Second site"})
    dialog.form.submit()
    assert [entry.note for entry in desk.entries()] == ["", "Second site"]
    QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    assert [entry.seconds for entry in desk.entries()] == [H]


def test_a_row_is_added_with_n_and_takes_hours(desk: Window) -> None:
    log(desk.office, "PR", desk.meeting, MONDAY, 1)
    page = desk.week()
    page.grid.view.setFocus()
    QTest.keyClick(page.grid.view, Qt.Key.Key_N)
    dialog = dialog_of(page)
    editor = dialog.form.editor("task_id")
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findText("Steering", Qt.MatchFlag.MatchContains))
    dialog.form.submit()
    assert page.grid.current() == (desk.review.tasks["Steering"], 3)
    type_cell(page, desk.review.tasks["Steering"], THURSDAY, ".5")
    assert desk.entries()[-1].task_name == "Steering"


def test_the_keys_go_to_other_weeks_and_back_to_today(desk: Window) -> None:
    class Side(QWidget):
        seen: list[Period] = []  # noqa: RUF012 - one list is enough here

        def show_period(self, period: Period) -> None:
            self.seen.append(period)

    log(desk.office, "PR", desk.review.tasks["Fieldwork"], date(2026, 4, 22), 6)
    side = Side()
    page = desk.week(side)
    page.grid.view.setFocus()
    QTest.keyClick(page.grid.view, Qt.Key.Key_BracketLeft)
    assert (page.bar.title.text(), page.grid.foot.words[2]) == ("20–26 April 2026", "6.0")
    QTest.keyClick(page.grid.view, Qt.Key.Key_BracketRight)
    assert page.bar.detail.text() == "Week 18"
    QTest.keyClick(page.grid.view, Qt.Key.Key_BracketRight)
    QTest.keyClick(page.grid.view, Qt.Key.Key_T)
    assert page.bar.title.text() == "27 April – 3 May 2026"
    assert [period.first.day for period in side.seen] == [27, 20, 27, 4, 27]


def test_the_figures_are_computed_from_the_book(desk: Window) -> None:
    tasks = desk.review.tasks
    for day, hours in ((MONDAY, 4), (TUESDAY, 5), (WEDNESDAY, 3), (THURSDAY, 1.5)):
        log(desk.office, "PR", tasks["Fieldwork"], day, hours)
    log(desk.office, "PR", tasks["Third site extract"], WEDNESDAY, 1.5)
    log(desk.office, "PR", desk.margin.tasks["Margin model"], MONDAY, 2)
    for number in (20, 21, 22):
        log(desk.office, "TO", desk.retainer.tasks["PMO support"], date(2026, 4, number), 20)
    log(desk.office, "PR", desk.retainer.tasks["PMO support"], TUESDAY, 2.5)
    log(desk.office, "PR", desk.meeting, MONDAY, 1.5)
    page = desk.week()
    figures = page.column.figures
    assert (figures.billable.value(), figures.value.value()) == ("19.5\u00a0h", "£3,180.00")
    assert figures.value.accessibleName() == "Value at SOW rates, £3,180.00, £247.50 held on CO-02"
    assert figures.billable.accessibleName().endswith("52% of 37.5\u00a0h")
    tails = {row.detail: (row.tail, row.tail_tone) for row in page.grid.model.rows}
    assert tails["Fieldwork"] == ("222.5\u00a0h", "")
    assert tails["Third site extract"] == ("Not accepted", "warn")
    assert tails["PMO support"] == ("Over by 2.5\u00a0h", "bad")
    page.grid.go_to(desk.retainer.tasks["PMO support"], TUESDAY)
    assert (page.note.worth.rate(), page.note.worth.value()) == ("£150.00", "£375.00")


def test_a_week_is_handed_in_returned_with_a_reason_and_handed_in_again(desk: Window) -> None:
    task = desk.review.tasks["Fieldwork"]
    page = desk.week()
    type_line(page, "bri field 1.5 interviews")
    page.bar.submit.click()
    (entry,) = desk.entries()
    assert (entry.state, page.bar.detail.text()) == (TimeState.SUBMITTED, "Week 18, handed in")
    assert not page.bar.submit.isEnabled()
    type_cell(page, task, THURSDAY, "2")
    assert "handed in" in page.grid.problem_at(task, 3)
    with acting(desk.office, "EF"):
        desk.operations.run(return_time, entry_ids=(entry.entry_id,), reason="Which site?")
    assert page.banner.accessibleName() == "1 entry came back: Which site?"
    page.bar.submit.click()
    assert desk.entries()[0].state is TimeState.SUBMITTED


def test_billed_cells_are_locked(sqlite_office: Office, qtbot: QtBot, qapp: QApplication) -> None:
    Theme(qapp).apply("light")
    issued_april(sqlite_office)
    operations = SynchronousOperations(sqlite_office.book)
    sqlite_office.act_as("PR")
    page = MyWeekPage(operations, FORMATS, person_id=sqlite_office.people["PR"])
    qtbot.addWidget(page)
    page.show()
    cells = [cell for row in page.grid.model.rows for cell in row.cells if cell.text]
    assert cells
    assert all(cell.locked for cell in cells)


def test_a_suggestion_stands_in_its_cell_and_a_adds_it(sqlite_office: Office, qtbot: QtBot, qapp: QApplication) -> None:
    Theme(qapp).apply("light")
    place = workplace(sqlite_office)
    place.take(CALL)
    log(sqlite_office, "PR", place.tasks["Steering"], MONDAY, 1)
    operations = SynchronousOperations(sqlite_office.book)
    feed = ChangeFeed()
    operations.changed.connect(feed.publish)
    page = MyWeekPage(operations, FORMATS, person_id=sqlite_office.people["PR"])
    feed.subscribe(page)
    qtbot.addWidget(page)
    page.show()
    (row,) = page.grid.model.rows
    assert (row.detail, row.cells[1].suggestion, row.cells[1].text) == ("Steering", "+1.0", "")
    assert page.column.figures.waiting.value() == "£165.00"
    assert isinstance(row.key, int)
    page.grid.go_to(row.key, TUESDAY)
    QTest.keyClick(page.grid.view, Qt.Key.Key_A)
    assert [(entry.day, entry.seconds) for entry in sqlite_office.book.read(entries)] == [(MONDAY, H), (TUESDAY, H)]
    assert page.grid.model.rows[0].cells[1].text == "1.0"
    assert page.column.figures.waiting.value() == "–"


def test_an_empty_week_says_what_will_be_here(desk: Window) -> None:
    page = desk.week()
    assert page.column.nothing.isVisible()
    assert page.column.nothing.sentence() == "Nothing logged this week. Type a line above."
    assert page.column.figures.prompt.value() == "–"


def test_a_screen_reader_hears_how_the_line_is_read(desk: Window) -> None:
    page = desk.week()
    type_line(page, "bri field 1.5 nb", enter=False)
    assert page.line.edit.accessibleDescription() == (
        "Brightwater · SOW-2026-014, Fieldwork, Thu 30 Apr, 1.5\u00a0h, Not billable"
    )
    assert page.line.caption.text() == "Not billable"


class Hearing(QWidget):
    """A side panel that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.hints: list[str] = []

    def set_hints(self, hints: list[str]) -> None:
        self.hints = list(hints)


def test_days_that_are_short_are_said_beside_the_week(desk: Window) -> None:
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], MONDAY, 7.5)
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], TUESDAY, 6.5)
    log(desk.office, "PR", desk.review.tasks["Fieldwork"], WEDNESDAY, 4.5)
    side = Hearing()
    page = desk.week(side)
    assert side.hints == ["Tuesday is 1.0\u00a0h short of 7.5\u00a0h", "Wednesday is 3.0\u00a0h short"]
    page.go(1)
    assert side.hints == []


def test_an_empty_week_takes_its_keys_too(desk: Window) -> None:
    page = desk.week()
    region = page.column.region()
    assert region is page.column.nothing.button
    assert ("N", "new row") in page.keys()  # noqa: SIM118 - a page is no mapping
    region.setFocus()
    QTest.keyClicks(region, "n")
    assert dialog_of(page).windowTitle() == "Add a row"
