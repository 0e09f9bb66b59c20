"""The press: many documents drawn in a process of its own, so that drawing takes nothing from the window's thread.

While a press is `open_for` a row of documents, what is drawn `printed` is drawn there, once that process has come;
before it has, and whenever it fails, the document is drawn here, so that nothing depends on it. It ends with this
program, however that ends: its way in is a pipe that only this program holds.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
WORTH_IT = 5
"""Documents; for fewer of them a process costs more than it spares."""
_PROGRAM = "from app.paper.press import serve; serve()"
_open: list[Press] = []


class Press:
    """A process that draws, one document at a time; the thread that asks waits for it, and no other does.

    It is started with the first document, behind whoever asks for that.
    """

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._starting: threading.Thread | None = None
        self._come = threading.Event()
        self._lock = threading.Lock()
        self._over = False

    def draw(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives, from that process once it is there, before from here."""
        if not self._come.is_set():
            if self._starting is None:
                self._starting = threading.Thread(target=self._start, args=(function,), name="press", daemon=True)
                self._starting.start()
            return function(*args, **kwargs)
        try:
            answer: T = self._ask((function, args, kwargs))
        except Exception:  # noqa: BLE001 - whatever it was: drawn here it comes out, or says what is wrong with it
            return function(*args, **kwargs)
        return answer

    def wait(self) -> bool:
        """Wait until it is there; False when it could not be started, or nobody asked for a document yet."""
        if self._starting is not None:
            self._starting.join()
        return self._come.is_set()

    def close(self) -> None:
        """End it, also in the midst of a document: that one is drawn here then."""
        with self._lock:
            self._over = True
            self._come.clear()
            if self._process is not None:
                self._process.kill()
        threading.Thread(target=self._clear_away, name="press", daemon=True).start()

    def _start(self, function: Callable[..., object]) -> None:
        """Start the process and let it import what draws."""
        with suppress(Exception):
            with self._lock:
                if self._over:
                    return
                self._process = subprocess.Popen(  # noqa: S603 - our own words
                    [sys.executable, "-c", _PROGRAM],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)},
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            self._ask((function, None, None))
            self._come.set()

    def _ask(self, task: object) -> Any:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            message = "there is no process that draws"
            raise RuntimeError(message)
        process.stdin.write(pickle.dumps(task))
        process.stdin.flush()
        done, answer = pickle.load(process.stdout)  # noqa: S301 - from our own process
        if not done:
            raise RuntimeError(answer)
        return answer

    def _clear_away(self) -> None:
        if self._starting is not None:
            self._starting.join()
        if self._process is not None:
            with suppress(OSError), self._process:
                pass  # closes its ways and waits for its end


@contextmanager
def open_for(count: int) -> Iterator[None]:
    """While so many documents are made, draw them in a process of its own, if that is worth it."""
    if count < WORTH_IT or getattr(sys, "frozen", False):
        yield
        return
    press = Press()
    _open.append(press)
    try:
        yield
    finally:
        _open.remove(press)
        press.close()


def printed(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of a module gives that draws, drawn by an open press where there is one."""
    return _open[-1].draw(function, *args, **kwargs) if _open else function(*args, **kwargs)


def serve() -> None:
    """The process: draw what comes in, until nobody can ask any more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops the program means that one; this one ends with it
    way_in, way_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what somebody prints is no answer
    while True:
        try:
            function, args, kwargs = pickle.load(way_in)  # noqa: S301 - from the program itself
        except EOFError:
            return
        try:
            answer = (True, None if args is None else function(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - told, and drawn once more by whoever asked
            answer = (False, repr(error))
        pickle.dump(answer, way_out)
        way_out.flush()
