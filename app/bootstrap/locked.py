"""Staged books with keys: one on the start page that is locked, and the demo itself encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.kernel.clock import SystemClock
from app.shell.keys import NewKeys, Root

WORDS = "river maple stone lamp"


@contextmanager
def a_locked_book(desk: Desk, _player: Player) -> Iterator[None]:
    """The computer knows a book that opens with a passphrase or its code only."""
    from app.storage.book import create
    from app.storage.secrets import Secret, new_root, protect

    path = desk.places.books / "Alder & Finch" / "Alder & Finch.watertight"
    if not path.exists():
        root = new_root()
        create(path, SystemClock(), root=root).close()
        protect(path, root, passphrase=Secret(WORDS), keyring=False)
    before = desk.places.books_known()
    desk.places.remember(str(path))
    try:
        yield
    finally:
        desk.places.keep_books(before)


@contextmanager
def a_protected_book(desk: Desk, player: Player) -> Iterator[None]:
    """The demo that is open is encrypted, for good: it is a copy, and gone with its window."""
    from app.storage.secrets import code_of, new_root

    book = desk.backend.book
    if book is not None and book.root is None:
        root = new_root()
        desk.rekey(NewKeys(book.place, Root(root, code_of(root)), WORDS))
        player.until(lambda: _is_protected(desk), "the demo was not encrypted")
        player.settle()
        _put_away_plain(Path(book.place))
        player.press("Escape")
        player.settle()
    yield


def _is_protected(desk: Desk) -> bool:
    book = desk.backend.book
    return book is not None and book.root is not None and desk.window.is_open


def _put_away_plain(path: Path) -> None:
    for one in path.parent.glob("* before *.watertight"):
        one.unlink()
