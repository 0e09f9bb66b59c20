"""The week under its bar: grid or list, the note of the current cell, key figures; they scroll together."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.cards import Card, Empty, EmptyState
from app.qt.coming import whole
from app.qt.fitting import FitsItsRoom
from app.qt.keyboard import letter
from app.qt.tokens import px
from app.timesheets.commands import CellWish
from app.timesheets.queries import Desk, WeekRow
from app.timesheets.ui.entry_list import DayList, EntryList
from app.timesheets.ui.hours_grid import HoursGrid, Tail
from app.timesheets.ui.note_bar import NoteBar
from app.timesheets.ui.week_bar import DAY, LIST, WEEK
from app.timesheets.ui.week_figures import InCalendar, WeekFigures

QWIDGETSIZE_MAX = 16_777_215
"""Qt's own "no limit" of a widget's size."""

GRID_CARD, LIST_CARD, DAY_CARD, EMPTY_CARD = range(4)
GAP = 12
EDGES = 4
"""Frame and margin of a card, above and below."""
LEAST_ROWS = 3
"""So many rows are seen in the lowest window, with the totals below them."""


class WeekColumn(FitsItsRoom, QScrollArea):
    """`row_wanted` asks for one more task in the grid, `entry_wanted` for one more entry in a list."""

    row_wanted = Signal()
    entry_wanted = Signal()
    calendar_wanted = Signal()
    tasks_wanted = Signal()

    @classmethod
    def in_parts(cls, formats: Formats) -> Generator[None, None, WeekColumn]:
        """A column, built with a rest between its parts."""
        grid = HoursGrid(formats)
        yield
        listed = EntryList(formats)
        yield
        days = DayList(formats)
        yield
        column = cls(formats, grid, listed, days)
        for content in (grid, listed, days, column.nothing):
            yield
            column._take_in(content)
        return column

    @classmethod
    def at_once(cls, formats: Formats) -> WeekColumn:
        """A column, built without a rest."""
        return whole(cls.in_parts(formats))

    def __init__(self, formats: Formats, grid: HoursGrid, listed: EntryList, days: DayList) -> None:
        """A column without a week; use `in_parts`, which puts its largest parts into their places one by one."""
        super().__init__()
        self._desk: Desk | None = None
        self._shape = WEEK
        self.day: date | None = None
        """The day that is shown while it is one day."""
        self.grid, self.list, self.day_list = grid, listed, days
        self.nothing = EmptyState(Empty("clock", _("Nothing logged this week. Type a line above."), _("Add a row")))
        self.stack = QStackedWidget()
        self.note = NoteBar(formats)
        self.figures = WeekFigures(formats)
        self._waiting = 0
        self._build()
        self.grid.current_changed.connect(lambda *_place: self._moved())
        self.grid.note_requested.connect(lambda *_place: self.edit_note())
        self.grid.typing.connect(self.note.hear)
        self.grid.typing_ended.connect(self.note.hear_end)
        self.note.done.connect(self.grid.view.setFocus)
        self.grid.add_row.clicked.connect(self.row_wanted)
        self.nothing.pressed.connect(self._begin)
        self.nothing.key_typed.connect(self._empty_key)
        for entries in (self.list, self.day_list):
            entries.empty_action.connect(self.entry_wanted)

    def _build(self) -> None:
        # from the outside in: a part that is put into another one takes all that is in it along, again and again
        inside = QWidget()
        inside.setObjectName("inside")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.stack, 1000)
        for widget in (self.note, self.figures):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _take_in(self, content: QWidget) -> None:
        card = Card(flush=True)
        self.stack.addWidget(card)
        card.body.addWidget(content)

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
        self._desk, self._waiting = desk, waiting.count
        self.grid.show_week(desk, rows, tails=tails, suggested=suggested, billed=billed)
        self.list.show_week(desk)
        self.figures.show_week(desk, waiting)
        if another:
            period = desk.view.period
            self.grid.point_at(desk.today if desk.today in period else period.first)
        self._say_nothing()
        self.show_as(self._shape, self.day)
        self._show_note()

    def show_as(self, shape: str, day: date | None = None) -> None:
        """The grid, the entries of a day, or those of the week."""
        self._shape, self.day = shape, day
        if day is not None and self._desk is not None and day in self._desk.view.period:
            self.day_list.show_day(self._desk, day)
        empty = not self.grid.model.rowCount()
        cards = {LIST: LIST_CARD, DAY: DAY_CARD}
        self.stack.setCurrentIndex(cards.get(shape, EMPTY_CARD if empty else GRID_CARD))
        self.note.setVisible(shape == WEEK and not empty)
        self._fit()

    def _say_nothing(self) -> None:
        """An empty week leads to the meetings that wait, else to its first row; without a task to what brings one."""
        if self._without_tasks():
            words = _("There is no task to log time on yet. A statement of work brings the first.")
            self.nothing.set(Empty("briefcase", words, _("Go to engagements")))
        elif self._waiting:
            words = ngettext(
                "Nothing logged this week. Type a line above, or add {n} meeting from the calendar.",
                "Nothing logged this week. Type a line above, or add {n} meetings from the calendar.",
                self._waiting,
            )
            self.nothing.set(Empty("clock", words, _("Add from the calendar")))
        else:
            self.nothing.set(Empty("clock", _("Nothing logged this week. Type a line above."), _("Add a row")))

    def _without_tasks(self) -> bool:
        return self._desk is not None and not self._desk.tasks

    def _begin(self) -> None:
        if self._without_tasks():
            self.tasks_wanted.emit()
            return
        (self.calendar_wanted if self._waiting else self.row_wanted).emit()

    def _fit(self) -> None:
        """In a low window the rows scroll between their heading and the totals."""
        grid = self.stack.currentIndex() == GRID_CARD
        room = self.viewport().height()
        least = (self._least_grid(room) if grid else px(220)) + EDGES
        note = 0 if self.note.isHidden() else self.note.sizeHint().height() + GAP
        rest = note + self.figures.sizeHint().height() + GAP
        if least + rest > room:
            # something is out of sight anyway: then it is the figures alone
            least = max(least, room - note)
        self.stack.setMinimumHeight(min(least, self.grid.whole_height() + EDGES) if grid else least)
        self.stack.setMaximumHeight(self.grid.whole_height() + EDGES if grid else QWIDGETSIZE_MAX)

    def _least_grid(self, room: int) -> int:
        """So many rows that the totals below them are seen without scrolling, and no fewer than one."""
        heights = [self.grid.least_height(rows) for rows in range(LEAST_ROWS, 0, -1)]
        return next((height for height in heights if height + EDGES <= room), heights[-1])

    @property
    def shown(self) -> HoursGrid | EntryList:
        """The grid or the list."""
        return {LIST: self.list, DAY: self.day_list}.get(self._shape, self.grid)

    def region(self) -> QWidget:
        """Where the keyboard enters the week: the list, the grid, or the action of an empty week."""
        return self.nothing.entry() if self.stack.currentIndex() == EMPTY_CARD else self.shown

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work in what is shown."""
        if self.stack.currentIndex() == EMPTY_CARD:
            return [("N", _("new row")), *([("A", _("add suggestion"))] if self._waiting else [])]
        return self.shown.keys()

    def more_keys(self) -> list[tuple[str, str]]:
        """Keys for more than one cell or day."""
        once_more = [("Ctrl+D", _("once more on the next day"))]
        if self.region() is not self.grid:
            return [] if self.stack.currentIndex() == EMPTY_CARD else once_more
        several = [
            ("Shift+Left Shift+Right", _("select")),
            ("Ctrl+C Ctrl+V", _("copy, paste")),
            ("Ctrl+R", _("fill to the right")),
        ]
        return [*once_more, *several]

    def _empty_key(self, event: QKeyEvent) -> None:
        """N adds a row in an empty week as well; [, T and ] go to other weeks."""
        action = self.grid.view.letters.get(letter(event))
        if action is not None:
            action()

    def edit_note(self) -> None:
        """Take the keyboard to the note of the current cell."""
        self.ensureWidgetVisible(self.note)
        self.note.edit_note()

    def expect(self, wishes: Sequence[CellWish], *, refused: bool = False) -> None:
        """Wishes are on their way into the book: what is typed next begins from there. From before, if `refused`."""
        for wish in wishes:
            seen = wish.seen if refused else None
            expected = wish if seen is None else replace(wish, seconds=seen.seconds, note=seen.note)
            self.grid.expect(expected)
            self.note.expect(expected)

    def _moved(self) -> None:
        self._show_note()
        view, inside = self.grid.view, self.widget()
        if view.hasFocus() and inside is not None:
            spot = view.viewport().mapTo(inside, view.visualRect(view.currentIndex()).center())
            self.ensureVisible(spot.x(), spot.y(), 0, px(60))

    def _show_note(self) -> None:
        here = self.grid.here()
        if here is None or self._desk is None:
            self.note.show_cell(None, None, None)
            return
        row, cell = here
        self.note.show_cell(row, cell, self._desk.value_of(cell.entry_ids[0]) if len(cell.entry_ids) == 1 else None)
