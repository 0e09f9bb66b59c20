"""The rows of a list as a view: row heights, column widths, hover, focus ring and keys."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from app.kernel.money import Money
from app.qt import keyboard
from app.qt.column_choice import ColumnChoice
from app.qt.column_widths import LEAST_WORDS, Wish, giving_way, shared
from app.qt.columns import NUMERIC, Column
from app.qt.delegate import EDGE, PAD, RecordDelegate, cell_width
from app.qt.header import SortHeader
from app.qt.record_model import AnyIndex, RecordModel
from app.qt.tokens import advance, px

Flag = QItemSelectionModel.SelectionFlag
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

SAMPLE, COMPARED = 48, 2_000
"""Rows that are measured for the width of a column; and rows whose numbers are compared for the longest."""
MOST = 260
"""No column of words takes more than this by itself."""
WHOLE = NUMERIC | {"date"}
"""Kinds that are never cut off."""


class RecordView(QTableView):
    """The rows themselves: painting state, widths and keys."""

    pressed_enter = Signal()
    pressed_space = Signal()
    menu_asked = Signal(QPoint)
    copy_asked = Signal()

    def __init__(self, model: RecordModel, name: str) -> None:
        """A view of a record model; `name` is what a screen reader says."""
        super().__init__()
        self.records = model
        self.painter_of_cells = RecordDelegate(model, self)
        self.letters: dict[str, Callable[[], object]] = {}
        self.choice = ColumnChoice.of(model.columns)
        self.gave_way: list[int] = []
        self._fitting = False
        self._needs: list[int] = []
        self._pulled = False
        self.setModel(model)
        self.setItemDelegate(self.painter_of_cells)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        header = SortHeader(model, self)
        self.setHorizontalHeader(header)
        header.let_go.connect(self._let_go)
        header.sectionHandleDoubleClicked.connect(self._usual_width)
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._moved)

    # ------------------------------------------------------------------ columns

    def fit(self) -> None:
        """Row heights, and which columns are there and how wide, for the present text size and width."""
        if self.records.rowCount():
            usual = max(self.painter_of_cells.row_height(line) for line in range(min(2, self.records.rowCount())))
            self.verticalHeader().setDefaultSectionSize(usual)
        if self.records.grouped:
            for line in self.records.headings:  # all others have the usual height
                height = self.painter_of_cells.row_height(line)
                if self.rowHeight(line) != height:
                    self.setRowHeight(line, height)
        self._fit_columns(self.viewport().width())

    def _fit_columns(self, room: int) -> None:
        columns = self.records.columns
        header = self.horizontalHeader()
        wishes = self._wishes()
        hidden = [place for place, column in enumerate(columns) if column.key in self.choice.hidden]
        self.gave_way = giving_way(columns, wishes, hidden, room)
        keys = [column.key for column in columns]
        order = [keys.index(key) for key in self.choice.order]
        there = [place for place in order if place not in hidden and place not in self.gave_way]
        self._fitting = True
        for visual, place in enumerate(order):
            if header.visualIndex(place) != visual:
                header.moveSection(header.visualIndex(place), visual)
        for place, width in enumerate(shared(columns, wishes, there, room, px(LEAST_WORDS))):
            header.setSectionHidden(place, place not in there)
            if width:
                header.resizeSection(place, width)
        self._fitting = False
        self.painter_of_cells.first, self.painter_of_cells.last = (there[0], there[-1]) if there else (-1, -1)

    def _wishes(self) -> list[Wish]:
        """Chosen widths, else declared ones, never less than the content needs."""
        columns = self.records.columns
        if len(self._needs) != len(columns):
            self.measure()
        wishes = []
        for column, need in zip(columns, self._needs, strict=True):
            chosen = px(self.choice.widths.get(column.key, 0))
            loose = not column.width and not chosen
            least = chosen or (px(column.least) if loose else need)
            wishes.append(Wish(chosen or max(px(column.width), need), need, loose, least))
        return wishes

    def shown_columns(self) -> list[int]:
        """The places of the columns in sight, from the left."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(visual) for visual in range(header.count()))
        return [place for place in order if not header.isSectionHidden(place)]

    def _resized(self, place: int, _before: int, after: int) -> None:
        """A reader pulled at the edge of a heading."""
        if not self._fitting and after and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._pulled = True
            self.choose_width(place, after)

    def _let_go(self) -> None:
        """The other columns take what is left when the mouse lets go of an edge."""
        if self._pulled:
            self._pulled = False
            self.fit()

    def _usual_width(self, place: int) -> None:
        """A double click on an edge: as wide as meant."""
        self.choice.widths.pop(self.records.columns[place].key, None)
        self.choice.keep()
        self._pulled = False
        self.fit()

    def choose_width(self, place: int, width: int) -> None:
        """Keep a width for a column, at a text size of 100 %."""
        self.choice.widths[self.records.columns[place].key] = max(1, round(max(width, px(40)) * 100 / px(100)))
        self.choice.keep()

    def pull_to(self, place: int, width: int) -> None:
        """The same by keyboard: the other columns take what is left at once."""
        self.choose_width(place, width)
        self.fit()

    def _moved(self, _place: int, _before: int, _after: int) -> None:
        """A reader pulled a heading to another place."""
        if self._fitting:
            return
        header = self.horizontalHeader()
        self.choice.order = [self.records.columns[header.logicalIndex(visual)].key for visual in range(header.count())]
        self.choice.keep()
        self.fit()

    def measure(self) -> None:
        """What each column of a declared width needs for its heading, its first rows and its total."""
        rows = self.records.rowCount()
        sample = [line for line in range(min(SAMPLE, rows)) if self.records.here(line) is not None]
        totals = self.records.totals() if rows else []
        self._needs = []
        for place, column in enumerate(self.records.columns):
            cells = [self.records.cell(line, place) for line in (*sample, *self._longest(column))]
            edge = 0 if place or column.kind == "check" else EDGE - PAD  # a tick stands in the middle of its column
            content = max((cell_width(column, cell) for cell in cells), default=0) + edge
            total = advance(totals[place], 13, 600) + 2 * PAD if totals and totals[place] else 0
            head = advance(column.title, 12, 600) + 2 * PAD if column.title else px(28)
            most = max(content, total, head)
            self._needs.append(most if column.kind in WHOLE else min(most, px(MOST)))

    def _longest(self, column: Column) -> set[int]:
        """The lines below the first ones whose numbers are the longest: the least and the greatest."""
        lines = range(SAMPLE, min(COMPARED, self.records.rowCount())) if column.kind in NUMERIC else ()
        numbers: list[tuple[float, int]] = []
        for line in lines:
            value = None if (row := self.records.here(line)) is None else column.value(row)
            if isinstance(value, Money):
                numbers.append((value.minor, line))
            elif isinstance(value, int | float | Decimal):
                numbers.append((float(value), line))
        return {min(numbers)[1], max(numbers)[1]} if numbers else set()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._needs = []  # measured again when the columns are fitted, at the latest when it is seen
            if self.isVisible():
                self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._needs:
            self.fit()

    # ------------------------------------------------------------------ painting state

    def _mark_focus(self, on: bool) -> None:
        self.painter_of_cells.focused_row = self.currentIndex().row() if on else -1
        self.viewport().update()

    def currentChanged(self, now: AnyIndex, before: AnyIndex) -> None:
        super().currentChanged(now, before)
        if self.painter_of_cells.focused_row >= 0:
            self.painter_of_cells.focused_row = now.row()
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_focus(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_focus(False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, line: int) -> None:
        if line != self.painter_of_cells.hovered:
            self.painter_of_cells.hovered = line
            self.viewport().update()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        plain = not event.modifiers() & _MODIFIERS
        if plain and not self.painter_of_cells.focused_row >= 0:
            self._mark_focus(True)
        letter = keyboard.letter(event)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif key == Qt.Key.Key_Menu or (
            key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self.menu_asked.emit(self._spot_of_current())
        elif plain and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pressed_enter.emit()
        elif self.letter(event):
            pass
        elif letter in {"J", "K"}:
            self.step(1 if letter == "J" else -1)
        elif plain and key == Qt.Key.Key_Space:
            (self.letters.get("SPACE") or self.pressed_space.emit)()
        elif plain and key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.step(-len(self.records.shown) if key == Qt.Key.Key_Home else len(self.records.shown))
        elif keyboard.typed(event).strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def letter(self, event: QKeyEvent) -> bool:
        """Carry out a bound letter or Del; False when nothing is bound to the key."""
        removes = event.key() == Qt.Key.Key_Delete and not event.modifiers() & _MODIFIERS
        action = self.letters.get("DEL" if removes else keyboard.letter(event))
        if action is None:
            return False
        action()
        return True

    def step(self, rows: int) -> None:
        """Move by rows, over headings, and stop at the ends."""
        there, count = self.records, self.records.rowCount()
        way, here = (1 if rows > 0 else -1), self.currentIndex().row()
        if not there.grouped:
            if count:
                self.go(max(0, min(count - 1, (here if here >= 0 or rows > 0 else count) + rows)))
            return
        target, left, line = here, abs(rows), here if here >= 0 or rows > 0 else count
        while left and 0 <= line + way < count:
            line += way
            if there.row(line) is not None:
                target, left = line, left - 1
        if target >= 0 and there.row(target) is not None:
            self.go(target)

    def go(self, line: int) -> None:
        """Make a line the current and only selected row."""
        shown = self.shown_columns()
        here = self.currentIndex().column()
        index = self.records.index(line, here if here in shown else shown[0] if shown else 0)
        self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in keyboard.SIDEWAYS:
            event.ignore()
            return
        super().mousePressEvent(event)
        self.painter_of_cells.focused_row = -1
        index = self.indexAt(event.position().toPoint())
        if (
            index.isValid()
            and index.column() == self.records.check_column
            and event.button() == Qt.MouseButton.LeftButton
        ):
            self.pressed_space.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            event.accept()  # the key itself has asked already
            return
        self.menu_asked.emit(event.globalPos())

    def _spot_of_current(self) -> QPoint:
        """Where a menu of the current row begins, on the screen."""
        places = self.shown_columns()
        index = self.records.index(self.currentIndex().row(), places[0]) if places else self.currentIndex()
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(px(EDGE), 0))
