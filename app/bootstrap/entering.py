"""Entering a book: it is opened, somebody is signed in, and the first page's room is fetched, all behind the window."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from app.bootstrap.opening import open_at
from app.bootstrap.sessions import session_of
from app.bootstrap.sign_in import sign_in
from app.shell import ahead
from app.storage.address import keep
from app.storage.book import is_url

if TYPE_CHECKING:
    from pathlib import Path

    from app.shell.refusals import How
    from app.shell.session import Session
    from app.storage.book import Book
    from app.storage.secrets import Secret

BEGINS_WITH = (
    "app.bootstrap.logs",
    "app.bootstrap.typing_keeper",
    "app.bootstrap.weekly",
    "app.qt.help_text",
    "app.qt.trail",
    "app.shell.recent",
    "app.shell.settings_places",
)
"""What the window needs at once when a book is there, beside its first page."""


def opened(
    place: str, root: Secret | None = None, *, how: How | None = None, anchors: Path | None = None
) -> tuple[Book, Session | None]:
    """Open the book at a place for whoever sits at this computer.

    The password that a shared book's address holds goes to this computer's keyring: no file keeps it.
    """
    book = open_at(place, root, how=how, anchors=anchors)
    if is_url(place):
        keep(place)
    return signed_in(book, place)


def signed_in(book: Book, place: str, start: str = "") -> tuple[Book, Session | None]:
    """`start` is the area to begin with, once, where it is not the person's own."""
    try:
        sign_in(book)
        book.catch_up()
        session = session_of(book, place=place)
        if session is not None and start:
            session = replace(session, start=start)
        return book, prepared(session)
    except BaseException:
        book.close()
        raise


def prepared(session: Session | None) -> Session | None:
    """The first page's room and the language's tables come in the thread that opens: the window only builds."""
    if session is not None:
        ahead.load(session.start)
        for name in BEGINS_WITH:
            import_module(name)
        session.formats.read_tables(session.currency)
    return session
