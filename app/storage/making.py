"""A new book's file: made whole under another name, with its schema, its first rows and its keys, and only then named.

Whatever fails takes all of it back, the folder and the lock too. A process that is killed leaves no book, or a whole
one; what lies beside it is cleared away by who makes or opens the next.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import leftovers, schema, secrets
from app.storage.descriptors import start_of
from app.storage.engine import SQLITE_HEADER, sqlite_engine
from app.storage.lock import BookLock, Holder
from app.storage.naming import named_once
from app.storage.neighbors import ensure_own_keys
from app.storage.secrets import Secret
from app.storage.secrets.slots import sync_folder
from app.storage.starting import ensure_ground, said_of_making

STEPS = ("drafted", "keys waiting", "filled", "named", "done")
Fill = Callable[[Path, Engine], object]
"""Writes the first rows into a draft."""
Reached = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Ways:
    """What shall open a new book besides its code."""

    passphrase: Secret | None = None
    keyring: bool = False


def make_file(
    path: Path, me: Holder, *, root: Secret | None, ways: Ways | None, fill: Fill, reached: Reached = lambda _step: None
) -> tuple[Engine, BookLock]:
    """Make a book's file, encrypted where there is a root, with a key file where there are ways; its engine and lock.

    Nothing that is there is written over: neither a book nor a key file nor a lock of somebody else.
    """
    ensure_ground(path)
    key = None if root is None else secrets.database_key(root)
    with said_of_making(path), _taken_back(path, root) as undo:
        if os.path.lexists(path):
            raise there_already(path)
        if root is not None:
            ensure_own_keys(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = undo.lock = BookLock(path, me)
        lock.keep_all_out()
        leftovers.clear_before_making(path)
        draft = undo.draft = leftovers.draft_of(path)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        reached("drafted")
        if root is not None and ways is not None:  # first what may ask or refuse, then what takes time
            secrets.protect(path, root, passphrase=ways.passphrase, keyring=ways.keyring, waiting=True)
        reached("keys waiting")
        _fill(draft, key, fill)
        reached("filled")
        _named(draft, path)
        undo.named = True
        sync_folder(path.parent)
        reached("named")
        if root is not None:
            secrets.settle(path, root)
        lock.let_in()
        reached("done")
        return sqlite_engine(path, key=key), lock


def _fill(draft: Path, key: str | None, fill: Fill) -> None:
    """Schema and first rows; closed again, so that all of it is in the one file, and on the disk."""
    builder, engine = sqlite_engine(draft, key=key, builds=True), sqlite_engine(draft, key=key)
    try:
        schema.upgrade(builder)
        builder.dispose()
        fill(draft, engine)
    finally:
        builder.dispose()
        engine.dispose()
    if key is not None and start_of(draft, len(SQLITE_HEADER)) == SQLITE_HEADER:
        message = "the new book was not encrypted"
        raise RuntimeError(message)
    if draft.with_name(draft.name + "-wal").exists():
        message = "the new book was not closed"
        raise RuntimeError(message)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def _named(draft: Path, path: Path) -> None:
    """Give a file its name, never that of another one."""
    try:
        named_once(draft, path)
    except FileExistsError:
        raise there_already(path) from None


def there_already(path: Path) -> Problem:
    """A name that is taken."""
    return Problem(
        "book.exists", _("{path} is there already.").format(path=path), hint=_("Open it, or choose another name.")
    )


@dataclass
class _Undo:
    """What a making has made so far."""

    draft: Path | None = None
    lock: BookLock | None = None
    named: bool = False


@contextmanager
def _taken_back(path: Path, root: Secret | None) -> Iterator[_Undo]:
    """Take everything back where the making inside does not come to its end."""
    folders = [one for one in path.absolute().parents if not one.exists()]
    locked_before = BookLock.place_of(path).exists()
    undo = _Undo()
    try:
        yield undo
    except BaseException as error:
        ours = [one for one in (undo.draft, path if undo.named else None) if one is not None]
        for one in ours:
            for ending in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    one.with_name(one.name + ending).unlink(missing_ok=True)
        if root is not None and undo.draft is not None:
            with suppress(OSError):
                secrets.discard(path, root, waiting=True)
                secrets.discard(path, root)
        if undo.lock is not None:
            undo.lock.release(remove=not locked_before)
        elif isinstance(error, OSError) and not locked_before:  # it could not be written
            with suppress(OSError):
                BookLock.place_of(path).unlink(missing_ok=True)
        with suppress(OSError):
            for one in folders:
                one.rmdir()
        raise
