"""Copying the open book from the window, in a thread behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.kernel.words import _
from app.storage import copies

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.qt.progress import Progress


def copy_book(desk: Desk, target: str) -> None:
    """Copy the open book to a file and check the copy; the window says where it is."""
    session = desk.window.session
    place, root, day = session.place, desk.backend.root, session.formats.date(session.today())
    book = desk.backend.book
    source = book.engine if book is not None and book.read_only else None

    def work(progress: Progress) -> str:
        def step(done: int, total: int) -> None:
            progress.report(done, total, _("Copying the book"))
            progress.check()

        return str(copies.copy_book(place, Path(target), step, root=root, source=source).place)

    desk.operations.background(work, lambda copy: desk.window.copied(place, day, copy))
