"""The help pages: short texts in plain words, one file a page, in the reader's language where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.kernel.words import language

ORDER = (
    "first-steps", "clients", "opening", "week", "calendar", "engagements", "approving", "billing", "invoices",
    "collections", "exports", "settings", "keys", "demo", "book", "backups", "protection",
)  # fmt: skip
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Topic:
    """A page: its name in links, its title, its text in Markdown."""

    key: str
    title: str
    text: str

    def has(self, words: str) -> bool:
        """Whether all words stand in the page."""
        whole = self.text.casefold()
        return all(word in whole for word in words.casefold().split())


def topics() -> tuple[Topic, ...]:
    """All pages in the language of the screen, in their order."""
    return _topics(language())


@cache
def _topics(spoken: str) -> tuple[Topic, ...]:
    folder = files("app.resources").joinpath("help")
    found = []
    for key in ORDER:
        place = folder.joinpath(spoken, f"{key}.md")
        if not place.is_file():
            place = folder.joinpath(SOURCE, f"{key}.md")
        text = place.read_text(encoding="utf-8")
        found.append(Topic(key, text.splitlines()[0].lstrip("# "), text))
    return tuple(found)
