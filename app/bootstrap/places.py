"""Where books, settings and logs live on this computer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_documents_path, user_log_path

from app.shell.books import KnownBook

APP = "watertight"
BACKUPS = "backups"
"""The folder beside a book that its copies go to."""
MOST = 20
"""Books that are remembered: more than fit on the start page are more than anybody looks for there."""
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
    def anchors(self) -> Path:
        """Where the heads of the books that were open here are kept (`app.storage.anchor`)."""
        return self.data / "anchors"

    @property
    def _last(self) -> Path:
        return self.config / "last.json"

    def last_book(self) -> str | None:
        """The book that was open last: a path or an address; None when there is none."""
        return next((one.place for one in self.books_known()), None)

    def books_known(self) -> list[KnownBook]:
        """The books that were open on this computer, the newest first; what cannot be read counts as none."""
        try:
            kept = json.loads(self._last.read_text(encoding="utf-8"))
            listed = kept.get("books", [])
        except (OSError, ValueError, AttributeError):
            return []
        found = [_known(one) for one in listed] if isinstance(listed, list) else []
        last = _known({"place": kept.get("book")})
        if last is not None and last.place not in {one.place for one in found if one is not None}:
            found.insert(0, last)  # as an earlier program kept it: the last one alone
        return [one for one in found if one is not None]

    def remember(self, book: str, now: datetime | None = None) -> None:
        """Keep which book is open, for next time. A folder that takes nothing is no reason not to work."""
        opened = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        others = [one for one in self.books_known() if _without_password(one.place) != _without_password(book)]
        with suppress(OSError):
            self.keep_books([KnownBook(book, opened), *others])

    def keep_books(self, books: Sequence[KnownBook]) -> None:
        """Keep a list of books, the newest first; no password that stands in the address of one."""
        self.config.mkdir(parents=True, exist_ok=True)
        listed = {_without_password(one.place): one.opened for one in reversed(books)}
        kept: dict[str, object] = {
            "books": [{"place": place, "opened": opened} for place, opened in reversed(listed.items())][:MOST]
        }
        if books:
            kept["book"] = _without_password(books[0].place)  # what an earlier program reads
        draft = self._last.with_suffix(".new")
        draft.write_text(json.dumps(kept), encoding="utf-8")
        draft.replace(self._last)

    def proposed(self, name: str) -> Path:
        """Where it goes, in a folder of books that is there: file dialogs can start only in one that exists."""
        with suppress(OSError):
            self.books.mkdir(parents=True, exist_ok=True)
        return self.new_book(name)

    def new_book(self, name: str) -> Path:
        """Where a book of that name goes: in a folder of its own inside the folder of books, whatever was typed.

        The folder is one that is not there yet: "Office", else "Office 2".
        """
        from app.storage.book import SUFFIX  # late: the window asks for the last book before it needs storage

        free = next(folder for folder in map(self.books.joinpath, _numbered(safe_name(name))) if not folder.exists())
        return free / f"{free.name}{SUFFIX}"


def _without_password(place: str) -> str:
    if "://" not in place:
        return place
    from app.storage.address import parted  # late: the window asks for the last book before it needs storage

    return parted(place)[0]


def _known(kept: object) -> KnownBook | None:
    """One remembered book as it was written down; None where it is nothing of the kind."""
    if not isinstance(kept, dict):
        return None
    place, opened = kept.get("place"), kept.get("opened", "")
    return KnownBook(place, opened if isinstance(opened, str) else "") if isinstance(place, str) and place else None


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
