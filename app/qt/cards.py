"""Cards, key figures and the empty state: what a page is laid out with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.qt.accessible import Role
from app.qt.buttons import Button
from app.qt.elided import ElidedLabel
from app.qt.labels import Picture, Shape, label
from app.qt.shapes import KINDS
from app.qt.tokens import color

EDGE = 4
"""What begins left of it, begins at the edge of its card."""
MOST_SENTENCE = 460
"""No sentence of an empty list is wider than this."""


class Card(QFrame):
    """A card with an optional heading; `body` takes the content."""

    def __init__(self, title: str = "", detail: str = "", *buttons: QWidget, flush: bool = False) -> None:
        """A card; with `flush` the content reaches the edges (tables)."""
        super().__init__()
        self.setProperty("card", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self._title = ElidedLabel(title, "section")
        self._detail = ElidedLabel(detail, "caption")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(14, 9, 12, 9)
        self.head.setSpacing(8)
        self.head.addWidget(self._title)
        self.head.addWidget(self._detail)
        self.head.addStretch()
        for button in buttons:
            self.head.addWidget(button)
        if title or detail or buttons:
            outer.addLayout(self.head)
        self._detail.setVisible(bool(detail))
        self._title.setVisible(bool(title))
        self.body = QVBoxLayout()
        edge = 0 if flush else 14
        top = (0 if title or detail or buttons else 12) if not flush else 0
        self.body.setContentsMargins(edge, top, edge, 0 if flush else 12)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        if title:
            self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_detail(self, detail: str) -> None:
        """Change the words beside the heading."""
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))


class KeyFigure(QWidget):
    """One number that matters, with its caption and what to hold it against."""

    def __init__(
        self, caption: str, value: str = "", sub: str = "", tone: str = "", *, shape_at_value: bool = False
    ) -> None:
        """A figure; a tone puts its shape before the caption, or before the number."""
        super().__init__()
        self._caption = ElidedLabel(caption, "caption")
        self._value = label(value, "figure")
        self._sub = ElidedLabel(sub, "caption")
        self._shape = Shape("ok", 13)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 10, 10)
        box.setSpacing(2)
        for one, marked in ((self._caption, not shape_at_value), (self._value, shape_at_value)):
            row = QHBoxLayout()
            row.setSpacing(6)
            if marked:
                row.addWidget(self._shape)
            row.addWidget(one)
            row.addStretch()
            box.addLayout(row)
        box.addWidget(self._sub)
        self.set(value, sub, tone)

    def set(self, value: str, sub: str = "", tone: str = "") -> None:
        """Show another value."""
        self._value.setText(value)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        self._shape.setVisible(tone in KINDS)
        if tone in KINDS:
            self._shape.set(tone)
        self.setAccessibleName(", ".join(part for part in (self._caption.text(), value, sub) if part))

    def set_caption(self, caption: str) -> None:
        """Say what the number is; the next `set` says it aloud."""
        self._caption.setText(caption)

    def sub(self) -> str:
        """What the value is held against."""
        return self._sub.text()

    def value(self) -> str:
        """The value shown."""
        return self._value.text()


class KeyFigures(QFrame):
    """Key figures side by side in one card; where there is no room for all of them, in rows."""

    def __init__(self, figures: Sequence[KeyFigure]) -> None:
        """One card for all figures."""
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._figures = tuple(figures)
        self._arranged: tuple[object, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(1)
        self._lines = [QHBoxLayout() for _figure in figures]
        for line in self._lines:
            line.setSpacing(1)
            self._rows.addLayout(line)
        for figure in figures:
            self._lines[0].addWidget(figure)

    def minimumSizeHint(self) -> QSize:
        widest = max((figure.minimumSizeHint().width() for figure in self._shown()), default=0)
        return QSize(widest + 2, super().minimumSizeHint().height())

    def _shown(self) -> list[KeyFigure]:
        return [figure for figure in self._figures if not figure.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def _share(self) -> None:
        """Equal widths while that is enough for each, else each by what it has to say; then in rows of equal length."""
        shown, room = self._shown(), self.width() - 2
        least = [figure.minimumSizeHint().width() for figure in shown]
        count = next((rows for rows in range(1, len(shown) + 1) if _fits(least, rows, room)), max(1, len(shown)))
        rows = _rows_of(shown, count)
        wishes = [[figure.sizeHint().width() for figure in row] for row in rows]
        arranged = (tuple(map(tuple, rows)), tuple(map(tuple, wishes)), room)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        for line, row, wish in zip(self._lines, rows, wishes, strict=False):
            equal = max(wish) <= room // len(row) - 1
            for figure, need in zip(row, wish, strict=True):
                if line.indexOf(figure) < 0:
                    line.addWidget(figure)
                line.setStretchFactor(figure, 1 if equal else need)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, and hairlines between its figures."""
        super().paintEvent(event)
        painter = QPainter(self)
        for figure in self._shown():
            box = figure.geometry()
            if box.left() > EDGE:
                painter.fillRect(box.left() - 1, box.top(), 1, box.height(), color("line"))
            if box.top() > EDGE:
                painter.fillRect(1, box.top() - 1, self.width() - 2, 1, color("line"))
        painter.end()


def _rows_of(figures: Sequence[KeyFigure], rows: int) -> list[Sequence[KeyFigure]]:
    """The figures in rows, the first ones the longer."""
    length = -(-len(figures) // max(1, rows))
    return [figures[start : start + length] for start in range(0, len(figures), max(1, length))]


def _fits(least: Sequence[int], rows: int, room: int) -> bool:
    """Whether figures of these widths have room in so many rows."""
    length = -(-len(least) // rows)
    return all(sum(least[start : start + length]) + length <= room for start in range(0, len(least), length))


@dataclass(frozen=True)
class Empty:
    """What an empty list says: an icon, one sentence and at most one action."""

    icon: str
    sentence: str
    action: str = ""


class EmptyState(QWidget):
    """The empty state in the middle of where the list will be."""

    accessible_role = Role.Grouping

    pressed = Signal()
    key_typed = Signal(object)

    def __init__(self, empty: Empty) -> None:
        """Show what an empty list says. It takes the keyboard, so that the keys of the list work without rows."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = Picture(empty.icon, 32, "text3")
        self._sentence: QLabel = label(empty.sentence, "second", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setMaximumWidth(MOST_SENTENCE)
        self.button = Button(empty.action)
        self.button.clicked.connect(self.pressed)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(12)
        box.addStretch(2)
        # the sentence stands between two stretches: with an alignment its second line would be cut off
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self._sentence, 100)
        words.addStretch(1)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addLayout(words)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.set(empty)

    def entry(self) -> QWidget:
        """Where the keyboard enters: the action, or the place itself."""
        return self if self.button.isHidden() else self.button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the button does not take are the list's."""
        self.key_typed.emit(event)
        event.ignore()

    def set(self, empty: Empty) -> None:
        """Say something else."""
        self._icon.set(empty.icon)
        self._sentence.setText(empty.sentence)
        self.button.setText(empty.action)
        self.button.setVisible(bool(empty.action))
        self.setAccessibleName(empty.sentence)
        if empty.action and self.window().focusWidget() is self:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def sentence(self) -> str:
        """The sentence shown."""
        return self._sentence.text()
