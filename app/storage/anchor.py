"""The anchor: how far a book's history reached when it was last open on this computer, kept outside the book.

A history cannot tell that its own end is missing: an older copy in the book's place is whole in itself. So its head is
kept here, and compared when the book is opened. The file is named by a hash and holds numbers and hashes only; a book
is known by its first entry, which no other book shares, wherever it lies and whatever it is called.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock, Timer
from typing import Any

from sqlalchemy import Connection, bindparam, select

from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage import audit
from app.storage.head import Head
from app.storage.lock import read_here

EVERY = 30.0
"""Seconds after a commit in which the head is written down, unless the book is closed before."""
MOST_MARKS, MOST_PLACES = 60, 20
"""One mark a day of work is kept, so that it can be told until when two copies were the same."""
BEHIND, PARTED = "book.behind", "book.parted"
_HASH_AT = select(audit.AuditEntry.hash).where(audit.AuditEntry.sequence == bindparam("sequence"))
HashAt = Callable[[int], bytes | None]
_GUARD = RLock()
"""One for all: a book that is restored is written into the file of the one that is open."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A head that was seen, and when."""

    head: Head
    at: datetime


@dataclass(frozen=True, slots=True)
class Apart:
    """What is wrong with a history: so many entries are `missing`, or it is another one from `same` on (None: ever)."""

    last: Mark
    missing: int
    same: Mark | None = None


@dataclass
class Trails:
    """The heads of one book: as it was last open here, and of each copy that somebody agreed to go on with."""

    last: list[Mark] = field(default_factory=list)
    agreed: dict[str, list[Mark]] = field(default_factory=dict)


def compared(trail: Sequence[Mark], head: Head, hash_at: HashAt) -> Apart | None:
    """Whether a history that ends with `head` goes on from what was seen last; None when it does."""
    if not trail:
        return None
    last = trail[-1]

    def holds(mark: Mark) -> bool:
        return mark.head.sequence <= head.sequence and hash_at(mark.head.sequence) == mark.head.hash

    if holds(last):
        return None
    within = [mark for mark in trail if mark.head.sequence <= head.sequence]
    same = next((mark for mark in reversed(within) if holds(mark)), None)
    older = last.head.sequence > head.sequence and (not within or same is within[-1])
    return Apart(last, last.head.sequence - head.sequence if older else 0, same)


class Anchor:
    """What this computer knows of the head of one book, while it is open."""

    def __init__(self, folder: Path, place: str) -> None:
        """The folder the heads of all books are kept in, and where this one lies."""
        self._folder = folder
        self._place = place
        self._book = ""
        """The hash of the first entry, by which the book is known; "" as long as there is none."""
        self._mark: Mark | None = None
        self.agreed: datetime | None = None
        """Since when, at the latest, somebody goes on with the copy at this place; None where nobody had to say so."""
        self._guard = _GUARD
        self._timer: Timer | None = None

    @property
    def known(self) -> bool:
        """Whether it is known which book this is: not of one that has no history yet."""
        return bool(self._book)

    def look(self, connection: Connection, now: datetime) -> Problem | None:
        """See where the history ends, and say whether it goes on from what was seen last."""
        head = connection.execute(audit.HEAD).first()
        first = connection.execute(_HASH_AT, {"sequence": 1}).scalar()
        if head is None or first is None:
            return None
        self._book = _known_by(first)
        self._mark = Mark(Head(head.sequence, head.hash), now)
        trails = self._read()
        own = trails.agreed.get(self._own, [])
        self.agreed = own[0].at if own else None
        apart = compared(
            own or trails.last,
            self._mark.head,
            lambda sequence: connection.execute(_HASH_AT, {"sequence": sequence}).scalar(),
        )
        return None if apart is None else told(apart)

    def agree(self) -> None:
        """Somebody wants to go on with this copy: from now on it is the book, and nothing more is said about it."""
        with self._guard:
            trails = self._read()
            if self._mark is not None:
                trails.last = trails.agreed[self._own] = [self._mark]
                self._write(trails)

    def foresee(self, first: bytes, head: Head, now: datetime) -> None:
        """A book was restored to this place, with this first entry and this end: it opens without a question.

        The book it was taken of is still the one that was open last.
        """
        with self._guard:
            self._book = _known_by(first)
            trails = self._read()
            trails.agreed.pop(self._own, None)
            trails.agreed[self._own] = [Mark(head, now)]
            self._write(trails)

    def sealed(self, head: Head, now: datetime) -> None:
        """A commit has moved the head. It is written down a while later, in a thread of its own."""
        with self._guard:
            self._mark = Mark(head, now)
            if self._timer is None:
                self._timer = Timer(EVERY, self.keep)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """The book is closed: what was seen last is written down now."""
        self.keep()

    def keep(self) -> None:
        """Write down the head that was seen last. A folder that takes nothing is no reason not to work."""
        with self._guard:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            mark = self._mark
            if mark is None or not self.known:
                return
            trails = self._read()
            own = trails.agreed.get(self._own)
            ours = trails.last if own is None else own
            if ours and ours[-1].head.sequence > mark.head.sequence:
                return  # another window has seen more of it
            if all(trail and trail[-1].head == mark.head for trail in (trails.last, own or trails.last)):
                return
            for trail in (trails.last, own):
                if trail is not None:
                    _add(trail, mark)
            self._write(trails)

    @property
    def _own(self) -> str:
        return hashlib.sha256(f"{self._book} {self._place}".encode()).hexdigest()

    @property
    def _file(self) -> Path:
        return self._folder / f"{self._book}.json"

    def _read(self) -> Trails:
        try:
            return _parsed(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Trails()

    def _write(self, trails: Trails) -> None:
        draft = self._file.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                json.dump(_plain(trails), file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._file)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _known_by(first: bytes) -> str:
    """How a book is known outside it: a hash of its first entry."""
    return hashlib.sha256(b"anchor" + first).hexdigest()


def _add(trail: list[Mark], mark: Mark) -> None:
    if trail and trail[-1].at.date() == mark.at.date() and trail[-1].head.sequence <= mark.head.sequence:
        trail.pop()
    trail.append(mark)
    del trail[:-MOST_MARKS]


def _plain(trails: Trails) -> dict[str, object]:
    def line(trail: list[Mark]) -> list[object]:
        return [[mark.head.sequence, mark.head.hash.hex(), mark.at.isoformat(timespec="seconds")] for mark in trail]

    agreed = {place: line(trail) for place, trail in list(trails.agreed.items())[-MOST_PLACES:]}
    return {"last": line(trails.last), "agreed": agreed}


def _parsed(kept: dict[str, Any]) -> Trails:
    def line(marks: list[Any]) -> list[Mark]:
        return [
            Mark(Head(int(sequence), bytes.fromhex(letters)), datetime.fromisoformat(at).astimezone(UTC))
            for sequence, letters, at in marks
        ]

    return Trails(line(kept["last"]), {place: line(marks) for place, marks in kept["agreed"].items()})


def told(apart: Apart) -> Problem:
    """What is said of a book whose end is missing, or that went another way."""
    last = read_here(apart.last.at)
    if apart.missing:
        return Problem(
            BEHIND,
            ngettext(
                "This book is older than when it was last open here on {when}: {n} entry of its history is missing.",
                "This book is older than when it was last open here on {when}: {n} entries of its history are missing.",
                apart.missing,
            ).format(when=last, n=apart.missing),
            hint=_(
                "An older copy may lie in its place, or a part was lost. Nothing was changed. Look for a newer copy; "
                "go on with this one only if it shall be the book from now on."
            ),
        )
    if apart.same is None:
        text = _("This book and the one that was last open here on {when} went different ways.").format(when=last)
    else:
        text = _(
            "This book and the one that was last open here on {when} went different ways after {same}: "
            "each has entries that the other has not."
        ).format(when=last, same=read_here(apart.same.at))
    return Problem(
        PARTED,
        text,
        hint=_(
            "Two copies were written apart from each other. Nothing was changed. Read both and compare; "
            "go on with this one only if it shall be the book from now on."
        ),
    )
