"""A list of which only what is in sight is fetched: parts, gaps, scrolling, keys, search, feet and files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.columns import Column
from app.qt.list_card import ListCard
from app.qt.operations import SynchronousOperations
from app.qt.window_model import AT_ONCE, KEPT, PART, TURN
from app.qt.window_table import TOGETHER, WindowTable
from tests.qt.lists.firms import NoBook

MILLIONS = 1_500_000


@dataclass(frozen=True)
class Row:
    id: int
    words: str
    hours: int


def row(number: int) -> Row:
    return Row(number, f"Row {number}", 3600)


class Store(QObject):
    """Rows by their place, and what was asked for."""

    def __init__(self, table: WindowTable) -> None:
        super().__init__(table)
        self.table = table
        self.asked: list[tuple[int, int]] = []
        self.answering = True
        table.wanted.connect(self.answer)

    def answer(self, first: int, many: int) -> None:
        self.asked.append((first, many))
        if self.answering:
            self.table.fill(first, [row(number) for number in range(first, first + many)])


@pytest.fixture
def table(qtbot: QtBot, formats: Formats) -> Iterator[WindowTable]:
    made = WindowTable(
        [
            Column("id", "Number", lambda one: one.id, kind="number", width=110),
            Column("words", "Words", lambda one: one.words),
            Column("hours", "Hours", lambda one: one.hours, kind="hours", width=90, total="sum"),
        ],
        formats,
        name="Many",
        sorted_by="id",
    )
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def settle(qtbot: QtBot) -> None:
    qtbot.wait(TURN * 4)


def test_only_what_is_in_sight_is_fetched_of_a_million_rows(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    table.show_count(MILLIONS, {"hours": 3600 * MILLIONS})
    settle(qtbot)
    assert sum(many for _first, many in store.asked) <= AT_ONCE * PART
    assert table.current_row() == row(0)
    store.asked.clear()
    table.view.step(MILLIONS)
    settle(qtbot)
    assert table.current_row() == row(MILLIONS - 1)
    assert store.asked
    assert all(first > MILLIONS - 10 * PART and first % PART == 0 for first, _many in store.asked)
    assert table.model.cell(MILLIONS - 1, 1).text == f"Row {MILLIONS - 1}"


def test_home_end_and_arrows_go_where_they_go_in_any_list(table: WindowTable, qtbot: QtBot) -> None:
    Store(table)
    table.show_count(1_000, {})
    settle(qtbot)
    table.view.setFocus()
    for pressed, place in ((Qt.Key.Key_End, 999), (Qt.Key.Key_Up, 998), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Down, 1)):
        QTest.keyClick(table.view, pressed)
        settle(qtbot)
        assert table.current_row() == row(place)


def test_a_gap_is_empty_until_its_row_comes_and_is_asked_for_once(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    store.answering = False
    table.show_count(1_000, {})
    for _turn in range(5):
        table.view.viewport().repaint()
        settle(qtbot)
    assert len(store.asked) == 1
    assert table.current_row() is None
    assert table.model.cell(0, 1).text == ""
    assert table.model.sentence(0, 1) == "Words: "
    first, many = store.asked[0]
    table.fill(first, [row(number) for number in range(first, first + many)])
    assert table.current_row() == row(0)
    assert table.model.sentence(0, 1) == "Words: Row 0"


def test_what_did_not_come_is_asked_for_again(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    store.answering = False
    table.show_count(1_000, {})
    table.view.viewport().repaint()
    settle(qtbot)
    table.window_model.not_fetched(*store.asked[0])
    store.answering = True
    table.view.viewport().repaint()
    settle(qtbot)
    assert table.current_row() == row(0)


def test_who_pulls_the_bar_through_all_of_it_asks_for_little(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    table.show_count(MILLIONS, {})
    settle(qtbot)
    store.asked.clear()
    bar = table.view.verticalScrollBar()
    for turn in range(200):
        bar.setValue(bar.maximum() * turn // 200)
        table.view.viewport().repaint()
    settle(qtbot)
    assert len(store.asked) < 40
    seen = table.view.rowAt(5)
    assert table.model.cell(seen, 1).text == f"Row {seen}"
    assert len(table.window_model._parts) <= KEPT


def test_read_again_the_place_and_the_row_stay_and_old_rows_are_read_anew(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    table.show_count(MILLIONS, {"hours": 3600})
    table.view.go(700_000)
    settle(qtbot)
    place = table.view.verticalScrollBar().value()
    store.asked.clear()
    table.show_count(MILLIONS + 1, {"hours": 7200}, keep=True)
    assert table.view.verticalScrollBar().value() == place
    assert table.view.currentIndex().row() == 700_000
    assert table.model.cell(700_000, 1).text == "Row 700000"
    settle(qtbot)
    assert [first for first, _many in store.asked if first <= 700_000 < first + 3 * PART]
    assert table.foot.texts()[2] == "2.0"


def test_a_shorter_list_has_no_rows_behind_its_end(table: WindowTable, qtbot: QtBot) -> None:
    Store(table)
    table.show_count(250, {})
    table.view.step(250)
    settle(qtbot)
    table.show_count(120, {}, keep=True)
    settle(qtbot)
    assert table.current_row() == row(119)
    assert table.model.row(120) is None
    table.show_count(0, {}, keep=True)
    assert table.current_row() is None
    assert table.nothing.isVisible()


def test_typing_searches_once_nobody_types_any_more(table: WindowTable, qtbot: QtBot) -> None:
    heard: list[str] = []
    table.searched.connect(heard.append)
    for text in ("b", "br", "bri"):
        table.set_filter(text)
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["bri"])
    table.set_filter("")
    table.search_now()
    assert heard == ["bri", ""]


def test_only_the_column_it_stands_in_the_order_of_can_be_turned(table: WindowTable) -> None:
    turned: list[bool] = []
    table.turned.connect(lambda: turned.append(table.model.descending))
    header = table.view.horizontalHeader()
    header.sectionClicked.emit(1)
    assert turned == []
    header.sectionClicked.emit(0)
    header.sectionClicked.emit(0)
    assert turned == [False, True]
    assert table.sort_words() == "by Number, falling"


def test_a_file_has_all_rows_though_few_were_seen(table: WindowTable, qtbot: QtBot, tmp_path: Path) -> None:
    fetched: list[tuple[int, int]] = []

    def fetch(first: int, many: int) -> list[Row]:
        fetched.append((first, many))
        return [row(number) for number in range(first, min(first + many, 5_000))]

    Store(table)
    table.show_count(5_000, {})
    table.fetch_with(lambda: fetch)
    card = ListCard(table, SynchronousOperations(NoBook()), remembers="many", file_name="Many")
    qtbot.addWidget(card)
    card.export.save(str(tmp_path / "Many.csv"))
    lines = list(csv.reader(io.StringIO((tmp_path / "Many.csv").read_text(encoding="utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [str(number) for number in range(5_000)]
    assert fetched == [(0, TOGETHER), (TOGETHER, TOGETHER), (2 * TOGETHER, TOGETHER)]


def test_a_list_that_became_shorter_while_it_was_written_ends_there(table: WindowTable) -> None:
    table.show_count(300, {})
    table.fetch_with(lambda: lambda first, many: [row(number) for number in range(first, min(first + many, 250))])
    assert len(table.rows_to_write()[:]) == 250


def test_a_list_that_has_become_shorter_meanwhile_goes_on_fetching(table: WindowTable, qtbot: QtBot) -> None:
    store = Store(table)
    store.answering = False
    table.show_count(10_000, {})
    table.view.step(10_000)
    settle(qtbot)
    first, _many = store.asked[-1]
    table.fill(first, [])
    store.answering = True
    table.view.step(-5_000)
    settle(qtbot)
    assert table.current_row() == row(4_999)


def test_a_shorter_list_is_not_asked_again_for_each_row_of_a_file_that_is_gone(table: WindowTable) -> None:
    asked: list[int] = []

    def fetch(first: int, many: int) -> list[Row]:
        asked.append(first)
        return [row(number) for number in range(first, min(first + many, 100))]

    table.fetch_with(lambda: fetch)
    table.show_count(150, {})
    assert len(table.rows_to_write()[:]) == 100
    assert asked == [0, 100]
