"""Regions: the parts of a window between which F6 moves, in the order rail, top bar, page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.qt.focus import takes_focus
from app.qt.inside import inside


def holds(region: QWidget, widget: QWidget) -> bool:
    """Whether a widget stands in a region."""
    return region is widget or region.isAncestorOf(widget)


def first_inside(region: QWidget) -> QWidget | None:
    """The place in a region that takes the keyboard: what it names as its `entry`, else the first that can."""
    entry = getattr(region, "entry", None)
    named = entry() if callable(entry) else None
    if isinstance(named, QWidget) and takes_focus(named):
        return named
    if takes_focus(region):
        return region
    return next((child for child in inside(region) if takes_focus(child)), None)


def step(regions: Sequence[QWidget], by: int, entry: Callable[[QWidget], QWidget | None]) -> None:
    """Take the keyboard to the next region (or the one before) that has a place for it."""
    here = QApplication.focusWidget()
    start = -1 if by > 0 else 0
    place = next((i for i, one in enumerate(regions) if here is not None and holds(one, here)), start)
    for turn in range(1, len(regions) + 1):
        target = entry(regions[(place + by * turn) % len(regions)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return
