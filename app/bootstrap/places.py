"""Where books, settings and logs live on this computer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_documents_path, user_log_path

APP = "watertight"
LONGEST = 80
"""Bytes of a book's name: with suffix, key, journal and backup marks it still fits every file system."""
_BESIDES_LETTERS = " -_&'.,()"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE)
"""Devices of Windows: no file may be called so, whatever comes after a dot."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders the program uses."""

    books: Path
    config: Path
    logs: Path
    data: Path

    @classmethod
    def usual(cls) -> Places:
        """Where this computer usually keeps such things."""
        return cls(
            books=user_documents_path() / "Watertight",
            config=user_config_path(APP, appauthor=False),
            logs=user_log_path(APP, appauthor=False),
            data=user_data_path(APP, appauthor=False),
        )

    @property
    def _last(self) -> Path:
        return self.config / "last.json"

    def last_book(self) -> str | None:
        """The book that was open last: a path or an address; None when there is none."""
        try:
            value = json.loads(self._last.read_text(encoding="utf-8")).get("book")
        except (OSError, ValueError, AttributeError):
            return None
        return value if isinstance(value, str) and value else None

    def remember(self, book: str) -> None:
        """Keep which book is open, for next time."""
        self.config.mkdir(parents=True, exist_ok=True)
        draft = self._last.with_suffix(".new")
        draft.write_text(json.dumps({"book": book}), encoding="utf-8")
        draft.replace(self._last)

    def new_book(self, name: str) -> Path:
        """Where a book of that name goes: in a folder of its own inside the folder of books, whatever was typed.

        The folder is one that is not there yet: "Office", else "Office 2".
        """
        from app.storage.book import SUFFIX  # late: the window asks for the last book before it needs storage

        free = next(folder for folder in map(self.books.joinpath, _numbered(safe_name(name))) if not folder.exists())
        return free / f"{free.name}{SUFFIX}"


def safe_name(name: str) -> str:
    """A name that every file system takes: no separators, no dots or blanks at its ends, no device, not too long."""
    kept = "".join(letter if _harmless(letter) else " " for letter in unicodedata.normalize("NFC", name))
    safe = _trimmed(" ".join(kept.split()))
    if _RESERVED.fullmatch(safe.split(".", maxsplit=1)[0].strip()):
        safe = f"Book {safe}"
    return _shortened(safe, LONGEST) or "Book"


def _numbered(name: str) -> Iterator[str]:
    """A name, then the same with 2, 3 and so on behind it; none is longer than a name may be."""
    yield name
    for number in count(2):
        yield f"{_shortened(name, LONGEST - len(f' {number}'))} {number}"


def _shortened(name: str, most: int) -> str:
    return _trimmed(name.encode()[:most].decode(errors="ignore"))


def _harmless(letter: str) -> bool:
    return letter in _BESIDES_LETTERS or unicodedata.category(letter)[0] in "LMN"


def _trimmed(text: str) -> str:
    return text.strip(" .,")
