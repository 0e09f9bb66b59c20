"""What a block asks the book: screens have to do with few statements, however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.storage.book import Book


@contextmanager
def asked(book: Book) -> Iterator[list[str]]:
    """The statements that read, in their order; a caller may clear the list to count again."""
    seen: list[str] = []

    def note(*told: Any) -> None:
        statement: str = told[2]
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(book.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(book.engine, "before_cursor_execute", note)
