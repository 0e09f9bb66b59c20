"""Check the books: the file itself, how it is built, its foreign keys, the history. Rooms add their own sums."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.built import unlike
from app.storage.reading import Reading

STEPS = 20_000
"""Steps of SQLite between two looks at whether somebody wants to stop: some milliseconds."""


LOOK = 0.2
"""Seconds between two such looks where a server works."""


def stoppable(engine: Engine, stop: Callable[[], bool]) -> None:
    """Let a check in another thread be left in the middle of a statement; the statement then fails as interrupted."""

    def watch(connection: Any, _record: object) -> None:
        connection.set_progress_handler(stop, STEPS)

    def watch_server(connection: Any, _record: object) -> None:
        threading.Thread(target=_cancel_when, args=(connection, stop), name="check", daemon=True).start()

    engine.dispose()
    event.listen(engine, "connect", watch if engine.dialect.name == "sqlite" else watch_server)


def _cancel_when(connection: Any, stop: Callable[[], bool]) -> None:
    """Ask the server to leave what a connection asked of it; ends with the connection."""
    pause = threading.Event()
    while not connection.closed:
        if stop():
            with suppress(Exception):  # it may be closed by now
                connection.cancel()
            return
        pause.wait(LOOK)


def schema_problems(reading: Reading) -> list[Problem]:
    """Tables, indexes, triggers and guards that are not as a new book has them."""
    return [
        Problem(
            "file.built_otherwise",
            _("The part \u201c{name}\u201d of the book is not as Watertight makes it.").format(name=name),
            hint=_("Somebody changed it with another program. Compare with the newest backup."),
        )
        for name in unlike(reading.connection)
    ]


def file_problems(reading: Reading) -> list[Problem]:
    """What SQLite's own checks find (nothing to do on PostgreSQL)."""
    if reading.connection.dialect.name != "sqlite":
        return []
    found = [
        Problem("file.damaged", str(row[0]), hint=_("Restore a backup."))
        for row in reading.connection.exec_driver_sql("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    for table, row_id, parent, _number in reading.connection.exec_driver_sql("PRAGMA foreign_key_check"):
        text = _("{table} {id} points to a {parent} that does not exist.").format(table=table, id=row_id, parent=parent)
        found.append(Problem("file.orphan", text, hint=_("Restore a backup.")))
    return found
