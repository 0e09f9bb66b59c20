"""Overlaps: neighbors that lie on each other, so that one hides a part of the other."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QStackedWidget, QWidget

from app.bootstrap.gates.seen import layer, pointed
from app.qt.focus import FocusOverlay
from app.qt.inside import inside
from app.qt.notices import NoticeBar
from app.qt.overlay import Overlay

FLOATING = (FocusOverlay, NoticeBar, Overlay)
"""What lies over the window on purpose, for a moment."""


def overlapping(window: QWidget) -> list[str]:
    """One sentence for each pair of neighbors that overlap by more than a hairline."""
    root = layer(window)
    found = []
    for parent in [root, *inside(root)]:
        if not parent.isVisible() or isinstance(parent, QAbstractItemView | QAbstractScrollArea | QStackedWidget):
            continue
        children = [one for one in parent.children() if isinstance(one, QWidget) and _counts(one)]
        for one, other in combinations(children, 2):
            common = one.geometry().intersected(other.geometry())
            if common.width() > 1 and common.height() > 1:
                found.append(f"{pointed(one)} and {pointed(other)} overlap by {common.width()} x {common.height()} px")
    return found


def _counts(one: QWidget) -> bool:
    return (
        one.isVisible()
        and not one.isWindow()
        and not isinstance(one, FLOATING)
        and not one.property("floats")
        and not one.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    )
