"""Second places: which other folder holds the backups of a book. This computer keeps it, no file of the book does."""

from __future__ import annotations

import json
from pathlib import Path

NAME = "second-places.json"


class SecondPlaces:
    """Remembered beside the list of books, so that it is known although a book is gone."""

    def __init__(self, config: Path) -> None:
        """In the folder of settings."""
        self._path = config / NAME

    def of(self, book: str) -> Path | None:
        """The folder that holds the backups of a book once more; None for none."""
        place = self._all().get(book)
        return Path(place) if place else None

    def keep(self, book: str, folder: Path | None) -> None:
        """Keep a folder, or none any more. OSError where the settings take nothing."""
        known = {place: other for place, other in self._all().items() if place != book}
        if folder is not None:
            known[book] = str(folder)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(known, indent=1), encoding="utf-8")
        draft.replace(self._path)

    def _all(self) -> dict[str, str]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(kept, dict):
            return {}
        return {place: folder for place, folder in kept.items() if isinstance(folder, str)}
