"""The rows of a list as a view: row heights, column widths, hover, focus ring and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from app.qt import keyboard
from app.qt.delegate import PAD, RecordDelegate, cell_width
from app.qt.header import SortHeader
from app.qt.record_model import AnyIndex, RecordModel
from app.qt.tokens import metrics, px

Flag = QItemSelectionModel.SelectionFlag
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

SAMPLE = 200
"""Rows that are measured for the width of a column."""
EDGE = 14
"""The first column stands a little further in than the others."""
MOST = 260
"""No column takes more than this by itself."""


class RecordView(QTableView):
    """The rows themselves: painting state, widths and keys."""

    pressed_enter = Signal()
    pressed_space = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: RecordModel, name: str) -> None:
        """A view of a record model; `name` is what a screen reader says."""
        super().__init__()
        self.records = model
        self.painter_of_cells = RecordDelegate(model, self)
        self.letters: dict[str, Callable[[], object]] = {}
        self._needs: list[int] = []
        self.setHorizontalHeader(SortHeader(model, self))
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

    def fit(self) -> None:
        """Row heights and column widths for the present text size and width."""
        if self.records.rowCount():
            usual = max(self.painter_of_cells.row_height(line) for line in range(min(2, self.records.rowCount())))
            self.verticalHeader().setDefaultSectionSize(usual)
        if self.records.grouped:
            for line in range(self.records.rowCount()):
                height = self.painter_of_cells.row_height(line)
                if self.rowHeight(line) != height:
                    self.setRowHeight(line, height)
        for place, width in enumerate(self._widths(self.viewport().width())):
            self.setColumnWidth(place, width)

    def _widths(self, room: int) -> list[int]:
        """Declared widths, never less than the content needs; where room is short only what the content needs."""
        columns = self.records.columns
        if len(self._needs) != len(columns):
            self.measure()
        wished = [max(px(column.width), need) for column, need in zip(columns, self._needs, strict=True)]
        loose = [place for place, column in enumerate(columns) if not column.width]
        least = sum(px(columns[place].least) for place in loose)
        fixed = sum(wish for place, wish in enumerate(wished) if place not in loose)
        if fixed + least > room:
            wished = list(self._needs)
            fixed = sum(wish for place, wish in enumerate(wished) if place not in loose)
        for turn, place in enumerate(loose):
            share = (room - fixed) * (turn + 1) // len(loose) - (room - fixed) * turn // len(loose)
            wished[place] = max(px(columns[place].least), share)
        return wished

    def measure(self) -> None:
        """What each column of a declared width needs for its heading, its first rows and its total."""
        sample = [line for line in range(min(SAMPLE, self.records.rowCount())) if self.records.row(line) is not None]
        totals = self.records.totals() if self.records.rowCount() else []
        self._needs = []
        for place, column in enumerate(self.records.columns):
            cells = [self.records.cell(line, place) for line in sample]
            content = max((cell_width(column, cell) for cell in cells), default=0) + (EDGE - PAD if not place else 0)
            total = metrics(13, 600).horizontalAdvance(totals[place]) + 2 * PAD if totals and column.numeric else 0
            head = metrics(12, 500).horizontalAdvance(column.title) + 2 * PAD if column.title else 28
            self._needs.append(min(max(content, total, head), px(MOST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.measure()
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
        if plain and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
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
        lines = [line for line in range(self.records.rowCount()) if self.records.row(line) is not None]
        if not lines:
            return
        here = self.currentIndex().row()
        place = lines.index(here) if here in lines else -1
        target = lines[max(0, min(len(lines) - 1, place + rows))]
        self.go(target)

    def go(self, line: int) -> None:
        """Make a line the current and only selected row."""
        index = self.records.index(line, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
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
        self.menu_asked.emit(event.globalPos())
