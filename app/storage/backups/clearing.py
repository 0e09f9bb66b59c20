"""Clearing away what broke off: only what our own names and marks say is ours, and only when nobody works at it."""

from __future__ import annotations

import filecmp
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.storage.backups import marks
from app.storage.backups.folders import folder_of
from app.storage.secrets import key_file

LEFT_OVER = 6 * 3_600
"""Seconds after which an unfinished file is nobody's any more: none takes as long."""
_UNFINISHED = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{16}\.part(?:-wal|-shm|-journal)?", re.DOTALL)


def clear(folder: Path) -> None:
    """Away with unfinished files in a folder of backups, and with the mark and the keys that waited for one of them.

    A mark whose file is not there and whose draft is neither belongs to a backup that somebody moved: it stays.
    """
    with suppress(OSError):
        drafts = {one.name: one for one in _unfinished(folder)}
        if not drafts:
            return
        for mark in sorted(folder.glob("*" + marks.SUFFIX)):
            waited = marks.waiting(mark)
            if waited is not None and waited.draft in drafts and not waited.place.exists():
                _remove(key_file(waited.place))
                _remove(mark)
        for one in drafts.values():
            _remove(one)


def clear_beside(book: Path) -> None:
    """Away with what a restore that broke off has left beside a book; keys only where the same ones lie elsewhere."""
    book = book.resolve()
    restored = re.compile(re.escape(marks.first_name(book.stem)) + marks.RESTORED + re.escape(marks.ENDING), re.DOTALL)
    with suppress(OSError):
        for draft in list(_unfinished(book.parent)):
            name = _UNFINISHED.fullmatch(draft.name)
            if name is None or not restored.fullmatch(name["name"]):
                continue
            target = draft.with_name(name["name"])
            if not target.exists() and _lies_elsewhere(key_file(target), book):
                _remove(key_file(target))
            _remove(draft)


def _lies_elsewhere(keys: Path, book: Path) -> bool:
    others = [key_file(book), *folder_of(book).glob("*" + key_file(book).suffix)]
    return keys.is_file() and any(one.is_file() and filecmp.cmp(keys, one, shallow=False) for one in others)


def _unfinished(folder: Path) -> Iterator[Path]:
    before = time.time() - LEFT_OVER
    for one in folder.iterdir():
        if not _UNFINISHED.fullmatch(one.name):
            continue
        with suppress(OSError):
            if one.lstat().st_mtime < before:
                yield one


def _remove(one: Path) -> None:
    with suppress(OSError):
        if stat.S_ISREG(one.lstat().st_mode):
            one.unlink()
