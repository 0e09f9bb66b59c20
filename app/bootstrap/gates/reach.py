"""Reach: every control can be reached by Tab, and every region by F6."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QButtonGroup, QLineEdit, QWidget

from app.bootstrap.gates.seen import layer, pointed, shown
from app.qt.focus import takes_focus
from app.qt.inside import inside

MOST = 400


def tab_stops(window: QWidget) -> list[QWidget]:
    """Where Tab stops, from where the keyboard is until it comes round."""
    stops: list[QWidget] = []
    for _step in range(MOST):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is None or here in stops:
            break
        stops.append(here)
    return stops


def unreachable(window: QWidget) -> list[str]:
    """One sentence for each visible control that Tab never reaches, and for a place that Tab cannot leave."""
    root = layer(window)
    before = QApplication.focusWidget()
    stops = tab_stops(window)
    if before is not None:
        before.setFocus(Qt.FocusReason.TabFocusReason)
    controls = [one for one in shown(root) if takes_focus(one)]
    missed = [one for one in controls if one not in stops and one is not before and not _within(one, stops)]
    found = [f"{pointed(one)} is not reached by Tab" for one in missed]
    for one in shown(root):
        silent = isinstance(one, QAbstractButton) and one.isEnabled() and one.focusPolicy() == Qt.FocusPolicy.NoFocus
        if silent and not one.property("keyElsewhere") and not _in_list(one) and not _roving(one):
            found.append(f"{pointed(one)} can be pressed by the mouse only")
    if len(controls) > 1 and len(stops) < 2:
        found.append(f"Tab stays in {pointed(stops[0]) if stops else 'nothing'}")
    return found


def _within(one: QWidget, stops: list[QWidget]) -> bool:
    """A part of a stop: the arrows move inside it, or it hands the keyboard on."""
    return any(stop.isAncestorOf(one) or stop.focusProxy() is one for stop in stops) or _in_group(one, stops)


def _in_group(one: QWidget, stops: list[QWidget]) -> bool:
    """Of exclusive choices one is a stop; the arrows reach the others."""
    if not isinstance(one, QAbstractButton):
        return False
    group = cast("QButtonGroup | None", one.group())  # Qt answers with nothing where there is no group
    if group is not None and group.exclusive():
        return any(other in stops for other in group.buttons())
    return one.autoExclusive() and any(
        isinstance(stop, QAbstractButton) and stop.parentWidget() is one.parentWidget() for stop in stops
    )


def _roving(one: QWidget) -> bool:
    """Of places side by side one takes Tab; the arrows move to the others."""
    parent = one.parentWidget()
    return parent is not None and any(type(other) is type(one) and takes_focus(other) for other in inside(parent))


def _in_list(one: QWidget) -> bool:
    inner = one.parentWidget()
    while inner is not None:
        if isinstance(inner, QAbstractItemView | QLineEdit):
            return True
        inner = inner.parentWidget()
    return False
