"""Engines with every safety switch in one place (WAL, FULL, strict begin, foreign keys, no schema trust).

SQLite comes from sqlcipher3 for everybody: the library of the operating system may be one whose WAL can lose
committed data (3.7.0 to 3.51.2). The `key` argument is the seam for encryption: the first statement of a connection.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from app.storage import pipeline

SAFE_WAL = (3, 51, 3)
BUSY_MILLISECONDS = 5000
APPLICATION_ID = 0x57545447
"""Marks a file as a Watertight book ("WTTG")."""

Guard = Callable[[], None]


def journal_mode(library: tuple[int, ...]) -> tuple[str, str]:
    """Journal and sync mode for a SQLite library: WAL and FULL, or DELETE and EXTRA where WAL is not safe."""
    return ("WAL", "FULL") if library >= SAFE_WAL else ("DELETE", "EXTRA")


def sqlite_engine(path: Path, *, key: str | None = None, create: bool = False, read_only: bool = False) -> Engine:
    """The engine of a book file. Without `create` a missing file is an error, never a new empty book."""
    mode = "ro" if read_only else "rwc" if create else "rw"
    address = f"file:{quote(str(path.resolve()))}?mode={mode}"
    journal, sync = journal_mode(sqlcipher3.sqlite_version_info)

    def connect() -> Any:
        # autocommit in the driver's sense: we alone emit BEGIN
        connection = sqlcipher3.connect(
            address, uri=True, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
        )
        cursor = connection.cursor()
        try:
            if key is not None:
                cursor.execute(f"PRAGMA key = \"x'{key}'\"")
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
                "cache_size=-32000",
                *(("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()),
            )
            for switch in switches:
                cursor.execute(f"PRAGMA {switch}")
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
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


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
    """A check that the open file is still the one at its path: commits into a deleted file would vanish."""
    before = os.stat(path)  # noqa: PTH116 - the pair of numbers, not the path, is meant

    def guard() -> None:
        now = os.stat(path)  # noqa: PTH116
        if (now.st_ino, now.st_dev) != (before.st_ino, before.st_dev):
            raise FileNotFoundError(path)

    return guard
