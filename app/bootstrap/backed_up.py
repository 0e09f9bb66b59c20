"""Backed up: a demo that has backups, and a book that is lost and has one, for the doors to what is shown of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.staged import hours_handed_in
from app.kernel.clock import FixedClock


@contextmanager
def a_book_backed_up(desk: Desk, player: Player) -> Iterator[None]:
    """The demo that is open has two backups, and was worked in after the older one."""
    from app.bootstrap.backing import backing_of
    from app.storage.backups import Reason, take

    book = desk.backend.book
    if book is None:
        message = "no book is open"
        raise RuntimeError(message)
    backing_of(desk).attend()
    before = FixedClock(book.clock.now() - timedelta(hours=20))
    old = take(book.place, before, Reason.EXIT, root=book.root)
    try:
        with hours_handed_in(desk, player):
            take(book.place, book.clock, Reason.ASKED, root=book.root)
            yield
    finally:
        shutil.rmtree(old.place.parent)


@contextmanager
def a_lost_book(desk: Desk, _player: Player) -> Iterator[None]:
    """The computer knows a book that is not there any more; its newest backup is."""
    from app.kernel.clock import SystemClock
    from app.storage.backups import Reason, take
    from app.storage.book import create

    path = desk.places.books / "Millbrook" / "Millbrook.watertight"
    if not path.parent.exists():
        create(path, SystemClock()).close()
        take(path, SystemClock(), Reason.EXIT)
        path.unlink()
        Path(f"{path}.lock").unlink(missing_ok=True)
    before = desk.places.books_known()
    desk.places.remember(str(path))
    try:
        yield
    finally:
        desk.places.keep_books(before)
