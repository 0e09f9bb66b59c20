"""Progress: how far a slow background job has come, and the wish to stop it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

T = TypeVar("T")
TURN = 0.001
"""Seconds of a turn: enough to give the interpreter away."""


HANDS = 1.5
"""Seconds after a touch in which somebody is at work, and what was asked for comes on the screen."""
SLICE, SHARE, MOST = 0.004, 4, 0.2
"""Seconds that are worked at a time while somebody is; so many times as long is rested then, at most so long."""


class Cancelled(Exception):
    """The job was asked to stop and did."""


class Progress(QObject):
    """Shared by a job in its thread and the waiting bar in the window."""

    moved = Signal(int, int, str)
    finished = Signal()

    def __init__(self, parent: QObject | None = None, *, quiet: bool = False) -> None:
        """Nothing done yet. A `quiet` job is not shown in the waiting bar: nobody asked for it."""
        super().__init__(parent)
        self.quiet = quiet
        self._stop = threading.Event()
        self.way: Callable[[], object] = _nobody
        """Called in the job's thread, again and again: it may wait there until others have had their turn."""
        self.done = 0
        self.total = 0
        self.text = ""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the job has come; callable from any thread. A total of 0 means not known."""
        self.done, self.total, self.text = done, total, text or self.text
        self.moved.emit(done, total, self.text)

    def cancel(self) -> None:
        """Ask the job to stop at its next safe point."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def breathe(self) -> None:
        """Leave the job here if it was asked to stop, else let the window's thread have its turn.

        A job in Python holds the interpreter; a window that paints asks for it hundreds of times, and waits each time.
        """
        self.check()
        time.sleep(TURN)

    def check(self) -> None:
        """Leave the job here if it was asked to stop (raises Cancelled)."""
        if self._stop.is_set():
            raise Cancelled
        self.way()


class GivingWay:
    """A long job that nobody waits for works a fifth of the time while somebody's hands are at work, else all of it.

    A window that shows a page asks for Python's lock hundreds of times, and each time waits for a thread that has it.
    """

    def __init__(self, touched: Callable[[], float]) -> None:
        """`touched` tells when somebody was there last, on the clock that only goes on."""
        self._touched = touched
        self._since = time.monotonic()

    def __call__(self) -> None:
        """In the job's thread."""
        now = time.monotonic()
        worked = now - self._since
        if worked < SLICE:
            return
        if now - self._touched() < HANDS:
            time.sleep(min(worked * SHARE, MOST))
        self._since = time.monotonic()


def _nobody() -> None:
    """Nobody is to be given way to."""


def after_all(running: Iterable[Progress], then: Callable[[], object]) -> None:
    """Go on once all these jobs have ended: they may hold a file that is needed alone."""
    left = set(running)

    def ended(progress: Progress) -> None:
        left.discard(progress)
        if not left:
            then()

    for progress in tuple(left):
        progress.finished.connect(partial(ended, progress))
    if not left:
        then()


def watched(progress: Progress, carry_out: Callable[[], T]) -> T:
    """Carry out a command that says how far it is; asked to stop it is left, and nothing of it stays."""
    from app.kernel.pace import listening

    def hear(done: int, total: int) -> None:
        progress.report(done, total)
        progress.breathe()

    with listening(hear):
        return carry_out()
