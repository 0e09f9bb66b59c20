"""The list of which only the rows in sight are read; its order and its search belong to the one who fetches rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.cards import Empty
from app.qt.column_choice import ColumnChoice
from app.qt.columns import Column
from app.qt.sight import Staying
from app.qt.speech import say
from app.qt.table import RecordTable
from app.qt.window_model import WindowModel

PAUSE = 250
"""Milliseconds after the last letter before the book is searched."""
Fetch = Callable[[int, int], Sequence[Any]]
TOGETHER = 2_000
"""Rows that are fetched together for a file."""


def _by_id(row: Any) -> Hashable:
    key: Hashable = row.id
    return key


class WindowTable(RecordTable):
    """A `RecordTable` over a `WindowModel`: show how many rows there are, then answer `wanted` with `fill`."""

    wanted = Signal(int, int)
    searched = Signal(str)
    """The words that rows must have, when somebody has stopped typing."""
    turned = Signal()
    """The other way around: `model.descending` says which."""
    _text = ""
    _staying: Staying | None = None

    def __init__(
        self,
        columns: Sequence[Column],
        formats: Formats,
        *,
        name: str,
        sorted_by: str,
        key: Callable[[Any], Hashable] = _by_id,
        empty: Empty | None = None,
    ) -> None:
        """A list of `columns` that can stand in the order of one of them, rising or falling."""
        super().__init__(columns, formats, name=name, key=key, empty=empty, model=WindowModel)
        self.model.sort_key, self.model.descending = sorted_by, True
        self._measured = False
        self._fetching: Callable[[], Fetch] = lambda: lambda _first, _many: ()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE)
        self._typing.timeout.connect(lambda: self.searched.emit(self._text))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.window_model.wanted.connect(self.wanted)

    @property
    def window_model(self) -> WindowModel:
        """The rows that are here."""
        if not isinstance(self.model, WindowModel):
            raise TypeError(type(self.model))
        return self.model

    @property
    def search_text(self) -> str:
        """What was typed last."""
        return self._text

    def show_count(self, count: int, sums: Mapping[str, object], *, keep: bool = False) -> None:
        """A list of so many rows, with the feet of its columns; with `keep` it is the same list, read again."""
        self._again = None
        bar = self.view.verticalScrollBar()
        place = bar.value() if keep else 0
        line = self.view.currentIndex().row() if keep else 0
        self._staying = Staying(self.view) if keep else None
        self._settling = True
        self.window_model.show(count, sums, keep=keep)
        self.view.fit()
        bar.setValue(place)
        if count:
            here = self.view.horizontalScrollBar().value()
            self.view.setCurrentIndex(self.model.index(max(0, min(line, count - 1)), 0))
            bar.setValue(place)
            self.view.horizontalScrollBar().setValue(here)
        self._settling = False
        self.foot.count()
        self._show_what_fits()
        self.arranged.emit()

    def fill(self, first: int, rows: Sequence[Any]) -> None:
        """Put fetched rows at their place."""
        self.window_model.fill(first, rows)
        if self._staying is not None and self._staying.found(first, rows):
            self._staying = None
        if rows and not self._measured:
            self._measured = True
            self.view.measure()
            self.view.fit()
        self._current_changed()

    def fetch_with(self, fetching: Callable[[], Fetch]) -> None:
        """`fetching` gives, for the list as it is now, how rows for a file or paper are fetched: (first line, lines).

        That is called outside the window's thread and waits for the rows.
        """
        self._fetching = fetching

    def rows(self) -> Sequence[Any]:
        """All rows, to be counted: most of them are not here."""
        return self.model.given

    def shown_rows(self) -> Sequence[Any]:
        """The same: a search gives other rows, it hides none."""
        return self.model.given

    def rows_to_write(self) -> Sequence[Any]:
        """All rows of the list as it is now, fetched when they are looked at."""
        return _Fetched(len(self.model.given), self._fetching())

    # ------------------------------------------------------------------ what the one who fetches does

    def set_filter(self, text: str) -> None:
        """Search the book for these words, once nobody types any more."""
        if text != self._text:
            self._text = text
            self._typing.start()

    def search_now(self) -> None:
        """Search for what was typed without waiting for more."""
        self._typing.stop()
        self.searched.emit(self._text)

    def use_choice(self, choice: ColumnChoice) -> None:
        """Show the columns as chosen; the order is not a matter of the columns here."""
        self.view.choice = choice
        self.view.fit()

    def sort_by(self, column_key: str, *, descending: bool = False) -> None:
        """Turn the order round; any other column cannot be sorted by."""
        if column_key == self.model.sort_key and descending != self.model.descending:
            self.model.descending = descending
            self.view.horizontalHeader().viewport().update()
            self.turned.emit()

    def _sort_asked(self, place: int) -> None:
        column = self.model.columns[place]
        if column.key == self.model.sort_key:
            self.sort_by(column.key, descending=not self.model.descending)
        say(self.view, self.sort_words())

    def _show_what_fits(self) -> None:
        super()._show_what_fits()
        if not self.model.given and self._text.strip() and self._again is None:
            self.nothing.set(Empty("list-filter", _("No rows match."), _("Clear the filter")))

    def _empty_pressed(self) -> None:
        if self._text.strip() and self._again is None:
            self.filter_cleared.emit()
        else:
            super()._empty_pressed()


class _Fetched(Sequence[Any]):
    """Rows that are fetched some thousand at a time, as they are gone through."""

    def __init__(self, count: int, fetch: Fetch) -> None:
        self._count = count
        self._fetch = fetch
        self._end = count
        self._first = 0
        self._here: Sequence[Any] = ()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [row for line in range(*place.indices(self._count)) if (row := self._at(line)) is not None]
        if not 0 <= place < self._count:
            raise IndexError(place)
        return self._at(place)

    def _at(self, line: int) -> Any | None:
        """A row; None when the list has become shorter meanwhile."""
        if line >= self._end:
            return None
        if not self._first <= line < self._first + len(self._here):
            self._first, self._here = line, self._fetch(line, TOGETHER)
            if not self._here:
                self._end = line
                return None
        return self._here[line - self._first]
