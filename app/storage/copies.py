"""A copy of an open book: consistent while others write, checked before it is called one, never half a file.

The copy of an encrypted book is encrypted by the same key, and its key file goes along.
"""

from __future__ import annotations

import errno
import os
import secrets as chance
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.engine import APPLICATION_ID, sqlite_engine
from app.storage.failures import explain
from app.storage.secrets import Secret, database_key, key_file
from app.storage.secrets.slots import sync_folder

PAGES = 1_024
"""Pages copied in one step; between steps is the moment to say how far it is, and to stop."""
_NO_ROOM = ("disk I/O error", "database or disk is full", "unable to open")
"""How SQLite says that the disk under it is full or fails; its driver gives no number."""
_NOT_A_BOOK_YET = ("journal_mode=MEMORY", "synchronous=OFF")
"""A draft needs no journal: a crash leaves it without a name, and it is brought to the disk before it gets one."""
Step = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: where it lies, how big it is, how many entries of the history it holds, and its key file."""

    place: Path
    size: int
    entries: int
    keys: Path | None = None


def copy_book(
    place: str | Path,
    target: Path,
    step: Step = lambda _done, _total: None,
    *,
    root: Secret | None = None,
    source: Engine | None = None,
) -> Copied:
    """Copy the book at a path to a file that does not exist yet; `step(done, total)` may raise to stop.

    `root` is that of the open book, which alone knows whether it is encrypted, and `source` its engine where it is only
    read: that one knows how a file in a closed folder can be. The copy is opened and checked from its first page to its
    last before it gets its name.
    """
    key = None if root is None else database_key(root)
    keys: Path | None = None
    try:
        _must_be_free(target)
        if root is not None and key_file(Path(place)).exists():
            keys = key_file(target)
            _must_be_free(keys)
        target.parent.mkdir(parents=True, exist_ok=True)
        with drafted(target) as draft, or_gone() as named:
            pour(Path(place), draft, step, key, source)
            entries = _checked(draft, key)
            if keys is not None:
                copy_keys(key_file(Path(place)), keys)
                named.append(keys)
            draft.replace(target)
            named.append(target)
            sync_folder(target.parent)
    except OSError as error:
        raise _not_written(target, why_not_written(error)) from error
    except DBAPIError as error:
        raise (explain(error) or error) from error
    return Copied(target, target.stat().st_size, entries, keys)


def draft_of(target: Path) -> Path:
    """A name beside a file that is about to be, which nobody has and nobody can foresee."""
    return target.with_name(f".{target.name}.{chance.token_hex(8)}.part")


@contextmanager
def drafted(target: Path) -> Iterator[Path]:
    """An empty file of our own beside the target, through no link; gone in the end unless it was given a name."""
    draft = draft_of(target)
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
        yield draft
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)


@contextmanager
def or_gone() -> Iterator[list[Path]]:
    """What got its name here is removed where a step after that fails: what is told as not done is not there."""
    named: list[Path] = []
    try:
        yield named
    except BaseException:
        for place in reversed(named):
            with suppress(OSError):
                place.unlink(missing_ok=True)
        raise


def copy_keys(source: Path, target: Path) -> None:
    """First the keys: a copy without them opens by its code, keys without a copy are no more than a left-over."""
    with drafted(target) as draft:
        with source.open("rb") as old, draft.open("rb+") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        draft.replace(target)


def _must_be_free(target: Path) -> None:
    if target.exists():
        raise Problem(
            "copy.exists",
            _("{path} is there already. Nothing was copied.").format(path=target),
            hint=_("Choose another name."),
        )


def _not_written(target: Path, reason: str) -> Problem:
    return Problem(
        "copy.place",
        _("The copy could not be written to {path}: {reason}. The book itself is safe.").format(
            path=target.parent, reason=reason
        ),
        hint=_("Choose another folder, or make room there."),
    )


def pour(place: Path, draft: Path, step: Step, key: str | None, source: Engine | None = None) -> None:
    """Fill an empty file of our own with the book as it is in this moment, and see to it that it is on the disk.

    The one look is held from the first page to the last. Without it SQLite begins anew whenever somebody has saved
    between two steps, and under a busy office never comes to an end.
    """
    own, goal = sqlite_engine(place, key=key, read_only=True), sqlite_engine(draft, key=key, builds=True)
    try:
        with closing((source or own).raw_connection()) as book, closing(goal.raw_connection()) as copy:
            inner: Any = book.driver_connection
            outer: Any = copy.driver_connection
            for switch in _NOT_A_BOOK_YET:
                outer.execute(f"PRAGMA {switch}")
            inner.execute("BEGIN DEFERRED")
            try:
                inner.execute("SELECT count(*) FROM sqlite_master").fetchone()
                inner.backup(outer, pages=PAGES, progress=lambda _state, left, total: step(total - left, total))
            finally:
                inner.execute("ROLLBACK")
            outer.execute("PRAGMA journal_mode=DELETE")
        goal.dispose()
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
    except goal.dialect.loaded_dbapi.DatabaseError as error:
        if not str(error).startswith(_NO_ROOM):
            raise DBAPIError(None, None, error) from None
        raise OSError(errno.EIO, str(error)) from error
    finally:
        own.dispose()
        goal.dispose()


def _checked(path: Path, key: str | None) -> int:
    """How many entries of the history the copy holds; Problem when it is not a whole book."""
    engine = sqlite_engine(path, key=key, read_only=True)
    try:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            if ours and whole:
                return int(connection.exec_driver_sql("SELECT count(*) FROM audit_entry").scalar_one())
    finally:
        engine.dispose()
    raise Problem(
        "copy.damaged",
        _("The copy is not whole and was thrown away."),
        hint=_("Check the book with \u201cwatertight check\u201d, then try again in another folder."),
    )
