"""Engines with every safety switch in one place (WAL, FULL, strict begin, foreign keys, no schema trust).

SQLite comes from sqlcipher3 for everybody: the library of the operating system may be one whose WAL can lose
committed data (3.7.0 to 3.51.2). The `key` of an encrypted book is the first statement of a connection, and goes past
SQLAlchemy, which would tell it in errors and logs.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.storage import descriptors, pipeline
from app.storage.failures import emptied, journal_gone, of_the_disk
from app.storage.permitted import only_rows

SAFE_WAL = (3, 51, 3)
BUSY_MILLISECONDS = 5000
CACHE_KIB = 16_000
"""What one connection keeps of the file. Each keeps its own, so those used last are used again (`pool_use_lifo`): a
window that reads one thing at a time fills one cache, not six."""
APPLICATION_ID = 0x57545447
"""Marks a file as a Watertight book ("WTTG")."""
SQLITE_HEADER = b"SQLite format 3\x00"
"""How a plain file begins."""

_KEY = re.compile(r"[0-9a-f]{64}")
_CIPHER = 4
"""The format of encrypted pages: a later library goes on reading and writing this one."""


class Guard(Protocol):
    """A check of the ground, before a command begins and once more `after` its commit."""

    def __call__(self, *, after: bool = False) -> None:
        """OSError or Problem when what is written would be lost."""


def journal_mode(library: tuple[int, ...]) -> tuple[str, str]:
    """Journal and sync mode for a SQLite library: WAL and FULL, or DELETE and EXTRA where WAL is not safe."""
    return ("WAL", "FULL") if library >= SAFE_WAL else ("DELETE", "EXTRA")


def sqlite_engine(
    path: Path,
    *,
    key: str | None = None,
    create: bool = False,
    builds: bool = False,
    read_only: bool = False,
    immutable: bool = False,
) -> Engine:
    """The engine of a book file. Without `create` a missing file is an error, never a new empty book.

    Only who `builds` (makes, upgrades, copies, encrypts) may change more than rows. `immutable` looks at the bare file
    without its journal, where the folder takes no file beside it.
    """
    mode = "ro" if read_only else "rwc" if create else "rw"
    address = f"file:{quote(str(path.resolve()))}?mode={mode}{'&immutable=1' if immutable else ''}"
    journal, sync = journal_mode(sqlcipher3.sqlite_version_info)

    def connect() -> Any:
        # autocommit in the driver's sense: we alone emit BEGIN
        connection = descriptors.connect(
            path, address, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
        )
        cursor = connection.cursor()
        try:
            if key is not None:
                _key_it(cursor, key)
            cursor.execute("PRAGMA cipher_log_level=NONE")
            if not read_only:
                cursor.execute(f"PRAGMA journal_mode={journal}")
            switches = (
                f"synchronous={sync}",
                "foreign_keys=ON",
                "recursive_triggers=ON",
                "trusted_schema=OFF",
                "cell_size_check=ON",
                f"busy_timeout={BUSY_MILLISECONDS}",
                f"cache_size=-{CACHE_KIB}",
                *(("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()),
            )
            for switch in switches:
                cursor.execute(f"PRAGMA {switch}")
            if not (builds or create):
                only_rows(connection)
        except BaseException:
            connection.close()
            raise
        cursor.close()
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=connect,
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=3,
        pool_use_lifo=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _key_it(cursor: Any, key: str) -> None:
    if _KEY.fullmatch(key) is None:
        message = "the key of a database is 64 hexadecimal digits"
        raise ValueError(message)
    cursor.execute(f"PRAGMA key = \"x'{key}'\"")
    if cursor.execute("PRAGMA cipher_version").fetchone() is None:  # it would write everything in clear
        message = "this SQLite library cannot encrypt"
        raise RuntimeError(message)
    cursor.execute(f"PRAGMA cipher_compatibility={_CIPHER}")


def half_written(path: Path) -> bool:
    """Whether a crash has left the file itself half written: only who opens it to write brings it back.

    A book has the journal that tells so while it gets another key, and with a library whose WAL is not safe.
    """
    return os.path.exists(undo_journal_of(path))  # noqa: PTH110 - in a folder nobody may enter there is none to be seen


def undo_journal_of(path: Path) -> Path:
    """The journal of the old kind: what stood in the file before it was written into."""
    return path.with_name(path.name + "-journal")


def opens_with(path: Path, key: str) -> bool:
    """Whether a key opens an encrypted book. Other failures, such as a missing file, are raised."""
    try:
        return _reads(sqlite_engine(path, key=key, read_only=not half_written(path)))
    except DBAPIError as error:
        if not is_error(error, "SQLITE_READONLY", "SQLITE_CANTOPEN"):
            raise
    return _reads(sqlite_engine(path, key=key, read_only=True, immutable=True))


def _reads(engine: Engine) -> bool:
    try:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    except DBAPIError as error:
        if is_error(error, "SQLITE_NOTADB"):
            return False
        raise
    else:
        return True
    finally:
        engine.dispose()


def is_error(error: DBAPIError, *names: str) -> bool:
    """Whether SQLite calls an error by one of these names; the longer names of a kind count as well."""
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith(names)


def postgres_engine(url: str) -> Engine:
    """The engine of a shared book: short waits.

    Whether a connection still lives is not asked before each use, which would be a way more: who finds it lost at its
    first statement takes another (`Book.read`, `Work`).
    """
    engine = create_engine(
        url,
        pool_size=3,
        max_overflow=3,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=10000 -c timezone=UTC",
            "cursor_factory": pipeline.remembering_cursor(),
        },
    )
    pipeline.listen(engine)
    return engine


def same_file_guard(path: Path) -> Guard:
    """A check that the open file is still the one at its path: commits into a deleted file would vanish.

    Nor may it have become shorter (a book never does while it is open), or its journal have been taken away: what was
    saved last stands there alone.
    """
    before = os.stat(path)  # noqa: PTH116 - the pair of numbers, not the path, is meant
    journal = f"{path}-wal" if journal_mode(sqlcipher3.sqlite_version_info)[0] == "WAL" else ""

    def guard(*, after: bool = False) -> None:
        try:
            now = os.stat(path)  # noqa: PTH116
        except OSError as error:
            raise of_the_disk(error) or error from error
        if (now.st_ino, now.st_dev) != (before.st_ino, before.st_dev):
            raise FileNotFoundError(path)
        if now.st_size < before.st_size:
            raise emptied()
        if after and journal and not os.path.exists(journal):  # noqa: PTH110 - asked after each commit
            raise journal_gone()

    return guard
