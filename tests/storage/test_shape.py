"""A file that came by mail: whatever in it is not ours is refused before any of it is run, and no byte is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import Connection, insert

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import schema, shape
from app.storage.audit import FIRST, AuditHead
from app.storage.book import open_book
from app.storage.engine import APPLICATION_ID, sqlite_engine
from app.storage.frozen import expected_names, frozen_tables, install_guards, plain_guard
from tests.books import NOW
from tests.storage.old_books import fill

CLOCK = FixedClock(NOW)
EVIL = {
    "a trigger that robs": (
        "CREATE TRIGGER thief AFTER INSERT ON time_entry BEGIN UPDATE firm SET iban = 'DE00'; END",
        "holds \u201cthief\u201d",
    ),
    "a trigger on reading what was written": (
        "CREATE TRIGGER frozen_firm_update BEFORE UPDATE ON firm BEGIN UPDATE firm SET iban = 'DE00'; END",
        "holds \u201cfrozen_firm_update\u201d",
    ),
    "a view": ("CREATE VIEW owed AS SELECT randomblob(1000000000) AS a", "holds \u201cowed\u201d"),
    "a view of a name of ours": (
        "DROP TABLE holiday; CREATE VIEW holiday AS SELECT 1 AS id, '2026-01-01' AS day",
        "holds \u201choliday\u201d",
    ),
    "a generated column": (
        "ALTER TABLE firm ADD COLUMN more TEXT GENERATED ALWAYS AS (printf('%.999999999f', 1)) VIRTUAL",
        "is not built as",
    ),
    "a condition": (
        "DROP TABLE setting; CREATE TABLE setting (id INTEGER PRIMARY KEY, CHECK (randomblob(9) IS NOT NULL))",
        "is not built as",
    ),
    "an index over an expression": (
        "CREATE INDEX ix_evil ON firm (printf('%.9f', length(name)))",
        "holds \u201cix_evil\u201d",
    ),
    "a table of somebody else": ("CREATE TABLE other (a)", "holds \u201cother\u201d"),
    "a search of somebody else": (
        "CREATE VIRTUAL TABLE found USING fts5(a)",
        "holds \u201cfound\u201d",
    ),
    "a name nobody could read": ('CREATE TABLE "o\u202eknil" (a)', "is not built as"),
    "a missing guard": ("DROP TRIGGER frozen_invoice_update", "is not built as"),
    "a missing table": ("DROP TABLE print_choice", "is not built as"),
    "an older number than its tables": ("UPDATE alembic_version SET version_num = '0001'", "is not built as"),
    "no version": ("DELETE FROM alembic_version", "is not built as"),
    "two versions": ("INSERT INTO alembic_version VALUES ('0001')", "is not built as"),
    "a version that is a view": (
        "DROP TABLE alembic_version; CREATE VIEW alembic_version AS SELECT '9999' AS version_num",
        "holds \u201calembic_version\u201d",
    ),
}


@pytest.fixture
def path(tmp_path: Path, empty_file: Path) -> Path:
    return Path(shutil.copy(empty_file, tmp_path / "firm.watertight"))


def alter(path: Path, statements: str) -> None:
    raw = sqlcipher3.connect(str(path))
    raw.executescript(statements)
    raw.commit()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.execute("PRAGMA journal_mode=DELETE")
    raw.close()


def refusal(path: Path) -> Problem:
    before = path.read_bytes()
    with pytest.raises(Problem) as looked:
        open_book(path, CLOCK, read_only=True)
    with pytest.raises(Problem) as caught:
        open_book(path, CLOCK)
    assert looked.value.code == caught.value.code
    assert path.read_bytes() == before
    return caught.value


@pytest.mark.parametrize("evil", EVIL)
def test_what_is_not_ours_is_refused_before_it_runs(path: Path, evil: str) -> None:
    statements, said = EVIL[evil]
    alter(path, statements)
    problem = refusal(path)
    assert problem.code == "book.strange"
    assert said in problem.message
    assert "Do not trust it if it came by mail" in problem.hint


@pytest.mark.parametrize("evil", EVIL)
def test_only_the_list_of_parts_and_a_plain_table_s_number_are_ever_asked_for(
    path: Path, evil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = Connection.exec_driver_sql

    def heard(self: Connection, statement: str, *rest: object, **options: object) -> object:
        asked.append(statement)
        return real(self, statement, *rest, **options)  # type: ignore[arg-type]

    alter(path, EVIL[evil][0])
    monkeypatch.setattr(Connection, "exec_driver_sql", heard)
    refusal(path)
    views = {"a version that is a view"}
    allowed = ["BEGIN DEFERRED", "PRAGMA application_id", shape._PARTS]
    if evil not in views:
        allowed += ["SELECT count(*) FROM alembic_version", "SELECT version_num FROM alembic_version"]
    assert set(asked) <= set(allowed)
    assert shape._PARTS in asked


def test_a_book_opens_when_sqlite_has_added_its_own_statistics(path: Path) -> None:
    alter(path, "ANALYZE")
    open_book(path, CLOCK).close()


def test_statistics_that_are_something_else_are_refused(path: Path) -> None:
    alter(
        path,
        "ANALYZE; PRAGMA writable_schema=ON; "
        "UPDATE sqlite_schema SET sql='CREATE TABLE sqlite_stat1(tbl,idx,stat DEFAULT (random()))' "
        "WHERE name='sqlite_stat1'; PRAGMA writable_schema=OFF",
    )
    assert refusal(path).code == "book.strange"


def test_a_stranger_in_a_damaged_file_is_not_even_opened_to_be_read(path: Path) -> None:
    alter(path, EVIL["a view of a name of ours"][0])
    raw = sqlcipher3.connect(str(path))
    page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()[0]
    raw.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : (page - 1) * 4096 + 100] = b"\xff" * 100
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(Problem) as caught:
            open_book(path, CLOCK, read_only=read_only)
        assert caught.value.code == "book.strange"


def test_a_schema_that_cannot_be_read_is_damage(path: Path) -> None:
    alter(path, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql='CREATE TABLE oh no' WHERE name='firm'")
    assert refusal(path).code == "book.damaged"


def test_a_newer_book_with_tables_nobody_knows_yet_is_called_newer(path: Path) -> None:
    alter(path, "CREATE TABLE brand_new (a); UPDATE alembic_version SET version_num = '9999'")
    assert refusal(path).code == "book.newer"


def test_a_book_of_each_revision_is_known_and_opens(tmp_path: Path) -> None:
    for revision in schema.revisions():
        path = tmp_path / f"{revision}.watertight"
        _older(path, revision)
        with open_book(path, CLOCK) as book, book.engine.connect() as connection:
            assert schema.is_current(connection)


def _older(path: Path, revision: str) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    engine, scripts = sqlite_engine(path, create=True), schema.scripts()
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        for step in reversed(list(scripts.iterate_revisions(revision, "base"))):
            with Operations.context(context):
                step.module.upgrade()
        context.stamp(scripts, revision)
        schema.load_records()
        connection.execute(insert(AuditHead).values(id=1, sequence=0, hash=FIRST))
        if revision == schema.head():
            install_guards(connection)
        there = {name for kind, name, _table, _sql in shape.parts_of(connection) if kind == "table"}
        for table in there.intersection(frozen_tables() if revision < schema.head() else ()):
            for kind in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(plain_guard(table, kind))
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    engine.dispose()


def test_an_older_book_that_holds_somebody_else_s_trigger_is_not_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.watertight"
    engine = sqlite_engine(path, create=True)
    fill(engine, "0001")
    engine.dispose()
    alter(path, EVIL["a trigger that robs"][0])
    assert refusal(path).code == "book.strange"


def test_the_guards_that_are_asked_for_are_all_there_are() -> None:
    schema.load_records()
    assert set(shape.known()["guards"]) == expected_names("sqlite")


def test_no_connection_trusts_a_schema_and_each_looks_at_the_size_of_its_cells(path: Path) -> None:
    for read_only in (False, True):
        engine = sqlite_engine(path, read_only=read_only)
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            ask: Callable[[str], object] = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            assert (ask("trusted_schema"), ask("cell_size_check")) == (0, 1)
        engine.dispose()
