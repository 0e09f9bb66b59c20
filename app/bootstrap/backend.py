"""What the window's operations talk to: the open book, or nothing yet."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.kernel.problems import Problem
from app.kernel.words import _

if TYPE_CHECKING:
    from app.storage.book import Book
    from app.storage.secrets import Secret
    from app.storage.work import Outcome


BULK = frozenset({"import_clients", "bring_opening_balances"})
"""Commands that bring in much at once: the book as it was before can be gone back to."""


class LateBackend:
    """The book once it is open. Before that, reading and writing are problems, never a crash."""

    def __init__(self) -> None:
        """No book yet."""
        self.book: Book | None = None

    def _open(self) -> Book:
        if self.book is None:
            raise Problem("book.none", _("No book is open."), hint=_("Open one first."))
        return self.book

    @property
    def root(self) -> Secret | None:
        """The secret of the open book; None when it is not encrypted, or none is open."""
        return None if self.book is None else self.book.root

    def read(self, query: Callable[..., Any], /, **kwargs: Any) -> Any:
        """Answer a query."""
        return self._open().read(query, **kwargs)

    def once(self, command_id: str, command: Callable[..., Any], /, **kwargs: Any) -> Outcome[Any]:
        """Carry out a command; the same id again changes nothing. Before one that brings in much, the book is kept."""
        book = self._open()
        if command.__name__ in BULK:
            from app.bootstrap.backing import kept_before_bulk

            kept_before_bulk(book)
        return book.once(command_id, command, **kwargs)

    def take(self, book: Book, tell: Callable[[str], object]) -> None:
        """Go on with this book. A bug behind what was saved is told by its trace."""
        from app.storage.feed import mark

        self.close()
        mark(book)  # what comes behind this and is not done here, others did
        self.book = book
        book.bug_behind = lambda bug: tell("".join(traceback.format_exception(bug)))

    def close(self) -> None:
        """Close the book, if one is open."""
        if self.book is not None:
            self.book.close()
            self.book = None
