"""Where books, settings and logs live on this computer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_documents_path, user_log_path

from app.storage.book import SUFFIX

APP = "watertight"


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
        return value if isinstance(value, str) else None

    def remember(self, book: str) -> None:
        """Keep which book is open, for next time."""
        self.config.mkdir(parents=True, exist_ok=True)
        draft = self._last.with_suffix(".new")
        draft.write_text(json.dumps({"book": book}), encoding="utf-8")
        draft.replace(self._last)

    def new_book(self, name: str) -> Path:
        """Where a book of that name goes: in a folder of its own."""
        safe = "".join(letter for letter in name if letter.isalnum() or letter in " -_&").strip() or "Book"
        return self.books / safe / f"{safe}{SUFFIX}"
