"""The bare SQL of a query: what it sends to the database, on how many ways, and the same sent by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import sqlcipher3
from sqlalchemy import Engine, event

from app.storage.reading import Reading

Sent = list[tuple[str, Any]]


def sent_by(engine: Engine, work: Callable[[], object]) -> Sent:
    """The statements a piece of work sends to the database, with their parameters."""
    sent: Sent = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return sent


def ways_of(work: Callable[[], object]) -> list[int]:
    """How many statements a piece of work sends on each of its ways to the database and back.

    That such a wave is one way on PostgreSQL is measured in `tests/storage/test_asking.py`, with a slow network.
    """
    ways: list[int] = []
    send = Reading.send

    def counted(reads: Reading, wave: Any) -> Any:
        ways.append(len(wave))
        return send(reads, wave)

    with patch.object(Reading, "send", counted):
        work()
    return ways


def bare(place: str) -> Any:
    """A connection of the driver's own, with the memory for pages that the product has."""
    connection = sqlcipher3.connect(place, isolation_level=None)
    connection.execute("PRAGMA cache_size=-32000")
    return connection


def by_hand(connection: Any, sent: Sent) -> Callable[[], int]:
    """The same statements and their rows, fetched by the driver and counted."""

    def run() -> int:
        connection.execute("BEGIN")
        rows = sum(len(connection.execute(statement, parameters).fetchall()) for statement, parameters in sent)
        connection.execute("ROLLBACK")
        return rows

    return run
