"""The list: sorting, totals, filter, ticks, keys, accessible sentences, CSV, groups and the empty state."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.csv_text import guarded
from app.qt.record_model import ACCESSIBLE
from app.qt.table import RecordTable
from app.qt.theme import Theme


@dataclass(frozen=True)
class Draft:
    id: int
    client: str
    sow: str
    seconds: int
    total: Money
    state: str = "Check"
    tone: str = "warn"
    due: date | None = None
    ready: bool | None = False


def gbp(amount: str) -> Money:
    return Money.of(Decimal(amount), "GBP")


ROWS = [
    Draft(
        1, "Meridian Dental Group", "SOW-2026-017", 239400, gbp("11370.00"), "Approved", "ok", date(2026, 5, 30), True
    ),
    Draft(
        2, "Brightwater Utilities", "SOW-2026-014", 469800, gbp("23259.72"), "Approved", "ok", date(2026, 5, 1), True
    ),
    Draft(3, "=cmd()", "+evil", 3600, gbp("-104.50"), "Blocked", "bad", None, None),
    Draft(4, "Foxglove Foods Ltd", "SOW-2026-011", 5400, gbp("6033.00")),
]

COLUMNS = [
    Column("ready", "", lambda row: row.ready, kind="check", width=40),
    Column("client", "Client", lambda row: row.client, kind="two_line", sub=lambda row: row.sow),
    Column("hours", "Hours", lambda row: row.seconds, kind="hours", width=80, total="sum"),
    Column("due", "Due", lambda row: row.due, kind="date", width=100),
    Column("total", "Total", lambda row: row.total, kind="money", width=120, total="sum", bold=True),
    Column("state", "State", lambda row: row.state, kind="chip", width=120, tone=lambda row: row.tone),
]


@pytest.fixture
def table(qtbot: QtBot, formats: Formats) -> RecordTable:
    made = RecordTable(
        COLUMNS, formats, name="Drafts of April", empty=Empty("receipt-text", "Nothing to bill.", "Collect again")
    )
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_rows(ROWS)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus(Qt.FocusReason.TabFocusReason)
    return made


def ids(table: RecordTable) -> list[int]:
    return [row.id for row in table.shown_rows()]


def press(widget: QWidget, key: Qt.Key | str) -> None:
    if isinstance(key, str):
        QTest.keyClicks(widget, key)
    else:
        QTest.keyClick(widget, key)


def test_a_cell_is_read_aloud_with_its_column(table: RecordTable) -> None:
    def said(row: int, column: int) -> str:
        return str(table.model.index(row, column).data(ACCESSIBLE))

    assert said(0, 4) == "Total: £11,370.00"
    assert said(0, 1) == "Client: Meridian Dental Group, SOW-2026-017"
    assert said(0, 2) == "Hours: 66.5"
    assert said(3, 3) == "Due: –"
    assert said(0, 0) == "ready: ticked"
    assert said(2, 4) == "Total: −£104.50"
    assert table.view.accessibleName() == "Drafts of April"


def test_sorting_by_header_click_and_by_keyboard(table: RecordTable) -> None:
    header = table.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(4) + 10, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ids(table) == [3, 4, 1, 2]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert ids(table) == [2, 1, 4, 3]
    header.setFocus()
    press(header, Qt.Key.Key_Left)
    assert header.accessibleDescription() == "Due"
    press(header, Qt.Key.Key_Return)
    assert ids(table)[:2] == [2, 1]


def test_empty_values_sort_last_both_ways(table: RecordTable) -> None:
    table.sort_by("due")
    assert ids(table)[:2] == [2, 1]
    table.sort_by("due", descending=True)
    assert ids(table)[:2] == [1, 2]
    table.sort_by("")
    assert ids(table) == [1, 2, 3, 4]


def test_totals_follow_the_rows_shown_and_never_mix_currencies(table: RecordTable) -> None:
    assert table.foot.texts()[4] == "£40,558.22"
    assert table.foot.texts()[2] == "199.5"
    table.set_filter("approved")
    assert table.foot.texts()[4] == "£34,629.72"
    table.set_filter("")
    table.set_rows([*ROWS, Draft(5, "Nordhavn", "x", 0, Money.of("10", "EUR"))])
    assert table.foot.texts()[4] == "£40,558.22 + €10.00"


def test_a_filter_wants_every_word_and_says_when_nothing_is_left(table: RecordTable, qtbot: QtBot) -> None:
    table.set_filter("sow-2026 fox")
    assert ids(table) == [4]
    table.set_filter("nobody")
    assert table.nothing.isVisible()
    assert "No rows match" in table.nothing.sentence()
    with qtbot.waitSignal(table.filter_cleared):
        table.nothing.button.click()
    assert len(ids(table)) == 4


def test_the_keyboard_goes_to_the_action_of_an_empty_list_as_soon_as_there_is_one(
    formats: Formats, qtbot: QtBot
) -> None:
    empty = RecordTable(COLUMNS, formats, name="Drafts", empty=Empty("receipt-text", "Nothing yet."))
    qtbot.addWidget(empty)
    empty.show()
    empty.activateWindow()
    empty.set_rows([])
    empty.nothing.setFocus()
    empty.set_empty(Empty("receipt-text", "Nothing to bill.", "Collect again"))
    empty.set_rows([])
    assert empty.focusWidget() is empty.nothing.button


def test_an_empty_list_says_what_will_be_here_and_offers_one_action(table: RecordTable, qtbot: QtBot) -> None:
    table.set_rows([])
    assert table.nothing.sentence() == "Nothing to bill."
    with qtbot.waitSignal(table.empty_action):
        table.nothing.button.click()
    assert table.current_row() is None


def test_keys_move_open_preview_and_act(table: RecordTable, qtbot: QtBot) -> None:
    acted: list[int] = []
    table.bind_key("A", lambda: acted.append(table.current_row().id), "approve")  # type: ignore[union-attr]
    table.select_key(1)
    press(table.view, "j")
    assert table.current_row() == ROWS[1]
    press(table.view, Qt.Key.Key_Down)
    press(table.view, "K")
    press(table.view, "a")
    assert acted == [2]
    with qtbot.waitSignal(table.opened) as signal:
        press(table.view, Qt.Key.Key_Return)
    assert signal.args == [ROWS[1]]
    press(table.view, Qt.Key.Key_End)
    assert table.current_row() == ROWS[3]
    press(table.view, Qt.Key.Key_Home)
    assert table.current_row() == ROWS[0]
    assert table.keys()[-1] == ("A", "approve")


def test_space_ticks_a_row_and_a_blocked_row_cannot_be_ticked(table: RecordTable, qtbot: QtBot) -> None:
    assert [row.id for row in table.ticked()] == [1, 2]
    table.select_key(4)
    with qtbot.waitSignal(table.ticks_changed):
        press(table.view, Qt.Key.Key_Space)
    assert [row.id for row in table.ticked()] == [1, 2, 4]
    table.select_key(3)
    press(table.view, Qt.Key.Key_Space)
    assert [row.id for row in table.ticked()] == [1, 2, 4]
    table.set_rows([replace(row, sow="changed") for row in ROWS])
    assert [row.id for row in table.ticked()] == [1, 2, 4]
    table.set_ticked([])
    assert table.ticked() == []


def test_the_tick_in_the_header_ticks_all_that_may_be_ticked(table: RecordTable) -> None:
    header = table.view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert [row.id for row in table.ticked()] == [1, 2, 4]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert table.ticked() == []


def test_space_previews_when_there_is_nothing_to_tick(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable(COLUMNS[1:], formats, name="Drafts")
    qtbot.addWidget(table)
    table.set_rows(ROWS)
    table.select_key(2)
    with qtbot.waitSignal(table.previewed) as signal:
        press(table.view, Qt.Key.Key_Space)
    assert signal.args == [ROWS[1]]


def test_new_rows_keep_the_current_row_or_its_place(table: RecordTable, qtbot: QtBot) -> None:
    table.select_key(2)
    with qtbot.waitSignal(table.selected) as signal:
        table.set_rows([replace(ROWS[1], sow="new"), ROWS[0], ROWS[3]])
    assert signal.args == [replace(ROWS[1], sow="new")]
    table.select_key(1)
    table.set_rows([ROWS[1], ROWS[3]])
    assert table.current_row() == ROWS[3]


def test_several_rows_can_be_selected(table: RecordTable) -> None:
    table.select_key(1)
    QTest.keyClick(table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in table.selected_rows()] == [1, 2]
    QTest.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.selected_rows()) == 4
    table.set_rows(list(reversed(ROWS)))
    assert len(table.selected_rows()) == 4


def test_tab_leaves_the_list(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable(COLUMNS, formats, name="Drafts")
    qtbot.addWidget(table)
    table.set_rows(ROWS)
    table.show()
    table.view.setFocus()
    assert not table.view.tabKeyNavigation()
    press(table.view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not table.view


def test_csv_holds_what_is_shown_and_starts_no_formula(table: RecordTable) -> None:
    table.sort_by("total")
    rows = list(csv.reader(io.StringIO(table.to_csv())))
    assert rows[0] == ["Client", "Client (detail)", "Hours", "Due", "Total", "Total (ISO 4217)", "State"]
    assert rows[1] == ["'=cmd()", "'+evil", "1", "", "-104.50", "GBP", "Blocked"]
    assert rows[4] == ["Brightwater Utilities", "SOW-2026-014", "130.5", "2026-05-01", "23259.72", "GBP", "Approved"]
    table.set_filter("foxglove")
    assert len(table.to_csv().splitlines()) == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    assert guarded(f"a{start}") == f"a{start}"


def test_groups_have_headings_that_the_keyboard_skips(qtbot: QtBot, formats: Formats) -> None:
    table = RecordTable(
        COLUMNS[1:],
        formats,
        name="Worklist",
        group=lambda row: "Do today" if row.tone == "bad" else "Waiting",
        group_note=lambda _heading, rows: f"{len(rows)} rows",
    )
    qtbot.addWidget(table)
    table.set_rows([ROWS[2], *ROWS[:2], ROWS[3]])
    assert table.model.rowCount() == 6
    assert str(table.model.index(0, 0).data(ACCESSIBLE)) == "Do today, 1 rows"
    table.select_key(3)
    press(table.view, "j")
    assert table.current_row() == ROWS[0]
    press(table.view, Qt.Key.Key_Up)
    assert table.current_row() == ROWS[2]
    table.sort_by("total", descending=True)
    assert ids(table) == [3, 2, 1, 4]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_list_paints_in_both_looks_and_at_large_text(table: RecordTable, theme: Theme, look: str) -> None:
    theme.apply(look, 150)
    height = table.view.rowHeight(0)
    table.resize(520, 400)
    image = table.grab().toImage()
    assert not image.isNull()
    assert height > 47


def test_a_narrow_window_shrinks_columns_to_their_content(table: RecordTable) -> None:
    table.resize(560, 400)
    widths = [table.view.columnWidth(place) for place in range(len(COLUMNS))]
    assert sum(widths) <= table.view.viewport().width()
    assert widths[4] >= 70


def test_no_part_of_the_list_ever_becomes_a_window(table: RecordTable) -> None:
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert visible == [table]
