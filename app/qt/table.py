"""The list of the product: one table for all rooms, with totals, empty state, keys, columns of choice and CSV.

A page puts it into a `ListCard`, which adds the row of cuts, filter, column chooser, export and menu.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt import preferences
from app.qt.cards import Empty, EmptyState
from app.qt.column_choice import ColumnChoice
from app.qt.columns import Cell, Column
from app.qt.csv_text import csv_text
from app.qt.filtering import Filtering
from app.qt.focus import HandsOn
from app.qt.foot import TotalsFoot
from app.qt.header import SortHeader
from app.qt.record_model import RecordModel
from app.qt.record_view import RecordView
from app.qt.sight import Sight
from app.qt.speech import say

Flag = QItemSelectionModel.SelectionFlag


def _by_id(row: Any) -> Hashable:
    key: Hashable = row.id
    return key


def _copied(cell: Cell) -> str:
    """A cell as one field of a line: its words and its second line."""
    return " ".join(f"{cell.text} {cell.sub}".split())


class RecordTable(HandsOn, QWidget):
    """A list with everything around it; see `Column` for what it shows."""

    opened = Signal(object)
    selected = Signal(object)
    previewed = Signal(object)
    ticks_changed = Signal()
    empty_action = Signal()
    filter_cleared = Signal()
    menu_asked = Signal(object, QPoint)
    arranged = Signal()
    """Sorted, cut or filtered anew, or other rows."""
    row_subject: Callable[[Any], tuple[str, int] | None] | None = None

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
        model: type[RecordModel] = RecordModel,
    ) -> None:
        """A list of `columns`; `name` says to a screen reader what is listed."""
        super().__init__()
        self.model = model(columns, formats, key=key, group=group, group_note=group_note, parent=self)
        self.view = RecordView(self.model, name)
        self.foot = TotalsFoot(self.model, self.view.horizontalHeader())
        self._empty = empty or Empty("table-2", _("Nothing here yet."))
        self.nothing = EmptyState(self._empty)
        self._again: Callable[[], object] | None = None
        self._settling = False
        self.filtering = Filtering(self.model, self._filter_now, self)
        self.filtering.slow.connect(lambda slow: self.foot.set_busy(_("Filtering\u2026") if slow else ""))
        self._hints: list[tuple[str, str]] = []
        self._build(name)

    def _build(self, name: str) -> None:
        inside = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(inside)
        self._stack.addWidget(self.nothing)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.view, 1)
        box.addWidget(self.foot)
        self.foot.setVisible(any(column.total is not None for column in self.model.columns))
        self.setAccessibleName(name)
        self.hand_on_to(self.view)
        header = self.view.horizontalHeader()
        if isinstance(header, SortHeader):
            header.sort_asked.connect(self._sort_asked)
            header.move_asked.connect(self._move_asked)
            header.width_asked.connect(self.view.pull_to)
        self.view.doubleClicked.connect(self._double_clicked)
        self.view.pressed_enter.connect(self._open_current)
        self.view.pressed_space.connect(self._space)
        self.view.menu_asked.connect(self._menu)
        self.view.copy_asked.connect(self.copy)
        self.view.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view.horizontalScrollBar().valueChanged.connect(self.foot.update)
        self.nothing.pressed.connect(self._empty_pressed)
        self.nothing.key_typed.connect(self.view.letter)
        self._show_what_fits()

    # ------------------------------------------------------------------ rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows. The current row, the selection, ticks and scroll position stay where they were by key."""
        self._again = None
        self._settled(lambda: self.model.set_rows(rows), Sight(self.view).keep)
        self.filtering.rows_came()

    def show_unread(self, problem: Problem, again: Callable[[], object]) -> bool:
        """Where no row is shown yet: why nothing could be read, never that there is nothing; `again` reads once more.

        False where rows are shown: they stay.
        """
        if self.model.given:
            return False
        self._again = again
        self.nothing.set(Empty("refresh-cw", str(problem), _("Read again")))
        self._show_what_fits()
        return True

    def group_by(self, group: Callable[[Any], str] | None) -> None:
        """Put the rows given next under other headings."""
        self.model.group_by(group)

    def _settled(self, change: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        model, view = self.model, self.view
        current = self.current_row()
        line = view.currentIndex().row()
        chosen = [model.key(row) for row in self.selected_rows()]
        scroll = view.verticalScrollBar().value()
        self._settling = True
        change()
        view.measure()
        view.fit()
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
        then()
        self._settling = False
        self.foot.count()
        self._show_what_fits()
        self._current_changed()
        self.arranged.emit()

    def _select_lines(self, lines: Iterable[int]) -> None:
        selection = QItemSelection()
        for line in lines:
            if line >= 0:
                selection.select(self.model.index(line, 0), self.model.index(line, len(self.model.columns) - 1))
        self.view.selectionModel().select(selection, Flag.Select | Flag.Rows)

    def _show_what_fits(self) -> None:
        if not self.model.given:
            if self._again is None:
                self.nothing.set(self._empty)
        elif not self.model.shown:
            self.nothing.set(Empty("list-filter", _("No rows match."), _("Clear the filter")))
        here = QApplication.focusWidget()
        inside = here is not None and (here is self or self.isAncestorOf(here))
        target: QWidget = self.view if self.model.shown else self.nothing.entry()
        self._stack.setCurrentIndex(0 if self.model.shown else 1)
        self.hand_on_to(target)
        if inside and here is not None and not here.isVisible():
            # the keyboard was on what has just gone: it stays with the list
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> Sequence[Any]:
        """All rows given."""
        return list(self.model.given)

    def shown_rows(self) -> Sequence[Any]:
        """The rows that the filter leaves, as sorted."""
        return list(self.model.shown)

    def rows_to_write(self) -> Sequence[Any]:
        """The rows shown, for a file: another thread looks at them, from the first to the last."""
        return self.shown_rows()

    def current_row(self) -> Any | None:
        """The current row."""
        return self.model.row(self.view.currentIndex().row())

    def selected_rows(self) -> list[Any]:
        """All selected rows, from the top."""
        return [row for row in map(self.model.row, self._selected_lines()) if row is not None]

    def _selected_lines(self) -> list[int]:
        """The selected lines by the ranges of the selection: twenty thousand indexes would take a second."""
        lines: set[int] = set()
        selection = self.view.selectionModel().selection()
        for place in range(selection.count()):
            part = selection.at(place)
            lines.update(range(part.top(), part.bottom() + 1))
        return sorted(lines)

    def select_key(self, key: Hashable) -> bool:
        """Make the row of a key the current one; False when it is not shown."""
        line = self.model.index_of(key)
        if line >= 0:
            self.view.go(line)
        return line >= 0

    def subject(self) -> tuple[str, int] | None:
        """The thing of the current row, if it has a history."""
        row = self.current_row()
        return None if row is None or self.row_subject is None else self.row_subject(row)

    def set_empty(self, empty: Empty) -> None:
        """Say something else while there are no rows."""
        self._empty = empty
        self._show_what_fits()

    def set_foot(self, word: str) -> None:
        """The words in the first free cell of the totals row; shows the row, if there is anything to show."""
        self.foot.setVisible(bool(word) or any(column.total is not None for column in self.model.columns))
        self.foot.set_word(word)

    def rows_height(self) -> int:
        """The height of heading, rows and foot; 0 while nothing is shown."""
        if not self.model.shown:
            return 0
        foot = 0 if self.foot.isHidden() else self.foot.sizeHint().height()
        header = self.view.horizontalHeader().sizeHint().height()
        return self.view.verticalHeader().length() + header + foot

    # ------------------------------------------------------------------ order, filter, ticks, file

    def remember(self, name: str) -> None:
        """Keep order, widths, hidden columns and sorting of this list under a name, and take what was kept."""
        self.use_choice(ColumnChoice.of(self.model.columns, name))

    def use_choice(self, choice: ColumnChoice) -> None:
        """Show the columns as chosen."""
        self.view.choice = choice
        self.model.sort_key, self.model.descending = choice.sort_key, choice.descending
        self._settled(self.model.arrange)

    def sort_by(self, column_key: str, *, descending: bool = False) -> None:
        """Sort by a column; "" is the order given."""
        self._settled(lambda: self.model.arrange(sort_key=column_key, descending=descending))
        self.view.horizontalHeader().viewport().update()
        choice = self.view.choice
        if (choice.sort_key, choice.descending) != (column_key, descending):
            choice.sort_key, choice.descending = column_key, descending
            choice.keep()

    def sort_words(self) -> str:
        """How the rows are sorted, in words; "" in the order given."""
        column = next((one for one in self.model.columns if one.key == self.model.sort_key), None)
        if column is None:
            return ""
        if self.model.descending:
            return _("by {column}, falling").format(column=column.spoken)
        return _("by {column}, rising").format(column=column.spoken)

    def _sort_asked(self, place: int) -> None:
        column = self.model.columns[place]
        if column.kind == "check":
            rows = [row for row in self.model.shown if self.model.tickable(row)]
            on = not all(self.model.is_ticked(row) for row in rows)
            for row in rows:
                self.model.set_tick(row, on)
            self.view.horizontalHeader().viewport().update()
            self.ticks_changed.emit()
            return
        if column.key != self.model.sort_key:
            self.sort_by(column.key)
        elif not self.model.descending:
            self.sort_by(column.key, descending=True)
        else:
            self.sort_by("")
        say(self.view, self.sort_words() or _("in the usual order"))

    def _move_asked(self, place: int, step: int) -> None:
        """Move a column over the next one in sight."""
        column, shown = self.model.columns[place], self.view.shown_columns()
        target = shown.index(place) + step if place in shown else -1
        if 0 <= target < len(shown):
            order = self.view.choice.order
            beside = self.model.columns[shown[target]].key
            self.view.choice.move(column.key, order.index(beside) - order.index(column.key))
            self.view.choice.keep()
            self.view.fit()
            self.foot.update()
            say(self.view, _("{column}, place {n} of {all}").format(column=column.spoken, n=target + 1, all=len(shown)))

    def set_filter(self, text: str) -> None:
        """Show only rows in which every word is found; a long list perhaps a little later, see `Filtering`."""
        self.filtering.ask(text)

    def _filter_now(self, text: str) -> None:
        self._settled(lambda: self.model.arrange(text=text))

    def set_cut(self, keep: Callable[[Any], bool] | None) -> None:
        """Show only the rows of a cut; None is all."""
        self.model.cut = keep
        self._settled(self.model.arrange)

    def copy(self) -> None:
        """Put the selected rows on the clipboard as they are read, a tab between two cells."""
        shown = self.view.shown_columns()
        lines = [line for line in self._selected_lines() if self.model.row(line) is not None]
        rows = [[self.model.cell(line, place) for place in shown] for line in lines]
        if rows:
            QApplication.clipboard().setText("\n".join("\t".join(map(_copied, cells)) for cells in rows))

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
        """What is shown, as CSV; write it with the encoding "utf-8-sig" so that spreadsheets know it.

        Columns that only give way to a narrow window are in it, those that somebody has hidden are not.
        """
        return csv_text(self.chosen_columns(), self.model.shown, self.model.formats, _("detail"))

    def chosen_columns(self) -> list[Column]:
        """The columns a reader wants to see, in their order, whether or not the window has room for all."""
        by_key = {column.key: column for column in self.model.columns}
        return [by_key[key] for key in self.view.choice.order if key not in self.view.choice.hidden]

    # ------------------------------------------------------------------ keys

    def bind_key(self, keys: str, callback: Callable[[], object], words: str = "") -> None:
        """A single letter, "Space" or "Del" that acts on this list while it has the focus."""
        self.view.letters[keys.upper()] = callback
        if words:
            self._hints.append((keys, words))

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this list for the bottom bar."""
        hints = self._hints if preferences.letters_on() else [hint for hint in self._hints if len(hint[0]) > 1]
        return [("Up Down", _("move")), ("Enter", _("open")), *hints]

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
            self.model.cut = None
            self.set_filter("")
            self.filter_cleared.emit()
        elif self._again is not None:
            self._again()
        else:
            self.empty_action.emit()
