"""How far a long command has come: whoever carries it out may listen, and stops it by raising an exception.

A command that is stopped leaves no trace, as any command that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], object]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def come(done: int, total: int) -> None:
    """Say how far it is; whoever listens may raise."""
    listener = _listener.get()
    if listener is not None:
        listener(done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Hear how far the commands inside have come, in this thread."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
