"""A book gets a new root: written anew beside the old file, compared with it row by row, then put in its place.

The only way to take a key away from somebody who knows it, and the way from a plain book to an encrypted one. A crash
at any step leaves a book that opens: the new key file waits beside the old one until the book has been replaced.
"""

from __future__ import annotations

import errno
import os
import secrets as chance
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.kernel.files import file_itself, why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import secrets
from app.storage.engine import is_error, sqlite_engine
from app.storage.failures import explain
from app.storage.lock import BookLock, in_use, this_holder
from app.storage.secrets import Secret, Slot, key_file, next_key_file
from app.storage.secrets.slots import sync_folder

NUMBERS = ("application_id", "user_version")
"""What a file says of itself outside its tables; copying tables does not carry it along."""
AT_ONCE = 1_000
"""Rows compared in one go."""
Reached = Callable[[str], None]
STEPS = ("keys waiting", "written", "compared", "old kept", "swapped", "done")
LAST_TO_STOP = "old kept"
"""Until then the book is as it was: what `reached` raises stops the work."""


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A book with its new root: where it lies, what opens it besides its code, and the file it was before."""

    place: Path
    slots: tuple[Slot, ...]
    before: Path
    plain_before: bool
    """Whether the file from before can be read by everybody: its owner should remove it."""


def encrypt(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret,
    passphrase: Secret | None = None,
    keyring: bool = False,
    reached: Reached = lambda _step: None,
) -> Rekeyed:
    """Encrypt a plain book that nobody has open. Show the code of the root to its owner first."""
    return _moved(Path(place), clock.now(), None, root, passphrase=passphrase, keyring=keyring, reached=reached)


def rekey(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret,
    new_root: Secret,
    passphrase: Secret | None = None,
    keyring: bool = False,
    reached: Reached = lambda _step: None,
) -> Rekeyed:
    """Give an encrypted book that nobody has open a new root: the old code and all old slots open it no more.

    Show the code of the new root to its owner first. The book as it was stays beside it and opens as before.
    """
    return _moved(Path(place), clock.now(), root, new_root, passphrase=passphrase, keyring=keyring, reached=reached)


def remove_plain(done: Rekeyed) -> None:
    """Remove the plain file that an encrypted book was made from. What was deleted may still lie on the disk."""
    if done.plain_before:
        done.before.unlink(missing_ok=True)


def _moved(
    path: Path,
    now: datetime,
    old: Secret | None,
    new: Secret,
    *,
    passphrase: Secret | None,
    keyring: bool,
    reached: Reached,
) -> Rekeyed:
    path = file_itself(path)
    draft = path.with_name(f".{path.name}.{chance.token_hex(8)}.part")
    before: Path | None = None
    swapped = False
    lock = BookLock(path, this_holder(now))
    try:
        lock.keep_all_out()
        with _told(path):
            _clear(path, old)
            slots = secrets.protect(path, new, passphrase=passphrase, keyring=keyring, waiting=True)
            reached("keys waiting")  # first what may ask or refuse, then what takes time
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            _pour(path, old, draft, new)
            reached("written")
            _compare(path, old, draft, new)
            reached("compared")
            before = _free(path, now.date().isoformat())
            _keep(path, before, with_keys=old is not None)
            reached("old kept")
            draft.replace(path)
            swapped = True
            sync_folder(path.parent)
            reached("swapped")
            with suppress(FileNotFoundError):  # somebody opened the book just now and saw to it already
                next_key_file(path).replace(key_file(path))
            sync_folder(path.parent)
            reached("done")
        return Rekeyed(path, slots, before, plain_before=old is None)
    finally:
        if not swapped:
            _undo(draft, before)
            secrets.discard(path, new, waiting=True)
        lock.release()


def _undo(draft: Path, before: Path | None) -> None:
    leftovers = [draft, draft.with_name(draft.name + "-journal")]
    if before is not None:
        leftovers += [before, key_file(before)]
    for leftover in leftovers:
        with suppress(OSError):
            leftover.unlink(missing_ok=True)


def _clear(path: Path, old: Secret | None) -> None:
    """Refuse a root that is not the book's; away with what an attempt that was broken off has left."""
    if old is None:
        if key_file(path).exists():  # it belongs to no plain book
            secrets.put_aside(key_file(path))
    elif not secrets.opens(path, old):
        raise secrets.code_other()
    else:
        secrets.settle(path, old)
    for leftover in (*path.parent.glob(f".{escape(path.name)}.{'[0-9a-f]' * 16}.part*"), next_key_file(path)):
        leftover.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if is_error(error, "SQLITE_BUSY", "SQLITE_LOCKED"):
            raise in_use() from error
        if is_error(error, "SQLITE_FULL"):
            raise _not_written(path, OSError(errno.ENOSPC, "")) from error
        raise (explain(error) or error) from error
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> Problem:
    return Problem(
        "rekey.not_written",
        _("The book could not be written anew in {path}: {reason}.").format(
            path=path.parent, reason=why_not_written(error)
        ),
        hint=_("It is as it was. Make room there or check the rights, then try again."),
    )


@contextmanager
def _open(path: Path, root: Secret | None, *, read_only: bool) -> Iterator[Connection]:
    engine: Engine = sqlite_engine(path, key=_key(root), builds=True, read_only=read_only)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _key(root: Secret | None) -> str | None:
    return None if root is None else secrets.database_key(root)


def _pour(path: Path, old: Secret | None, draft: Path, new: Secret) -> None:
    with _open(path, old, read_only=False) as connection:
        bare: Any = connection.connection.driver_connection
        try:
            # folds the journal into the file, which only somebody alone with it can do: nothing of it may stay behind
            if bare.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
                raise in_use()
            bare.execute("ATTACH ? AS fresh KEY ?", (str(draft), f"x'{_key(new)}'"))
            bare.execute("PRAGMA fresh.synchronous=FULL")
            bare.execute("BEGIN IMMEDIATE")  # one transaction: a table at a time would wait for the disk at each
            bare.execute("SELECT sqlcipher_export('fresh')")
            for name in NUMBERS:
                (number,) = bare.execute(f"PRAGMA {name}").fetchone()
                bare.execute(f"PRAGMA fresh.{name}={int(number)}")
            bare.execute("COMMIT")
            bare.execute("DETACH fresh")
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(None, None, error) from None


def _compare(path: Path, old: Secret | None, draft: Path, new: Secret) -> None:
    """Every row of every table, the shape, and what the file says of itself; the new file is sound in itself."""
    with _open(path, old, read_only=True) as before, _open(draft, new, read_only=True) as after:
        same = [_shape(before), *_numbers(before)] == [_shape(after), *_numbers(after)]
        sound = after.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        if not (same and sound and all(_same_rows(name, before, after) for name in _tables(before))):
            raise Problem(
                "rekey.differs",
                _("The new file is not the same as the book and was thrown away."),
                hint=_("The book is as it was. Check it with “watertight check”, then try again."),
            )
    with draft.open("rb") as file:
        plain = file.read(15) == b"SQLite format 3"
    if plain:
        message = "the new file was not encrypted"
        raise RuntimeError(message)


def _shape(connection: Connection) -> list[Any]:
    """Tables, indexes, triggers and views, in the words they were made with."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return sorted((tuple(row) for row in rows), key=repr)


def _numbers(connection: Connection) -> list[int]:
    return [int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in NUMBERS]


def _tables(connection: Connection) -> list[str]:
    """What holds rows: not views, and not the virtual tables, whose rows lie in tables beside them."""
    rows = connection.exec_driver_sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
        " AND name NOT IN ('sqlite_schema', 'sqlite_master') ORDER BY name"
    )
    return list(rows.scalars())


def _same_rows(name: str, before: Connection, after: Connection) -> bool:
    quoted = '"' + name.replace('"', '""') + '"'
    rows = f"SELECT * FROM {quoted} NOT INDEXED"  # noqa: S608 - the book's own names, in the order they lie there
    bare: list[Any] = [one.connection.driver_connection for one in (before, after)]
    one, other = (driver.execute(rows) for driver in bare)  # past SQLAlchemy: millions of rows, thrice as fast
    while True:
        some, others = one.fetchmany(AT_ONCE), other.fetchmany(AT_ONCE)
        if some != others:
            return False
        if not some:
            return True


def _keep(path: Path, kept: Path, *, with_keys: bool) -> None:
    """The book as it is now, as a file of its own: two names of one file would share what is written next."""
    if with_keys and key_file(path).exists():
        shutil.copy2(key_file(path), key_file(kept))
    draft = kept.with_name(f".{kept.name}.part")
    try:
        shutil.copy2(path, draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(kept)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(kept.parent)


def _free(path: Path, day: str) -> Path:
    for number in count(1):
        again = f" ({number})" if number > 1 else ""
        kept = path.with_name(f"{path.stem} before {day}{again}{path.suffix}")
        if not kept.exists() and not key_file(kept).exists():
            return kept
    raise AssertionError
