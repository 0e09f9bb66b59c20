"""A book written anew under another key, and compared with the old one row by row. How far it is counts in bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.descriptors import start_of
from app.storage.engine import SQLITE_HEADER, sqlite_engine
from app.storage.lock import in_use

NUMBERS = ("application_id", "user_version")
"""What a file says of itself outside its tables; copying tables does not carry it along."""
AT_ONCE = 1_000
"""Rows compared in one go."""
OFTEN = 5_000
"""Steps of the database's machine, some tenths of a millisecond, after which it is asked whether to stop."""
PARTS = 4
"""What is gone through: the book is written, the new one is checked, both are compared, the old one is kept."""
Step = Callable[[int, int], object]


class Way:
    """How far the work is: each part goes through as many bytes as the book has."""

    def __init__(self, size: int, step: Step) -> None:
        """At the beginning; `step(done, total)` may raise to stop."""
        self.size = size
        self._step = step
        self._before = 0
        self._stopped: BaseException | None = None

    def at(self, done: int, total: int | None = None) -> None:
        """Somewhere in a part: `done` of `total`, or of the bytes of the book."""
        whole = self.size if total is None else total
        within = self.size if done >= whole else self.size * done // whole
        self._step(self._before + within, self.size * PARTS)

    def end(self) -> None:
        """A part is done."""
        self.at(self.size)
        self._before += self.size

    @contextmanager
    def watched(self, bare: Any, reached: Callable[[], int]) -> Iterator[None]:
        """Ask while one long statement runs how far it is, and break it off where `step` raises."""

        def handler() -> int:
            try:
                self.at(reached())
            except BaseException as stop:  # noqa: BLE001 - it goes through the database, which would drop it
                self._stopped = stop
                return 1
            return 0

        bare.set_progress_handler(handler, OFTEN)
        try:
            yield
        except Exception:
            if self._stopped is not None:
                raise self._stopped from None
            raise
        finally:
            bare.set_progress_handler(None, OFTEN)


@contextmanager
def _open(path: Path, key: str | None, *, read_only: bool) -> Iterator[Connection]:
    engine: Engine = sqlite_engine(path, key=key, builds=True, read_only=read_only)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def pour(path: Path, old: str | None, draft: Path, new: str | None, way: Way) -> None:
    """Write all of a book into an empty file under another key; Problem where somebody else has it open."""
    with _open(path, old, read_only=False) as connection:
        bare: Any = connection.connection.driver_connection
        try:
            # folds the journal into the file, which only somebody alone with it can do: nothing of it may stay behind
            if bare.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",):
                raise in_use()
            bare.execute("ATTACH ? AS fresh KEY ?", (str(draft), f"x'{new}'"))
            bare.execute("PRAGMA fresh.synchronous=FULL")
            bare.execute("BEGIN IMMEDIATE")  # one transaction: a table at a time would wait for the disk at each
            with way.watched(bare, lambda: os.stat(draft).st_size):  # noqa: PTH116 - asked thousands of times
                bare.execute("SELECT sqlcipher_export('fresh')")
            for name in NUMBERS:
                (number,) = bare.execute(f"PRAGMA {name}").fetchone()
                bare.execute(f"PRAGMA fresh.{name}={int(number)}")
            bare.execute("COMMIT")
            bare.execute("DETACH fresh")
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(None, None, error) from None
    way.end()


def compare(path: Path, old: str | None, draft: Path, new: str | None, way: Way) -> None:
    """Every row of every table, the shape, and what the file says of itself; the new file is sound in itself."""
    with _open(path, old, read_only=True) as before, _open(draft, new, read_only=True) as after:
        same = [_shape(before), *_numbers(before)] == [_shape(after), *_numbers(after)]
        with way.watched(after.connection.driver_connection, lambda: 0):
            sound = after.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        way.end()
        if not (same and sound and _all_rows_same(before, after, way)):
            raise Problem(
                "rekey.differs",
                _("The new file is not the same as the book and was thrown away."),
                hint=_("The book is as it was. Check it with “watertight check”, then try again."),
            )
        way.end()
    if start_of(draft, len(SQLITE_HEADER)) == SQLITE_HEADER:
        message = "the new file was not encrypted"
        raise RuntimeError(message)


def _shape(connection: Connection) -> list[Any]:
    """Tables, indexes, triggers and views, in the words they were made with."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return sorted((tuple(row) for row in rows), key=repr)


def _numbers(connection: Connection) -> list[int]:
    return [int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in NUMBERS]


def _tables(connection: Connection) -> list[str]:
    """What holds rows, quoted: not views, and not the virtual tables, whose rows lie in tables beside them."""
    rows = connection.exec_driver_sql(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
        " AND name NOT IN ('sqlite_schema', 'sqlite_master') ORDER BY name"
    )
    return ['"' + name.replace('"', '""') + '"' for name in rows.scalars()]


def _all_rows_same(before: Connection, after: Connection, way: Way) -> bool:
    tables = _tables(before)
    bare: Any = before.connection.driver_connection
    total = sum(bare.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)  # noqa: S608 - its own
    done = 0
    for name in tables:
        for count in _rows_same(name, before, after):
            if count is None:
                return False
            done += count
            way.at(done, total)
    return True


def _rows_same(quoted: str, before: Connection, after: Connection) -> Iterator[int | None]:
    """How many rows were the same, lot by lot; None where one differs."""
    rows = f"SELECT * FROM {quoted} NOT INDEXED"  # noqa: S608 - the book's own names, in the order they lie there
    bare: list[Any] = [one.connection.driver_connection for one in (before, after)]
    one, other = (driver.execute(rows) for driver in bare)  # past SQLAlchemy: millions of rows, thrice as fast
    while True:
        some, others = one.fetchmany(AT_ONCE), other.fetchmany(AT_ONCE)
        if some != others:
            yield None
            return
        if not some:
            return
        yield len(some)
