"""The press: many documents drawn in a process of its own, so that drawing takes nothing from the window's thread.

While a press is `open_for` a row of documents, what is drawn `printed` is drawn there, once that process has come;
before it has, and whenever it fails, the document is drawn here, so that nothing depends on it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import ParamSpec, TypeVar

from app.kernel.beside import Beside

P = ParamSpec("P")
T = TypeVar("T")
WORTH_IT = 5
"""Documents; for fewer of them a process costs more than it spares."""
_open: list[Press] = []


class Press:
    """A process that draws, one document at a time; the thread that asks waits for it, and no other does.

    It is started with the first document, behind whoever asks for that.
    """

    def __init__(self) -> None:
        """Nothing is started yet."""
        self._beside: Beside | None = None
        self._starting: threading.Thread | None = None
        self._come = threading.Event()
        self._lock = threading.Lock()
        self._over = False

    def draw(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives, from that process once it is there, before from here."""
        if self._beside is None or not self._come.is_set():
            if self._starting is None:
                self._starting = threading.Thread(target=self._start, args=(function,), name="press", daemon=True)
                self._starting.start()
            return function(*args, **kwargs)
        try:
            return self._beside.call(function, *args, **kwargs)
        except Exception:  # noqa: BLE001 - whatever it was: drawn here it comes out, or says what is wrong with it
            return function(*args, **kwargs)

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
            if self._beside is not None:
                self._beside.kill()
        threading.Thread(target=self._clear_away, name="press", daemon=True).start()

    def _start(self, function: Callable[..., object]) -> None:
        """Start the process and let it import what draws."""
        with suppress(Exception):
            with self._lock:
                if self._over:
                    return
                self._beside = Beside()
            self._beside.prepare(function)
            self._come.set()

    def _clear_away(self) -> None:
        if self._starting is not None:
            self._starting.join()
        if self._beside is not None:
            self._beside.clear_away()


@contextmanager
def open_for(count: int) -> Iterator[None]:
    """While so many documents are made, draw them in a process of its own, if that is worth it."""
    if count < WORTH_IT:
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
