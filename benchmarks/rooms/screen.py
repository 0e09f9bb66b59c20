"""qt, shell and invoices: what hands feel: a long list, the palette and the step to the next draft's paper."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from app.bootstrap.tour import application
from app.invoices.ui import PreviewPage
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.operations import Operations
from app.qt.palette import CommandPalette
from app.qt.palette_match import PaletteItem
from app.qt.table import RecordTable
from app.qt.theme import Theme
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject

FORMATS = Formats("en-GB", "Europe/London")
ROWS = 20_000
ITEMS = 2_000
SIZE = (1240, 780)
LONGEST = 20
"""Seconds until a paper counts as lost."""


@dataclass(frozen=True)
class _Client:
    id: int
    name: str
    city: str
    owed: Money


def _many() -> list[_Client]:
    """Clients in no order of their names."""
    return [
        _Client(n, f"Client {n * 7919 % ROWS}", f"Town {n % 97}", Money.of(Decimal(n % 997), "GBP"))
        for n in range(ROWS)
    ]


def _shown(widget: QWidget) -> QApplication:
    """Show a widget in the light look, and wait until it stands there."""
    app = application()
    Theme(app).apply("light")
    widget.resize(*SIZE)
    widget.show()
    widget.activateWindow()
    QTest.qWaitForWindowExposed(widget)
    app.processEvents()
    return app


def _table() -> RecordTable:
    application()
    columns = [
        Column("name", "Client", lambda row: row.name, kind="two_line", sub=lambda row: row.city),
        Column("owed", "Owed", lambda row: row.owed, kind="money", width=110, total="sum"),
    ]
    return RecordTable(columns, FORMATS, name="Clients", empty=Empty("users", "No clients yet."))


def _list(work: Callable[[RecordTable], object], before: Callable[[RecordTable], object] | None = None) -> Subject:
    """Something done with a long list that stands there with all its rows."""
    table = _table()
    app = _shown(table)
    table.set_rows(_many())
    while not table.model.prepare(0):
        app.processEvents()

    def run() -> None:
        work(table)
        app.processEvents()

    return Subject(run, before=None if before is None else lambda: before(table), facts={"rows": ROWS})


def _set(_desk: Desk) -> Subject:
    """Against a bare model that is filled with the same words."""
    table = _table()
    app = _shown(table)
    rows = _many()

    def run() -> None:
        table.set_rows(rows)
        app.processEvents()

    def bare() -> None:
        model = QStandardItemModel()
        for row in rows:
            model.appendRow([QStandardItem(row.name), QStandardItem(str(row.owed.minor))])
        view = QTableView()
        view.setModel(model)

    return Subject(run, bare, "a bare item model", lambda: table.set_rows([]), facts={"rows": ROWS})


def _filter(_desk: Desk) -> Subject:
    return _list(lambda table: table.set_filter("client 1999"), lambda table: table.set_filter(""))


def _sort(_desk: Desk) -> Subject:
    return _list(lambda table: table.sort_by("name"), lambda table: table.sort_by("owed"))


def _scroll(_desk: Desk) -> Subject:
    """One page further, painted at once: a frame of scrolling."""

    def step(table: RecordTable) -> None:
        bar = table.view.verticalScrollBar()
        bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
        table.view.viewport().repaint()

    return _list(step)


def _palette(typed: str) -> Callable[[Desk], Subject]:
    """From the key to the painted answer."""

    def prepare(_desk: Desk) -> Subject:
        application()
        host = QWidget()
        app = _shown(host)
        palette = CommandPalette(host)
        palette.set_items(
            [
                PaletteItem(f"client:{n}", f"Client {n * 7919 % ITEMS}", "client", f"SOW-2026-{n:04}")
                for n in range(ITEMS)
            ]
        )

        def run() -> None:
            palette.open(typed)
            app.processEvents()
            palette.repaint()

        return Subject(run, before=palette.close_layer, facts={"things to find": ITEMS})

    return prepare


def _step(desk: Desk) -> Subject:
    """With threads, as in the window: from the key to the next paper in sight, then back untimed."""
    book = desk.act_as("GB", desk.fresh("preview"))
    application()
    operations = Operations(book)
    desk.at_end(operations.close)
    page = PreviewPage(operations, FORMATS)
    app = _shown(page)

    def wait_for_another_than(before: str) -> None:
        end = time.perf_counter() + LONGEST
        while page.pdf.whole_text() == before or not page.pdf._sheets.images:
            if time.perf_counter() > end:
                raise TimeoutError
            app.processEvents()

    def press(key: Qt.Key) -> None:
        before = page.pdf.whole_text()
        QTest.keyClick(page.pdf.focusProxy() or page.pdf, key)
        wait_for_another_than(before)

    page.refresh()
    wait_for_another_than("")
    first = page.rows()[0].draft_id
    if page.rows()[0] != page.current():
        page.open(first)
    press(Qt.Key.Key_J)
    return Subject(lambda: press(Qt.Key.Key_J), before=lambda: press(Qt.Key.Key_K), facts={"drafts": len(page.rows())})


BENCHMARKS = (
    Benchmark("qt", "a long list is set", _set),
    Benchmark("qt", "a long list is filtered", _filter),
    Benchmark("qt", "a long list is sorted", _sort),
    Benchmark("qt", "one frame of scrolling a long list", _scroll),
    Benchmark("qt", "the palette opens", _palette("")),
    Benchmark("qt", "the palette finds", _palette("cli 19")),
    Benchmark("invoices", "one step in the preview", _step),
)
