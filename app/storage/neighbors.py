"""Neighbors: books in one folder whose names differ in their ending only would have one key file between them."""

from __future__ import annotations

import stat
from glob import escape
from pathlib import Path

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.descriptors import start_of
from app.storage.engine import SQLITE_HEADER
from app.storage.secrets import key_file

PAGE = 4096
_BESIDE_BOOKS = ("-wal", "-shm", "-journal", ".part")


def ensure_own_keys(path: Path) -> None:
    """Problem when the key file a book is about to get is that of another one: that would open by its code alone."""
    keys = key_file(path)
    if not keys.exists():
        return
    for one in keys.parent.glob(f"{escape(keys.stem)}*"):
        if one.name != path.name and key_file(one) == keys and _is_encrypted(one):
            raise Problem(
                "key.shared_name",
                _("The key file {keys} belongs to the book {book} beside it.").format(keys=keys.name, book=one.name),
                hint=_("Nothing was changed. Give one of the two books another name, with its key file."),
            )


def _is_encrypted(place: Path) -> bool:
    """Whole pages that nobody can read: an encrypted book tells no more of itself."""
    if place.name.endswith(_BESIDE_BOOKS):
        return False
    try:
        found = place.lstat()
        whole = stat.S_ISREG(found.st_mode) and found.st_size > 0 and found.st_size % PAGE == 0
        return whole and start_of(place, len(SQLITE_HEADER)) != SQLITE_HEADER
    except OSError:
        return False
