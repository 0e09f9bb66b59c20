"""What the window asks about the keys of a book. The desk answers; all of it is slow, and asked for behind the window.

What opens a book is handed through as it came: pages show a code and a passphrase, and know nothing of keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Root:
    """What all keys of a book come from, with the recovery code it is written as; neither shows itself."""

    secret: object = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewBook:
    """What the steps of the first run have asked for. Without a root the book is not encrypted."""

    place: str
    firm: Mapping[str, Any]
    root: Root | None = None
    passphrase: str = field(default="", repr=False)
    remember: bool = False


@dataclass(frozen=True, slots=True)
class NewKeys:
    """What shall open a book from now on, instead of what opened it before."""

    place: str
    root: Root
    passphrase: str = field(default="", repr=False)
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What became of a book that was to get new keys: where the one from before lies, or why nothing was changed."""

    before: str = ""
    plain_before: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to open a book, and how it shall open next time."""

    passphrase: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    remember: bool = False
    new_passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One way to open a book besides its code; `made` is an instant as text, `here` this computer's key ring."""

    id: str
    by_passphrase: bool
    made: str
    label: str
    here: bool


@dataclass(frozen=True, slots=True)
class ProtectionRow:
    """How a book is protected. `trouble` is what is wrong with its key file."""

    encrypted: bool
    slots: tuple[SlotRow, ...] = ()
    can_remember: bool = False
    trouble: Problem | None = None

    @property
    def passphrase(self) -> SlotRow | None:
        """The slot of a passphrase."""
        return next((one for one in self.slots if one.by_passphrase), None)

    @property
    def here(self) -> SlotRow | None:
        """The slot of this computer."""
        return next((one for one in self.slots if one.here), None)


class Keys(Protocol):
    """The desk's answers. Each may raise a Problem."""

    def can_remember(self) -> bool:
        """Whether this computer has a key ring that keeps keys safely."""

    def new_root(self) -> Root:
        """The root of a new book."""

    def refuse_place(self, place: str) -> None:
        """Problem when no new book can be made there."""

    def protection(self, place: str) -> ProtectionRow:
        """How a book is protected, from its key file."""

    def code(self, typed: Typed) -> str:
        """The recovery code of the open book; where a passphrase is set, it or the code has to be typed first."""

    def set_passphrase(self, passphrase: str) -> None:
        """Let a passphrase open the book; an earlier one no longer does."""

    def remember(self) -> None:
        """Let this computer open the book."""

    def remove(self, slot: str) -> Problem | None:
        """Take one way to open the book away; what is left to be done is told."""

    def remove_before(self, place: str) -> None:
        """Remove the plain file an encrypted book was made from."""
