"""Names: what a screen reader would say for each control, painted part and cell, and the role it gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView, QWidget

from app.bootstrap.gates.seen import layer, pointed, shown
from app.qt.elided import ElidedLabel
from app.qt.focus import takes_focus

NAME = QAccessible.Text.Name
Role = QAccessible.Role
UNSAYING = frozenset((Role.Client, Role.Border, Role.NoRole, Role.Pane, Role.LayeredPane, Role.Whitespace))
"""Roles of what only holds other things; a control that takes the keyboard must be more than that."""


def nameless(window: QWidget) -> list[str]:
    """One sentence for each control, painted part or cell that a screen reader would pass in silence."""
    root = layer(window)
    found = []
    for one in shown(root):
        seen = QAccessible.queryAccessibleInterface(one)
        if isinstance(one, QAbstractItemView):
            found += list(_cells(one))
        if takes_focus(one):
            if not seen.text(NAME).strip() and not _labelled(one):
                found.append(f"{pointed(one)} takes the keyboard and has no name")
            if seen.role() in UNSAYING:
                found.append(f"{pointed(one)} takes the keyboard and is read as {seen.role().name}")
        elif _painted(one) and not seen.text(NAME).strip() and not _decoration(one):
            found.append(f"{pointed(one)} is painted and has no name")
    return found


def _labelled(one: QWidget) -> bool:
    window = one.window()
    return any(label.buddy() is one and label.text() for label in window.findChildren(QLabel))


def _painted(one: QWidget) -> bool:
    """Whether a class of ours draws it: then nothing in it is known to a screen reader but its name."""
    owner = next((kind for kind in type(one).__mro__ if "paintEvent" in vars(kind)), None)
    return owner is not None and owner.__module__.startswith("app.")


def _decoration(one: QWidget) -> bool:
    """Frames around named things, marks beside a word that says the same, and lines with nothing on them now."""
    if isinstance(one, ElidedLabel) and not one.text():
        return True
    return bool(getattr(one, "decoration", False)) or any(
        isinstance(child, QWidget) and child.isVisible() for child in one.children()
    )


def _cells(view: QAbstractItemView) -> Iterator[str]:
    """Every cell says a sentence: what it is, and what it shows."""
    model = view.model()
    for row in range(min(model.rowCount(), 30)):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            if model.span(index).width() > 1 and column:
                continue
            said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
            if not isinstance(said, str) or not said.strip(" :"):
                if isinstance(view, QTableView) and view.columnSpan(row, 0) > 1 and column:
                    continue
                yield f"{pointed(view)}: the cell in row {row + 1}, column {column + 1} says nothing"
                return


def tree(root: QWidget) -> Iterator[tuple[int, QAccessibleInterface]]:
    """The accessibility tree below a widget, as (depth, interface), visible parts only."""
    yield from _below(QAccessible.queryAccessibleInterface(root), 0)


def _below(seen: QAccessibleInterface, depth: int) -> Iterator[tuple[int, QAccessibleInterface]]:
    yield depth, seen
    for number in range(seen.childCount()):
        child = cast("QAccessibleInterface | None", seen.child(number))  # nothing for a part that is not built
        if child is not None and child.isValid() and not child.state().invisible:
            yield from _below(child, depth + 1)
