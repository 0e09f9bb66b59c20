"""Accessible roles of painted widgets: a chart is read as a chart, a list of cards as a list, not as a plain area.

A widget class says `accessible_role`; Qt asks here once for each widget a screen reader comes to. What it reads is the
widget's accessible name. Nothing is asked while no screen reader is running.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

Role = QAccessible.Role
_done: list[bool] = []


def install() -> None:
    """Answer Qt's questions about our painted widgets from now on; once in a process."""
    if not _done:
        _done.append(True)
        QAccessible.installFactory(_interface)


def _interface(_kind: str, widget: QObject) -> QAccessibleInterface | None:
    role = getattr(widget, "accessible_role", None)
    return QAccessibleWidget(widget, role) if role is not None and isinstance(widget, QWidget) else None
