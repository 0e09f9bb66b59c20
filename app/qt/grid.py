"""The week grid: hours by task and day, typed straight into the cells, usable without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.grid_delegate import grid_row_height
from app.qt.grid_model import GridCell, GridDay, GridModel, GridRow, Refusal
from app.qt.grid_view import DayTotal, GridFoot, GridView
from app.qt.labels import announce
from app.qt.tokens import px

__all__ = ["DayTotal", "GridCell", "GridDay", "GridRow", "WeekGrid"]

DAY_WIDTH = 64
TOTAL_WIDTH = 62
TAIL_WIDTH = 124


class WeekGrid(QWidget):
    """The grid with its heading and totals. It shows texts; the page does the arithmetic."""

    cell_edited = Signal(object, int, str)
    note_requested = Signal(object, int)
    suggestion_taken = Signal(object, int)
    current_changed = Signal(object, int)
    row_opened = Signal(object)

    def __init__(self, parse: Callable[[str], object], *, name: str) -> None:
        """`parse` reads a typed text or raises Problem; what it gives is not used here."""
        super().__init__()
        self._parse = parse
        self.model = GridModel()
        self.view = GridView(self.model, name)
        self.foot = GridFoot(self.model, self.view.horizontalHeader())
        self._hints: list[tuple[str, str]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.view)
        box.addWidget(self.foot)
        self.setFocusProxy(self.view)
        self.setAccessibleName(name)
        self.view.painter_of_cells.typed.connect(self._typed)
        self.view.cleared.connect(self._cleared)
        self.view.note_asked.connect(lambda: self._emit_here(self.note_requested))
        self.view.row_asked.connect(self._open_row)
        self.view.moved_to.connect(self._moved)
        self.view.resized.connect(self._fit)

    # ------------------------------------------------------------------ what it shows

    def set_headings(self, first: str, total: str, tail: str) -> None:
        """The words over the task, total and last column."""
        self.model.heads = (first, total, tail)
        self.view.horizontalHeader().viewport().update()

    def set_days(self, days: Sequence[GridDay]) -> None:
        """Show another week."""
        self._keep(lambda: self.model.set_days(days))

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show other rows; the current cell stays by key, and a cell being typed in is not disturbed by the page."""
        self._keep(lambda: self.model.set_rows(rows))

    def set_totals(
        self, totals: Sequence[DayTotal], total: str, tail: str = "", *, title: str = "", sub: str = ""
    ) -> None:
        """The foot: one total per day, the week's total, and words."""
        self.foot.set(totals, (title, sub, total, tail))

    def _keep(self, change: Callable[[], None]) -> None:
        here = self.current()
        row = self.view.currentIndex().row()
        focused = self.view.hasFocus()
        change()
        self._fit()
        if here is not None and self.model.rowCount():
            place = self.model.place_of(here[0])
            self._point(place if place >= 0 else min(row, self.model.rowCount() - 1), here[1] + 1)
        if focused:
            self.view.setFocus()

    def _point(self, row: int, column: int) -> None:
        target = self.model.index(row, column)
        if target.isValid():
            self.view.selectionModel().setCurrentIndex(target, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def current(self) -> tuple[Hashable, int] | None:
        """The current row's key and day (-1 on the task itself)."""
        index = self.view.currentIndex()
        if not 0 <= index.row() < len(self.model.rows):
            return None
        return self.model.rows[index.row()].key, self.model.day_of(index.column())

    def select(self, row_key: Hashable, day_index: int) -> None:
        """Go to a cell and take the keyboard."""
        place = self.model.place_of(row_key)
        if place >= 0:
            self.view.go(place, day_index + 1)

    def show_problem(self, row_key: Hashable, day_index: int, problem: Problem, typed: str = "") -> None:
        """Mark a cell as refused with what was typed; typing again takes it back."""
        self.model.refused[row_key, day_index] = Refusal(typed, str(problem))
        self._redraw(row_key, day_index)

    def problem_at(self, row_key: Hashable, day_index: int) -> str:
        """Why a cell was refused, "" when it was not."""
        found = self.model.refused.get((row_key, day_index))
        return found.reason if found is not None else ""

    def bind_key(self, letter: str, callback: Callable[[], object], words: str = "") -> None:
        """A single letter that acts while the grid has the focus and nothing is being typed."""
        self.view.letters[letter.upper()] = callback
        if words:
            self._hints.append((letter, words))

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the grid for the bottom bar."""
        usual = [("Up Down Left Right", _("move")), ("0–9", _("type hours")), ("F2", _("note"))]
        return [*usual, *self._hints]

    def take_suggestion(self) -> None:
        """Offer the suggestion in the current cell to the page; pages bind this to A."""
        here = self.current()
        if here is None:
            return
        index = self.view.currentIndex()
        cell = self.model.cell(index.row(), index.column())
        if cell is not None and cell.suggestion:
            self.suggestion_taken.emit(*here)

    # ------------------------------------------------------------------ typing

    def _typed(self, row: int, column: int, text: str) -> None:
        item = self.model.rows[row]
        day = self.model.day_of(column)
        cell = self.model.cell(row, column)
        if cell is None or cell.locked:
            return
        before = self.model.refused.pop((item.key, day), None)
        if text == cell.text:
            self._redraw(item.key, day)
            return
        if text:
            try:
                self._parse(text)
            except Problem as problem:
                self.show_problem(item.key, day, problem, text)
                announce(self.view)
                return
        elif not cell.text and before is None:
            return
        self.cell_edited.emit(item.key, day, text)

    def _cleared(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self._typed(index.row(), index.column(), "")

    def _redraw(self, row_key: Hashable, day: int) -> None:
        place = self.model.place_of(row_key)
        if place >= 0:
            index = self.model.index(place, day + 1)
            self.model.dataChanged.emit(index, index)

    def _emit_here(self, signal: SignalInstance) -> None:
        here = self.current()
        if here is not None and here[1] >= 0:
            signal.emit(*here)

    def _open_row(self) -> None:
        here = self.current()
        if here is not None:
            self.row_opened.emit(here[0])

    def _moved(self, row: int, column: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.current_changed.emit(self.model.rows[row].key, self.model.day_of(column))

    # ------------------------------------------------------------------ size

    def _fit(self) -> None:
        header = self.view.horizontalHeader()
        count = len(self.model.days)
        for row in range(self.model.rowCount()):
            self.view.setRowHeight(row, grid_row_height())
        if not count:
            return
        room = self.view.viewport().width() - px(TOTAL_WIDTH) - px(TAIL_WIDTH)
        day = max(px(46), min(px(DAY_WIDTH), (room - px(170)) // count))
        for place in range(count):
            header.resizeSection(place + 1, day)
        header.resizeSection(count + 1, px(TOTAL_WIDTH))
        header.resizeSection(count + 2, px(TAIL_WIDTH))
        header.resizeSection(0, max(px(120), room - day * count))
        self.view.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
