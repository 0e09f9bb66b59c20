"""Following a book: a thread that sleeps until somebody committed, reads what, and tells it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from app.kernel.problems import Problem
from app.storage import own
from app.storage.book import Book
from app.storage.feed.news import News, news
from app.storage.head import head_of

PAUSE = 0.5
"""Seconds after telling something in which more is gathered: pages that read anew all the time would be of no use."""
AFTER_A_FAILURE = 5.0
"""Seconds until a book that did not answer is read again."""
PATIENCE = 2.0
"""Seconds that closing a book waits for a look at a server that does not answer."""


class Waiting(Protocol):
    """How the thread sleeps."""

    def wait(self) -> bool:
        """Sleep until something was committed; False when it is over."""

    def rest(self, seconds: float) -> None:
        """Sleep for a while, or until it is over."""

    def end(self) -> None:
        """It is over: whoever sleeps wakes."""

    def let_go(self) -> None:
        """Give back what it took."""


class Feed:
    """Tells what others committed in a book until it is closed."""

    def __init__(self, book: Book, tell: Callable[[News], object]) -> None:
        """Begin at once. `tell` is called in the thread of the feed."""
        self._book = book
        self._tell = tell
        self._own = own.kept(book.engine) or mark(book)
        self._seen = self._own.since
        self._closed = False
        self._waiting = self._way()
        self._thread = threading.Thread(target=self._run, name="change feed", daemon=True)
        self._thread.start()

    def _way(self) -> Waiting:
        if self._book.engine.dialect.name == "sqlite":
            from app.storage.feed.looking import Looking

            return Looking(self._book.engine)
        from app.storage.feed.ringing import Ringing

        return Ringing(self._book.engine, self._is_own)

    def _run(self) -> None:
        try:
            while self._waiting.wait():
                found = self._read()
                while found is None and not self._closed:
                    self._waiting.rest(AFTER_A_FAILURE)
                    found = self._read()
                if found is not None and found.changes and not self._closed:
                    self._tell(found)
                    self._waiting.rest(PAUSE)
        finally:
            self._waiting.let_go()

    def _read(self) -> News | None:
        """What is new; None where the book does not answer, which is told by whoever else wants something of it."""
        try:
            found = self._book.read(news, after=self._seen, own=self._own.ends)
        except Problem:
            return None
        self._go_on(found.until)
        return found

    def _go_on(self, until: int) -> None:
        self._seen = until
        self._own.forget(until)

    def _is_own(self, end: str) -> bool:
        """Whether a commit that is told of was made here; what is known of it then need not be read."""
        sequence, _colon, letters = end.partition(":")
        for (last, code), first in self._own.ends().items():
            if str(last) == sequence and code.hex() == letters:
                if first == self._seen:
                    self._go_on(last)
                return True
        return False

    def close(self) -> None:
        """End it; nothing is told any more."""
        self._closed = True
        self._waiting.end()
        if self._thread is not threading.current_thread():
            self._thread.join(PATIENCE)


def mark(book: Book) -> own.Own:
    """Know from now on what is done here; what comes behind this end of the history and is not, others did."""
    return own.keep(book.engine, book.read(head_of).sequence)


def follow(book: Book, tell: Callable[[News], object]) -> Feed:
    """Follow a book until it is closed."""
    feed = Feed(book, tell)
    book.at_close.append(feed.close)
    return feed
