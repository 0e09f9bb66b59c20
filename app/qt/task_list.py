"""What waits for somebody: sentences under headings, each with its own button. Up and Down move, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.qt.accessible import Role
from app.qt.buttons import Button
from app.qt.cards import Empty, EmptyState
from app.qt.elided import ElidedLabel
from app.qt.labels import Shape, label
from app.qt.shapes import KINDS
from app.qt.stepping import StepButton
from app.qt.tokens import color, metrics

AT_FIRST, AT_ONCE = 6, 3
"""Rows that are made at once; and how many at a time of the others."""


@dataclass(frozen=True)
class Task:
    """One thing that waits: what, where, how much, and the button that does something about it."""

    key: Hashable
    heading: str
    title: str
    detail: str
    action: str
    then: Callable[[], object]
    tone: str = ""
    amount: str = ""


class _Row(QWidget):
    """A task as a row; the one whose button has the keyboard is marked."""

    accessible_role = Role.ListItem

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task
        self.button = StepButton(task.action, small=True)
        self.button.setAccessibleDescription(", ".join(part for part in (task.title, task.detail, task.amount) if part))
        self.button.clicked.connect(partial(_carry_out, task.then))
        self.button.entered.connect(self.update)
        self.button.left.connect(self.update)
        self.amount = label(task.amount, "strong")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(task.title, "strong"))
        words.addWidget(ElidedLabel(task.detail, "caption"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 12, 8)
        row.setSpacing(12)
        shape = Shape(task.tone if task.tone in KINDS else "empty", 13)
        row.addWidget(shape)
        row.addLayout(words, 1)
        row.addWidget(self.amount)
        row.addWidget(self.button)
        self.setAccessibleName(self.button.accessibleDescription())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        here = self.button.hasFocus()
        if here:
            painter.fillRect(self.rect(), color("selRow"))
            painter.fillRect(0, 0, 3, self.height(), color("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color("line"))
        painter.end()


def _carry_out(then: Callable[[], object], _checked: bool = False) -> None:
    then()


class TaskList(QFrame):
    """A card of tasks; when one is done the keyboard stays at its place."""

    accessible_role = Role.List

    def __init__(self, name: str, empty: Empty) -> None:
        """No tasks yet; `empty` is said when nothing waits."""
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", "true")
        self._tasks: list[Task] = []
        self._rows: list[_Row] = []
        self._coming = QTimer(self, interval=1)  # not 0: two rounds of messages are felt as one
        self._coming.timeout.connect(self._more)
        self.nothing = EmptyState(empty)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.area)
        box.addWidget(self.nothing)
        self.nothing.hide()

    def set(self, tasks: Sequence[Task]) -> None:
        """Show other tasks."""
        # asked of the window: a dialog may lie over it while something that waited is done
        focused = self.window().focusWidget()
        place = next((place for place, row in enumerate(self._rows) if row.button is focused), -1)
        here = place >= 0 or focused in {self, self.nothing, self.nothing.button}
        key = self._rows[place].task.key if place >= 0 else None
        self._rows, self._tasks = [], list(tasks)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addStretch()
        self.area.setWidget(inside)  # first: rows that are put into the window one by one are styled once
        inside.hide()
        self._build(AT_FIRST)
        inside.show()
        self._fit()
        self.area.setVisible(bool(tasks))
        self.nothing.setVisible(not tasks)
        # the place of the list itself took the keyboard only while nothing was read yet
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self._rows[0].button if self._rows else self.nothing.entry())
        if here:
            self._enter(key, place)

    def _build(self, count: int) -> None:
        """Make the next rows. A long list makes those that nobody sees yet some at a time, between other things."""
        inside = self.area.widget()
        column = inside.layout() if inside is not None else None
        if isinstance(column, QVBoxLayout):
            for task in self._tasks[len(self._rows) : len(self._rows) + count]:
                if not self._rows or task.heading != self._rows[-1].task.heading:
                    _put(column, _heading(task.heading))
                row = _Row(task)
                row.button.step_asked.connect(self._step)
                row.button.entered.connect(partial(self._show, row))
                self._rows.append(row)
                _put(column, row)
        if len(self._rows) < len(self._tasks):
            self._coming.start()
        else:
            self._coming.stop()
        self._align()

    def _more(self) -> None:
        """Some of the rows that were left, and the room they take."""
        self._build(AT_ONCE)
        self._fit()

    def _row(self, place: int) -> _Row:
        """A row by its place, or the nearest there is; one that is not made yet is made now."""
        place = max(0, min(place, len(self._tasks) - 1))
        if place >= len(self._rows):
            self._build(place + 1 - len(self._rows))
            self._rows[place].show()  # what is not seen takes no keyboard
        return self._rows[place]

    def _place_of(self, key: Hashable) -> int:
        return next((place for place, task in enumerate(self._tasks) if task.key == key), -1)

    def _fit(self) -> None:
        """No higher than what waits."""
        inside = self.area.widget()
        wanted = inside.minimumSizeHint().height() + 4 if inside is not None and self._rows else 16_777_215
        self.setMaximumHeight(wanted)

    def event(self, event: QEvent) -> bool:
        """Letters of another size take other room."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.Show}:
            self._align()
            self._fit()
        return super().event(event)

    def _align(self) -> None:
        """Sums stand under each other, and so do the buttons."""
        amounts = max((row.amount.sizeHint().width() for row in self._rows), default=0)
        buttons = max((row.button.sizeHint().width() for row in self._rows), default=0)
        for row in self._rows:
            row.amount.setMinimumWidth(amounts)
            row.button.setMinimumWidth(buttons)

    def _enter(self, key: Hashable, place: int) -> None:
        if not self._rows:
            self.nothing.entry().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        same = self._place_of(key)
        self._row(same if same >= 0 else place).button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, step: int) -> None:
        here = next((place for place, row in enumerate(self._rows) if row.button.hasFocus()), 0)
        self._row(here + step).button.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, row: _Row) -> None:
        self.area.ensureWidgetVisible(row, 0, metrics(13).height())

    # ------------------------------------------------------------------ what is shown

    def tasks(self) -> list[Task]:
        """The tasks shown."""
        return list(self._tasks)

    def button(self, key: Hashable) -> Button:
        """The button of a task; KeyError when it does not wait."""
        place = self._place_of(key)
        if place < 0:
            raise KeyError(key)
        return self._row(place).button


def _put(column: QVBoxLayout, part: QWidget) -> None:
    """Before the stretch at the end, and seen at once: what Qt would show a turn later takes no room until then."""
    column.insertWidget(column.count() - 1, part)
    part.show()


def _heading(text: str) -> QWidget:
    holder = QFrame()
    holder.setProperty("sunken", "true")
    row = QHBoxLayout(holder)
    row.setContentsMargins(14, 6, 14, 6)
    row.addWidget(label(text, "strong"))
    row.addStretch()
    return holder
