"""The cards of the engagement overview: lines with a status and at most two actions, and facts with their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.elided import ElidedLabel
from app.qt.flow import FlowLayout
from app.qt.labels import Chip, Shape, label, rule
from app.qt.tokens import px

LONG_VALUE = 28
"""Characters of a fact that surely fit on one line."""


@dataclass(frozen=True)
class Action:
    """A button of a line: its words, what it does, and a key that stays the same when the line is drawn again."""

    words: str
    do: Callable[[], object]
    key: str
    primary: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a card; `more` follows the text, less strong. `tone` without `chip` puts a bare shape before it."""

    text: str
    sub: str = ""
    more: str = ""
    amount: str = ""
    chip: str = ""
    tone: str = ""
    actions: tuple[Action, ...] = ()
    low: bool = False
    """The chip stands below, with the actions."""


class LineCard(Card):
    """A card of lines; hidden while it has none."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        """An empty card."""
        super().__init__(title, "", *buttons, flush=True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._lines: tuple[Line, ...] = ()
        self.body.setContentsMargins(0, 0, 0, 4)
        self.body.setSpacing(0)
        self.hide()

    def lines(self) -> tuple[Line, ...]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the keyboard stays on the same action, or goes to the first one left."""
        focused = next((one.objectName() for one in self.findChildren(Button) if one.hasFocus()), "")
        self._lines = tuple(lines)
        clear(self.body)
        for line in lines:
            for part in (rule(), _line(line)):
                self.body.addWidget(part)
                part.show()  # its layout would show it only later, and the keyboard does not go to what is hidden
        self.setVisible(bool(lines))
        if focused:
            buttons = [one for one in self.findChildren(Button) if one.objectName()]
            target = next((one for one in buttons if one.objectName() == focused), next(iter(buttons), None))
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)


class FactCard(Card):
    """Names and values under each other."""

    def __init__(self, title: str, *buttons: QWidget) -> None:
        """A card without facts."""
        super().__init__(title, "", *buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._facts: tuple[tuple[str, str], ...] = ()

    def facts(self) -> dict[str, str]:
        """The facts shown."""
        return dict(self._facts)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts; those without a value are left out."""
        self._facts = tuple((name, value) for name, value in facts if value)
        clear(self._grid)
        for place, (name, value) in enumerate(self._facts):
            self._grid.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(ElidedLabel(value), place, 1)
        self.setVisible(bool(self._facts))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, now; the widgets go when Qt has time."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def _line(line: Line) -> QWidget:
    holder = QWidget()
    said = (line.text, line.more, line.sub, line.amount, line.chip)
    holder.setAccessibleName(", ".join(part for part in said if part))
    outer = QHBoxLayout(holder)
    outer.setContentsMargins(14, 8, 12, 8)
    outer.setSpacing(10)
    first = label(line.text, "strong", wrap=not line.more and len(line.text) > LONG_VALUE)
    if line.tone and not line.chip:
        outer.addWidget(Shape(line.tone, 13).beside(first), 0, Qt.AlignmentFlag.AlignTop)
    box = QVBoxLayout()
    box.setSpacing(3)
    head = QHBoxLayout()
    head.setSpacing(8)
    if line.more:
        head.addWidget(first)
        head.addWidget(ElidedLabel(line.more), 1)
    else:
        head.addWidget(first, 1)
    if line.amount:
        head.addWidget(label(line.amount))
    if line.chip and not line.low:
        head.addWidget(Chip(line.chip, line.tone))
    box.addLayout(head)
    if line.sub:
        box.addWidget(label(line.sub, "hint", wrap=len(line.sub) > LONG_VALUE))
    if line.actions or line.low:
        box.addSpacing(px(3))
        row = FlowLayout()
        if line.low:
            row.addWidget(Chip(line.chip, line.tone))
        for action in line.actions:
            button = Button(action.words, small=True, primary=action.primary)
            button.setObjectName(action.key)
            button.clicked.connect(lambda _checked=False, do=action.do: do())
            row.addWidget(button)
        box.addLayout(row)
    outer.addLayout(box, 1)
    return holder
