"""A watch over the window's thread: says when it was blocked, for how long, and where it stood.

A timer beats in the window's thread; a thread beside it sees when a beat is late and looks where the window's thread
stands at that very moment. How late it was is known when the beat comes, and how much of the processor the window's
thread itself used meanwhile: the rest it waited, for Python's lock, for the disk or for a busy computer. What is said
holds places in the program only: never what somebody wrote.
"""

from __future__ import annotations

import faulthandler
import re
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

BEAT = 15
"""Milliseconds between two beats."""
LIMIT = 60
"""Milliseconds after which a person feels that the window hangs."""
KEPT = 200
DEPTH = 14
"""How many calls of a stack are kept: those nearest to where it stood."""
_THREAD = re.compile(r"(?:Current thread|Thread) 0x([0-9a-f]+)")
_PLACE = re.compile(r'  File "(.*)", line (\d+) in (.*)')


@dataclass(frozen=True, slots=True)
class Stall:
    """The window's thread was blocked: how long, how long it worked itself, where it and where others stood."""

    milliseconds: int
    stack: tuple[str, ...]
    beside: tuple[str, ...] = ()
    own: int = 0
    """Milliseconds of the processor that the window's thread used: what is left of them it waited for others."""

    def __str__(self) -> str:
        """The places, a line each, for a log."""
        return "\n".join([*(f"  {place}" for place in self.stack), *(f"  | {place}" for place in self.beside)])


def stacks() -> dict[int, tuple[str, ...]]:
    """Where each thread stands, by its number: its nearest places, the outermost call first.

    As text, by `faulthandler`. Whoever holds a frame of another thread (`sys._current_frames`) holds its painter and
    its events too, and ends them in the wrong thread when it lets go: that is a crash.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        text = file.read().decode("ascii", "backslashreplace")
    found: dict[int, list[str]] = {}
    for line in text.splitlines():
        thread, place = _THREAD.match(line), _PLACE.match(line)
        if thread is not None:
            newest = found.setdefault(int(thread[1], 16), [])
        elif place is not None and len(newest) < DEPTH:
            newest.append(f'File "{place[1]}", line {place[2]}, in {place[3]}')
    return {number: tuple(reversed(lines)) for number, lines in found.items()}


class Watch(QObject):
    """Watches the thread it is made in, from `start` until `close`."""

    def __init__(self, noted: Callable[[Stall], object], parent: QObject | None = None, *, limit: int = LIMIT) -> None:
        """Tell `noted`, in the watched thread, of everything longer than `limit` milliseconds."""
        super().__init__(parent)
        self.stalls: list[Stall] = []
        """The newest stalls, the oldest first."""
        self.longest = 0.0
        """Milliseconds of the longest time between two beats beyond their distance, short ones too."""
        self.most = 0.0
        """Milliseconds of the processor that the window's thread used at most between two beats."""
        self._noted, self._limit = noted, limit
        self._watched = threading.get_ident()
        self._seen: tuple[float, tuple[str, ...], tuple[str, ...]] | None = None
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beats)
        self._beat, self._worked = time.perf_counter(), time.thread_time()

    def start(self) -> None:
        """Begin."""
        self._beat, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._thread.start()

    def forget(self) -> None:
        """What was seen so far does not count."""
        self.stalls, self.longest, self.most = [], 0.0, 0.0
        self._beat, self._worked = time.perf_counter(), time.thread_time()

    def close(self) -> None:
        """End, once."""
        self._timer.stop()
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _beats(self) -> None:
        """In the watched thread: it is alive again."""
        before, now = self._beat, time.perf_counter()
        late, own = (now - before) * 1000 - BEAT, (time.thread_time() - self._worked) * 1000
        self.longest, self.most = max(self.longest, late), max(self.most, own)
        if late > self._limit:
            seen = self._seen
            stack, beside = (seen[1], seen[2]) if seen is not None and seen[0] == before else ((), ())
            stall = Stall(round(late), stack, beside, round(own))
            self.stalls = [*self.stalls[1 - KEPT :], stall]
            self._noted(stall)
        self._seen = None
        self._beat, self._worked = time.perf_counter(), time.thread_time()

    def _look(self) -> None:
        """In the thread beside: when a beat is late, keep where everybody stands, once for each beat."""
        own = threading.get_ident()
        while not self._end.wait(BEAT / 1000):
            beat = self._beat
            if (time.perf_counter() - beat) * 1000 - BEAT < self._limit or (
                self._seen is not None and self._seen[0] == beat
            ):
                continue
            standing = stacks()
            names = {thread.ident: thread.name for thread in threading.enumerate()}
            beside = tuple(
                f"{names.get(number, number)}: {lines[-1]}"
                for number, lines in standing.items()
                if lines and number not in (own, self._watched)
            )
            self._seen = (beat, standing.get(self._watched, ()), beside)
