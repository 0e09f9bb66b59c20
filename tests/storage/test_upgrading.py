"""An upgrade is whole or it was not: on both databases it is compared with a new book before it is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.kernel.clock import FixedClock
from app.storage import schema, unchanged
from app.storage.backups import Reason, listed, take
from app.storage.book import open_book
from app.storage.built import unlike
from app.storage.engine import postgres_engine, sqlite_engine
from tests.books import NOW, SYSTEMS
from tests.figures import Report
from tests.storage.old_books import fill, rows_of, step_to

FIRST, *LATER = schema.revisions()
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=SYSTEMS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as the first program left it, with rows, for who may build."""
    if request.param == "sqlite":
        engine = sqlite_engine(tmp_path / "old.watertight", create=True)
    else:
        engine = postgres_engine(request.getfixturevalue("postgres_database")())
    fill(engine, FIRST)
    yield engine
    engine.dispose()


def rows(engine: Engine) -> dict[str, list[dict[str, object]]]:
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").mappings()]
            for table in rows_of(FIRST)
        }


def test_each_revision_keeps_every_row_and_the_last_one_builds_what_a_new_book_is(old: Engine) -> None:
    before = rows(old)
    for revision in LATER:
        step_to(old, revision)
        now = rows(old)
        for table, known in before.items():
            kept = [{name: row[name] for name in was} for was, row in zip(known, now[table], strict=True)]
            assert kept == known, (revision, table)
        before = now
    schema.upgrade(old)
    with old.connect() as connection:
        assert unlike(connection) == []
        assert unlike(connection, beside=True) == []
        assert schema.revision_of(connection) == schema.head()


SPOILED = {
    "a sum": "UPDATE draft_line SET net_minor = net_minor + 1",
    "a payment of nobody": "DELETE FROM invoice_tax",
    "an entry of the history": "DELETE FROM audit_entry WHERE sequence = 7",
    "the end of the history": "UPDATE audit_head SET sequence = sequence + 1",
    "an index": "DROP INDEX ix_audit_entry_record",
    "a column": "ALTER TABLE holiday ADD COLUMN other TEXT",
}


@pytest.mark.parametrize("spoil", SPOILED)
def test_an_upgrade_that_would_lose_something_is_not_kept(
    old: Engine, spoil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = schema._first_rows

    def first_rows(connection: object) -> None:
        connection.execute(text(SPOILED[spoil]))  # type: ignore[attr-defined]
        real(connection)  # type: ignore[arg-type]

    with old.connect() as connection:
        before = unchanged.figures(connection)
    monkeypatch.setattr(schema, "_first_rows", first_rows)
    with pytest.raises(RuntimeError, match="nothing was changed"):
        schema.upgrade(old)
    monkeypatch.undo()
    with old.connect() as connection:
        assert schema.revision_of(connection) == FIRST
        assert unchanged.figures(connection).differing(before) == []
    schema.upgrade(old)


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import event
from app.storage import schema
from app.storage.engine import sqlite_engine

schema.load_records()
for place in map(Path, sys.argv[1:]):
    child = os.fork()
    if child == 0:
        engine, left = sqlite_engine(place, builds=True), [int(place.stem)]

        @event.listens_for(engine, "before_cursor_execute")
        def count(*_call):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), 9)

        schema.upgrade(engine)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def killed(places: list[Path]) -> list[bool]:
    """Whether each came to its n-th statement, as the file is called, before which the process is killed."""
    command = [sys.executable, "-c", KILLED, *map(str, places)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    codes = [int(line) for line in done.stdout.split()]
    assert set(codes) <= {0, -9}
    return [code == -9 for code in codes]


def old_state(engine: Engine) -> tuple[object, ...]:
    with engine.connect() as connection:
        parts = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
        return schema.revision_of(connection), parts, unchanged.figures(connection)


@pytest.mark.parametrize(
    "kills", [pytest.param([30, 180], id="some"), pytest.param(range(0, 600, 3), id="all", marks=pytest.mark.soak)]
)
@pytest.mark.timeout(3600)
def test_an_upgrade_that_is_killed_leaves_the_old_book_and_the_next_one_succeeds(
    tmp_path: Path, report: Report, kills: list[int]
) -> None:
    old = tmp_path / "old.watertight"
    engine = sqlite_engine(old, create=True)
    fill(engine, FIRST)
    before = old_state(engine)
    engine.dispose()
    places = [Path(shutil.copy(old, tmp_path / f"{after}.watertight")) for after in kills]
    came_to_it = killed(places)
    wrong: list[object] = []
    for place, was_killed in zip(places, came_to_it, strict=True):
        if was_killed:
            engine = sqlite_engine(place, builds=True)
            wrong += [] if (left := old_state(engine)) == before else [(place.stem, left)]
            engine.dispose()
        with open_book(place, FixedClock(NOW)) as book, book.engine.connect() as connection:
            wrong += [(place.stem, part) for part in unlike(connection)]
    report("kills while upgrading", {"kills": sum(came_to_it), "wrong": len(wrong)})
    assert wrong == []
    assert sum(came_to_it) >= min(len(places), 60)


def test_an_upgrade_that_fails_at_every_start_fills_no_disk_with_backups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.watertight"
    engine = sqlite_engine(path, create=True)
    fill(engine, FIRST)
    engine.dispose()

    def fails(_engine: object) -> None:
        raise RuntimeError("nothing was changed")

    monkeypatch.setattr(schema, "upgrade", fails)
    take(path, FixedClock(NOW), Reason.TIME)
    for _start in range(3):
        with pytest.raises(RuntimeError):
            open_book(path, FixedClock(NOW))
    assert [one.reason for one in listed(path)].count(Reason.UPGRADE) == 1
    (kept,) = (one for one in listed(path) if one.reason is Reason.UPGRADE)
    kept.place.write_bytes(kept.place.read_bytes()[:-4096])
    with pytest.raises(RuntimeError):
        open_book(path, FixedClock(NOW))
    assert sum(one.good for one in listed(path) if one.reason is Reason.UPGRADE) == 1


def test_a_newer_book_keeps_every_byte(tmp_path: Path, empty_file: Path) -> None:
    from app.kernel.problems import Problem

    path = Path(shutil.copy(empty_file, tmp_path / "newer.watertight"))
    engine = sqlite_engine(path, builds=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(Problem, match="made by a newer"):
            open_book(path, FixedClock(NOW), read_only=read_only)
    assert path.read_bytes() == before
