"""The steps of a billing run in one line. They show progress; nobody has to click through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
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
    """All steps side by side."""

    def __init__(self, count: int) -> None:
        """A card with room for `count` steps."""
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 9, 18, 9)
        row.setSpacing(8)
        self._parts: list[tuple[_Mark, QLabel, QLabel]] = []
        for place in range(count):
            if place:
                line = rule()
                line.setMaximumWidth(64)
                line.setMinimumWidth(12)
                row.addWidget(line, 1)
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

    def text(self) -> str:
        """The steps in words."""
        return ", ".join(f"{name.text()} {detail.text()}".strip() for _mark, name, detail in self._parts)


def run_steps(rows: Sequence[DraftRow], formats: Formats) -> list[Step]:
    """How far a billing run is."""
    count = {state: sum(row.shown is state for row in rows) for state in Shown}
    to_check, blocked, approved = count[Shown.CHECK], count[Shown.BLOCKED], count[Shown.APPROVED]
    unchecked = to_check + blocked
    undecided = unchecked + count[Shown.READY]
    collected = _("{hours} and {expenses}").format(
        hours=formats.hours(sum(row.seconds for row in rows), unit=True),
        expenses=ngettext("{n} expense", "{n} expenses", sum(row.expense_count for row in rows)),
    )
    left = _("{count} left").format(count=to_check) if to_check or not blocked else ""
    return [
        Step(_("Collect"), collected if rows else "", done=bool(rows), now=not rows),
        Step(
            _("Check"),
            (left or _("{count} blocked").format(count=blocked)) if rows else "",
            done=bool(rows) and not unchecked,
            now=bool(unchecked),
        ),
        Step(
            _("Approve"),
            _("{done} of {count}").format(done=approved, count=len(rows)) if rows else "",
            done=bool(rows) and not undecided,
            now=bool(undecided) and not unchecked,
        ),
        Step(_("Issue"), now=bool(approved) and not undecided),
    ]
