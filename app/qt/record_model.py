"""The one read-only model for all lists: rows are frozen dataclasses, columns are data."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.kernel.formats import Formats
from app.qt.columns import Cell, Column, cell_of, folded, search_text, sorted_rows, text_of, total_text

AnyIndex = QModelIndex | QPersistentModelIndex
SHORT = 12
"""What is not longer is never cut off; anything else has itself as its tooltip."""
KEPT_FROM = 1_000
"""A longer list that is read again takes the texts of its filter from rows that have not changed."""
DISPLAY = 0
TOOLTIP = 3
ALIGNMENT = 7
ACCESSIBLE = 11
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True)
class GroupLine:
    """A heading between rows."""

    title: str
    note: str = ""


class RecordModel(QAbstractTableModel):
    """Rows, filtered and sorted, with headings between groups and ticks by key."""

    def __init__(
        self,
        columns: Sequence[Column],
        formats: Formats,
        *,
        key: Callable[[Any], Hashable],
        group: Callable[[Any], str] | None = None,
        group_note: Callable[[str, Sequence[Any]], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """A model without rows."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.formats = formats
        self.key = key
        self._group = group
        self._group_note = group_note
        self.given: list[Any] = []
        self.shown: list[Any] = []
        self._texts: list[str] = []
        self._lines: list[Any] = []
        self._totals: list[str] | None = None
        self._places: dict[Hashable, int] = {}
        self.headings: list[int] = []
        """The lines between groups."""
        self._made: dict[int, list[Cell]] = {}
        self._before: dict[Hashable, tuple[Any, str]] = {}
        """Rows of before with their texts, until those of now have theirs: most of them are the same."""
        self._ticks: dict[Hashable, bool] = {}
        self._all_ticked: bool | None = False
        self._ticks_known = False
        self.cut: Callable[[Any], bool] | None = None
        self.filter = ""
        self.sort_key = ""
        self.descending = False
        self.check_column = next((i for i, column in enumerate(self.columns) if column.kind == "check"), -1)

    @property
    def grouped(self) -> bool:
        """Whether headings stand between the rows."""
        return self._group is not None

    def group_by(self, group: Callable[[Any], str] | None) -> None:
        """Put the rows under other headings; the next `set_rows` or `arrange` shows them."""
        self._group = group

    # ------------------------------------------------------------------ rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; ticks of rows that stay are kept."""
        if len(rows) > KEPT_FROM and len(self._texts) == len(self.given):
            self._before = {self.key(row): (row, text) for row, text in zip(self.given, self._texts, strict=True)}
        self.given = list(rows)
        self._texts = []
        self._made = {}
        there = {self.key(row) for row in self.given}
        self._ticks = {key: on for key, on in self._ticks.items() if key in there}
        self.arrange()

    def arrange(self, *, text: str | None = None, sort_key: str | None = None, descending: bool | None = None) -> None:
        """Cut, filter, sort and group again."""
        self.filter = self.filter if text is None else text
        self.sort_key = self.sort_key if sort_key is None else sort_key
        self.descending = self.descending if descending is None else descending
        self.beginResetModel()
        words = folded(self.filter).split()
        rows = self._matching(words) if words else list(self.given)
        if self.cut is not None:
            rows = [row for row in rows if self.cut(row)]
        column = next((column for column in self.columns if column.key == self.sort_key), None)
        if column is not None:
            rows = sorted_rows(rows, column, descending=self.descending)
        self._lines = self._grouped(rows)
        self.shown = [line for line in self._lines if not isinstance(line, GroupLine)]
        self._places = {
            self.key(line): place for place, line in enumerate(self._lines) if not isinstance(line, GroupLine)
        }
        self.headings = [place for place, line in enumerate(self._lines) if isinstance(line, GroupLine)]
        self._ticks_known = False
        self._totals = None
        self.endResetModel()

    def _matching(self, words: Sequence[str]) -> list[Any]:
        """Rows in whose texts every word is found."""
        self.prepare(len(self.given))
        return [row for row, text in zip(self.given, self._texts, strict=True) if all(word in text for word in words)]

    def prepare(self, count: int) -> bool:
        """Make the texts that the filter searches, for some more rows; True when all are made."""
        for row in self.given[len(self._texts) : len(self._texts) + count]:
            before = self._before.get(self.key(row))
            if before is not None and before[0] == row:
                self._texts.append(before[1])
            else:
                self._texts.append(search_text(self.columns, row, self.formats))
        done = len(self._texts) == len(self.given)
        if done:
            self._before = {}
        return done

    def _grouped(self, rows: Sequence[Any]) -> list[Any]:
        if self._group is None:
            return list(rows)
        titles = {id(row): self._group(row) for row in self.given}
        groups: dict[str, list[Any]] = {title: [] for title in titles.values()}
        for row in rows:
            groups[titles[id(row)]].append(row)
        lines: list[Any] = []
        for title, members in groups.items():
            if members:
                note = self._group_note(title, members) if self._group_note is not None else ""
                lines.extend([GroupLine(title, note), *members])
        return lines

    def line(self, index: int) -> Any:
        """The row or heading at a line of the view."""
        return self._lines[index]

    def row(self, index: int) -> Any | None:
        """The row at a line of the view; None for headings and outside."""
        if not 0 <= index < len(self._lines):
            return None
        line = self._lines[index]
        return None if isinstance(line, GroupLine) else line

    def here(self, index: int) -> Any | None:
        """The row at a line as far as it is here; all are."""
        return self.row(index)

    def index_of(self, key: Hashable) -> int:
        """The line of a row by its key, or -1."""
        return self._places.get(key, -1)

    def cell(self, line: int, column: int) -> Cell:
        """What a cell shows; made once per row."""
        row = self._lines[line]
        cells = self._made.get(id(row))  # rows given live as long as their cells
        if cells is None:
            cells = self._made[id(row)] = self.cells_of(row)
        found = cells[column]
        if column == self.check_column and found.checked is not None:
            on = self._ticks.get(self.key(self._lines[line]), found.checked)
            if on is not found.checked:
                return Cell(text=found.text, checked=on)
        return found

    def cells_of(self, row: object) -> list[Cell]:
        """What all cells of a row show."""
        return [cell_of(column, row, self.formats) for column in self.columns]

    def totals(self) -> list[str]:
        """The foot of each column over the rows shown; summed once for each set of rows."""
        if self._totals is None:
            self._totals = [total_text(column, self.shown, self.formats) for column in self.columns]
        return list(self._totals)

    # ------------------------------------------------------------------ ticks

    def tickable(self, row: object) -> bool:
        """Whether a row may be ticked."""
        return self.check_column >= 0 and self.columns[self.check_column].value(row) is not None

    def is_ticked(self, row: object) -> bool:
        """Whether a row is ticked."""
        if self.check_column < 0:
            return False
        usual = self.columns[self.check_column].value(row)
        return usual is not None and self._ticks.get(self.key(row), bool(usual))

    def set_tick(self, row: object, on: bool) -> None:
        """Tick a row that may be ticked."""
        if self.tickable(row):
            self._ticks[self.key(row)] = on
            self._ticks_known = False
            line = self.index_of(self.key(row))
            if line >= 0:
                index = self.index(line, self.check_column)
                self.dataChanged.emit(index, index)

    def ticked(self) -> list[Any]:
        """Ticked rows among those shown, in order."""
        return [row for row in self.shown if self.is_ticked(row)]

    def all_ticked(self) -> bool | None:
        """True when all rows shown are ticked that may be, None when some are; counted once after a change."""
        if not self._ticks_known:
            rows = [row for row in self.shown if self.tickable(row)]
            count = sum(self.is_ticked(row) for row in rows)
            self._all_ticked = False if not count else True if count == len(rows) else None
            self._ticks_known = True
        return self._all_ticked

    # ------------------------------------------------------------------ Qt

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self.row(index.row()) is None else ROW_FLAGS

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        if role == DISPLAY:
            line = self.line(index.row())
            if isinstance(line, GroupLine):
                return line.title if index.column() == 0 else ""
            return self.cell(index.row(), index.column()).text
        if role == ACCESSIBLE:
            return self.sentence(index.row(), index.column())
        if role == TOOLTIP:
            return self._tip(index.row(), index.column())
        if role == ALIGNMENT:
            return _RIGHT if self.columns[index.column()].numeric else _LEFT
        return None

    def sentence(self, line: int, column: int) -> str:
        """What a screen reader says for a cell: "Total: £11,370.00"."""
        item = self.line(line)
        if isinstance(item, GroupLine):
            return f"{item.title}, {item.note}" if item.note else item.title
        cell, head = self.cell(line, column), self.columns[column]
        words = ", ".join(part for part in (cell.text, cell.sub) if part)
        if column == self.check_column and cell.checked is not None:
            words = text_of("check", cell.checked, self.formats)
        return f"{head.spoken}: {words}"

    def _tip(self, line: int, column: int) -> str | None:
        if isinstance(self.line(line), GroupLine):
            return None
        cell = self.cell(line, column)
        if self.columns[column].kind in {"avatar", "shape"}:
            return cell.sub or cell.text
        long = max(len(cell.text), len(cell.sub)) > SHORT
        return "\n".join(part for part in (cell.text, cell.sub) if part) if long else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            if role == DISPLAY:
                return column.title
            if role in {ACCESSIBLE, TOOLTIP}:
                return column.spoken
            if role == ALIGNMENT:
                return _RIGHT if column.numeric else _LEFT
        return None
