"""Looking: whether a book's file was written since, asked a few times per second of a connection kept for it.

SQLite answers from the memory its processes share: no page is read, and the disk is left alone.
"""

from __future__ import annotations

import threading
from typing import Any

import sqlcipher3
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

INTERVAL = 0.3
"""Seconds between two looks."""
AFTER_A_FAILURE = 5.0


class Looking:
    """Sleeps until somebody committed."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is looked at yet; the first look finds something new."""
        self._engine = engine
        self._connection: Any = None
        self._version: int | None = None
        self._ended = threading.Event()

    def wait(self) -> bool:
        """Sleep until something was committed; False when it is over."""
        pause = INTERVAL if self._version is not None else 0.0
        while not self._ended.wait(pause):
            try:
                version = self._look()
            except (sqlcipher3.Error, DBAPIError, OSError):
                self.let_go()  # a disk that fails is told by whoever reads or writes
                pause = AFTER_A_FAILURE
                continue
            pause = INTERVAL
            if version != self._version:
                self._version = version
                return True
        return False

    def _look(self) -> int:
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        version: int = self._connection.driver_connection.execute("PRAGMA data_version").fetchone()[0]
        return version

    def rest(self, seconds: float) -> None:
        """Sleep for a while, or until it is over."""
        self._ended.wait(seconds)

    def end(self) -> None:
        """It is over: whoever sleeps wakes."""
        self._ended.set()

    def let_go(self) -> None:
        """Give the connection back."""
        connection, self._connection, self._version = self._connection, None, None
        if connection is not None:
            connection.close()
