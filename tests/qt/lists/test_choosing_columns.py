"""The list card: order, width and choice of its columns, what is remembered of them, and what gives way."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.column_chooser import ColumnChooser
from app.qt.delegate import cell_width
from app.qt.list_card import ListCard
from app.qt.memory import Memory
from app.qt.theme import Theme
from tests.qt.lists.firms import ALT, CTRL, ROWS, SHIFT, Firm, card_of, gbp, heads, ids, key


def test_the_header_says_which_column_sorts(card: ListCard) -> None:
    card.table.sort_by("owed", descending=True)
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Right)
    assert header.accessibleDescription() == "Owed, sorted falling"


def test_an_edge_pulled_with_the_mouse_keeps_its_width_until_a_double_click(card: ListCard) -> None:
    view, header = card.table.view, card.table.view.horizontalHeader()
    usual = view.columnWidth(1)
    edge = QPoint(header.sectionViewportPosition(1) + usual - 1, 10)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    for step in (10, 25, 40):
        QTest.mouseMove(header.viewport(), edge + QPoint(step, 0))
    card.table.view.choose_width(1, usual + 40)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    view.fit()
    assert view.columnWidth(1) == usual + 40
    shown = sum(view.columnWidth(place) for place in view.shown_columns())
    assert shown == view.viewport().width()
    header.sectionHandleDoubleClicked.emit(1)
    assert view.columnWidth(1) == usual
    assert card.table.view.choice.widths == {}


def test_sorting_folds_accents_and_capitals_is_announced_and_ends_in_the_usual_order(
    card: ListCard, heard: list[str]
) -> None:
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [3, 4, 2, 1]
    assert heard[-1] == "by Client, rising"
    assert card.words.text() == "by Client, rising"
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [1, 2, 4, 3]
    key(header, Qt.Key.Key_Return)
    assert ids(card) == [1, 2, 3, 4]
    assert heard[-1] == "in the usual order"
    assert card.words.text() == "late first"


def test_the_list_remembers_order_widths_hidden_columns_and_sorting(
    qtbot: QtBot, formats: Formats, kept: Memory
) -> None:
    card = card_of(qtbot, formats, ROWS)
    header = card.table.view.horizontalHeader()
    header.setFocus()
    key(header, Qt.Key.Key_Right)
    key(header, Qt.Key.Key_Left, CTRL)
    key(header, Qt.Key.Key_Right, SHIFT)
    key(header, Qt.Key.Key_Return)
    card.table.view.choice.hidden = {"note"}
    card.table.view.choice.keep()
    again = card_of(qtbot, formats, ROWS)
    assert heads(again) == ["owed", "name", "who", "late"]
    assert again.table.view.columnWidth(1) == card.table.view.columnWidth(1) >= 120
    assert ids(again) == [3, 1, 4, 2]
    found: dict[str, Any] = kept.recall("list.firms", {})
    assert found["sort"] == "owed"


@pytest.mark.parametrize(
    "damaged",
    [
        {"order": 7, "hidden": "name", "widths": [1], "sort": "nothing"},
        {"order": ["gone", "owed", "owed"], "hidden": ["name", "gone"], "widths": {"owed": -4, "gone": 9}},
    ],
)
def test_a_damaged_memory_never_costs_a_column(
    qtbot: QtBot, formats: Formats, kept: Memory, damaged: dict[str, Any]
) -> None:
    kept.keep("list.firms", damaged)
    card = card_of(qtbot, formats, ROWS)
    assert {"name", "owed", "who", "note"} <= set(heads(card))
    assert ids(card) == [1, 2, 3, 4]


def test_the_chooser_hides_shows_moves_and_resets_by_keyboard(card: ListCard, heard: list[str]) -> None:
    card.columns_tool.setFocus()
    key(card.columns_tool, Qt.Key.Key_Return)
    chooser = card.chooser
    assert isinstance(chooser, ColumnChooser)
    assert [row.id for row in chooser.list.rows()] == ["name", "owed", "who", "note", "late"]
    view = chooser.list.view
    assert chooser.list.current_row().id == "name"  # type: ignore[union-attr]
    assert chooser.list.model.cell(0, 0).tone == "ok"  # always there: ticked and fixed
    assert chooser.list.model.sentence(0, 0) == "Shown: always there"
    key(view, Qt.Key.Key_Space)
    assert heads(card)[0] == "name"
    chooser.list.select_key("late")
    key(view, Qt.Key.Key_Space)
    chooser.list.select_key("owed")
    key(view, Qt.Key.Key_Space)
    assert heads(card) == ["name", "who", "note", "late"]
    chooser.list.select_key("who")
    key(view, Qt.Key.Key_Down, ALT)
    assert heads(card) == ["name", "note", "who", "late"]
    assert heard[-1] == "Owner, place 4 of 5"
    assert chooser.list.current_row().id == "who"  # type: ignore[union-attr]
    chooser.reset_button.click()
    assert heads(card) == ["name", "owed", "who", "note"]
    key(chooser, Qt.Key.Key_Escape)
    card.window().activateWindow()
    QApplication.processEvents()
    assert card.window().focusWidget() is card.table.view


def test_columns_give_way_by_importance_instead_of_a_scroll_bar(qtbot: QtBot, formats: Formats) -> None:
    card = card_of(qtbot, formats, ROWS, 400)
    assert heads(card) == ["name", "owed", "who"]
    assert not card.table.view.horizontalScrollBar().isVisible()
    card.choose_columns()
    assert card.chooser is not None
    notes = {row.id: row.note for row in card.chooser.list.rows()}
    assert notes["note"] == "no room for it in this window"
    card.chooser.reject()
    card.window().resize(330, 400)
    assert heads(card) == ["name", "owed"]
    card.window().resize(1100, 400)
    assert heads(card) == ["name", "owed", "who", "note"]


@pytest.mark.parametrize("percent", [100, 150])
def test_the_row_above_the_list_fits_at_any_width(qtbot: QtBot, formats: Formats, theme: Theme, percent: int) -> None:
    card = card_of(qtbot, formats, ROWS, 900)
    theme.apply("light", percent)
    for width in (900, 620, 420):
        card.window().resize(width, 400)
        card.open_filter()
        QApplication.processEvents()
        assert card.window().width() == width
        tools = [tool for tool in card.tools if not tool.isHidden()]
        assert max(tool.geometry().right() for tool in tools) < card.bar.width()
        assert all(tool.accessibleName() for tool in tools)
        assert all(tool.width() <= tool.sizeHint().width() for tool in tools)


def test_the_longest_number_far_below_is_not_cut_off(qtbot: QtBot, formats: Formats) -> None:
    rows = [Firm(number, f"Firm {number}", "Bath", gbp("10.00")) for number in range(300)]
    rows[280] = Firm(280, "Poor", "Bath", gbp("-8888888.88"))
    rows[281] = Firm(281, "Rich", "Bath", gbp("8888888.88"))  # and the sum is as short as the others
    card = card_of(qtbot, formats, rows)
    view = card.table.view
    place = next(place for place, column in enumerate(card.table.model.columns) if column.key == "owed")
    assert view.columnWidth(place) >= cell_width(card.table.model.columns[place], card.table.model.cell(280, place))
