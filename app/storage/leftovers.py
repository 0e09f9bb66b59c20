"""What a killed making or renewal leaves beside a book: known as ours by its name and by what is in it, and removed.

Only under a lock that keeps everybody else out, or was taken while nobody had the book: else it may be at work.
"""

from __future__ import annotations

import filecmp
import os
import re
import secrets as chance
import stat
from contextlib import suppress
from pathlib import Path

from app.storage import secrets
from app.storage.descriptors import start_of
from app.storage.secrets import key_file, next_key_file

PAGE = 4096
"""A file of a book is a number of these."""
KEYS_BEGIN = b'{\n "format": "watertight key"'
_SQLITE = ("-wal", "-shm", "-journal")
_HEX = "[0-9a-f]{16}"


def draft_of(path: Path) -> Path:
    """A name for a file that shall be put in place of another: nobody else's, and known as ours by who cleans up."""
    return path.with_name(f".{path.name}.{chance.token_hex(8)}.part")


def clear(path: Path, mark: str | None) -> None:
    """Remove what was broken off beside a book. `mark` is that of the root that opens it, None for a plain one."""
    waiting = next_key_file(path)
    with suppress(OSError):
        clear_drafts(path)
        if _is_file(waiting) and secrets.mark_at(waiting) not in {None, mark}:
            secrets.thrown_away(waiting)
    with suppress(OSError):
        _clear_kept_keys(path)


def clear_before_making(path: Path) -> None:
    """Remove what a making that was broken off has left where no book is: its keys wait beside its draft."""
    waiting = next_key_file(path)
    if clear_drafts(path) and _is_file(waiting) and secrets.mark_at(waiting) is not None:
        secrets.thrown_away(waiting)


def clear_drafts(path: Path) -> bool:
    """Remove drafts of a book, of its key files and of the book from before; whether there was one of a book."""
    book, keys = re.escape(path.name), re.escape(key_file(path).name)
    before = rf"{re.escape(path.stem)} before [-0-9]{{10}}(?: \([0-9]+\))?{re.escape(path.suffix)}"
    of_books = re.compile(rf"\.(?:{book}|{before})\.{_HEX}\.part")
    of_keys = re.compile(rf"\.{keys}(?:\.new)?\.{_HEX}\.part")
    found = False
    for one in list(path.parent.iterdir()):
        if of_books.fullmatch(one.name) and _is_book(one):
            found = True
            for ending in ("", *_SQLITE):
                one.with_name(one.name + ending).unlink(missing_ok=True)
        elif of_keys.fullmatch(one.name) and _is_key_file(one):
            secrets.thrown_away(one)
    return found


def _clear_kept_keys(path: Path) -> None:
    """A key file that was copied for the book from before, which never came: the same stands beside the book."""
    name = re.compile(rf"{re.escape(path.stem)} before [-0-9]{{10}}(?: \([0-9]+\))?{re.escape(key_file(path).suffix)}")
    for one in list(path.parent.iterdir()):
        alone = name.fullmatch(one.name) and not one.with_suffix(path.suffix).exists()
        if alone and _is_file(one) and filecmp.cmp(one, key_file(path), shallow=False):
            one.unlink()


def _is_file(place: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(place).st_mode)
    except OSError:
        return False


def _is_book(place: Path) -> bool:
    """Nothing yet, or whole pages: an encrypted one tells no more of itself."""
    return _is_file(place) and place.stat().st_size % PAGE == 0


def _is_key_file(place: Path) -> bool:
    """The beginning of a key file, as far as it was written."""
    if not _is_file(place):
        return False
    start = start_of(place, len(KEYS_BEGIN))
    return KEYS_BEGIN.startswith(start)
