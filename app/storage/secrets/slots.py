"""The key file beside a book: which slots seal its root. Written whole, tried before it counts, never half.

It tells nobody anything without a keyring or a passphrase, and may be copied with the book.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.kernel.files import file_itself, like, why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.secrets.sealing import can_stretch, is_hex

FORMAT, VERSION = "watertight key", 1
SUFFIX = ".key"
LARGEST = 1_000_000
_SEALED_ROOT = 26 + 16
"""Letters of a root, and the seal's own tag."""


class SlotKind(StrEnum):
    """What opens a slot."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the word itself


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to open a book besides the recovery code."""

    id: str
    kind: SlotKind
    made: str
    label: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds: the mark of the root its slots seal, and the slots, also those of a kind not known yet."""

    mark: str
    entries: tuple[Mapping[str, Any], ...] = ()

    def of_kind(self, kind: SlotKind) -> list[Mapping[str, Any]]:
        """The slots of one kind, the newest first."""
        return [entry for entry in reversed(self.entries) if entry.get("kind") == kind]

    def about(self, entry: Mapping[str, Any]) -> tuple[object, ...]:
        """What the seal of a slot is bound to."""
        return FORMAT, VERSION, self.mark, entry["id"], str(entry["kind"])


def key_file(book: Path) -> Path:
    """Where the key file of a book lies: beside the file itself, also for who comes by a link."""
    book = file_itself(book)
    return book.with_name(book.name + SUFFIX) if book.suffix == SUFFIX else book.with_suffix(SUFFIX)


def next_key_file(book: Path) -> Path:
    """Where the key file of a new root waits while the book is given that root: see `storage.rekey`."""
    place = key_file(book)
    return place.with_name(place.name + ".new")


def shown(keys: KeyFile) -> tuple[Slot, ...]:
    """The slots this program can open."""
    return tuple(
        Slot(entry["id"], SlotKind(entry["kind"]), entry["made"], entry["label"])
        for entry in keys.entries
        if entry["kind"] in set(SlotKind)
    )


def read(place: Path) -> KeyFile:
    """What a key file holds; a Problem that says which file when it is missing, damaged or newer."""
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Problem(
            "key.file_missing",
            _("The key file {name} is not beside the book.").format(name=place.name),
            hint=_("Put it back from a backup, or type the recovery code: the code alone opens the book."),
        ) from None
    except OSError as error:
        raise _damaged(place) from error
    return _understood(content, place)


def _understood(content: bytes, place: Path) -> KeyFile:
    try:
        held = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        raise _damaged(place) from None
    if not isinstance(held, dict) or held.get("format") != FORMAT or type(held.get("version")) is not int:
        raise _damaged(place)
    if held["version"] > VERSION:
        raise Problem(
            "key.file_newer",
            _("The key file {name} was written by a newer Watertight.").format(name=place.name),
            hint=_("Nothing was changed. Install the newer program, or type the recovery code."),
        )
    entries = held.get("slots")
    if held["version"] < 1 or not is_hex(held.get("book"), 16) or not isinstance(entries, list):
        raise _damaged(place)
    if not all(map(_is_slot, entries)):
        raise _damaged(place)
    return KeyFile(held["book"], tuple(entries))


def _is_slot(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("kind"), str):
        return False
    if entry["kind"] not in set(SlotKind):
        return True  # of a kind to come: kept as it is
    whole = (
        is_hex(entry.get("id"), 16)
        and isinstance(entry.get("made"), str)
        and isinstance(entry.get("label"), str)
        and is_hex(entry.get("nonce"), 12)
        and is_hex(entry.get("sealed"), _SEALED_ROOT)
    )
    return whole and (entry["kind"] != SlotKind.PASSPHRASE or can_stretch(entry))


def _damaged(place: Path) -> Problem:
    return Problem(
        "key.file_damaged",
        _("The key file {name} is damaged or cannot be read.").format(name=place.name),
        hint=_("Nothing was changed. Put it back from a backup, or type the recovery code."),
    )


def write(place: Path, keys: KeyFile, tried: Callable[[KeyFile], bool], book: Path | None = None) -> None:
    """Write a key file beside the one it replaces, read it back and try it; only then it takes the name.

    It may be read by those who could read the one before; where there was none by those of the `book`, but not by all.
    A file of that name that belongs to another root, or cannot be read, is put aside: it may be the only one of a book.
    """
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}.part")
    held = {"format": FORMAT, "version": VERSION, "book": keys.mark, "slots": [dict(entry) for entry in keys.entries]}
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
            file.write(json.dumps(held, indent=1, ensure_ascii=False).encode() + b"\n")
            file.flush()
            _rights(draft, place, book)
            os.fsync(file.fileno())
        if not tried(read(draft)):
            message = "the new key file does not open what it was made for"
            raise RuntimeError(message)
        if place.exists() and mark_at(place) != keys.mark:
            put_aside(place)
        draft.replace(place)
        with suppress(OSError):  # it opens the book from here on, and may not be told as if it did not
            sync_folder(place.parent)
    except OSError as error:
        raise Problem(
            "key.not_written",
            _("The key file could not be written to {path}: {reason}.").format(
                path=place.parent, reason=why_not_written(error)
            ),
            hint=_("What opened the book until now still does. Make room there or check the rights, then try again."),
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _rights(draft: Path, place: Path, book: Path | None) -> None:
    """Those of the key file it follows, else of the book; of a new one its owner's alone, as it was made."""
    before = [one for one in (place, None if book is None else key_file(book)) if one is not None and one.exists()]
    if before:
        like(draft, before[0].stat())
    elif book is not None and book.exists():
        like(draft, book.stat(), 0o770)


def mark_at(place: Path) -> str | None:
    """The mark of the root that a key file seals; None when it cannot be read."""
    try:
        return read(place).mark
    except Problem:
        return None


def put_aside(place: Path) -> None:
    """Give a key file another name that is free."""
    free = (place.with_name(f"{place.stem} {number}{place.suffix}") for number in range(2, 1000))
    place.rename(next(name for name in free if not name.exists()))


def sync_folder(folder: Path) -> None:
    """See to it that a new name in a folder survives a power cut."""
    if sys.platform == "win32":  # pragma: no cover - a folder cannot be opened there, and need not
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
