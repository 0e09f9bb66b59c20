"""A copy of an open book: consistent while others write, checked before it is called one, never half a file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.engine import APPLICATION_ID, sqlite_engine

PAGES = 256
"""Pages copied in one step; between steps the book's writers go on."""
_NO_ROOM = ("disk I/O error", "database or disk is full", "unable to open")
"""How SQLite says that the disk under it is full or fails; its driver gives no number."""
Step = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: where it lies, how big it is, and how many entries of the history it holds."""

    place: Path
    size: int
    entries: int


def copy_book(place: str | Path, target: Path, step: Step = lambda _done, _total: None) -> Copied:
    """Copy the book at a path to a file that does not exist yet; `step(done, total)` may raise to stop.

    The copy is opened and checked from its first page to its last before it gets its name.
    """
    draft = target.with_name(target.name + ".part")
    try:
        _must_be_free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _pour(Path(place), draft, step)
        entries = _checked(draft)
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise _not_written(target, why_not_written(error)) from error
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-wal"), draft.with_name(draft.name + "-shm")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
    return Copied(target, target.stat().st_size, entries)


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


def _pour(place: Path, draft: Path, step: Step) -> None:
    source, goal = sqlite_engine(place, read_only=True), sqlite_engine(draft)
    try:
        with closing(source.raw_connection()) as book, closing(goal.raw_connection()) as copy:
            inner: Any = book.driver_connection
            outer: Any = copy.driver_connection
            inner.backup(outer, pages=PAGES, progress=lambda _state, left, total: step(total - left, total))
            outer.execute("PRAGMA journal_mode=DELETE")
    except goal.dialect.loaded_dbapi.OperationalError as error:
        if not str(error).startswith(_NO_ROOM):
            raise
        raise OSError(errno.EIO, str(error)) from error
    finally:
        source.dispose()
        goal.dispose()


def _checked(path: Path) -> int:
    """How many entries of the history the copy holds; Problem when it is not a whole book."""
    engine = sqlite_engine(path, read_only=True)
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
