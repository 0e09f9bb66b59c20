"""The end of a book: before anybody writes, is a part of what was saved last missing from it?

Its log may hold commits that SQLite does not read any more (`storage.frames`); its history may reach less far than it
did when it was last open here (`storage.anchor`). Both are told, and nothing is changed before somebody has agreed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import sqlcipher3
from sqlalchemy import Connection, Engine, select

from app.kernel.files import file_itself, like
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage import audit, leftovers
from app.storage.anchor import BEHIND, PARTED, Anchor
from app.storage.descriptors import reading
from app.storage.engine import journal_mode, sqlite_engine
from app.storage.frames import Cut, cut_off, journal_of
from app.storage.lock import read_here
from app.storage.secrets import key_file
from app.storage.secrets.slots import sync_folder

LOG_CUT = "book.log_cut"
AGREEABLE = frozenset({LOG_CUT, BEHIND, PARTED})
"""What somebody can agree to go on with."""
_LAST_AT = select(audit.AuditEntry.at).order_by(audit.AuditEntry.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Ends:
    """What is known of a book's end before it opens, and whether somebody agreed to go on without what is missing."""

    now: datetime
    anchor: Anchor | None = None
    go_on: bool = False

    def agree(self, lost: Problem) -> None:
        """Go on without what is missing, or raise what is said of it."""
        if not self.go_on:
            raise lost
        if self.anchor is not None:
            self.anchor.agree()


def missing(engine: Engine, path: Path, ends: Ends, nobody_writes: Callable[[], bool]) -> Problem | None:
    """What of a book's end is missing; None as far as anybody can tell. `engine` reads the file at the path."""
    found = cut_off(path, _frames_read(engine), nobody_writes)
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        told = None if ends.anchor is None else ends.anchor.look(connection, ends.now)
        return told if found is None else _cut(connection, found)


def _frames_read(engine: Engine) -> int:
    """How many frames of the log whoever opens the book sees: a checkpoint that does nothing tells."""
    if journal_mode(sqlcipher3.sqlite_version_info)[0] != "WAL":
        return 0  # an older library, which has no such checkpoint and keeps no log
    with closing(engine.raw_connection()) as raw:
        bare: Any = raw.driver_connection
        _busy, frames, _written = bare.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return max(int(frames), 0)


def _cut(connection: Connection, found: Cut) -> Problem:
    at = connection.execute(_LAST_AT).scalar()
    words = (
        ngettext(
            "{n} change after {when} cannot be read: the log beside the book is damaged.",
            "{n} changes after {when} cannot be read: the log beside the book is damaged.",
            found.commits,
        )
        if at is not None
        else ngettext(
            "{n} change cannot be read: the log beside the book is damaged.",
            "{n} changes cannot be read: the log beside the book is damaged.",
            found.commits,
        )
    )
    return Problem(
        LOG_CUT,
        words.format(n=found.commits, when="" if at is None else read_here(at)),
        hint=_(
            "Nothing was changed. Look for a copy that has them. To go on without them, the book and its log as they "
            "are now are kept beside it first."
        ),
    )


def set_aside(path: Path, now: datetime) -> Problem:
    """Keep a book and its harmed log as they are, under another name; says which. The book comes last, and whole."""
    path = file_itself(path)
    kept = _free(path, now.date().isoformat())
    with journal_of(path).open("rb") as log:
        _keep(log, journal_of(kept), path)
    if key_file(path).exists():
        with key_file(path).open("rb") as keys:
            _keep(keys, key_file(kept), path)
    with reading(path) as file:
        _keep(file, kept, path)
    return Problem(
        "book.set_aside",
        _("The book and its log as they were are kept in {path}.").format(path=kept),
        hint=_("Keep that copy: whoever knows the format may get back what the log still holds."),
    )


def _free(path: Path, day: str) -> Path:
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        kept = path.with_name(f"{path.stem} before {day}{again}{path.suffix}")
        if not any(one.exists() for one in (kept, key_file(kept), journal_of(kept))):
            return kept
    raise AssertionError


def _keep(source: BinaryIO, kept: Path, book: Path) -> None:
    draft = leftovers.draft_of(kept)
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(draft, flags, 0o600), "wb") as own:
            like(draft, book.stat())
            shutil.copyfileobj(source, own)
            own.flush()
            os.fsync(own.fileno())
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(kept.parent)


def empty_log(path: Path, key: str | None) -> None:
    """Write what is read of the log into the file and begin it anew: what stands behind would be told again."""
    engine = sqlite_engine(path, key=key)
    try:
        with closing(engine.raw_connection()) as raw:
            bare: Any = raw.driver_connection
            bare.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        engine.dispose()
