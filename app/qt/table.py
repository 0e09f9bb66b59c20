"""The list of the product: one table for all rooms, with totals, empty state, keys and CSV."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.cards import Empty, EmptyState
from app.qt.columns import Column
from app.qt.csv_text import csv_text
from app.qt.foot import TotalsFoot
from app.qt.header import SortHeader
from app.qt.record_model import RecordModel
from app.qt.record_view import RecordView

Flag = QItemSelectionModel.SelectionFlag


def _by_id(row: Any) -> Hashable:
    key: Hashable = row.id
    return key


class RecordTable(QWidget):
    """A list with everything around it; see `Column` for what it shows."""

    opened = Signal(object)
    selected = Signal(object)
    previewed = Signal(object)
    ticks_changed = Signal()
    empty_action = Signal()
    filter_cleared = Signal()
    menu_asked = Signal(object, QPoint)

    def __init__(
        self,
        columns: Sequence[Column],
        formats: Formats,
        *,
        name: str,
        key: Callable[[Any], Hashable] = _by_id,
        empty: Empty | None = None,
        group: Callable[[Any], str] | None = None,
        group_note: Callable[[str, Sequence[Any]], str] | None = None,
    ) -> None:
        """A list of `columns`; `name` says to a screen reader what is listed."""
        super().__init__()
        self.model = RecordModel(columns, formats, key=key, group=group, group_note=group_note, parent=self)
        self.view = RecordView(self.model, name)
        self.foot = TotalsFoot(self.model, self.view.horizontalHeader())
        self._empty = empty or Empty("table-2", _("Nothing here yet."))
        self.nothing = EmptyState(self._empty)
        self._settling = False
        self._hints: list[tuple[str, str]] = []
        self._build(name)

    def _build(self, name: str) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.view, 1)
        box.addWidget(self.foot)
        self.foot.setVisible(any(column.total is not None for column in self.model.columns))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(inside)
        self._stack.addWidget(self.nothing)
        self.setAccessibleName(name)
        self.setFocusProxy(self.view)
        header = self.view.horizontalHeader()
        if isinstance(header, SortHeader):
            header.sort_asked.connect(self._sort_asked)
        self.view.doubleClicked.connect(self._double_clicked)
        self.view.pressed_enter.connect(self._open_current)
        self.view.pressed_space.connect(self._space)
        self.view.menu_asked.connect(self._menu)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view.horizontalScrollBar().valueChanged.connect(self.foot.update)
        self.nothing.pressed.connect(self._empty_pressed)
        self.nothing.key_typed.connect(self.view.letter)
        self._show_what_fits()

    # ------------------------------------------------------------------ rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows. The current row, the selection, ticks and scroll position stay where they were by key."""
        self._settled(lambda: self.model.set_rows(rows))

    def _settled(self, change: Callable[[], None]) -> None:
        model, view = self.model, self.view
        current = self.current_row()
        line = view.currentIndex().row()
        chosen = [model.key(row) for row in self.selected_rows()]
        scroll = view.verticalScrollBar().value()
        self._settling = True
        change()
        view.measure()
        view.fit()
        if model.grouped:
            view.clearSpans()
            for place in range(model.rowCount()):
                if model.row(place) is None:
                    view.setSpan(place, 0, 1, len(model.columns))
        view.verticalScrollBar().setValue(scroll)
        found = model.index_of(model.key(current)) if current is not None else -1
        if found < 0 and model.rowCount():
            found = max(0, min(line, model.rowCount() - 1))
            found = found if model.row(found) is not None else min(found + 1, model.rowCount() - 1)
        if found >= 0:
            index = model.index(found, 0)
            view.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect | Flag.Rows)
            if len(chosen) > 1:
                self._select_lines(model.index_of(key) for key in chosen)
        self._settling = False
        self.foot.count()
        self._show_what_fits()
        self._current_changed()

    def _select_lines(self, lines: Iterable[int]) -> None:
        selection = QItemSelection()
        for line in lines:
            if line >= 0:
                selection.select(self.model.index(line, 0), self.model.index(line, len(self.model.columns) - 1))
        self.view.selectionModel().select(selection, Flag.Select | Flag.Rows)

    def _show_what_fits(self) -> None:
        if not self.model.given:
            self.nothing.set(self._empty)
        elif not self.model.shown:
            self.nothing.set(Empty("list-filter", _("No rows match."), _("Clear the filter")))
        here = QApplication.focusWidget()
        inside = here is not None and (here is self or self.isAncestorOf(here))
        target: QWidget = self.view if self.model.shown else self.nothing.entry()
        self._stack.setCurrentIndex(0 if self.model.shown else 1)
        self.setFocusProxy(target)
        if inside and here is not None and not here.isVisible():
            # the keyboard was on what has just gone: it stays with the list
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[Any]:
        """All rows given."""
        return list(self.model.given)

    def shown_rows(self) -> list[Any]:
        """The rows that the filter leaves, as sorted."""
        return list(self.model.shown)

    def current_row(self) -> Any | None:
        """The current row."""
        return self.model.row(self.view.currentIndex().row())

    def selected_rows(self) -> list[Any]:
        """All selected rows, from the top."""
        lines = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [row for row in map(self.model.row, lines) if row is not None]

    def select_key(self, key: Hashable) -> bool:
        """Make the row of a key the current one; False when it is not shown."""
        line = self.model.index_of(key)
        if line >= 0:
            self.view.go(line)
        return line >= 0

    def set_empty(self, empty: Empty) -> None:
        """Say something else while there are no rows."""
        self._empty = empty
        self._show_what_fits()

    def set_foot(self, word: str) -> None:
        """The words in the first free cell of the totals row; shows the row, if there is anything to show."""
        self.foot.setVisible(bool(word) or any(column.total is not None for column in self.model.columns))
        self.foot.set_word(word)

    # ------------------------------------------------------------------ order, filter, ticks, file

    def sort_by(self, column_key: str, *, descending: bool = False) -> None:
        """Sort by a column; "" is the order given."""
        self._settled(lambda: self.model.arrange(sort_key=column_key, descending=descending))
        self.view.horizontalHeader().viewport().update()

    def _sort_asked(self, place: int) -> None:
        column = self.model.columns[place]
        if column.kind == "check":
            rows = [row for row in self.model.shown if self.model.tickable(row)]
            on = not all(self.model.is_ticked(row) for row in rows)
            for row in rows:
                self.model.set_tick(row, on)
            self.view.horizontalHeader().viewport().update()
            self.ticks_changed.emit()
        else:
            same = column.key == self.model.sort_key
            self.sort_by(column.key, descending=same and not self.model.descending)

    def set_filter(self, text: str) -> None:
        """Show only rows in which every word is found."""
        self._settled(lambda: self.model.arrange(text=text))

    def ticked(self) -> list[Any]:
        """Ticked rows among those shown."""
        return self.model.ticked()

    def set_ticked(self, keys: Iterable[Hashable]) -> None:
        """Tick these rows and no others."""
        wanted = set(keys)
        for row in self.model.given:
            self.model.set_tick(row, self.model.key(row) in wanted)
        self.view.horizontalHeader().viewport().update()
        self.ticks_changed.emit()

    def to_csv(self) -> str:
        """What is shown, as CSV; write it with the encoding "utf-8-sig" so that spreadsheets know it."""
        return csv_text(self.model.columns, self.model.shown, self.model.formats, _("detail"))

    # ------------------------------------------------------------------ keys

    def bind_key(self, keys: str, callback: Callable[[], object], words: str = "") -> None:
        """A single letter, "Space" or "Del" that acts on this list while it has the focus."""
        self.view.letters[keys.upper()] = callback
        if words:
            self._hints.append((keys, words))

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this list for the bottom bar."""
        return [("Up Down", _("move")), ("Enter", _("open")), *self._hints]

    def _current_changed(self, *_indexes: object) -> None:
        if not self._settling:
            self.selected.emit(self.current_row())

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() != self.model.check_column:
            self._open_current()

    def _open_current(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row)

    def _space(self) -> None:
        row = self.current_row()
        if row is None:
            return
        if self.model.check_column < 0:
            self.previewed.emit(row)
        elif self.model.tickable(row):
            self.model.set_tick(row, not self.model.is_ticked(row))
            self.view.horizontalHeader().viewport().update()
            self.ticks_changed.emit()

    def _menu(self, spot: QPoint) -> None:
        row = self.current_row()
        if row is not None:
            self.menu_asked.emit(row, spot)

    def _empty_pressed(self) -> None:
        if self.model.given:
            self.set_filter("")
            self.filter_cleared.emit()
        else:
            self.empty_action.emit()
