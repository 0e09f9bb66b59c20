"""The week grid by keyboard: typing, moving, refusing, notes, suggestions, what a screen reader hears."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.kernel.problems import Problem
from app.qt.entry_texts import parse_hours
from app.qt.grid import DayTotal, GridCell, GridDay, GridRow, WeekGrid, shared_out
from app.qt.record_model import ACCESSIBLE
from app.qt.theme import Theme

DAYS = [
    GridDay("Mon", "27 Apr"),
    GridDay("Tue", "28 Apr"),
    GridDay("Wed", "29 Apr"),
    GridDay("Thu", "30 Apr", today=True),
    GridDay("Fri", "1 May"),
    GridDay("Sat", "2 May", off=True),
    GridDay("Sun", "3 May", off=True),
]


def row(key: str, *cells: GridCell) -> GridRow:
    filled = (*cells, *(GridCell() for _ in range(7 - len(cells))))
    return GridRow(key, "Brightwater Utilities", key, "SOW-2026-014", cells=filled, total="13.5", tail="51.0 h")


ROWS = [
    row("Fieldwork", GridCell("4.0", note=True), GridCell("5.0")),
    row("Steering", GridCell(suggestion="+1.5"), GridCell("2.0", locked=True)),
    row("Third site", GridCell("1.5", held=True)),
]


@pytest.fixture
def grid(qtbot: QtBot) -> WeekGrid:
    made = WeekGrid(parse_hours, name="Hours of week 18")
    qtbot.addWidget(made)
    made.set_headings("Client and task", "Total", "Budget left")
    made.set_days(DAYS)
    made.set_rows(ROWS)
    made.set_totals([DayTotal("7.5", 1.0)] * 7, "21.0", "of 37.5 h", title="Day total")
    made.resize(1000, 400)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus(Qt.FocusReason.TabFocusReason)
    return made


def edits(grid: WeekGrid) -> list[tuple[Hashable, int, str]]:
    seen: list[tuple[Hashable, int, str]] = []
    grid.cells_edited.connect(lambda edits: seen.extend((one.key, one.day, one.text) for one in edits))
    return seen


def editor(grid: WeekGrid) -> QLineEdit | None:
    return grid.view.painter_of_cells.editor


def type_text(grid: WeekGrid, text: str) -> None:
    """Types as a person does: the first letter on the grid, the rest where the cursor is."""
    QTest.keyClicks(grid.view, text[0])
    line = editor(grid)
    assert line is not None
    QTest.keyClicks(line, text[1:])


def finish(grid: WeekGrid, key: Qt.Key) -> None:
    line = editor(grid)
    assert line is not None
    QTest.keyClick(line, key)


def test_the_keyboard_starts_on_today(grid: WeekGrid) -> None:
    assert grid.current() == ("Fieldwork", 3)


def test_typing_a_number_replaces_the_cell_and_enter_goes_down(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Fieldwork", 0)
    type_text(grid, "1:30")
    finish(grid, Qt.Key.Key_Return)
    assert seen == [("Fieldwork", 0, "1:30")]
    assert grid.current() == ("Steering", 0)
    assert grid.view.hasFocus()


def test_tab_takes_the_text_and_goes_right(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Fieldwork", 2)
    type_text(grid, "90m")
    finish(grid, Qt.Key.Key_Tab)
    assert seen == [("Fieldwork", 2, "90m")]
    assert grid.current() == ("Fieldwork", 3)


def test_escape_keeps_what_was_there(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Fieldwork", 0)
    type_text(grid, "9")
    finish(grid, Qt.Key.Key_Escape)
    assert seen == []
    assert grid.model.index(0, 1).data() == "4.0"


def test_a_text_that_cannot_be_read_stays_with_its_reason(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Fieldwork", 0)
    type_text(grid, "1..5")
    finish(grid, Qt.Key.Key_Return)
    assert seen == []
    assert "1..5" in grid.problem_at("Fieldwork", 0)
    assert grid.model.index(0, 1).data() == "1..5"
    assert "cannot" not in str(grid.model.index(1, 1).data(ACCESSIBLE))
    assert grid.problem_at("Fieldwork", 0) in str(grid.model.index(0, 1).data(ACCESSIBLE))
    grid.select("Fieldwork", 0)
    type_text(grid, "2")
    finish(grid, Qt.Key.Key_Return)
    assert seen == [("Fieldwork", 0, "2")]
    assert grid.problem_at("Fieldwork", 0) == ""


def test_a_refusal_of_the_page_is_shown_in_the_cell_and_survives_new_rows(grid: WeekGrid) -> None:
    problem = Problem("time.day_full", "A day has at most 25 hours.", hint="Check the other tasks.")
    grid.show_problem("Steering", 2, problem, "26")
    grid.set_rows(ROWS)
    assert grid.model.index(1, 3).data() == "26"
    assert "25 hours" in grid.problem_at("Steering", 2)
    grid.set_days(DAYS)
    assert grid.problem_at("Steering", 2) == ""


def test_delete_clears_a_cell_once(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Fieldwork", 0)
    QTest.keyClick(grid.view, Qt.Key.Key_Delete)
    grid.select("Fieldwork", 5)
    QTest.keyClick(grid.view, Qt.Key.Key_Delete)
    assert seen == [("Fieldwork", 0, "")]


def test_a_locked_cell_takes_no_typing(grid: WeekGrid) -> None:
    seen = edits(grid)
    grid.select("Steering", 1)
    QTest.keyClicks(grid.view, "3")
    assert editor(grid) is None
    QTest.keyClick(grid.view, Qt.Key.Key_Delete)
    assert seen == []


def test_arrows_move_and_stop_at_the_last_day(grid: WeekGrid) -> None:
    grid.select("Fieldwork", 0)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(grid.view, key)
    assert grid.current() == ("Fieldwork", 0)
    QTest.keyClick(grid.view, Qt.Key.Key_End)
    assert grid.current() == ("Fieldwork", 6)
    QTest.keyClick(grid.view, Qt.Key.Key_Home)
    assert grid.current() == ("Fieldwork", 0)


def test_f2_asks_for_the_note_and_a_takes_the_suggestion(grid: WeekGrid, qtbot: QtBot) -> None:
    grid.bind_key("A", grid.take_suggestion, "add suggestion")
    grid.select("Steering", 0)
    with qtbot.waitSignal(grid.note_requested) as note:
        QTest.keyClick(grid.view, Qt.Key.Key_F2)
    assert note.args == ["Steering", 0]
    with qtbot.waitSignal(grid.suggestion_taken) as taken:
        QTest.keyClicks(grid.view, "a")
    assert taken.args == ["Steering", 0]
    assert grid.keys()[-1] == ("A", "add suggestion")


def test_enter_on_the_task_opens_it_and_on_a_day_edits_it(grid: WeekGrid, qtbot: QtBot) -> None:
    grid.select("Third site", -1)
    with qtbot.waitSignal(grid.row_opened) as opened:
        QTest.keyClick(grid.view, Qt.Key.Key_Return)
    assert opened.args == ["Third site"]
    grid.select("Third site", 0)
    QTest.keyClick(grid.view, Qt.Key.Key_Return)
    line = editor(grid)
    assert line is not None
    assert line.text() == "1.5"


def test_new_rows_keep_the_current_cell(grid: WeekGrid) -> None:
    grid.select("Steering", 2)
    grid.set_rows(list(reversed(ROWS)))
    assert grid.current() == ("Steering", 2)
    grid.set_rows([ROWS[0]])
    assert grid.current() == ("Fieldwork", 2)


def test_a_cell_says_task_day_hours_and_marks(grid: WeekGrid) -> None:
    def said(line: int, column: int) -> str:
        return str(grid.model.index(line, column).data(ACCESSIBLE))

    assert said(0, 1) == "Brightwater Utilities, Fieldwork, Mon 27 Apr: 4.0, has a note"
    assert said(1, 1).endswith("empty, suggested +1.5")
    assert said(1, 2).endswith("2.0, invoiced")
    assert said(2, 1).endswith("1.5, held")
    assert said(0, 8) == "Brightwater Utilities, Fieldwork, Total: 13.5"
    assert grid.foot.accessibleName().startswith("Day total, Mon: 7.5")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_grid_paints_in_both_looks(grid: WeekGrid, theme: Theme, look: str) -> None:
    theme.apply(look)
    grid.show_problem("Steering", 2, Problem("x", "Not read."), "?")
    assert not grid.grab().toImage().isNull()


# ------------------------------------------------------------------------------------------ room


def widths(grid: WeekGrid, width: int, spare: str = "ooooooo") -> list[int]:
    """The width of each day in a grid of a width; a "-" marks a day with nothing in it."""
    grid.set_spare([mark == "-" for mark in spare])
    grid.resize(width, 400)
    QApplication.processEvents()
    grid.set_rows(ROWS)
    return [0 if grid.view.isColumnHidden(place) else grid.view.columnWidth(place) for place in range(1, 8)]


def test_days_give_their_room_to_the_names_the_weekend_first() -> None:
    names, free = 250, [replace(day, spare=day.off) for day in DAYS]
    assert shared_out(names + 7 * 62, DAYS, names) == [62] * 7
    assert shared_out(names + 7 * 62 - 1, DAYS, names) == [62] * 5 + [46, 46]
    assert shared_out(names + 5 * 62 + 2 * 46 - 1, free, names) == [62] * 5 + [0, 0]
    assert shared_out(500, free, names) == [60] * 5 + [0, 0]
    assert shared_out(400, DAYS, names) == [46] * 7


def test_a_day_that_is_away_is_skipped_by_every_key(grid: WeekGrid) -> None:
    widths(grid, 620, "ooooo-o")
    grid.select("Fieldwork", 4)
    QTest.keyClick(grid.view, Qt.Key.Key_Right)
    assert grid.current() == ("Fieldwork", 6)
    QTest.keyClick(grid.view, Qt.Key.Key_Home)
    assert grid.current() == ("Fieldwork", 0)
    QTest.keyClick(grid.view, Qt.Key.Key_End)
    assert grid.current() == ("Fieldwork", 6)
    type_text(grid, "1")
    finish(grid, Qt.Key.Key_Backtab)
    assert grid.current() == ("Fieldwork", 4)
    widths(grid, 620, "ooooo--")
    assert grid.current() == ("Fieldwork", 4)


def test_a_current_day_that_goes_away_gives_its_place_to_the_last_one_shown(grid: WeekGrid) -> None:
    grid.select("Steering", 6)
    widths(grid, 620, "ooooo--")
    assert grid.current() == ("Steering", 4)


@pytest.mark.parametrize(
    "others",
    [
        [row("Written by others"), *ROWS],
        [ROWS[2], ROWS[1], ROWS[0]],
        [ROWS[1], row("Written by others")],
        [replace(ROWS[0], total="14.0"), *ROWS[1:]],
        [ROWS[0], ROWS[2]],
        [],
    ],
    ids=["a row above", "another order", "rows gone and come", "another total", "its own row gone", "all gone"],
)
def test_a_cell_that_is_typed_in_stays_open_whatever_others_do(grid: WeekGrid, others: list[GridRow]) -> None:
    seen = edits(grid)
    grid.select("Steering", 0)
    type_text(grid, "1.2")
    grid.set_rows(others)
    line = editor(grid)
    assert line is not None
    assert line.isVisible()
    assert line.text() == "1.2"
    keys = [one.key for one in others] or ["Steering"]
    assert {one.key for one in grid.model.rows} == {*keys, "Steering"}
    assert grid.current() == ("Steering", 0)
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert seen == [("Steering", 0, "1.25")]
    grid.set_rows(ROWS)
    assert [one.key for one in grid.model.rows] == [one.key for one in ROWS]
