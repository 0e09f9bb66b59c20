"""Steps in one line: which are done, which is the one to do now, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.qt.icons import paint_icon
from app.qt.labels import label, rule
from app.qt.tokens import color, font, px

SIZE = 24


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, how far it is, and whether it is done or the one to do now."""

    name: str
    detail: str = ""
    done: bool = False
    now: bool = False


class _Mark(QWidget):
    """The number of a step in a circle, or a tick."""

    decoration = True

    def __init__(self) -> None:
        super().__init__()
        self.number, self.done, self.now = 0, False, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(SIZE), px(SIZE))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = color("ok") if self.done else color("accent") if self.now else color("line2")
        painter.setPen(QPen(edge, 1.4))
        painter.setBrush(color("accent") if self.now else color("surface"))
        side, edge_in = min(self.width(), self.height()), px(5)
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        if self.done:
            box = QRectF(edge_in, edge_in, side - 2 * edge_in, side - 2 * edge_in)
            paint_icon(painter, box, "check", "okText")
        else:
            painter.setPen(color("onAccent" if self.now else "text2"))
            painter.setFont(font(12, 600))
            painter.drawText(QRectF(0, 0, side, side), int(Qt.AlignmentFlag.AlignCenter), str(self.number))
        painter.end()


class Steps(QFrame):
    """All steps side by side; nobody has to click through them."""

    def __init__(self, count: int) -> None:
        """A card with room for `count` steps."""
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 9, 18, 9)
        row.setSpacing(8)
        self._parts: list[tuple[_Mark, QLabel, QLabel]] = []
        self._rules: list[QFrame] = []
        for place in range(count):
            if place:
                line = rule()
                line.setMaximumWidth(64)
                line.setMinimumWidth(12)
                row.addWidget(line, 1)
                self._rules.append(line)
            mark, name, detail = _Mark(), label("", "strong"), label("", "muted")
            for widget in (mark, name, detail):
                row.addWidget(widget)
            self._parts.append((mark, name, detail))
        row.addStretch(1)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show how far each step is."""
        for place, ((mark, name, detail), step) in enumerate(zip(self._parts, steps, strict=True), start=1):
            mark.number, mark.done, mark.now = place, step.done, step.now
            mark.update()
            name.setText(step.name)
            detail.setText(step.detail)
            detail.setVisible(bool(step.detail))
        self.setAccessibleName(self.text())

    def show_steps(self, steps: Sequence[Step], room: int) -> None:
        """Show steps, of which there may be fewer than places; in little room only the one to do now has its name."""
        for place, parts in enumerate(self._parts):
            for part in parts:
                part.setVisible(place < len(steps))
            if place:
                self._rules[place - 1].setVisible(place < len(steps))
        self.set_steps([*steps, *([Step("")] * (len(self._parts) - len(steps)))])
        shown = list(zip(self._parts, steps, strict=False))
        whole = sum(name.sizeHint().width() + mark.sizeHint().width() + 40 for (mark, name, _detail), _step in shown)
        for (_mark, name, _detail), step in shown:
            name.setVisible(step.now or whole <= room)

    def text(self) -> str:
        """The steps in words."""
        return ", ".join(f"{name.text()} {detail.text()}".strip() for _mark, name, detail in self._parts if name.text())
