"""Lists on screen for measuring: ours with the firm's rows, and Qt's own table with the same words."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from app.bootstrap.tour import application
from app.kernel.formats import Formats
from app.qt.table import RecordTable
from app.qt.theme import Theme
from app.timesheets.queries import EntryRow, week
from benchmarks.goals.ground import Ground
from benchmarks.goals.reads import MONDAY

FORMATS = Formats("en-GB", "Europe/London")
SIZE = (1240, 1300)
WEEKS = 12


def shown(widget: QWidget) -> QApplication:
    """Show a widget in the light look, and wait until it stands there."""
    app = application()
    Theme(app).apply("light")
    widget.resize(*SIZE)
    widget.show()
    QTest.qWaitForWindowExposed(widget)
    app.processEvents()
    return app


def entries(ground: Ground) -> list[EntryRow]:
    """Everything a person entered in some weeks."""
    book, person = ground.act_as("EF"), ground.person("PR")
    ground.act_as("EF")
    mondays = [MONDAY - timedelta(7 * n) for n in range(WEEKS)]
    return [row for monday in mondays for row in book.read(week, person_id=person, monday=monday).entries]


def same_words(ours: RecordTable) -> QTableView:
    """Qt's own table with the words, widths and heights of ours."""
    model = QStandardItemModel()
    for line in range(ours.model.rowCount()):
        cells = [ours.model.cell(line, column) for column in range(ours.model.columnCount())]
        items = [QStandardItem(f"{cell.text} {cell.sub}".strip()) for cell in cells]
        for item, column in zip(items, ours.model.columns, strict=True):
            if column.numeric:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
        model.appendRow(items)
    view = QTableView()
    model.setParent(view)
    view.setModel(model)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ours.view.rowHeight(0))
    for place in range(model.columnCount()):
        view.setColumnWidth(place, ours.view.columnWidth(place))
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    return view


def visible(view: QTableView) -> int:
    """Rows in sight."""
    height = max(1, view.rowHeight(0))
    return min(view.model().rowCount(), view.viewport().height() // height)
