"""The week under its bar: grid or list, the note of the current cell, key figures; they scroll together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.cards import Card, Empty, EmptyState
from app.qt.keyboard import letter
from app.timesheets.queries import Desk, WeekRow
from app.timesheets.ui.entry_list import EntryList
from app.timesheets.ui.hours_grid import HoursGrid, Tail
from app.timesheets.ui.note_bar import NoteBar
from app.timesheets.ui.week_figures import InCalendar, WeekFigures

GRID_CARD, LIST_CARD, EMPTY_CARD = 0, 1, 2
MARGIN = 60


class WeekColumn(QScrollArea):
    """`row_wanted` asks for one more task in the grid."""

    row_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        """A column without a week."""
        super().__init__()
        self._desk: Desk | None = None
        self._as_list = False
        self.grid = HoursGrid(formats)
        self.list = EntryList(formats)
        self.nothing = EmptyState(Empty("clock", _("Nothing logged this week. Type a line above."), _("Add a row")))
        self.stack = QStackedWidget()
        self.note = NoteBar(formats)
        self.figures = WeekFigures(formats)
        self._build()
        self.grid.current_changed.connect(lambda *_place: self._moved())
        self.grid.note_requested.connect(lambda *_place: self.edit_note())
        self.note.done.connect(self.grid.view.setFocus)
        self.grid.add_row.clicked.connect(self.row_wanted)
        self.nothing.pressed.connect(self.row_wanted)
        self.nothing.key_typed.connect(self._empty_key)
        self.list.empty_action.connect(self.row_wanted)

    def _build(self) -> None:
        for content in (self.grid, self.list, self.nothing):
            card = Card(flush=True)
            card.body.addWidget(content)
            self.stack.addWidget(card)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self.stack, self.note, self.figures):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_week(
        self,
        desk: Desk,
        rows: Sequence[WeekRow],
        *,
        tails: Mapping[int, Tail],
        suggested: Mapping[tuple[int, date], int],
        billed: Collection[int],
        waiting: InCalendar,
    ) -> None:
        """Show a week; see `HoursGrid.show_week` for what the names mean."""
        another = self._desk is None or self._desk.view.period != desk.view.period
        self._desk = desk
        self.grid.show_week(desk, rows, tails=tails, suggested=suggested, billed=billed)
        self.list.show_week(desk)
        self.figures.show_week(desk, waiting)
        if another:
            period = desk.view.period
            self.grid.point_at(desk.today if desk.today in period else period.first)
        self.show_as(as_list=self._as_list)
        self._show_note()

    def show_as(self, *, as_list: bool) -> None:
        """The grid or the list of entries."""
        self._as_list = as_list
        empty = not self.grid.model.rowCount()
        self.stack.setCurrentIndex(LIST_CARD if as_list else EMPTY_CARD if empty else GRID_CARD)
        self.note.setVisible(not as_list and not empty)

    @property
    def shown(self) -> HoursGrid | EntryList:
        """The grid or the list."""
        return self.list if self._as_list else self.grid

    def region(self) -> QWidget:
        """Where the keyboard enters the week: the list, the grid, or the action of an empty week."""
        if self._as_list:
            return self.list
        return self.nothing.entry() if self.stack.currentIndex() == EMPTY_CARD else self.grid

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work in what is shown."""
        if self.region() is self.nothing.entry():
            return [("N", _("new row"))]
        return self.shown.keys()

    def _empty_key(self, event: QKeyEvent) -> None:
        """N adds a row in an empty week as well; [, T and ] go to other weeks."""
        action = self.grid.view.letters.get(letter(event))
        if action is not None:
            action()

    def edit_note(self) -> None:
        """Take the keyboard to the note of the current cell."""
        self.ensureWidgetVisible(self.note)
        self.note.edit_note()

    def _moved(self) -> None:
        self._show_note()
        view, inside = self.grid.view, self.widget()
        if view.hasFocus() and inside is not None:
            spot = view.viewport().mapTo(inside, view.visualRect(view.currentIndex()).center())
            self.ensureVisible(spot.x(), spot.y(), 0, MARGIN)

    def _show_note(self) -> None:
        here = self.grid.here()
        if here is None or self._desk is None:
            self.note.show_cell(None, None, None)
            return
        row, cell = here
        self.note.show_cell(row, cell, self._desk.value_of(cell.entry_ids[0]) if len(cell.entry_ids) == 1 else None)
