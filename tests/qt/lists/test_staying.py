"""What is seen of a list stays under the eyes when rows come and go above it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt.columns import Column
from app.qt.table import RecordTable
from app.qt.window_table import WindowTable


@dataclass(frozen=True)
class Row:
    id: int


def rows(first: int, last: int) -> list[Row]:
    return [Row(number) for number in range(first, last + 1)]


COLUMNS = [Column("id", "Number", lambda row: row.id, kind="number")]


@pytest.fixture(autouse=True)
def _look(light_look: None) -> None:
    del light_look


def top_of(table: RecordTable) -> tuple[int, int]:
    """The first row in sight, and where it stands."""
    line = table.view.rowAt(2)
    row = table.model.row(line)
    assert row is not None
    return row.id, table.view.rowViewportPosition(line)


def shown(qtbot: QtBot, table: RecordTable) -> RecordTable:
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show()
    qtbot.waitExposed(table)
    return table


def test_rows_above_do_not_move_what_is_seen(qtbot: QtBot) -> None:
    table = shown(qtbot, RecordTable(COLUMNS, Formats("en-GB"), name="Rows"))
    table.set_rows(rows(1, 100))
    table.select_key(20)
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = top_of(table)
    table.set_rows(rows(-9, 100))
    assert top_of(table) == before
    assert table.current_row() == Row(20), "out of sight, and still the current one"
    table.set_rows(rows(1, 100))
    assert top_of(table) == before


def test_a_list_at_its_beginning_shows_what_comes_there(qtbot: QtBot) -> None:
    table = shown(qtbot, RecordTable(COLUMNS, Formats("en-GB"), name="Rows"))
    table.set_rows(rows(1, 100))
    table.set_rows(rows(-1, 100))
    assert top_of(table)[0] == -1


def test_rows_of_a_long_list_are_found_again_when_their_part_has_come(qtbot: QtBot) -> None:
    table = WindowTable(COLUMNS, Formats("en-GB"), name="Rows", sorted_by="id")
    book = rows(1, 1_000)
    table.wanted.connect(lambda first, many: table.fill(first, book[first : first + many]))
    shown(qtbot, table)
    table.show_count(len(book), {})
    table.fill(0, book[:100])
    bar = table.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    qtbot.waitUntil(lambda: table.model.here(table.view.rowAt(2)) is not None, timeout=30_000)
    line = table.view.rowAt(80)
    table.view.setCurrentIndex(table.model.index(line, 0))
    before, current = top_of(table), table.current_row()
    book[:0] = rows(-6, 0)
    table.show_count(len(book), {}, keep=True)
    table.fill(0, book[:100])
    qtbot.waitUntil(lambda: top_of(table) == before, timeout=30_000)
    assert table.current_row() == current
