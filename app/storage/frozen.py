"""Triggers that make issued documents, payments and the audit insert-only, from one source for both databases."""

from __future__ import annotations

from sqlalchemy import Connection

from app.storage.record import Record

REFUSAL = "this record is frozen: add a new one instead"


def frozen_tables() -> list[str]:
    """The names of all tables whose rows may only be added."""
    return sorted(table.name for table in Record.metadata.tables.values() if table.info.get("frozen"))


def trigger_names(connection: Connection) -> set[str]:
    """The guards present in a database."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'frozen\\_%' ESCAPE '\\'"
        )
    else:
        found = connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'frozen\\_%%' AND NOT tgisinternal"
        )
    return {str(row[0]) for row in found}


def expected_names(dialect: str) -> set[str]:
    """The guards a whole database has."""
    kinds = ("update", "delete") if dialect == "sqlite" else ("update", "delete", "truncate")
    return {f"frozen_{table}_{kind}" for table in frozen_tables() for kind in kinds}


def guard_text(table: str, kind: str) -> str:
    """The guard of a table in SQLite's words: it refuses, and does nothing else."""
    body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return f"CREATE TRIGGER frozen_{table}_{kind.lower()} BEFORE {kind} ON {table} {body}"


def install_guards(connection: Connection) -> None:
    """Create the guards that are missing."""
    present = trigger_names(connection)
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table in frozen_tables():
        for kind in ("UPDATE", "DELETE", "TRUNCATE"):
            name = f"frozen_{table}_{kind.lower()}"
            if name in present or (kind == "TRUNCATE" and connection.dialect.name == "sqlite"):
                continue
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(guard_text(table, kind))
            else:
                each = "STATEMENT" if kind == "TRUNCATE" else "ROW"
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {name} BEFORE {kind} ON {table} FOR EACH {each} EXECUTE FUNCTION refuse_change()"
                )


def drop_guards(connection: Connection) -> None:
    """Take the guards away inside a migration; `install_guards` puts them back before commit."""
    for name in trigger_names(connection):
        table = name.removeprefix("frozen_").rsplit("_", 1)[0]
        suffix = "" if connection.dialect.name == "sqlite" else f" ON {table}"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{suffix}")
