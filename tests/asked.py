"""What a block asks the book: screens have to do with few statements, however much there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from app.storage.book import Book


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement as the driver got it."""

    text: str
    parameters: Any


@contextmanager
def asked(book: Book) -> Iterator[list[Sent]]:
    """The statements that read, in their order; without the beginnings and ends of transactions."""
    heard: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append(Sent(statement, parameters))

    event.listen(book.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(book.engine, "before_cursor_execute", note)
