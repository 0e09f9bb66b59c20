"""The start of a book's file: every step may refuse with its own sentence, and nothing is written before all agree.

Library, lock, ground, key, a look without writing (is it ours, how old, whole as far as a moment tells), then writing.
What only reads takes no lock and writes no byte, and says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import sqlcipher3
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit, ground, schema, shape
from app.storage.ends import LOG_CUT, Ends, empty_log, missing, set_aside
from app.storage.engine import APPLICATION_ID, SAFE_WAL, half_written, is_error, sqlite_engine
from app.storage.failures import damaged, explain, named, of_the_disk
from app.storage.lock import BookLock, Holder, no_right_to_write
from app.storage.secrets import Secret, code_other

LEAST_LIBRARY = (3, 37, 0)
"""Older ones do not know the strict tables of a book."""
LAST_ENTRIES = 200
"""Of the history that is gone through at the start; the whole of it is, behind the window."""
MOST_PLAIN, MOST_ENCRYPTED = 32_000_000, 8_000_000
"""Bytes of a book whose pages are all looked at before it opens: a tenth of a second. Larger ones are behind it."""
_LAST = audit.LINKS.order_by(audit.AuditEntry.sequence.desc()).limit(LAST_ENTRIES)
Unlock = Callable[[], str | None]
"""The key of the file, asked for when its turn comes; None for a plain one."""


class Held(Protocol):
    """What an open book holds and lets go of when it is closed."""

    def release(self) -> None:
        """Let go."""


@dataclass(frozen=True, slots=True)
class Started:
    """A file that is open: its engine, what is held, why it is only read ("" for writing) and the way out of that."""

    engine: Engine
    held: Held | None
    read_only: str = ""
    way_out: str = ""
    warnings: tuple[Problem, ...] = ()
    lost: Problem | None = None
    """What of its end is missing, where it is read all the same."""


# ------------------------------------------------------------------------------------------------ to write


def open_to_write(
    path: Path, me: Holder, unlock: Unlock, ends: Ends, before_upgrade: Callable[[], object], *, take_over: bool = False
) -> Started:
    """Open a book's file for writing, or say in one sentence why not; an older one is kept before it is changed."""
    ensure_library()
    with said_about(path):
        lock = BookLock(path, me, take_over=take_over)
        try:
            refused = ground.refusal(path)
            if refused is not None:
                raise refused
            engine, kept = _writing(path, unlock(), ends, lock, before_upgrade)
            return Started(engine, lock, warnings=(*_oldensure_library(), *ground.warnings(path), *kept))
        except BaseException:
            lock.release()
            raise


def ensure_ground(path: Path) -> None:
    """Refuse to make a book where it could not be written later; its folder need not be there yet."""
    there = next((one for one in path.absolute().parents if one.exists()), path.absolute().parent)
    refused = ground.refusal(there / path.name)
    if refused is not None:
        raise refused


def _writing(
    path: Path, key: str | None, ends: Ends, lock: BookLock, before_upgrade: Callable[[], object]
) -> tuple[Engine, tuple[Problem, ...]]:
    """An engine that writes; with what was kept aside, if somebody goes on without a lost end."""
    if not os.access(path, os.W_OK):  # before a look: SQLite would make files beside it that its owner cannot write
        raise file_closed(path)
    seen = sqlite_engine(path, key=key, read_only=not half_written(path))
    try:
        current, wrong = look(seen, path, encrypted=key is not None)
        lost = missing(seen, path, ends, lock.alone_now) if wrong is None else None
    finally:
        seen.dispose()
    if wrong is not None:
        raise wrong
    if lost is not None and not ends.go_on:
        raise lost
    kept = (set_aside(path, ends.now),) if lost is not None and lost.code == LOG_CUT else ()
    if kept:
        empty_log(path, key)
    if not current:
        _room_to_upgrade(path)
        before_upgrade()
        builder = sqlite_engine(path, key=key, builds=True)
        try:
            schema.upgrade(builder)
        finally:
            builder.dispose()
    if lost is not None:
        ends.agree(lost)
    return sqlite_engine(path, key=key), kept


def _room_to_upgrade(path: Path) -> None:
    little = ground.room_for(path)
    if little is not None:
        raise Problem(
            "book.no_room_to_upgrade",
            _("This book must be brought up to date, and there is too little room for it. {reason}").format(
                reason=little.message
            ),
            hint=_("Nothing was changed. Free some space, then open it again."),
        )


def keep_before(path: Path, clock: Clock, root: Secret | None) -> None:
    """What changes the whole book is begun only when there is a way back: a backup, opened and checked.

    One that was taken before a try that failed is that way still.
    """
    from app.storage.backups import Reason, has_moved, listed, stand_of, take  # late: only an older book needs it here

    try:
        now = stand_of(path, root)
        found = listed(path, now.origin)
        if not has_moved(now, [one for one in found if (one.reason, one.revision) == (Reason.UPGRADE, now.revision)]):
            return
        take(path, clock, Reason.UPGRADE, root=root)
    except Problem as problem:
        raise Problem(
            "book.no_backup_to_upgrade",
            _("This book must be brought up to date, and no backup of it could be taken before. {reason}").format(
                reason=problem.message
            ),
            hint=_("Nothing was changed. See to it that a backup can be written, then open the book again."),
        ) from problem


def ensure_library() -> None:
    """Refuse a library that does not know what a book is made of."""
    found = tuple(sqlcipher3.sqlite_version_info)
    if found < LEAST_LIBRARY:
        raise Problem(
            "book.library",
            _("The database library SQLite {found} is too old for a book.").format(found=_dotted(found)),
            hint=_("Nothing was changed. Install SQLite {needed} or newer with sqlcipher3.").format(
                needed=_dotted(SAFE_WAL)
            ),
        )


def _oldensure_library() -> tuple[Problem, ...]:
    found = tuple(sqlcipher3.sqlite_version_info)
    if found >= SAFE_WAL:
        return ()
    return (
        Problem(
            "book.library_old",
            _("The database library SQLite {found} is old; the book is written more slowly to be safe.").format(
                found=_dotted(found)
            ),
            hint=_("Install SQLite {needed} or newer with sqlcipher3.").format(needed=_dotted(SAFE_WAL)),
        ),
    )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)


# ------------------------------------------------------------------------------------------------ a look at it


def look(engine: Engine, path: Path, *, encrypted: bool) -> tuple[bool, Problem | None]:
    """Whether the schema is this program's, and what is wrong with the content. Problem when it cannot be read."""
    with looking(engine, encrypted=encrypted) as connection:
        if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
            raise not_a_book(path)
        try:
            shape.ensure_known(connection, path)
            schema.ensure_readable(connection)
            current = schema.is_current(connection)
            wrong = _quick(connection, path, encrypted=encrypted)
            if wrong is None and current:
                wrong = _end_of_history(connection)
        except DBAPIError as error:
            if is_error(error, "SQLITE_NOTADB", "SQLITE_CORRUPT"):
                return _current_or_not(connection), damaged()  # its first page could be read, so the key is right
            raise
        return current, wrong


@contextmanager
def looking(engine: Engine, *, encrypted: bool) -> Iterator[Connection]:
    """A connection that only reads; a key that does not fit is told as one."""
    try:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            yield connection
    except DBAPIError as error:
        if encrypted and is_error(error, "SQLITE_NOTADB"):  # what SQLite says of a wrong key
            raise code_other() from error
        raise


def _current_or_not(connection: Connection) -> bool:
    """Whether the schema is this program's; a damaged file that cannot tell is read as if it were."""
    try:
        return schema.is_current(connection)
    except DBAPIError:
        return True


def _quick(connection: Connection, path: Path, *, encrypted: bool) -> Problem | None:
    """The form of all pages in a small file, of the history's head in a large one."""
    most = MOST_ENCRYPTED if encrypted else MOST_PLAIN
    statement = "PRAGMA quick_check(1)" if path.stat().st_size <= most else "PRAGMA quick_check('audit_head')"
    try:
        return None if connection.exec_driver_sql(statement).scalar() == "ok" else damaged()
    except DBAPIError as error:
        if is_error(error, "SQLITE_ERROR"):  # lists of words are looked at by their own code, with words of its own
            return damaged()
        raise


def _end_of_history(connection: Connection) -> Problem | None:
    """The last entries of the history follow each other, and nobody cut its end off."""
    try:
        whole = _end_is_whole(connection)
    except ValueError:  # an instant or a number that is none any more
        whole = False
    if whole:
        return None
    return Problem(
        "book.history",
        _("The end of this book\u2019s history was altered or cut off."),
        hint=_("Nothing was changed. Compare with the newest copy of the book."),
    )


def _end_is_whole(connection: Connection) -> bool:
    head = connection.execute(audit.HEAD).first()
    rows = list(connection.execute(_LAST).mappings())
    last = (rows[0]["sequence"], rows[0]["hash"]) if rows else (0, audit.FIRST)
    whole = last == (0, audit.FIRST) if head is None else (head.sequence, head.hash) == last
    for row in rows:
        whole = whole and audit.entry_hash(row["previous"], row) == row["hash"]
    for row, before in pairwise(rows):
        whole = whole and (before["sequence"], before["hash"]) == (row["sequence"] - 1, row["previous"])
    return whole


def not_a_book(path: Path) -> Problem:
    """Another program's file, or none that anybody can read."""
    return Problem(
        "book.junk",
        _("{path} is not a Watertight book.").format(path=path),
        hint=_("It was not changed. Choose another file or a backup."),
    )


def file_closed(path: Path) -> Problem:
    return Problem(
        "book.file_closed",
        _("{path} may be read but not written.").format(path=path),
        hint=_("Change the rights of the file, or copy it to a folder of your own."),
    )


def _no_right_to_read(path: Path) -> Problem:
    return Problem(
        "book.no_right",
        _("There is no right to read {path}.").format(path=path),
        hint=_("Open it with the account it belongs to, or change its rights."),
    )


@contextmanager
def said_about(path: Path) -> Iterator[None]:
    """What the file system or the database refuses inside becomes a problem about this book."""
    try:
        yield
    except (DBAPIError, OSError, UnicodeDecodeError) as error:
        problem = _explained(error, path)
        if problem is None:
            raise
        raise problem from error


@contextmanager
def said_of_making(path: Path) -> Iterator[None]:
    """What the disk refuses while a new book is made becomes a problem; nothing of the book is there then."""
    try:
        yield
    except DBAPIError as error:
        problem = explain(error)
        if problem is None:
            raise
        raise _not_made(path, problem.message.rstrip(".")) from error
    except OSError as error:
        raise _not_made(path, why_not_written(error)) from error


def _not_made(path: Path, reason: str) -> Problem:
    return Problem(
        "book.not_made",
        _("No book could be made at {path}: {reason}.").format(path=path, reason=reason),
        hint=_("Nothing was left there. Choose another folder, or make room."),
    )


def _explained(error: BaseException, path: Path) -> Problem | None:
    """What a failure at the start means, with the file it happened to."""
    if isinstance(error, PermissionError):
        return _no_right_to_read(path)
    name = named(error)
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) and path.exists():
        if not os.access(path, os.R_OK):
            return _no_right_to_read(path)
        if not os.access(path.parent, os.W_OK):
            return no_right_to_write(path.parent)
        if not os.access(path, os.W_OK):
            return file_closed(path)
    if name.startswith("SQLITE_NOTADB"):
        return not_a_book(path)
    if isinstance(error, OSError):
        return of_the_disk(error) or Problem(
            "book.cannot_open",
            _("{path} cannot be opened: {reason}.").format(path=path, reason=why_not_written(error)),
            hint=_("Nothing was changed. Choose another file, or try again."),
        )
    return explain(error)
