"""Second places: which other folder holds the backups of a book. This computer keeps it, no file of the book does.

A book is known by its first entry, wherever it lies; by its path only where nobody can read it. Two windows may write
at once: each reads what is there, under a lock, before it writes it anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":  # pragma: no cover - tried on Windows only
    import msvcrt
else:
    import fcntl

NAME = "second-places.json"
VERSION = 2


@dataclass(frozen=True, slots=True)
class _Kept:
    """One book: a hash of its first entry ("" where it was not known), where it lay, and the folder."""

    book: str
    place: str
    folder: str


class SecondPlaces:
    """Remembered beside the list of books, so that it is known although a book is gone."""

    def __init__(self, config: Path) -> None:
        """In the folder of settings."""
        self._path = config / NAME

    def of(self, place: str, origin: str = "") -> Path | None:
        """The folder that holds the backups of a book once more; None for none.

        `origin` is the hash of its first entry, where somebody could read it.
        """
        found = next((one for one in reversed(self._all()) if _is_meant(one, place, _known(origin))), None)
        return Path(found.folder) if found is not None else None

    def keep(self, place: str, folder: Path | None, origin: str = "") -> None:
        """Keep a folder, or none any more. OSError where the settings take nothing."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        book = _known(origin)
        with _alone(self._path.with_suffix(".lock")):
            kept = [one for one in self._all() if not _is_meant(one, place, book)]
            if folder is not None:
                kept.append(_Kept(book, place, str(folder)))
            self._write(kept)

    def _all(self) -> list[_Kept]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        if not isinstance(kept, dict):
            return []
        listed = kept.get("books")
        if isinstance(listed, list):
            found = [one for one in listed if isinstance(one, dict)]
        else:  # as an earlier program kept it, by the path alone
            found = [{"place": place, "folder": folder} for place, folder in kept.items()]
        rows = [[one.get("book", ""), one.get("place"), one.get("folder")] for one in found]
        return [_Kept(*map(str, row)) for row in rows if all(isinstance(part, str) for part in row) and row[2]]

    def _write(self, kept: list[_Kept]) -> None:
        books = [{"book": one.book, "place": one.place, "folder": one.folder} for one in kept]
        draft = self._path.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
                json.dump({"version": VERSION, "books": books}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        finally:
            draft.unlink(missing_ok=True)


def _is_meant(one: _Kept, place: str, book: str) -> bool:
    """By the book where both are known; a path that another book has now is not meant."""
    return one.book == book if one.book and book else one.place == place


def _known(origin: str) -> str:
    return hashlib.sha256(b"second place" + bytes.fromhex(origin)).hexdigest() if origin.strip("0") else ""


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else writes meanwhile, in this program or another one; the system lets go of it when a program dies."""
    with place.open("a+b") as file:
        if sys.platform == "win32":  # pragma: no cover
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
