"""Many rows at once, past the one write path: into a new book's tables, in the form the database itself keeps.

Values are handed over as SQLite keeps them (ISO text for days and instants, 0 and 1, whole ten-thousandths);
PostgreSQL reads the same text through COPY. Columns that are not named take their default, `version` is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

import sqlcipher3
from sqlalchemy import Connection

from app.storage import audit, schema
from app.storage.engine import postgres_engine, sqlite_engine
from app.storage.frozen import drop_guards, install_guards
from app.storage.record import Record
from benchmarks.big.chain import Chain
from benchmarks.big.sizes import Size

KEEP = 20_000
"""Rows that wait until they are written."""
CACHE = 400_000
"""KiB of memory for pages while a file is filled."""


class Sink(Protocol):
    """A database that takes rows. What comes is told to the `chain` of the book, once there is one."""

    chain: Chain | None
    ids: dict[str, int]
    """The highest id of each table that rows were given one for."""

    def one(self, statement: str) -> tuple[Any, ...]:
        """The one row of a look at what is there."""
        ...

    def set_head(self, sequence: int, digest: bytes) -> None:
        """Say where the history ends."""
        ...

    def write(self, table: str, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Write rows of a table."""
        ...


class Rows:
    """Rows of one record on their way into its table."""

    def __init__(self, sink: Sink, record: type[Record], names: str) -> None:
        """Rows with these columns, in this order."""
        table = record.metadata.tables[record.__tablename__]
        given = names.split()
        unknown = set(given) - {column.name for column in table.columns}
        if unknown:
            raise LookupError(f"{table.name} has no {sorted(unknown)}")
        rest = [column for column in table.columns if column.name not in given]
        self._sink, self._kind = sink, record
        self._table = table.name
        self._numbered = "id" in given
        if not self._numbered and self._table not in sink.ids:
            sink.ids[self._table] = int(sink.one(f"SELECT coalesce(max(id), 0) FROM {self._table}")[0])
        if not self._numbered:
            given = ["id", *given]
        self._names = (*given, *(column.name for column in rest if column.name != "id" and _kept(column) is not None))
        self._rest = tuple(value for column in rest if (value := _kept(column)) is not None)
        self._rows: list[tuple[Any, ...]] = []
        self.written = 0

    def add(self, *values: Any) -> None:
        """One more row."""
        if not self._numbered:
            self._sink.ids[self._table] += 1
            values = (self._sink.ids[self._table], *values)
        self._rows.append(values + self._rest)
        if len(self._rows) >= KEEP:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._rows:
            self._sink.write(self._table, self._names, self._rows)
            if self._sink.chain is not None and self._kind not in audit.UNAUDITED:
                self._sink.chain.tell(self._kind, self._names, self._rows)
            self.written += len(self._rows)
            self._rows = []


def _kept(column: Any) -> Any:
    """The default of a column as it is kept; None when the database has to know it, or there is none."""
    if column.name == "version":
        return 1
    return None if column.default is None else kept(column.default.arg)


def kept(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return thousandths(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def thousandths(value: Decimal) -> int:
    """A rate or a quantity in whole ten-thousandths."""
    return int(value.scaleb(4))


class _File:
    """A book file that nobody else has open."""

    def __init__(self, path: Path) -> None:
        self.chain: Chain | None = None
        self.ids: dict[str, int] = {}
        self.connection = sqlcipher3.connect(str(path), isolation_level=None)
        for switch in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", f"cache_size=-{CACHE}"):
            self.connection.execute(f"PRAGMA {switch}").fetchall()
        self.indexes = self.connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE '%UNIQUE%'"
        ).fetchall()
        for name, _sql in self.indexes:
            self.connection.execute(f'DROP INDEX "{name}"')
        self.connection.execute("BEGIN")

    def one(self, statement: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.connection.execute(statement).fetchone()
        return found

    def set_head(self, sequence: int, digest: bytes) -> None:
        self.connection.execute("UPDATE audit_head SET sequence = ?, hash = ?", (sequence, digest))

    def write(self, table: str, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        places = ", ".join("?" * len(names))
        self.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows)

    def finish(self) -> None:
        for _name, sql in self.indexes:
            self.connection.execute(sql)
        self.connection.execute("COMMIT")
        orphans = self.connection.execute("PRAGMA foreign_key_check").fetchmany(3)
        if orphans:
            raise LookupError(f"rows without their parents: {orphans}")
        self.connection.execute("PRAGMA journal_mode=WAL").fetchall()

    def close(self) -> None:
        self.connection.close()


class _Server:
    """An empty shared book, for its owner."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.chain: Chain | None = None
        self.ids: dict[str, int] = {}
        self.connection = psycopg.connect(url.replace("+psycopg", "", 1))
        self.tables: set[str] = set()
        self.indexes = self.connection.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()"
            " AND i.indexdef NOT LIKE 'CREATE UNIQUE%'"
        ).fetchall()
        for name, _sql in self.indexes:
            self.connection.execute(f'DROP INDEX "{name}"'.encode())

    def one(self, statement: str) -> tuple[Any, ...]:
        found = self.connection.execute(statement.encode()).fetchone()
        if found is None:
            raise LookupError(statement)
        return tuple(found)

    def set_head(self, sequence: int, digest: bytes) -> None:
        self.connection.execute("UPDATE audit_head SET sequence = %s, hash = %s", (sequence, digest))

    def write(self, table: str, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        self.tables.add(table)
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        for _name, sql in self.indexes:
            self.connection.execute(sql.encode())
        for table in sorted(self.tables):
            self.connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))".encode()
            )
        self.connection.commit()
        self.connection.autocommit = True
        self.connection.execute("ANALYZE")

    def close(self) -> None:
        self.connection.close()


@contextmanager
def filling(place: str | Path, size: Size) -> Iterator[Sink]:
    """Fill a book that is closed; its indexes are made anew at the end. What fails leaves a book to throw away."""
    _guarded(place, drop_guards)
    sink: _Server | _File = _Server(place) if isinstance(place, str) else _File(place)
    try:
        sink.chain = Chain(sink, Rows, size)
        yield sink
        sink.chain.finish()
        sink.finish()
    finally:
        sink.close()
    _guarded(place, install_guards)


def _guarded(place: str | Path, change: Callable[[Connection], None]) -> None:
    """Guards look at each row alone, which so many rows cannot wait for."""
    engine = postgres_engine(place) if isinstance(place, str) else sqlite_engine(place, builds=True)
    schema.load_records()
    with engine.begin() as connection:
        change(connection)
    engine.dispose()
