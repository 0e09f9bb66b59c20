"""Python's cycle collector, kept out of paint events, away from other threads, and never felt.

A collection may run at any allocation, in any thread. When the garbage holds Qt objects, their destructors then run
in the middle of a paint event or in the database thread, and the process dies. So the collector is switched off and
called by a timer in the window's own thread, between events.

A collection looks at every object there is, and the libraries alone are a quarter of a million. What has been looked
at and lives, and what came in such numbers that looking would be felt, is set aside (`gc.freeze`): the next collections
pass it by. All of it is looked through when nobody has touched the window for a while: that takes as long as it takes.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

EVERY = 5_000
"""Milliseconds between two looks."""
MANY = 10
"""Young collections after which the old objects are looked at too."""
CROWD = 40_000
"""So many objects are set aside unseen: to look at them all would be felt."""
FELT = 0.02
"""Seconds of the processor that a look at the older ones may take; after a longer one what lives is set aside."""
REST = 60.0
"""Seconds without a touch after which everything may be looked through."""
PAUSE = 5.0
"""Seconds without a touch that do for it when everything has waited for long."""
SELDOM, LONG = 120.0, 1_800.0
"""Seconds after which everything is looked through once more, at rest; and in a mere pause."""
TOUCHES = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    )
)


class Collector(QObject):
    """Collects garbage in the thread it was made in, between events."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Switch the automatic collector off until `close`."""
        super().__init__(parent)
        self._turn = 0
        self._was_on = gc.isenabled()
        self._touched = self._whole = time.monotonic()
        self._aside = False
        self._window: QWindow | None = None
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._listen)

    @property
    def touched(self) -> float:
        """When somebody was there last, on the clock that only goes on."""
        return self._touched

    def collect(self) -> None:
        """Look for garbage now: the young objects each time, those that are older now and then, all of them at rest."""
        self._turn += 1
        if self._may_take_long():
            self.collect_all()
            return
        young, older = gc.get_count()[0], self._turn % MANY == 0
        if young + (len(gc.get_objects(2)) if older else 0) > CROWD:
            self.set_aside()
            return
        began = time.thread_time()
        gc.collect(2 if older else 1)
        if older and time.thread_time() - began > FELT:
            self.set_aside()

    def set_aside(self) -> None:
        """Pass by all that is there now until everything is looked through: what was just loaded stays for long."""
        gc.freeze()
        self._aside = True

    def collect_all(self) -> None:
        """Look through everything, what was set aside too; what lives is set aside again."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._whole, self._aside = time.monotonic(), False

    def _may_take_long(self) -> bool:
        """Whether nobody is there to feel it, and something has happened since everything was looked through."""
        now = time.monotonic()
        rest, waited = now - self._touched, now - self._whole
        new = self._aside or self._touched > self._whole
        return new and ((rest > REST and waited > SELDOM) or (rest > PAUSE and waited > LONG))

    def _listen(self, window: QWindow | None) -> None:
        """Touches come to the window that has the keyboard first: no filter runs for all events of all widgets."""
        self._touched = time.monotonic()
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in TOUCHES:
            self._touched = time.monotonic()
        return False

    def close(self) -> None:
        """Hand back to Python's own way."""
        self._timer.stop()
        self._listen(None)
        if self._was_on:
            gc.enable()
