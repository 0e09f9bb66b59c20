"""As somebody does who has the file, or the server: take the guards away, change what is wanted, put them back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from app.storage import schema, secrets
from app.storage.book import Book
from app.storage.engine import sqlite_engine
from app.storage.frozen import drop_guards, install_guards


@contextmanager
def past_the_guards(book: Book) -> Iterator[Connection]:
    """A connection to the database of a book that is allowed everything, without guards until it is left."""
    schema.load_records()
    own = book.engine
    if own.dialect.name == "sqlite":
        key = None if book.root is None else secrets.database_key(book.root)
        own = sqlite_engine(Path(book.place), key=key, builds=True)
    try:
        with own.begin() as connection:
            drop_guards(connection)
            yield connection
            install_guards(connection)
    finally:
        if own is not book.engine:
            own.dispose()
