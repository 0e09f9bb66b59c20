"""Kill -9 a working office again and again: `python tests/faults/kill_loop.py BOOK KILLS SEED [CODE]`.

A child carries out real commands (`tests/faults/at_work.py`) and tells the parent through a pipe only after each
answered. The parent kills it at a random moment, opens the book, and checks: nothing that was told is lost, numbers
have no gap, the chain is whole, each invoice's sums and units are right. Prints JSON. CODE opens an encrypted book.

All that is imported and every statement that is compiled is so in the parent, once: a child is a fork of it and works
from its first moment. What is proven is in the file alone, so that the memory it began with changes nothing.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.kernel.clock import FixedClock
from app.storage import anchor
from app.storage.book import Book, open_book
from app.storage.secrets import Secret, root_of
from tests.books import compiled_once
from tests.faults.at_work import TODAY, Told, Worker, wrong_with

LOOKED_AT = 10
"""So many kills between two looks at everything; the child itself opens the book after each of them."""


class Loop:
    """One book that is killed again and again."""

    def __init__(self, place: str, root: Secret | None) -> None:
        """A file's path, or a database's URL."""
        self.place: str | Path = place if "://" in place else Path(place)
        self.root = root
        self.told = Told()
        self._anchors = TemporaryDirectory(prefix="anchors-")
        anchor.EVERY = 0.02  # a book that is killed is never called older than this computer has seen it

    def opened(self) -> Book:
        """The book as its owner opens it."""
        noon = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=12)
        return open_book(self.place, FixedClock(noon), root=self.root, anchor=self._anchor())

    def _anchor(self) -> anchor.Anchor:
        return anchor.Anchor(Path(self._anchors.name), str(self.place))

    def warm_up(self) -> None:
        """Every kind of work once, and every check."""
        with self.opened() as book:
            worker = Worker(book, 0, self._hear)
            for work in worker.kinds:
                work()
            wrong_with(book)

    def _hear(self, said: bytes) -> None:
        for line in said.splitlines():
            self.told.hear(line)

    def kill(self, seed: int) -> None:
        """A child works; somewhere on its way it is killed."""
        chance = random.Random(seed)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            self._work(seed, write)
        os.close(write)
        heard = _listen(read, chance.randrange(5))
        time.sleep(chance.random() * 0.03)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            heard += pipe.read()
        self._hear(heard[: heard.rfind(b"\n") + 1].strip())

    def _work(self, seed: int, tell: int) -> None:
        try:
            book = self.opened()
            os.write(tell, b"\n")  # at work from now on
            Worker(book, seed, lambda said: os.write(tell, said)).work()
        except BaseException as error:  # noqa: BLE001 - the parent must see any failure of the child
            os.write(tell, (json.dumps(["failed", repr(error)]) + "\n").encode())
        os._exit(3)

    def wrong(self) -> list[str]:
        """What is lost or does not fit together."""
        with self.opened() as book:
            return [*self.told.missing(book), *wrong_with(book)]


def _listen(pipe: int, lines: int) -> bytes:
    """Hear the child out until it told so many things: the kill comes at work, however slow the machine is."""
    heard = b""
    while heard.count(b"\n") <= lines:
        ready, _write, _error = select.select([pipe], [], [], 30)
        part = os.read(pipe, 65536) if ready else b""
        if not part:
            break
        heard += part
    return heard


def main(place: str, kills: int, seed: int, root: Secret | None) -> int:
    """Kill and check; exit 0 when nothing was ever wrong."""
    loop, wrong, done = Loop(place, root), list[str](), 0
    with compiled_once():
        loop.warm_up()
        before = {kind: len(things) for kind, things in loop.told.things.items()}
        while done < kills and not wrong:
            loop.kill(seed * 100_003 + done)
            done += 1
            if done % LOOKED_AT == 0 or done == kills:
                wrong += [f"after kill {done}: {item}" for item in loop.wrong()]
    told = {kind: len(things) - before[kind] for kind, things in loop.told.things.items()}
    print(json.dumps({"kills": done, "told": told, "wrong": wrong[:5]}))
    return 1 if wrong else 0


if __name__ == "__main__":
    code = sys.argv[4] if len(sys.argv) > 4 else ""
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), root_of(code) if code else None))
