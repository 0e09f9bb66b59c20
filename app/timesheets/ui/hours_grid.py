"""The week as a grid: a row per task, hours typed into the cells, marks for notes, held work and bills."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from app.kernel.formats import Formats
from app.kernel.periods import WEEKEND
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.entry_texts import parse_hours
from app.qt.grid import DayTotal, Edit, GridCell, GridDay, GridRow, WeekGrid
from app.qt.grid_delegate import grid_row_height
from app.timesheets.commands import CellSeen, CellWish
from app.timesheets.domain import TimeState
from app.timesheets.queries import Cell, Desk, WeekRow
from app.timesheets.ui.week_menus import MenuLine, history_line, show_menu

WORKDAYS = 5
MARKS = ("c1", "c2", "c3")
INTERNAL = "c4"


@dataclass(frozen=True)
class Tail:
    """The words at the end of a row: hours left, or why something is wrong."""

    text: str = ""
    tone: str = ""


class HoursGrid(WeekGrid):
    """`cells_wished` carries a list of cells with the hours they shall hold (0 empties one)."""

    cells_wished = Signal(object)

    def __init__(self, formats: Formats) -> None:
        """An empty grid with a button for one more row over its totals."""
        super().__init__(parse_hours, name=_("Hours of the week"))
        self.add_row = Button(_("Add a row"), icon="plus", keys="N", quiet=True, accent=True)
        self.add_expense = Button(_("Add expense…"), icon="receipt-text", keys="E", quiet=True, accent=True)
        box = self.layout()
        if isinstance(box, QVBoxLayout):
            line = QHBoxLayout()
            line.setContentsMargins(1, 6, 1, 6)
            line.setSpacing(4)
            line.addWidget(self.add_row)
            line.addWidget(self.add_expense)
            line.addStretch(1)
            box.insertLayout(1, line)
        self.menu: QMenu | None = None
        self._formats = formats
        self._days: tuple[date, ...] = ()
        self._rows: dict[int, WeekRow] = {}
        self._seen: dict[tuple[int, date], CellSeen] = {}
        self.set_headings(_("Client and task"), _("Total"), _("Budget left"))
        self.cells_edited.connect(self._edited)
        self.view.filled.connect(self._fill)
        self.view.menu_asked.connect(self._show_menu)

    # ------------------------------------------------------------------ what it shows

    def show_week(
        self,
        desk: Desk,
        rows: Sequence[WeekRow],
        *,
        tails: Mapping[int, Tail],
        suggested: Mapping[tuple[int, date], int],
        billed: Collection[int],
    ) -> None:
        """Show the rows of a week; `tails` by task, `suggested` seconds by task and day, `billed` entry ids."""
        days = tuple(desk.view.period.days())
        if days != self._days:
            self._days = days
            self.set_days([self._day(day, desk) for day in days])
        used = {cell.day for row in rows for cell in row.cells if cell.seconds} | {day for _task, day in suggested}
        self.set_spare([day not in used and day != desk.today for day in days])
        self._rows = {row.task_id: row for row in rows}
        self._see(rows)
        marks = _marks(rows)
        self.set_rows(
            [
                GridRow(
                    key=row.task_id,
                    title=row.client_name or _("Internal"),
                    detail=row.task_name,
                    sub=_sub(row),
                    mark=marks.get(row.client_id or 0, INTERNAL),
                    cells=tuple(self._cell(row, cell, suggested, billed) for cell in row.cells),
                    total=self._formats.hours(row.seconds) if row.seconds else "",
                    tail=tails.get(row.task_id, Tail()).text,
                    tail_tone=tails.get(row.task_id, Tail()).tone,
                )
                for row in rows
            ]
        )
        self._show_totals(desk)

    def _see(self, rows: Sequence[WeekRow]) -> None:
        """Remember what the cells hold; of one that is being typed in, what it held when that began."""
        before, current = self._seen, self.current()
        self._seen = {(row.task_id, cell.day): CellSeen(cell.seconds, cell.note) for row in rows for cell in row.cells}
        if self.view.is_typing and current is not None:
            place = (_task_of(current[0]), self._days[current[1]])
            if place in before:
                self._seen[place] = before[place]

    def _wish(
        self, task_id: int, day: date, seconds: int, note: str | None = None, billable: bool | None = None
    ) -> CellWish:
        """A wish that says what the cell held."""
        return CellWish(task_id, day, seconds, note, billable, self._seen.get((task_id, day), CellSeen(0)))

    def expect(self, wish: CellWish) -> None:
        """A wish is on its way into the book: the next one about this cell begins from what it holds then."""
        before = self._seen.get((wish.task_id, wish.day), CellSeen(0))
        note = before.note if wish.note is None else wish.note.strip()
        self._seen[wish.task_id, wish.day] = CellSeen(wish.seconds, note if wish.seconds else "")

    def _day(self, day: date, desk: Desk) -> GridDay:
        return GridDay(
            self._formats.weekday(day),
            self._formats.day(day),
            today=day == desk.today,
            off=day.weekday() >= WEEKEND or day in desk.closed,
        )

    def _cell(
        self, row: WeekRow, cell: Cell, suggested: Mapping[tuple[int, date], int], billed: Collection[int]
    ) -> GridCell:
        waiting = suggested.get((row.task_id, cell.day), 0)
        return GridCell(
            text=self._formats.hours(cell.seconds) if cell.seconds else "",
            note=bool(cell.note),
            held=row.held and bool(cell.seconds),
            suggestion=f"+{self._formats.hours(waiting)}" if waiting else "",
            locked=bool(cell.entry_ids) and all(entry_id in billed for entry_id in cell.entry_ids),
            tip="\n".join(part for part in (cell.note, _standing(cell)) if part),
            said=_standing(cell),
        )

    def _show_totals(self, desk: Desk) -> None:
        totals = []
        for day, seconds in zip(self._days, desk.view.day_seconds, strict=True):
            target = desk.target(day)
            text = self._formats.hours(seconds) if seconds else ""
            totals.append(DayTotal(text, seconds / target if target else None))
        usual = desk.view.weekly_seconds // WORKDAYS
        self.set_totals(
            totals,
            self._formats.hours(desk.view.seconds),
            _("of {hours}").format(hours=self._formats.hours(desk.view.weekly_seconds, unit=True)),
            title=_("Day total"),
            sub=_("Target {hours} a day").format(hours=self._formats.hours(usual, unit=True)),
        )

    # ------------------------------------------------------------------ room

    def least_height(self, rows: int) -> int:
        """The height with so many rows: the others scroll between heading and totals."""
        return self._beside_rows() + min(max(1, self.model.rowCount()), rows) * grid_row_height()

    def whole_height(self) -> int:
        """The height with all rows."""
        return self._beside_rows() + max(1, self.model.rowCount()) * grid_row_height()

    def _beside_rows(self) -> int:
        line = max(self.add_row.sizeHint().height(), self.add_expense.sizeHint().height()) + 12
        return self.view.horizontalHeader().sizeHint().height() + line + self.foot.sizeHint().height()

    # ------------------------------------------------------------------ where it is

    def here(self) -> tuple[WeekRow, Cell] | None:
        """The task and cell that are current; None outside the days."""
        current = self.current()
        if current is None or current[1] < 0:
            return None
        row = self._rows.get(_task_of(current[0]))
        return None if row is None else (row, row.cells[current[1]])

    def subject(self) -> tuple[str, int] | None:
        """The entry of the current cell, where it is one."""
        here = self.here()
        ids = here[1].entry_ids if here is not None else ()
        return ("entry", ids[0]) if len(ids) == 1 else None

    def go_to(self, task_id: int, day: date) -> None:
        """Go to a task's day; a day outside the week goes to the first."""
        self.select(task_id, self._days.index(day) if day in self._days else 0)

    def place_of(self, day: date) -> int:
        """The column of a day of this week, or -1."""
        return self._days.index(day) if day in self._days else -1

    def point_at(self, day: date) -> None:
        """Make a day current in the row that is, or in the first, without taking the keyboard."""
        place = self.place_of(day)
        if place >= 0 and self._rows:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(max(0, self.view.currentIndex().row()), place + 1),
                QItemSelectionModel.SelectionFlag.ClearAndSelect,
            )

    def _show_menu(self, spot: QPoint) -> None:
        here, current = self.here(), self.current()
        if here is None or current is None:
            return
        cell = here[1]
        shown = self.model.rows[self.model.place_of(current[0])].cells[current[1]]
        suggested, filled = bool(shown.suggestion), bool(cell.seconds)
        lines = [
            MenuLine(_("Note"), "F2", lambda: self.note_requested.emit(*current), cell.editable),
            MenuLine(_("Add the suggestion"), "A", self.take_suggestion, suggested and not filled),
            None,
            MenuLine(_("Once more on the next day"), "Ctrl+D", self.duplicate, filled),
            MenuLine(_("Fill to the right"), "Ctrl+R", self._fill, filled),
            MenuLine(_("Copy"), "Ctrl+C", self.view.copied.emit),
            MenuLine(_("Paste"), "Ctrl+V", self.view.pasted.emit, cell.editable),
            MenuLine(_("Remove"), "Del", self.view.cleared.emit, filled and cell.editable),
            None,
            history_line(self, self.subject()),
            MenuLine(_("Show the entries"), "", lambda: self.row_opened.emit(current[0]), filled),
        ]
        self.menu = show_menu(self, lines, spot)

    # ------------------------------------------------------------------ what is wished

    def _edited(self, edits: Sequence[Edit]) -> None:
        self.cells_wished.emit(
            [
                self._wish(_task_of(edit.key), self._days[edit.day], parse_hours(edit.text) if edit.text else 0)
                for edit in edits
            ]
        )

    def _free(self, row: WeekRow, place: int) -> bool:
        """Whether a cell is empty and may be written."""
        return not row.cells[place].seconds and row.cells[place].editable

    def duplicate(self) -> None:
        """The current cell once more on the next day, with its note and billing; then that day is current."""
        here, current = self.here(), self.current()
        if here is None or current is None or not here[1].seconds or current[1] + 1 >= len(self._days):
            return
        row, cell = here
        place = current[1] + 1
        if not self._free(row, place):
            words = _("{weekday} has hours on this task already.").format(
                weekday=self._formats.weekday_long(self._days[place])
            )
            self.show_problem(
                row.task_id,
                place,
                Problem("cell.taken", words, hint=_("Change them there.")),
                self._formats.hours(row.cells[place].seconds),
            )
            return
        self.cells_wished.emit([self._wish(row.task_id, self._days[place], cell.seconds, cell.note, cell.billable)])
        self.go_to(row.task_id, self._days[place])

    def _fill(self) -> None:
        """Ctrl+R: the first cell of the selection goes into the others at its right, by row.

        With one cell it goes into the working days up to the end of the week. Cells with hours stay as they are.
        """
        wishes: list[CellWish] = []
        for key, places in self.selected_cells().items():
            row = self._rows.get(_task_of(key))
            if row is None or not row.cells[places[0]].seconds:
                continue
            first = places[0]
            rest = places[1:] or [
                place for place in range(first + 1, len(self._days)) if not self.model.days[place].off
            ]
            cell = row.cells[first]
            wishes += [
                self._wish(row.task_id, self._days[place], cell.seconds, cell.note, cell.billable)
                for place in rest
                if self._free(row, place)
            ]
        if wishes:
            self.cells_wished.emit(wishes)


def _task_of(key: object) -> int:
    return key if isinstance(key, int) else 0


def _standing(cell: Cell) -> str:
    """Where the hours of a cell stand, in words; "" while they are open."""
    if cell.returned_reason:
        return _("Returned: {reason}").format(reason=cell.returned_reason)
    states = {TimeState.SUBMITTED: _("Handed in"), TimeState.APPROVED: _("Approved")}
    return states.get(cell.state, "") if cell.state is not None else ""


def _marks(rows: Sequence[WeekRow]) -> dict[int, str]:
    """A color per client, the same all the time; where two of a week would share one, the later takes the next."""
    found: dict[int, str] = {}
    for client_id in sorted({row.client_id for row in rows if row.client_id is not None}):
        wanted = [MARKS[(client_id - 1 + step) % len(MARKS)] for step in range(len(MARKS))]
        found[client_id] = next((mark for mark in wanted if mark not in found.values()), wanted[0])
    return found


def _sub(row: WeekRow) -> str:
    if row.sow_id is None:
        return _("Not billable")
    return " · ".join(part for part in (row.sow_number, row.change_order_number) if part)
