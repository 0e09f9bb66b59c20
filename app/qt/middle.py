"""A column in the middle of a page: as wide as it may be, a little above the middle, scrolled where it has no room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def in_the_middle(column: QWidget) -> QScrollArea:
    """The area that a column stands in; the column's own greatest width counts."""
    inside = QWidget()
    inside.setObjectName("inside")
    high = QVBoxLayout(inside)
    high.setContentsMargins(0, 0, 0, 0)
    # between two stretches: with an alignment the second line of a sentence would be cut off
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(column, 1000)
    middle.addStretch(1)
    high.addStretch(1)
    high.addLayout(middle)
    high.addStretch(2)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
