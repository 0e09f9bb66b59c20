"""Sight: which rows of a list somebody sees. They stay under the eyes when rows come and go above them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.qt.record_view import RecordView


def _row(view: RecordView, line: int) -> Any | None:
    """The row at a line; None for a heading, for a line that is not there, and for one that is not here yet."""
    return view.records.here(line) if 0 <= line < view.records.rowCount() else None


class Sight:
    """The first whole row in sight and how far below the edge it stands, and whether the current row is in sight."""

    def __init__(self, view: RecordView) -> None:
        """As it is now."""
        self._view = view
        self.scroll = view.verticalScrollBar().value()
        self.line = max(0, view.rowAt(0))
        self._below = 0
        self.key: Hashable | None = None
        while self.line < view.records.rowCount() and self.scroll:
            row = _row(view, self.line)
            self._below = view.rowViewportPosition(self.line)
            if row is not None and self._below >= 0:
                self.key = view.records.key(row)
                break
            if self._below > view.viewport().height():
                break
            self.line += 1
        self._saw_current = self._current_in_sight()

    def _current_in_sight(self) -> bool:
        place = self._view.visualRect(self._view.currentIndex())
        return place.isValid() and self._view.viewport().rect().intersects(place)

    def keep(self) -> None:
        """Show the same rows again. A list at its beginning stays there; a current row that was seen is seen."""
        bar = self._view.verticalScrollBar()
        bar.setValue(self.scroll)
        line = -1 if self.key is None else self._view.records.index_of(self.key)
        if line >= 0:
            self.move(line)
        if self._saw_current and not self._current_in_sight():
            self._view.scrollTo(self._view.currentIndex())

    def move(self, line: int) -> None:
        """The row that was seen first stands at this line now."""
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._view.rowViewportPosition(line) - self._below)


class Staying:
    """The same where rows come in parts: what is seen and the current row are found again when their part has come."""

    def __init__(self, view: RecordView) -> None:
        """As it is before the list is read again."""
        self._view = view
        self._sight = Sight(view)
        self._line = view.currentIndex().row()
        current = _row(view, self._line)
        self._current = None if current is None else view.records.key(current)
        self._sought = {self._sight.key, self._current} - {None}

    def found(self, first: int, rows: Sequence[Any]) -> bool:
        """Rows have come; whether nothing is looked for any more. Who went elsewhere meanwhile is left there."""
        view = self._view
        for line, row in enumerate(rows, first):
            key = view.records.key(row)
            if key not in self._sought:
                continue
            self._sought.discard(key)
            if key == self._current and view.currentIndex().row() == self._line:
                place = view.verticalScrollBar().value()
                view.setCurrentIndex(view.records.index(line, 0))
                view.verticalScrollBar().setValue(place)
            if key == self._sight.key and view.verticalScrollBar().value() == self._sight.scroll:
                self._sight.move(line)
        return not self._sought
