"""Ringing: the server of a shared book says when somebody committed (LISTEN), on a connection that sleeps until then.

A server that is away is asked again and again, ever more seldom; when it is back, what was missed is read.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine

from app.storage.audit import CHANNEL

FIRST, LONGEST = 1.0, 60.0
"""Seconds until a server that is away is asked again; twice as long each time."""
KEPT_ALIVE: dict[str, Any] = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A server that vanished without a word is noticed by the system within a minute."""


class Ringing:
    """Sleeps until somebody committed."""

    def __init__(self, engine: Engine, is_own: Callable[[str], bool]) -> None:
        """Nobody listens yet. `is_own` tells whether what the server says was one's own doing."""
        self._url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._is_own = is_own
        self._driver: Any = None
        self._pause = FIRST
        self._bell, self._hand = socket.socketpair()

    def wait(self) -> bool:
        """Sleep until something was committed; False when it is over."""
        from psycopg import Error

        while not self._over(0):
            try:
                if self._driver is None:
                    self._listen()
                    self._pause = FIRST
                    return True
                if self._over(None, self._driver):
                    break
                if self._heard():
                    return True
            except (Error, OSError):
                self._hang_up()
                if self._over(self._pause):
                    break
                self._pause = min(self._pause * 2, LONGEST)
        return False

    def _listen(self) -> None:
        from psycopg import connect

        driver = connect(self._url, autocommit=True, connect_timeout=5, **KEPT_ALIVE)
        self._driver = driver
        driver.execute(f"LISTEN {CHANNEL}")

    def _heard(self) -> bool:
        """Whether others committed, by what has come."""
        server = self._driver.pgconn
        server.consume_input()
        others = False
        while (said := server.notifies()) is not None:
            others = others or not self._is_own(said.extra.decode())
        return others

    def _over(self, seconds: float | None, *also: Any) -> bool:
        """Sleep until it is over, which is answered, or something `also` has to say, or for some seconds."""
        with selectors.DefaultSelector() as asleep:
            for one in (self._bell, *also):
                asleep.register(one, selectors.EVENT_READ)
            return any(key.fileobj is self._bell for key, _events in asleep.select(seconds))

    def rest(self, seconds: float) -> None:
        """Sleep for a while, or until it is over."""
        self._over(seconds)

    def end(self) -> None:
        """It is over: whoever sleeps wakes."""
        with suppress(OSError):
            self._hand.send(b"x")

    def _hang_up(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def let_go(self) -> None:
        """Close the connection."""
        self._hang_up()
        self._bell.close()
        self._hand.close()
