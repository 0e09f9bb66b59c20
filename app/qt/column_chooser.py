"""The column chooser: which columns of a list are shown and in which order, by keyboard or mouse, at once."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.column_choice import may_hide
from app.qt.columns import Column
from app.qt.dialogs import PlainDialog, sized
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.speech import say
from app.qt.table import RecordTable


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column as a row of the chooser; `shown` None: it is always there."""

    id: str
    name: str
    shown: bool | None
    note: str


class ColumnChooser(PlainDialog):
    """Space shows or hides a column, Alt with the arrows moves it. Everything holds at once."""

    def __init__(self, table: RecordTable) -> None:
        """The columns of a list as they are now."""
        super().__init__(table.window())
        self._table = table
        title = _("Columns of the list")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.list = RecordTable(
            [
                Column(
                    "shown",
                    "",
                    lambda row: row.shown,
                    kind="check",
                    name=_("Shown"),
                    width=44,
                    sub=lambda row: row.note if row.shown is None else "",
                    tone=lambda row: "ok" if row.shown is None else "",
                ),
                Column("name", _("Column"), lambda row: row.name, kind="two_line", sub=lambda row: row.note),
            ],
            table.model.formats,
            name=title,
        )
        self.earlier = Button(_("Move left"), icon="chevron-up", keys="Alt+Up")
        self.later = Button(_("Move right"), icon="chevron-down", keys="Alt+Down")
        self.reset_button = Button(_("Reset"), icon="undo-2")
        self.close_button = Button(_("Close"), keys="Esc", primary=True)
        self._build(title)
        self.list.ticks_changed.connect(self._ticked)
        self.earlier.clicked.connect(lambda: self.move_column(-1))
        self.later.clicked.connect(lambda: self.move_column(1))
        self.reset_button.clicked.connect(self.reset)
        self.close_button.clicked.connect(self.accept)
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self.move_column(step))
        self.ring = FocusOverlay(self)
        self._fill()

    def _build(self, title: str) -> None:
        card = Card(flush=True)
        card.body.addWidget(self.list)
        moves = QHBoxLayout()
        moves.setSpacing(8)
        for button in (self.earlier, self.later):
            moves.addWidget(button)
        moves.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.reset_button)
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(title, "title"))
        box.addWidget(
            label(
                _("Space shows or hides a column. A narrow window hides the least important first."),
                "second",
                wrap=True,
            )
        )
        box.addWidget(card, 1)
        box.addLayout(moves)
        box.addLayout(foot)
        sized(self, 430, 560)

    def _fill(self) -> None:
        by_key = {column.key: column for column in self._table.model.columns}
        self.list.set_rows([self._row(by_key[key]) for key in self._table.view.choice.order])

    def _row(self, column: Column) -> ColumnRow:
        choice, columns = self._table.view.choice, self._table.model.columns
        if not may_hide(columns, column.key):
            return ColumnRow(column.key, column.spoken, None, _("always there"))
        away = column.key in {columns[place].key for place in self._table.view.gave_way}
        note = _("no room for it in this window") if away else ""
        return ColumnRow(column.key, column.spoken, column.key not in choice.hidden, note)

    def _ticked(self) -> None:
        ticked = {row.id for row in self.list.ticked()}
        choice = self._table.view.choice
        choice.hidden = {row.id for row in self.list.rows() if row.shown is not None and row.id not in ticked}
        self._apply()

    def _apply(self) -> None:
        choice = self._table.view.choice
        choice.keep()
        self._table.use_choice(choice)
        self._fill()

    def move_column(self, step: int) -> None:
        """Move the current column to the left (-1) or to the right (1)."""
        row = self.list.current_row()
        choice = self._table.view.choice
        if row is not None and choice.move(row.id, step):
            self._apply()
            self.list.select_key(row.id)
            place = choice.order.index(row.id) + 1
            say(self.list, _("{column}, place {n} of {all}").format(column=row.name, n=place, all=len(choice.order)))

    def reset(self) -> None:
        """Back to the columns, widths and order as they are meant."""
        choice = self._table.view.choice
        choice.forget(self._table.model.columns)
        self._table.use_choice(choice)
        self.list.set_ticked(key for key in choice.order if key not in choice.hidden)
        self._fill()
        say(self.list, _("The columns are as they were at first."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)


def choose_columns(table: RecordTable) -> ColumnChooser:
    """Open the chooser of a list; the keyboard goes back to the list afterwards."""
    dialog = ColumnChooser(table)
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
    dialog.open()
    return dialog
