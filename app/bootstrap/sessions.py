"""What the window needs to know about the open book and the person at it."""

from __future__ import annotations

from pathlib import Path

from app.bootstrap.opening import is_demo
from app.firm.queries import PersonRow, person, the_firm
from app.kernel.formats import Formats
from app.kernel.words import formats_beside
from app.shell.pages.first_page import first_page
from app.shell.session import Session
from app.storage.book import Book, is_url


def session_of(book: Book, row: PersonRow | None = None, *, place: str | None = None) -> Session | None:
    """The session of the book's actor; None while the book has no firm."""
    firm = book.read(the_firm)
    if firm is None or book.actor.person_id is None:
        return None
    chosen = row or book.read(person, person_id=book.actor.person_id)
    where = book.place if is_url(book.place) else place or book.place  # an address without its password
    return Session(
        person_id=chosen.id,
        name=chosen.name,
        initials=chosen.initials,
        role=chosen.access_role,
        grade=chosen.grade or "",
        zone=chosen.zone,
        currency=firm.currency,
        clock=book.clock,
        formats=Formats(formats_beside(chosen.language), chosen.zone),
        place=where,
        book_name=firm.name,
        is_demo=is_demo(where),
        shared=is_url(where),
        weekly_seconds=chosen.weekly_seconds,
        start=book.read(first_page),
        folder=str(Path(where).parent) if not is_url(where) else "",
        read_only=f"{book.read_only} {book.way_out}".strip(),
        warnings=tuple(str(one) for one in book.warnings),
    )
