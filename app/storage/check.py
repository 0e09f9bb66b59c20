"""Check the books: the audit chain link by link, foreign keys, the file itself. Rooms add their own sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.reading import Reading

_ENTRIES = audit.LINKS.order_by(audit.AuditEntry.sequence)
STEPS = 20_000
"""Steps of SQLite between two looks at whether somebody wants to stop: some milliseconds."""


def chain_problems(reading: Reading) -> list[Problem]:
    """Every place where the chain is broken: altered, missing or added entries, and a cut tail."""
    found: list[Problem] = []
    previous, expected = audit.FIRST, 0
    head = reading.execute(audit.HEAD).one()
    try:
        for row in reading.connection.execution_options(yield_per=2000).execute(_ENTRIES).mappings():
            expected += 1
            if row["sequence"] != expected:
                found.append(_broken(expected, _("is missing")))
                expected = row["sequence"]
            elif row["previous"] != previous:
                found.append(_broken(expected, _("does not follow the one before")))
            if audit.entry_hash(row["previous"], row) != row["hash"]:
                found.append(_broken(expected, _("was altered")))
            previous = row["hash"]
    except ValueError:  # an instant or a number that is none any more
        return [*found, _broken(expected + 1, _("was altered"))]
    if (head.sequence, head.hash) != (expected, previous):
        found.append(_broken(head.sequence, _("is not the last one")))
    return found


def _broken(sequence: int, what: str) -> Problem:
    return Problem(
        "audit.broken",
        _("Entry {n} of the history {what}.").format(n=sequence, what=what),
        hint=_("Compare with the newest backup."),
    )


def stoppable(engine: Engine, stop: Callable[[], bool]) -> None:
    """Let a check in another thread be left in the middle of a statement; the statement then fails as interrupted."""

    def watch(connection: Any, _record: object) -> None:
        connection.set_progress_handler(stop, STEPS)

    engine.dispose()
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", watch)


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
