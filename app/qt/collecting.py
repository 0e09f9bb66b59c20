"""Python's cycle collector, kept out of paint events and away from other threads.

A collection may run at any allocation, in any thread. When the garbage holds Qt objects, their destructors then run
in the middle of a paint event or in the database thread, and the process dies. So the collector is switched off and
called by a timer in the window's own thread, between events.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 5_000
"""Milliseconds between two looks."""
MANY = 10
"""Young collections after which the old objects are looked at too."""


class Collector(QObject):
    """Collects garbage in the thread it was made in, between events."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Switch the automatic collector off until `close`."""
        super().__init__(parent)
        self._turn = 0
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Look for garbage now: the young objects each time, all of them now and then."""
        self._turn += 1
        gc.collect(2 if self._turn % MANY == 0 else 1)

    def close(self) -> None:
        """Hand back to Python's own way."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
