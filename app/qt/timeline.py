"""A line of events under each other, each with its day: what happened to something, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.qt.buttons import Button
from app.qt.labels import label
from app.qt.shapes import KINDS, paint_shape
from app.qt.tokens import color, metrics, px

DOT, SHAPE = 7, 12


@dataclass(frozen=True)
class Event:
    """One event: what, when and how; a tone gives it a shape, an action a small button."""

    title: str
    detail: str
    tone: str = ""
    action: str = ""
    then: Callable[[], object] | None = None


class _Mark(QWidget):
    """The dot of an event and the line to its neighbors."""

    decoration = True

    def __init__(self, tone: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._tone, self._first, self._last = tone, first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(px(SHAPE) + 2, px(SHAPE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = self.width() / 2, metrics(13).height() / 2
        top = y if self._first else 0.0
        bottom = y if self._last else float(self.height())
        painter.fillRect(QRectF(x - 0.5, top, 1, bottom - top), color("line2"))
        if self._tone in KINDS:
            side = px(SHAPE)
            painter.fillRect(QRectF(x - side / 2, y - side / 2 - 2, side, side + 4), color("surface"))
            paint_shape(painter, self._tone, x - side / 2, y - side / 2, side)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("control"))
            painter.drawEllipse(QPointF(x, y), px(DOT) / 2, px(DOT) / 2)
        painter.end()


def _carry_out(then: Callable[[], object], _checked: bool = False) -> None:
    then()


class Timeline(QWidget):
    """Events under each other; `buttons` are those of the events that have an action."""

    def __init__(self, name: str) -> None:
        """`name` says what the events are about."""
        super().__init__()
        self._name = name
        self.buttons: list[Button] = []
        self._events: tuple[Event, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def set(self, events: Sequence[Event]) -> None:
        """Show other events."""
        self._events = tuple(events)
        while (item := self._box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for place, event in enumerate(self._events):
            self._box.addWidget(self._line(event, first=not place, last=place == len(self._events) - 1))
        self.setAccessibleName(f"{self._name}: " + "; ".join(self.sentences()))

    def sentences(self) -> list[str]:
        """Each event as it is read aloud."""
        return [", ".join(part for part in (event.title, event.detail) if part) for event in self._events]

    def _line(self, event: Event, *, first: bool, last: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(_Mark(event.tone, first=first, last=last))
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0 if last else 12)
        words.setSpacing(1)
        words.addWidget(label(event.title, "strong", wrap=True))
        if event.detail:
            words.addWidget(label(event.detail, "caption", wrap=True))
        words.addStretch()
        row.addLayout(words, 1)
        if event.action and event.then is not None:
            button = Button(event.action, small=True)
            button.setAccessibleDescription(f"{event.title}, {event.detail}")
            button.clicked.connect(partial(_carry_out, event.then))
            self.buttons.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder
