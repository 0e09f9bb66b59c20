"""States are told apart without color: every two shapes differ in a grey picture, in both looks and at every size."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.qt.shapes import KINDS, paint_shape
from app.qt.theme import Theme
from app.qt.tokens import color

PAIRS = tuple(combinations(KINDS, 2))


@pytest.fixture(params=["light", "dark"])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> str:
    Theme(qapp).apply(request.param)
    return str(request.param)


def outline(kind: str, size: int) -> list[bool]:
    """Where the shape has put paint at all: all that is left when color and brightness are taken away."""
    image = QImage(size + 4, size + 4, QImage.Format.Format_RGB32)
    behind = QColor(color("surface"))
    image.fill(behind)
    painter = QPainter(image)
    paint_shape(painter, kind, 2, 2, size)
    painter.end()
    back = behind.lightness()
    return [
        abs(QColor(image.pixel(x, y)).lightness() - back) > 40
        for y in range(image.height())
        for x in range(image.width())
    ]


@pytest.mark.parametrize("size", [11, 12, 14, 18])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_states_differ_by_their_outline_alone(look: str, one: str, other: str, size: int) -> None:
    first, second = outline(one, size), outline(other, size)
    painted = max(sum(first), sum(second))
    different = sum(here != there for here, there in zip(first, second, strict=True))
    assert painted > 0, look
    assert different / painted > 0.12, f"{one} and {other} look alike in grey ({look}, {size} px)"
