"""The week grid's data: rows of tasks, seven days, what each cell shows and why a typed text was refused."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from app.kernel.words import _
from app.qt.record_model import ACCESSIBLE, DISPLAY, TOOLTIP, AnyIndex

EDIT = 2


@dataclass(frozen=True)
class GridDay:
    """A column: "Mon" over "27 Apr". `off` days are not worked and shown fainter.

    A `spare` one has nothing in it: it gives up its room first, and is away where there is none.
    """

    title: str
    sub: str = ""
    today: bool = False
    off: bool = False
    spare: bool = False


@dataclass(frozen=True)
class GridCell:
    """A cell: hours as text, a dot for a note, an amber corner for held, a dashed suggestion, a lock for invoiced.

    `said` is what else is to be heard: where the hours stand.
    """

    text: str = ""
    note: bool = False
    held: bool = False
    suggestion: str = ""
    locked: bool = False
    tip: str = ""
    said: str = ""


@dataclass(frozen=True)
class GridRow:
    """A row: title and detail in the first line, sub in the second; `mark` is the token of its color bar."""

    key: Hashable
    title: str
    detail: str = ""
    sub: str = ""
    mark: str = "c1"
    cells: tuple[GridCell, ...] = ()
    total: str = ""
    tail: str = ""
    tail_tone: str = ""


@dataclass(frozen=True)
class Refusal:
    """A typed text that could not be taken, kept until it is typed again."""

    typed: str
    reason: str


class GridModel(QAbstractTableModel):
    """Column 0 is the task, then one per day, then total and tail."""

    def __init__(self) -> None:
        """A grid without days."""
        super().__init__()
        self.days: tuple[GridDay, ...] = ()
        self.rows: tuple[GridRow, ...] = ()
        self.heads = ("", "", "")
        self.refused: dict[tuple[Hashable, int], Refusal] = {}

    def set_days(self, days: Sequence[GridDay]) -> None:
        """Show another week; refusals of the old one are gone."""
        self.beginResetModel()
        self.days = tuple(days)
        self.refused = {}
        self.endResetModel()

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self._forget_refusals()
        self.endResetModel()

    def change_rows(self, rows: Sequence[GridRow], typed_in: Hashable) -> None:
        """The same while somebody types in a row: step by step, so that its cell stays open. That row is kept.

        A model that is reset closes every cell, and what was being typed is gone.
        """
        wanted = list(rows)
        if all(row.key != typed_in for row in wanted):
            place = self.place_of(typed_in)
            wanted.insert(min(place, len(wanted)), self.rows[place])
        keys = [row.key for row in wanted]
        nowhere = QModelIndex()
        for place in reversed(range(len(self.rows))):
            if self.rows[place].key not in keys:
                self.beginRemoveRows(nowhere, place, place)
                self.rows = self.rows[:place] + self.rows[place + 1 :]
                self.endRemoveRows()
        for place, row in enumerate(wanted):
            here = self.place_of(row.key)
            if here < 0:
                self.beginInsertRows(nowhere, place, place)
                self.rows = (*self.rows[:place], row, *self.rows[place:])
                self.endInsertRows()
            elif here != place:  # from further down: all before it is in order
                self.beginMoveRows(nowhere, here, here, nowhere, place)
                rest = self.rows[:here] + self.rows[here + 1 :]
                self.rows = (*rest[:place], row, *rest[place:])
                self.endMoveRows()
        self.rows = tuple(wanted)
        self._forget_refusals()
        self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, self.columnCount() - 1))

    def _forget_refusals(self) -> None:
        there = {row.key for row in self.rows}
        self.refused = {spot: one for spot, one in self.refused.items() if spot[0] in there}

    @property
    def total_column(self) -> int:
        """The column of row totals."""
        return len(self.days) + 1

    def day_of(self, column: int) -> int:
        """The day's place of a column, or -1."""
        return column - 1 if 1 <= column <= len(self.days) else -1

    def cell(self, row: int, column: int) -> GridCell | None:
        """The cell of a day column."""
        day = self.day_of(column)
        cells = self.rows[row].cells
        return cells[day] if 0 <= day < len(cells) else GridCell() if day >= 0 else None

    def refusal(self, row: int, column: int) -> Refusal | None:
        """Why the cell's last typing was refused, if it was."""
        return self.refused.get((self.rows[row].key, self.day_of(column)))

    def place_of(self, key: Hashable) -> int:
        """The row of a key, or -1."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.days) + 3

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index.row(), index.column())
        return usual | Qt.ItemFlag.ItemIsEditable if cell is not None and not cell.locked else usual

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        row, column = index.row(), index.column()
        if role in {DISPLAY, EDIT}:
            return self._text(row, column)
        if role == ACCESSIBLE:
            return self.sentence(row, column)
        if role == TOOLTIP:
            refusal = self.refusal(row, column)
            cell = self.cell(row, column)
            return refusal.reason if refusal is not None else cell.tip if cell is not None and cell.tip else None
        return None

    def _text(self, row: int, column: int) -> str:
        item = self.rows[row]
        cell = self.cell(row, column)
        if cell is not None:
            refusal = self.refusal(row, column)
            return refusal.typed if refusal is not None else cell.text
        if column == 0:
            return item.title
        return item.total if column == self.total_column else item.tail

    def sentence(self, row: int, column: int) -> str:
        """What a screen reader says: "Brightwater, Fieldwork, Thu 30 Apr: 1.5, has a note"."""
        item = self.rows[row]
        name = ", ".join(part for part in (item.title, item.detail) if part)
        cell = self.cell(row, column)
        if cell is None:
            words = {0: item.sub, self.total_column: item.total}.get(column, item.tail)
            head = self.heads[0 if column == 0 else 1 if column == self.total_column else 2]
            return f"{name}: {words}" if column == 0 else f"{name}, {head}: {words}"
        day = self.days[self.day_of(column)]
        refusal = self.refusal(row, column)
        parts = [refusal.typed if refusal is not None else cell.text or _("empty")]
        marks = (
            (cell.note, _("has a note")),
            (cell.held, _("held")),
            (bool(cell.suggestion), _("suggested {hours}").format(hours=cell.suggestion)),
            (cell.locked, _("invoiced")),
            (bool(cell.said), cell.said),
        )
        parts += [words for on, words in marks if on]
        if refusal is not None:
            parts.append(refusal.reason)
        return f"{name}, {day.title} {day.sub}: {', '.join(parts)}"
