"""The books this computer knows, as the start page shows them: what can be said of one without opening it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from app.kernel.words import _


class BookState(StrEnum):
    """What a look from outside tells."""

    OPENS = "opens"
    WORDS = "words"
    CODE = "code"
    PLAIN = "plain"
    SHARED = "shared"
    NEWER = "newer"
    MISSING = "missing"
    EMPTY = "empty"
    STRANGE = "strange"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class KnownBook:
    """A book that was open on this computer; `opened` is the instant as text, "" where it is not known."""

    place: str
    opened: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book as it lies there now. `size` is in bytes, 0 for a shared one; `copies` lie in the folder beside it."""

    state: BookState
    opened: str = ""
    size: int = 0
    copies: int = 0
    backups: int = 0
    newest: str = ""
    """When the newest of its backups was taken, which was opened and checked."""
    synced: str = ""
    """The name of the service that keeps its folder alike on several computers, "" for none."""


class Shelf(Protocol):
    """Where the books are remembered and looked at; the desk has it."""

    def known(self) -> Sequence[KnownBook]:
        """The books, what was opened last comes first."""

    def look(self, book: KnownBook) -> BookRow:
        """How a book lies there; slow, for a thread behind. Problem when nobody can say."""

    def forget(self, place: str) -> Sequence[KnownBook]:
        """Take a book off the list; gives the list as it was. The book itself stays. Problem when it is not kept."""

    def put_back(self, books: Sequence[KnownBook]) -> None:
        """The list as it was before."""


def state_words(state: BookState) -> tuple[str, str]:
    """What a state is called, and the tone of its shape."""
    return {
        BookState.OPENS: (_("Encrypted, opens here"), "ok"),
        BookState.WORDS: (_("Encrypted, asks for the passphrase"), "info"),
        BookState.CODE: (_("Encrypted, asks for the recovery code"), "info"),
        BookState.PLAIN: (_("Not encrypted"), "warn"),
        BookState.SHARED: (_("Shared on a server"), "info"),
        BookState.NEWER: (_("Made by a newer Watertight"), "bad"),
        BookState.MISSING: (_("Nothing is at this place"), "bad"),
        BookState.EMPTY: (_("The file is empty"), "bad"),
        BookState.STRANGE: (_("Not a whole book"), "bad"),
        BookState.UNREADABLE: (_("The file cannot be read"), "bad"),
    }[state]
