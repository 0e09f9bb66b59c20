"""A network between a program and its database: what is sent takes its time, so that ways can be counted.

    with relayed(url) as network:
        with open_book(network.url, clock) as book:
            with network.counted() as ways:
                book.read(query)
            assert ways() == 2

Whoever waits for an answer before going on waits for the whole way; what is sent without waiting costs nothing.
"""

from __future__ import annotations

import queue
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

NAME = ".s.PGSQL.5432"
LATENCY = 0.05
"""Seconds each way: long beside what a read of a small firm takes."""


@dataclass
class Network:
    """A way to the database that is as long as one likes."""

    url: str
    latency: float = 0.0

    @contextmanager
    def counted(self) -> Iterator[Callable[[], int]]:
        """Count the ways there and back of a block by the time it takes."""
        begun, taken = time.monotonic(), 0.0
        self.latency = LATENCY
        try:
            yield lambda: int(taken / (2 * LATENCY))
        finally:
            self.latency = 0.0
            taken = time.monotonic() - begun


@contextmanager
def relayed(url: str) -> Iterator[Network]:
    """A relay before the socket of a database of the tests."""
    server = Path(parse_qs(urlsplit(url).query)["host"][0]) / NAME
    with tempfile.TemporaryDirectory(prefix="watertight-relay-") as folder, socket.socket(socket.AF_UNIX) as door:
        network = Network(url.partition("?")[0] + f"?host={quote(folder, safe='/')}")
        door.bind(str(Path(folder) / NAME))
        door.listen()
        threading.Thread(target=_accept, args=(door, server, network), daemon=True).start()
        yield network


def _accept(door: socket.socket, server: Path, network: Network) -> None:
    with suppress(OSError):
        while True:
            client, _address = door.accept()
            behind = socket.socket(socket.AF_UNIX)
            behind.connect(str(server))
            for source, target in ((client, behind), (behind, client)):
                late: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                threading.Thread(target=_take, args=(source, late, network), daemon=True).start()
                threading.Thread(target=_hand_on, args=(target, late), daemon=True).start()


def _take(source: socket.socket, late: queue.SimpleQueue[tuple[float, bytes]], network: Network) -> None:
    data = b"-"
    while data:
        try:
            data = source.recv(1 << 20)
        except OSError:
            data = b""
        late.put((time.monotonic() + network.latency, data))


def _hand_on(target: socket.socket, late: queue.SimpleQueue[tuple[float, bytes]]) -> None:
    data = b"-"
    while data:
        due, data = late.get()
        time.sleep(max(0.0, due - time.monotonic()))
        with suppress(OSError):
            target.sendall(data) if data else target.shutdown(socket.SHUT_WR)
