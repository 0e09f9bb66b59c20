"""Beside: a process of our own that works for this one, so that its work takes nothing from the window's thread.

It is a child with two pipes and no more: when this program ends, however that happens, its way in ends and so does it.
What it is to do is a function of a module; what goes to it and what comes back can be pickled.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from app.kernel.words import install, language

T = TypeVar("T")
Step = Callable[[int, int], object]
OFTEN = 0.05
"""Seconds between two words about how far it is."""
SILENT = 0.2
"""Seconds without a word after which whoever waits is asked whether to go on."""
STEP = "step"
"""The word about how far it is; any other one is the answer."""
_PROGRAM = "from app.kernel.beside import serve; serve({})"


class Beside:
    """One such process; one thread at a time asks it."""

    def __init__(self, *, humble: bool = False) -> None:
        """Start it (OSError where no process can be started). A humble one takes what others leave of the processor."""
        if getattr(sys, "frozen", False):
            raise OSError("this program has no interpreter of its own")
        self._process: subprocess.Popen[bytes] = subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-P", "-c", _PROGRAM.format(humble)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def prepare(self, function: Callable[..., object]) -> None:
        """Let it import what a function needs."""
        self._send((language(), function, None, {}, False))
        _answered(*self._word())

    def call(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What a function gives there; RuntimeError, EOFError or the like where it gives nothing, why ever."""
        self._send((language(), function, args, kwargs, False))
        answer: T = _answered(*self._word())
        return answer

    def follow(self, step: Step, function: Callable[..., T], *args: Any) -> T:
        """The same of a function that is given a `step`, too. What that says last is said here, and may raise.

        It is asked as well while that process says nothing: whoever wants to stop need not wait until it does. Then
        nobody waits for the answer any more, and the process is of no use afterwards.
        """
        self._send((language(), function, args, {}, True))
        words: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        Thread(target=self._listen, args=(words,), name="beside", daemon=True).start()
        while True:
            try:
                word, what = words.get(timeout=SILENT)
            except Empty:
                step(0, 0)
                continue
            while word == STEP and not words.empty():
                last = what
                word, what = words.get()
                if word != STEP:
                    step(*last)
            if word != STEP:
                answer: T = _answered(word, what)
                return answer
            step(*what)

    def _listen(self, words: SimpleQueue[tuple[str, Any]]) -> None:
        """All that it says, up to its answer or its end."""
        word = STEP
        while word == STEP:
            try:
                word, what = self._word()
            except Exception as error:  # noqa: BLE001 - told to whoever waits
                word, what = "lost", error
            words.put((word, what))

    def _send(self, task: object) -> None:
        way_in = self._process.stdin
        if way_in is None:
            raise RuntimeError("there is no way in")
        way_in.write(pickle.dumps(task))
        way_in.flush()

    def _word(self) -> tuple[str, Any]:
        way_out = self._process.stdout
        if way_out is None:
            raise RuntimeError("there is no way out")
        word: tuple[str, Any] = pickle.load(way_out)  # noqa: S301 - from our own process
        return word

    def kill(self) -> None:
        """Stop it at once, whatever it does: whoever waits for its answer is told."""
        self._process.kill()

    def clear_away(self) -> None:
        """Close its ways and wait for its end, after `kill`."""
        with suppress(OSError), self._process:
            pass


def _answered(word: str, what: Any) -> Any:
    if word == "done":
        return what
    if isinstance(what, Exception):
        raise what
    raise RuntimeError(what)


def done_beside(function: Callable[..., T], *args: Any, step: Step) -> T:
    """What a function gives in a humble process of its own; done here where that comes to nothing, for its own words.

    `step(done, total)` may raise to stop.
    """
    try:
        beside = Beside(humble=True)
    except OSError:
        return function(*args, step=step)
    asked = Asked(step)
    try:
        return beside.follow(asked, function, *args)
    except Exception:  # whatever it was: done here it comes out
        if asked.stopped:
            raise
    finally:
        beside.kill()
        beside.clear_away()
    return function(*args, step=step)


class Asked:
    """A step that remembers whether it was the one to stop."""

    def __init__(self, step: Step) -> None:
        """In the place of a step."""
        self._step = step
        self.stopped = False

    def __call__(self, done: int, total: int) -> None:
        """Go on, or stop."""
        try:
            self._step(done, total)
        except BaseException:
            self.stopped = True
            raise


def serve(humble: bool) -> None:
    """The process: do what comes in, until nobody can ask any more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the program means that one; this one ends with it
    if humble and hasattr(os, "nice"):
        os.nice(10)
    way_in, way_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what somebody prints is no answer

    def say(word: str, what: object) -> None:
        way_out.write(pickle.dumps((word, what)))
        way_out.flush()

    with suppress(EOFError, BrokenPipeError):
        while True:
            tongue, function, args, kwargs, steps = pickle.load(way_in)  # noqa: S301 - from the program itself
            if tongue != language():
                install(tongue)
            if steps:
                kwargs["step"] = _Telling(say)
            try:
                done = ("done", None if args is None else function(*args, **kwargs))
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001 - told; whoever asked does it once more
                done = ("failed", repr(error))
            say(*done)


class _Telling:
    """The step of a function that works there: said now and then, since each word goes through a pipe."""

    def __init__(self, say: Callable[[str, object], None]) -> None:
        self._say = say
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next or (total and done >= total):
            self._next = now + OFTEN
            self._say(STEP, (done, total))
