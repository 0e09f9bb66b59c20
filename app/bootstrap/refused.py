"""Refused: a book that does not open, for the door to the page that says why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.kernel.clock import SystemClock

LEFT = {"host": "office-2", "account": "grace", "process": 4711, "since": "2026-04-30T08:05:00+00:00"}


@contextmanager
def a_book_left_open(desk: Desk, _player: Player) -> Iterator[None]:
    """The computer knows a book that another one opened and never closed; copies of it lie beside it."""
    from app.bootstrap.places import BACKUPS
    from app.storage.book import create

    path = desk.places.books / "Quayside" / "Quayside.watertight"
    if not path.exists():
        create(path, SystemClock()).close()
        (path.parent / BACKUPS).mkdir()
        for day in ("2026-04-28", "2026-04-29"):
            shutil.copy(path, path.parent / BACKUPS / f"Quayside {day}.watertight")
    path.with_name(path.name + ".lock").write_text(json.dumps(LEFT), encoding="utf-8")
    before = desk.places.books_known()
    desk.places.remember(str(path))
    try:
        yield
    finally:
        desk.places.keep_books(before)
