"""Lines of a form: a small table of editors, one row per line; Enter on the last cell makes the next row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.editors import Choice, Line
from app.qt.fields import AnyEditor, Field, make_editor, missing
from app.qt.labels import label, polish
from app.qt.tab_order import tab_through

Row = dict[str, AnyEditor]


class LineRows(QWidget):
    """Rows of editors under column titles."""

    edited = Signal()

    def __init__(self, field: Field, formats: Formats, today: Callable[[], date], currency: Callable[[], str]) -> None:
        """One empty row to start with."""
        super().__init__()
        self.field = field
        self._formats = formats
        self._today = today
        self._currency = currency
        self._rows: list[Row] = []
        self._removers: list[IconButton] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        for place, column in enumerate(field.columns):
            self._grid.addWidget(label(column.label, "hint"), 0, place)
            self._grid.setColumnStretch(place, 3 if column.kind == "text" and not column.width else 1)
        self.add_button = Button(_("Add a line"), icon="plus", small=True)
        self.add_button.clicked.connect(lambda: self._focus_row(self.add_row()))
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._grid)
        box.addLayout(foot)
        self.add_row()

    # ------------------------------------------------------------------ rows

    def add_row(self, values: Mapping[str, Any] | None = None) -> int:
        """Add a row at the end; gives its place."""
        row: Row = {}
        for column in self.field.columns:
            editor = make_editor(column, self._formats, self._today, partial(self._currency_of, column))
            editor.setAccessibleName(f"{column.label} {len(self._rows) + 1}")
            if isinstance(editor, Line):
                editor.setPlaceholderText(column.placeholder)
                editor.setMinimumWidth(60)
                editor.setMaximumWidth(column.width or 16777215)
                editor.textEdited.connect(self._changed)
            elif isinstance(editor, Choice):
                editor.currentIndexChanged.connect(self._changed)
            editor.installEventFilter(self)
            editor.write((values or {}).get(column.name, column.default))
            row[column.name] = editor
        self._rows.append(row)
        remover = IconButton("trash-2", _("Remove line {n}").format(n=len(self._rows)), small=True, quiet=True)
        remover.clicked.connect(partial(self._remove, row))
        self._removers.append(remover)
        self._lay_out()
        return len(self._rows) - 1

    def _currency_of(self, column: Field) -> str:
        return column.currency or self._currency()

    def _lay_out(self) -> None:
        for place, (row, remover) in enumerate(zip(self._rows, self._removers, strict=True), start=1):
            for at, column in enumerate(self.field.columns):
                self._grid.addWidget(row[column.name], place, at)
            self._grid.addWidget(remover, place, len(self.field.columns), Qt.AlignmentFlag.AlignCenter)
            remover.setVisible(len(self._rows) > 1)
        self._order()

    def _order(self) -> None:
        """Tab goes through the rows as the eye does, then to the button below them."""
        stops: list[QWidget] = []
        for row, remover in zip(self._rows, self._removers, strict=True):
            stops += [*row.values(), remover]
        tab_through(*stops, self.add_button)

    def _remove(self, row: Row) -> None:
        place = self._rows.index(row)
        for widget in (*row.values(), self._removers[place]):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        del self._rows[place], self._removers[place]
        self._lay_out()
        self._focus_row(min(place, len(self._rows) - 1))
        self.edited.emit()

    def _focus_row(self, place: int) -> None:
        first = next(iter(self._rows[place].values()))
        first.show()  # a new editor is shown by its layout only later, and the keyboard does not go to what is hidden
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def count(self) -> int:
        """How many rows there are, empty ones too."""
        return len(self._rows)

    def editor(self, place: int, column: str) -> AnyEditor:
        """The editor of a cell."""
        return self._rows[place][column]

    def set_choices(self, column: str, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values in the rows there are; new rows take the field's own."""
        for row in self._rows:
            editor = row[column]
            if isinstance(editor, Choice):
                editor.set_choices(choices)

    # ------------------------------------------------------------------ values

    def _filled(self) -> list[tuple[int, Row]]:
        """Rows in which something was typed; a choice or a tick alone does not make a line."""
        typed = [column.name for column in self.field.columns if column.kind not in {"choice", "check"}]
        return [
            (place, row)
            for place, row in enumerate(self._rows)
            if any(not row[name].is_empty() for name in typed or row)
        ]

    def filled_editors(self) -> list[Mapping[str, AnyEditor]]:
        """The editors of the rows in which something was typed."""
        return [row for _place, row in self._filled()]

    def has_column(self, name: str) -> bool:
        """Whether the rows have such a column."""
        return any(column.name == name for column in self.field.columns)

    def read(self) -> tuple[dict[str, Any], ...]:
        """One dict per filled row; Problem when a cell cannot be read."""
        return tuple({name: editor.read() for name, editor in row.items()} for _place, row in self._filled())

    def write(self, rows: Sequence[Mapping[str, Any]] | None) -> None:
        """Show these rows, or one empty row."""
        while len(self._rows) > 1:
            self._remove(self._rows[-1])
        for column in self.field.columns:
            first = (rows or [{}])[0]
            self._rows[0][column.name].write(first.get(column.name, column.default))
        for values in (rows or [])[1:]:
            self.add_row(values)

    def problems(self) -> list[tuple[int, str, Problem]]:
        """What keeps cells from being used: row, column, problem."""
        found: list[tuple[int, str, Problem]] = []
        for place, row in self._filled():
            for column in self.field.columns:
                editor = row[column.name]
                if column.required and editor.is_empty() and column.kind != "check":
                    found.append((place, column.name, missing(column)))
                    continue
                try:
                    editor.read()
                except Problem as problem:
                    found.append((place, column.name, problem))
        return found

    def refuse(self, cells: Sequence[tuple[int, str]]) -> None:
        """Mark these cells and no others."""
        for place, row in enumerate(self._rows):
            for name, editor in row.items():
                wanted = "true" if (place, name) in cells else "false"
                if editor.property("refused") != wanted:
                    editor.setProperty("refused", wanted)
                    polish(editor)

    def _changed(self) -> None:
        self.refuse([])
        self.edited.emit()

    # ------------------------------------------------------------------ keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            cells = [editor for row in self._rows for editor in row.values()]
            place = next((i for i, cell in enumerate(cells) if cell is watched), -1)
            if place == len(cells) - 1:
                self._focus_row(self.add_row())
            elif place >= 0:
                cells[place + 1].setFocus(Qt.FocusReason.TabFocusReason)
            return place >= 0
        return False
