"""The model of a list that is too long to be read: only the rows in sight are there, the others are fetched when seen.

    model.show(count, sums)           # how long the list is; nothing of it is there yet
    model.wanted.connect(fetch)       # (first line, lines): asked once for what is in sight and not there
    model.fill(first, rows)           # what came

Ten years of time have one and a half million rows; what is kept of them is what somebody looked at last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.kernel.formats import Formats
from app.qt.columns import Cell, Column, text_of
from app.qt.record_model import ROW_FLAGS, AnyIndex, RecordModel

PART = 100
"""Rows that are fetched together, aligned: the parts of a list are the same whichever row is looked at first."""
KEPT = 60
"""Parts that are kept."""
AT_ONCE = 3
"""Parts that are asked for together; what was passed while something else was fetched is not asked for."""
TURN = 20
"""Milliseconds in which what is missing gathers: who pulls the bar sees hundreds of parts go by."""
NOT_YET = Cell(text="")


class Gap:
    """Stands where a row has not been fetched yet."""


GAP = Gap()


class WindowModel(RecordModel):
    """Rows by their place in an order that the one who fetches them knows."""

    wanted = Signal(int, int)

    def __init__(
        self,
        columns: Sequence[Column],
        formats: Formats,
        *,
        key: Callable[[Any], Hashable],
        parent: QObject | None = None,
        **_headings: object,
    ) -> None:
        """A list without rows; headings between them would have to be fetched too, there are none."""
        super().__init__(columns, formats, key=key, parent=parent)
        self._count = 0
        self._sums: Mapping[str, object] = {}
        self._parts: OrderedDict[int, list[Any]] = OrderedDict()
        self._drawn: dict[int, list[Cell]] = {}
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._missing: dict[int, None] = {}
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(TURN)
        self._asking.timeout.connect(self._ask)
        self.given = self.shown = _Lines(self)  # type: ignore[assignment] # a list of which only a part is here

    # ------------------------------------------------------------------ what is there

    def show(self, count: int, sums: Mapping[str, object], *, keep: bool = False) -> None:
        """A list of so many rows; `sums` are the feet of columns by key. With `keep` rows stay until others come."""
        self.beginResetModel()
        self._count, self._sums = count, dict(sums)
        self._asked.clear()
        self._missing.clear()
        if keep:
            self._shorten()
        else:
            self._parts.clear()
        self._stale = set(self._parts)
        self._drawn.clear()
        self._totals = None
        self.endResetModel()

    def _shorten(self) -> None:
        """What is seen now is shown until it has been read again, and is read again when it is painted."""
        for number, rows in self._parts.items():
            del rows[max(0, self._count - number * PART) :]

    def fill(self, first: int, rows: Sequence[Any]) -> None:
        """Put fetched rows at their place; `first` is the first row of a part.

        What was asked for and did not come is gone by now: it stays empty until the list is shown anew.
        """
        for number in self._asked:
            self._parts[number] = []
            self._stale.discard(number)
        self._asked.clear()
        for start in range(0, len(rows), PART):
            number = (first + start) // PART
            self._parts[number] = list(rows[start : start + PART])
            self._parts.move_to_end(number)
            self._stale.discard(number)
        for line in range(first, first + len(rows)):
            self._drawn.pop(line, None)
        while len(self._parts) > KEPT:
            number, gone = self._parts.popitem(last=False)
            for line in range(number * PART, number * PART + len(gone)):
                self._drawn.pop(line, None)
        if rows:
            last = min(first + len(rows), self._count) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._go_on()

    def not_fetched(self, first: int, many: int) -> None:
        """Nothing came: it is asked for again when it is next painted."""
        self._asked -= set(range(first // PART, (first + many - 1) // PART + 1))
        self._go_on()

    def line(self, index: int) -> Any:
        """The row at a line, or a gap; a gap that is looked at is asked for."""
        number, place = divmod(index, PART)
        rows = self._parts.get(number)
        if rows is None or number in self._stale:
            self._want(number)
        return GAP if rows is None or place >= len(rows) else rows[place]

    def row(self, index: int) -> Any | None:
        """The row at a line; None for a gap and outside."""
        if not 0 <= index < self._count:
            return None
        found = self.line(index)
        return None if found is GAP else found

    def here(self, index: int) -> Any | None:
        """The row at a line if it was fetched; nothing is asked for."""
        number, place = divmod(index, PART)
        rows = self._parts.get(number, [])
        return rows[place] if place < len(rows) else None

    def cell(self, line: int, column: int) -> Cell:
        """What a cell shows; nothing while its row is on its way."""
        made = self._drawn.get(line)
        if made is None:
            item = self.line(line)
            if item is GAP:
                return NOT_YET
            made = self._drawn[line] = self.cells_of(item)
        return made[column]

    def index_of(self, key: Hashable) -> int:
        """The line of a row that is here, or -1."""
        for number, rows in self._parts.items():
            for place, row in enumerate(rows):
                if self.key(row) == key:
                    return number * PART + place
        return -1

    def totals(self) -> list[str]:
        """The feet as they were given: nobody adds up rows that are not here."""
        if self._totals is None:
            values = ((column, self._sums.get(column.key)) for column in self.columns)
            self._totals = [
                "" if value is None else text_of(column.kind, value, self.formats) for column, value in values
            ]
        return list(self._totals)

    def arrange(self, *, text: str | None = None, sort_key: str | None = None, descending: bool | None = None) -> None:
        """The order and the choice of rows belong to the one who fetches them."""
        del text, sort_key, descending

    def prepare(self, count: int) -> bool:
        """Nothing is searched here."""
        del count
        return True

    def rowCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A row on its way can be gone to as well."""
        return ROW_FLAGS if 0 <= index.row() < self._count else Qt.ItemFlag.NoItemFlags

    # ------------------------------------------------------------------ what is fetched

    def _want(self, number: int) -> None:
        if number not in self._asked:
            self._missing.pop(number, None)
            self._missing[number] = None
            self._go_on()

    def _go_on(self) -> None:
        if self._missing and not self._asked and not self._asking.isActive():
            self._asking.start()

    def _ask(self) -> None:
        """Ask for what was looked at last, with its neighbors; one thing at a time."""
        looked_at, self._missing = list(self._missing), {}
        if not looked_at or self._asked:
            return
        last = looked_at[-1]
        together = [number for number in looked_at if abs(number - last) < AT_ONCE]
        first, end = min(together), min(max(together), min(together) + AT_ONCE - 1)
        self._asked = set(range(first, end + 1))
        self.wanted.emit(first * PART, min((end + 1) * PART, self._count) - first * PART)


class _Lines(Sequence[Any]):
    """The rows as far as somebody may count and look at them."""

    def __init__(self, model: WindowModel) -> None:
        self._model = model

    def __len__(self) -> int:
        return self._model.rowCount()

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self._model.row(line) for line in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._model.row(place % len(self))
