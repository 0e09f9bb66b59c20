"""What painting a list asks for: each cell in sight once, made before, and nothing through Qt's own questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.columns import Column, cell_of
from app.qt.record_model import RecordModel
from app.qt.table import RecordTable


@dataclass(frozen=True)
class Debt:
    id: int
    client: str
    seconds: int
    total: Money
    state: str
    ready: bool


COLUMNS = [
    Column("ready", "", lambda row: row.ready, kind="check", width=40),
    Column("client", "Client", lambda row: row.client, kind="two_line", sub=lambda row: row.state),
    Column("hours", "Hours", lambda row: row.seconds, kind="hours", width=80, total="sum"),
    Column("total", "Total", lambda row: row.total, kind="money", width=120, total="sum", bold=True),
    Column("state", "State", lambda row: row.state, kind="chip", width=120, tone=lambda _row: "ok"),
]
ROWS = [Debt(n, f"Client {n}", 3600 * n, Money(100 * n, "GBP"), "Open", n % 2 == 0) for n in range(1000)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """What is asked from now on: roles of `data`, places of `cell`, and how many cells are made."""
    found: Counter[Any] = Counter()
    data, cell = RecordModel.data, RecordModel.cell

    def counted_data(self: RecordModel, index: Any, role: int = 0) -> Any:
        found["data", int(role)] += 1
        return data(self, index, role)

    def counted_cell(self: RecordModel, line: int, column: int) -> Any:
        found["cell", line, column] += 1
        return cell(self, line, column)

    def counted_make(*given: Any) -> Any:
        found["made"] += 1
        return cell_of(*given)

    monkeypatch.setattr(RecordModel, "data", counted_data)
    monkeypatch.setattr(RecordModel, "cell", counted_cell)
    monkeypatch.setattr("app.qt.record_model.cell_of", counted_make)
    return found


@pytest.fixture
def table(qtbot: QtBot, formats: Formats, asked: Counter[Any]) -> RecordTable:
    made = RecordTable(COLUMNS, formats, name="Debts")
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.set_rows(ROWS)
    made.show()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    asked.clear()
    return made


def in_sight(table: RecordTable) -> int:
    view = table.view
    return view.rowAt(view.viewport().height() - 1) + 1


def test_a_repaint_asks_each_cell_in_sight_once_and_qt_asks_nothing(table: RecordTable, asked: Counter[Any]) -> None:
    table.view.viewport().repaint()
    cells = {key[1:]: times for key, times in asked.items() if key[0] == "cell"}
    lines = in_sight(table)
    assert lines > 5
    assert cells == {(line, column): 1 for line in range(lines) for column in range(len(COLUMNS))}
    assert sum(times for key, times in asked.items() if key[0] == "data") == 0


def test_a_repaint_makes_no_cell_again(table: RecordTable, asked: Counter[Any]) -> None:
    table.view.viewport().repaint()
    assert asked["made"] == 0


def test_scrolling_makes_the_cells_that_come_in_sight_and_no_others(table: RecordTable, asked: Counter[Any]) -> None:
    lines = in_sight(table)
    table.view.scrollToBottom()
    QApplication.processEvents()
    assert (lines - 1) * len(COLUMNS) <= asked["made"] <= (lines + 1) * len(COLUMNS)
