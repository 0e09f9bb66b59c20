"""Reading a book's file beside SQLite. Closing any descriptor of a file drops all locks that this process has on it.

That is how POSIX locks are. Another process would then think the book is nobody's, and put the journal away under it.
So whoever reads the bytes of a file that is open here shares one descriptor, closed when the last connection is.
"""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, BinaryIO, cast

import sqlcipher3

Place = tuple[int, int]
_lock = RLock()
_connections: Counter[Place] = Counter()
_kept: dict[Place, int] = {}
"""Descriptors of open files: to read with, and not to be closed yet."""


class Connection(sqlcipher3.Connection):  # type: ignore[misc] # the driver has no types
    """A connection that says which file it holds, until it is closed."""

    held: Place | None = None

    def close(self) -> None:
        """Close it, then let go of the file."""
        super().close()
        place, self.held = self.held, None
        if place is not None:
            _let_go(place)


def connect(path: Path, address: str, **options: Any) -> Connection:
    """A connection to a file, known as one from its first moment on."""
    with _lock:
        connection: Connection = sqlcipher3.connect(address, uri=True, factory=Connection, **options)
        if path.exists():
            connection.held = _place(path)
            _connections[connection.held] += 1
    return connection


def _let_go(place: Place) -> None:
    with _lock:
        _connections[place] -= 1
        if _connections[place] <= 0:
            del _connections[place]
            if place in _kept:
                os.close(_kept.pop(place))


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file that may be open here; FileNotFoundError and other OSErrors as for any file."""
    with _lock:
        place = _place(path)
        if sys.platform == "win32" or place not in _connections:  # Windows keeps locks by descriptor
            with path.open("rb") as file:
                yield file
            return
        if place not in _kept:
            _kept[place] = os.open(path, os.O_RDONLY)
        shared = io.FileIO(_kept[place], closefd=False)
        shared.seek(0)
        yield cast("BinaryIO", shared)


def start_of(path: Path, length: int) -> bytes:
    """How a file begins."""
    with reading(path) as file:
        return file.read(length)


def _place(path: Path) -> Place:
    found = os.stat(path)  # noqa: PTH116 - the pair of numbers, not the path, is meant
    return found.st_dev, found.st_ino
