"""A book's file that is only read: nothing of it is changed, no lock is taken, no journal is left behind.

Where SQLite cannot read in place (a folder nobody may write in with a journal in it, a network drive, an older schema)
or would leave the reader's own files beside somebody else's book, a private copy is read and thrown away at the end.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import ground, schema
from app.storage.descriptors import reading
from app.storage.ends import Ends, missing
from app.storage.engine import half_written, is_error, sqlite_engine, undo_journal_of
from app.storage.frames import journal_of
from app.storage.lock import Holder, held_by_others, is_free, no_right_to_write
from app.storage.starting import Started, Unlock, ensure_library, file_closed, look, looking, said_about

_ATTEMPTS = 3
"""How often a copy is begun anew because the file was written meanwhile."""


class Scratch:
    """A private folder for a copy that is only read."""

    def __init__(self) -> None:
        """A new, empty folder."""
        self._folder = tempfile.TemporaryDirectory(prefix="watertight-reading-", ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)

    def release(self) -> None:
        """Throw the copy away."""
        self._folder.cleanup()


class InPlace:
    """A file that is read where it lies: the empty journal that SQLite makes for a look goes with it."""

    def __init__(self, path: Path, key: str | None) -> None:
        """Of a file that its reader may write, and that nobody else has open elsewhere."""
        self._path, self._key = path, key

    def release(self) -> None:
        """Let SQLite itself take the journal away, as whoever closes a book last: it knows whether somebody is there.

        Nothing is written into the file, for an empty journal holds nothing.
        """
        with suppress(DBAPIError, OSError):
            journal = journal_of(self._path)
            if not journal.exists() or journal.stat().st_size:
                return
            engine = sqlite_engine(self._path, key=self._key)
            try:
                with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
                    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
            finally:
                engine.dispose()


def open_to_read(path: Path, me: Holder, unlock: Unlock, ends: Ends) -> Started:
    """Open a book's file to look at it, and say why it is not written; Problem where nobody can read it."""
    ensure_library()
    with said_about(path):
        key = unlock()
        engine, scratch = _reading(path, key)
        try:
            current, wrong = look(engine, path, encrypted=key is not None)
            real = path if scratch is None else scratch.path / path.name
            lost = missing(engine, real, ends, lambda: is_free(path)) if wrong is None else None
            if not current:
                engine.dispose()
                scratch = scratch or Scratch()
                engine = _copied(path, scratch, key, upgrade=True)
        except BaseException:
            engine.dispose()
            if scratch is not None:
                scratch.release()
            raise
    why = wrong or lost or held_by_others(path, me) or ground.refusal(path) or _rights(path)
    said = why.message if why is not None else only_looked_at()
    held = InPlace(path, key) if scratch is None and why is None and _has_a_log(engine) else scratch
    return Started(engine, held, said, why.hint if why is not None else "", ground.warnings(path), lost)


def _has_a_log(engine: Engine) -> bool:
    """Whether a file is one that SQLite writes by a log; a backup is not, and must not become one."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        return bool(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal")


def only_looked_at() -> str:
    """Why a book is only read that could be written."""
    return _("You opened this book to look at it.")


def _rights(path: Path) -> Problem | None:
    if not os.access(path.parent, os.W_OK):
        return no_right_to_write(path.parent)
    return None if os.access(path, os.W_OK) else file_closed(path)


def _reading(path: Path, key: str | None) -> tuple[Engine, Scratch | None]:
    """An engine that only reads; with the folder of the copy it reads, if it reads one."""
    if ground.is_network(ground.file_system(path.parent)) or _would_leave_its_own(path):
        return _copy_to_read(path, key)
    engine = sqlite_engine(path, key=key, read_only=True)
    try:
        with looking(engine, encrypted=key is not None) as connection:
            connection.exec_driver_sql("PRAGMA application_id")
    except DBAPIError as error:
        engine.dispose()
        if not is_error(error, "SQLITE_READONLY", "SQLITE_CANTOPEN") or not os.access(path, os.R_OK):
            raise
        if _size(journal_of(path)) or half_written(path):
            return _copy_to_read(path, key)  # what a journal holds is newer than the file, or undoes the half of it
        engine = sqlite_engine(path, key=key, read_only=True, immutable=True)
    return engine, None


def _would_leave_its_own(path: Path) -> bool:
    """Whether SQLite would make its files beside a book of somebody else, who then could not write it any more."""
    return not os.access(path, os.W_OK) and os.access(path.parent, os.W_OK) and not journal_of(path).exists()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _copy_to_read(path: Path, key: str | None) -> tuple[Engine, Scratch]:
    scratch = Scratch()
    try:
        return _copied(path, scratch, key), scratch
    except BaseException:
        scratch.release()
        raise


def _copied(path: Path, scratch: Scratch, key: str | None, *, upgrade: bool = False) -> Engine:
    """An engine that reads a private copy of the file and its journal, as they were at one moment."""
    copy = scratch.path / path.name
    for _turn in range(_ATTEMPTS):
        before = _states(path)
        with reading(path) as file, copy.open("wb") as own:
            shutil.copyfileobj(file, own)
        for journal, state in zip((journal_of, undo_journal_of), before[1:], strict=True):
            journal(copy).unlink(missing_ok=True)
            if state is not None:
                shutil.copyfile(journal(path), journal(copy))
        if _states(path) == before:
            break
    if half_written(copy):
        engine = sqlite_engine(copy, key=key)  # whoever opens it to write brings it back
        engine.connect().close()
        engine.dispose()
    if upgrade:
        engine = sqlite_engine(copy, key=key, builds=True)
        try:
            schema.upgrade(engine)
        finally:
            engine.dispose()
    return sqlite_engine(copy, key=key, read_only=True)


def _states(path: Path) -> tuple[tuple[int, int] | None, ...]:
    found: list[tuple[int, int] | None] = []
    for one in (path, journal_of(path), undo_journal_of(path)):
        try:
            state = one.stat()
            found.append((state.st_size, state.st_mtime_ns))
        except FileNotFoundError:
            found.append(None)
    return tuple(found)
