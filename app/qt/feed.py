"""The change feed: commands say what they changed, pages that care redraw."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.kernel.changes import Changes


class Listener(Protocol):
    """Anything that wants to know about changes in some rooms."""

    listens: frozenset[str]

    def hear(self, changes: Changes) -> None:
        """Told about changes of which at least one room is in `listens`."""


class ChangeFeed(QObject):
    """Hands each change to the listeners of its rooms, in the order they subscribed."""

    published = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nobody listens yet."""
        super().__init__(parent)
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Tell a listener about changes from now on; a second time changes nothing."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """Stop telling a listener."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def publish(self, changes: Changes) -> None:
        """Tell everybody concerned; a widget that has gone is forgotten."""
        if not changes:
            return
        self._listeners = [one for one in self._listeners if not isinstance(one, QObject) or isValid(one)]
        for listener in tuple(self._listeners):
            if listener.listens & changes.rooms:
                listener.hear(changes)
        self.published.emit(changes)
