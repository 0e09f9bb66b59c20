"""The week grid: hours by task and day, typed straight into the cells, usable without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QItemSelectionModel, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.fitting import FitsItsText
from app.qt.focus import HandsOn
from app.qt.grid_delegate import grid_row_height, name_width, tail_width
from app.qt.grid_model import GridCell, GridDay, GridModel, GridRow, Refusal
from app.qt.grid_view import DayTotal, GridFoot, GridView
from app.qt.labels import announce
from app.qt.tokens import metrics, px

__all__ = ["DayTotal", "Edit", "GridCell", "GridDay", "GridRow", "WeekGrid", "shared_out"]

DAY_WIDTH = 62
NARROW_DAY = 46
TOTAL_WIDTH = 50
TAIL_WIDTH = 96
MOST_TAIL = 190
LEAST_NAME = 120
WISHED_NAME = 200


def shared_out(room: int, days: Sequence[GridDay], names: int) -> list[int]:
    """The width of each day so that the names (this wide) can be read; 0 for a day that is away.

    Days that are not worked become narrow first, then those of them with nothing in them go, then all become narrow.
    """
    wide, narrow = px(DAY_WIDTH), px(NARROW_DAY)
    steps = (
        [wide for _day in days],
        [narrow if day.off else wide for day in days],
        [0 if day.off and day.spare else narrow if day.off else wide for day in days],
    )
    for widths in steps:
        if room - sum(widths) >= names:
            return widths
    least = steps[-1]
    shown = sum(1 for width in least if width)
    each = max(narrow, min(wide, (room - min(names, px(WISHED_NAME))) // max(1, shown)))
    return [min(width, each) if width else 0 for width in least]


@dataclass(frozen=True)
class Edit:
    """A text for the cell of a row on a day; "" empties it."""

    key: Hashable
    day: int
    text: str


class WeekGrid(HandsOn, FitsItsText, QWidget):
    """The grid with its heading and totals. It shows texts; the page does the arithmetic.

    `cells_edited` carries a list of edits that can all be read.
    """

    cells_edited = Signal(object)
    typing = Signal(str)
    """What was typed in the current cell so far."""
    typing_ended = Signal()
    """It was taken, or given up."""
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
        self.hand_on_to(self.view)
        self.setAccessibleName(name)
        self.view.painter_of_cells.typed.connect(self._typed)
        self.view.painter_of_cells.typing.connect(self.typing)
        self.view.painter_of_cells.closeEditor.connect(lambda *_how: self.typing_ended.emit())
        self.view.cleared.connect(self._cleared)
        self.view.copied.connect(self._copy)
        self.view.pasted.connect(self._paste)
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

    def set_spare(self, spare: Sequence[bool]) -> None:
        """Which days have nothing in them; those that are not worked either give up their room first."""
        self.model.days = tuple(replace(day, spare=one) for day, one in zip(self.model.days, spare, strict=True))

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show other rows; the current cell stays by key, and a cell being typed in is not disturbed by the page."""
        here = self.current()
        if self.view.is_typing and here is not None:
            self.model.change_rows(rows, here[0])
            self._fit()
        else:
            self._keep(lambda: self.model.set_rows(rows))

    def set_totals(
        self, totals: Sequence[DayTotal], total: str, tail: str = "", *, title: str = "", sub: str = ""
    ) -> None:
        """The foot: one total per day, the week's total, and words."""
        self.foot.set(totals, (title, sub, total, tail))
        self._fit()

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
        self.cells_edited.emit([Edit(item.key, day, text)])

    def _cleared(self) -> None:
        """Empty the selected cells."""
        chosen = self.selected_cells()
        if sum(map(len, chosen.values())) < 2:
            index = self.view.currentIndex()
            if index.isValid():
                self._typed(index.row(), index.column(), "")
            return
        edits = []
        for key, days in chosen.items():
            cells = self.model.rows[self.model.place_of(key)].cells
            for day in days:
                self.model.refused.pop((key, day), None)
                if cells[day].text and not cells[day].locked:
                    edits.append(Edit(key, day, ""))
        if edits:
            self.cells_edited.emit(edits)

    # ------------------------------------------------------------------ several cells

    def selected_cells(self) -> dict[Hashable, list[int]]:
        """The days selected in each row, from the top left."""
        found: dict[Hashable, list[int]] = {}
        for index in sorted(self.view.selectionModel().selectedIndexes(), key=lambda one: (one.row(), one.column())):
            day = self.model.day_of(index.column())
            if day >= 0 and index.row() < len(self.model.rows):
                found.setdefault(self.model.rows[index.row()].key, []).append(day)
        return found

    def _copy(self) -> None:
        """The selected hours for the clipboard: a line for each row, a tab between days."""
        chosen = self.selected_cells()
        lines = []
        for key, days in chosen.items():
            cells = self.model.rows[self.model.place_of(key)].cells
            lines.append("\t".join(cells[day].text for day in days))
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _paste(self) -> None:
        """Hours from the clipboard, from the current cell on; one value fills all selected cells."""
        here = self.current()
        text = QGuiApplication.clipboard().text().strip("\r\n")
        if here is None or here[1] < 0 or not text:
            return
        block = [line.split("\t") for line in text.splitlines()]
        if len(block) == 1 and len(block[0]) == 1:
            wanted = [(key, day, block[0][0]) for key, days in self.selected_cells().items() for day in days]
        else:
            top = self.model.place_of(here[0])
            wanted = [
                (self.model.rows[top + down].key, here[1] + right, word)
                for down, line in enumerate(block)
                for right, word in enumerate(line)
                if top + down < len(self.model.rows) and here[1] + right < len(self.model.days)
            ]
        edits: list[Edit] = []
        for key, day, word in wanted:
            cell = self.model.rows[self.model.place_of(key)].cells[day]
            typed = word.strip()
            if cell.locked or typed == cell.text:
                continue
            try:
                if typed:
                    self._parse(typed)
            except Problem as problem:
                self.show_problem(key, day, problem, typed)
                announce(self.view)
                return
            edits.append(Edit(key, day, typed))
        if edits:
            self.cells_edited.emit(edits)

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
        header, days = self.view.horizontalHeader(), self.model.days
        for row in range(self.model.rowCount()):
            self.view.setRowHeight(row, grid_row_height())
        if not days:
            return
        total, tail = self._total_width(), self._tail_width()
        room = self.view.viewport().width() - total - tail
        widths = shared_out(room, days, self._names_width())
        for place, width in enumerate(widths):
            header.setSectionHidden(place + 1, not width)
            if width:
                header.resizeSection(place + 1, width)
        header.resizeSection(len(days) + 1, total)
        header.resizeSection(len(days) + 2, tail)
        header.resizeSection(0, max(px(LEAST_NAME), room - sum(widths)))
        here = self.view.currentIndex()
        if here.isValid() and self.view.isColumnHidden(here.column()):
            self._point(here.row(), self.view.days_shown()[-1])
        self.foot.update()
        self.view.setMaximumHeight(self.view.wanted_height())
        self.view.updateGeometry()

    def _names_width(self) -> int:
        """The width at which every row's names stand in full."""
        return max((name_width(row) for row in self.model.rows), default=px(WISHED_NAME))

    def _total_width(self) -> int:
        """The column of row totals holds its heading and every total."""
        texts = [self.foot.words[2], *(row.total for row in self.model.rows)]
        widest = max(metrics(14, 600).horizontalAdvance(text) for text in texts)
        return max(px(TOTAL_WIDTH), max(widest, metrics(12, 500).horizontalAdvance(self.model.heads[1])) + px(12))

    def _tail_width(self) -> int:
        """The last column is as wide as what stands in it, within bounds."""
        texts = max((tail_width(row) for row in self.model.rows), default=0)
        words = metrics(12, 500).horizontalAdvance(self.model.heads[2]) + px(24)
        return min(max(texts, words, px(TAIL_WIDTH)), px(MOST_TAIL))
