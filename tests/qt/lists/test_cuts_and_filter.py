"""The list card: its cuts and its filter, by keyboard, also with very many rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt import preferences
from app.qt.list_card import ListCard
from app.qt.theme import Theme
from tests.qt.lists.firms import CTRL, ROWS, Firm, card_of, gbp, ids, key


def test_a_cut_shows_its_rows_and_counts_all_of_them(card: ListCard, heard: list[str]) -> None:
    parts = card.choice.findChildren(QAbstractButton)
    assert [part.accessibleName() for part in parts] == ["All 4", "Late 2"]
    card.choose_cut("late")
    assert ids(card) == [1, 4]
    assert heard[-1] == "2 of 4 rows"
    assert card.table.foot.texts()[1] == "£30.00"
    assert card.table.foot.accessibleName() == "2 clients, Owed: £30.00"


def test_the_cuts_are_chosen_by_arrow_keys(card: ListCard) -> None:
    first = card.choice.findChildren(QWidget)[0]
    first.setFocus()
    key(first, Qt.Key.Key_Right)
    assert card.choice.current == "late"
    assert ids(card) == [1, 4]


def test_a_cut_without_rows_offers_all_of_them_again(card: ListCard) -> None:
    card.set_rows([ROWS[1]])
    card.choose_cut("late")
    assert card.table.nothing.sentence() == "No rows match."
    card.table.nothing.button.click()
    assert card.choice.current == "all"
    assert ids(card) == [2]


def test_ctrl_f_filters_and_esc_clears_it_and_goes_back_to_the_list(card: ListCard, heard: list[str]) -> None:
    assert card.filter.isHidden()
    key(card.table.view, Qt.Key.Key_F, CTRL)
    assert card.filter.hasFocus()
    QTest.keyClicks(card.filter, "ECLUSE")
    assert ids(card) == [2]
    assert heard[-1] == "1 of 4 rows"
    key(card.filter, Qt.Key.Key_Down)
    assert card.table.view.hasFocus()
    key(card.table.view, Qt.Key.Key_F, CTRL)
    key(card.filter, Qt.Key.Key_Escape)
    assert card.filter.isHidden()
    assert ids(card) == [1, 2, 3, 4]
    assert card.table.view.hasFocus()


def test_esc_in_the_list_takes_the_filter_away_first(card: ListCard) -> None:
    card.set_filter("lyon")
    card.table.view.setFocus()
    key(card.table.view, Qt.Key.Key_Escape)
    assert card.filter.isHidden()
    assert len(ids(card)) == 4


def test_a_row_is_found_behind_its_cut_and_filter(card: ListCard) -> None:
    card.choose_cut("late")
    card.set_filter("zebra")
    assert card.go_to(2)
    assert card.table.current_row() == ROWS[1]
    assert card.choice.current == "all"
    assert not card.go_to(99)


def test_enter_in_the_filter_opens_the_row_that_is_left(card: ListCard, qtbot: QtBot) -> None:
    card.set_filter("lyon")
    with qtbot.waitSignal(card.table.opened) as opened:
        key(card.filter, Qt.Key.Key_Return)
    assert opened.args == [ROWS[1]]


def test_rows_are_as_high_as_preferred(card: ListCard, theme: Theme) -> None:
    heights = []
    for rows in ("compact", "roomy", "standard"):
        preferences.current.change(rows=rows)
        theme.wear(preferences.current.now)
        heights.append(card.table.view.rowHeight(0))
    assert heights[0] < heights[2] == 47 < heights[1]


def test_twenty_thousand_rows_move_filter_sort_and_are_chosen(qtbot: QtBot, formats: Formats) -> None:
    """How fast is measured by the benchmarks; work that grows with the square of the rows ends in the time limit."""
    many = [Firm(n, f"Client {n}", "Leeds", gbp("1.00"), late=n % 3 == 0) for n in range(20_000)]
    card = card_of(qtbot, formats, many)
    qtbot.waitUntil(lambda: card.table.model.prepare(0), timeout=30_000)
    card.table.select_key(19_000)
    QTest.keyClicks(card.table.view, "j")
    assert card.table.current_row() == many[19_001]
    card.table.set_filter("client 1999")
    assert len(ids(card)) == 12
    card.table.set_filter("")
    card.table.sort_by("name", descending=True)
    assert ids(card)[0] == 9999
    card.table.view.selectAll()
    assert len(card.table.selected_rows()) == 20_000
