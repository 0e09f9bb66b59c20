"""Where the words of a chart stand: never on each other, and on a line only when there is no other place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

AIR = 3.0
"""The least distance between words and anything else."""


@dataclass
class Places:
    """The boxes that are taken, and the lines that words keep off, inside an area."""

    area: QRectF
    taken: list[QRectF] = field(default_factory=list)
    lines: list[tuple[float, float, QPointF, QPointF]] = field(default_factory=list)
    """Each piece of a line with its left and its right edge: most of them are nowhere near a box."""

    def keep_off(self, line: Sequence[QPointF]) -> None:
        """Keep words off a line of several corners."""
        self.lines += [(min(start.x(), end.x()), max(start.x(), end.x()), start, end) for start, end in pairwise(line)]

    def put(self, candidates: Iterable[QRectF]) -> QRectF:
        """The first of some boxes that is free, else the first that lies on no other words; it is taken from now on."""
        boxes = [self._inside(box) for box in candidates]
        apart = [box for box in boxes if not self._on_words(box)]
        free = next((box for box in apart if not self._on_line(box)), None)
        best = free or next(iter(apart), boxes[0])
        self.taken.append(best)
        return best

    def _inside(self, box: QRectF) -> QRectF:
        left = min(max(box.left(), self.area.left()), self.area.right() - box.width())
        top = min(max(box.top(), self.area.top()), self.area.bottom() - box.height())
        return QRectF(left, top, box.width(), box.height())

    def _on_words(self, box: QRectF) -> bool:
        wide = box.adjusted(-AIR, 0, AIR, 0)
        return any(wide.intersects(other) for other in self.taken)

    def _on_line(self, box: QRectF) -> bool:
        left, right = box.left(), box.right()
        return any(
            first <= right and last >= left and crosses(box, start, end) for first, last, start, end in self.lines
        )


def crosses(box: QRectF, start: QPointF, end: QPointF) -> bool:
    """Whether a straight line runs through a box (Liang and Barsky)."""
    dx, dy = end.x() - start.x(), end.y() - start.y()
    enter, leave = 0.0, 1.0
    for step, room in (
        (-dx, start.x() - box.left()),
        (dx, box.right() - start.x()),
        (-dy, start.y() - box.top()),
        (dy, box.bottom() - start.y()),
    ):
        if step == 0:
            if room < 0:
                return False
            continue
        share = room / step
        if step < 0:
            enter = max(enter, share)
        else:
            leave = min(leave, share)
    return enter <= leave


def apart(tops: Sequence[float], height: float, least: float, most: float) -> list[float]:
    """The upper edges of boxes of one height, in the order given, moved so far that none lies on another."""
    order = sorted(range(len(tops)), key=lambda place: tops[place])
    moved = [0.0] * len(tops)
    edge = least
    for place in order:
        moved[place] = max(tops[place], edge)
        edge = moved[place] + height
    edge = most
    for place in reversed(order):
        moved[place] = min(moved[place], edge - height)
        edge = moved[place]
    return moved
