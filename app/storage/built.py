"""How a book is built, against how this program builds one: tables, indexes, triggers, guards, part by part."""

from __future__ import annotations

import secrets as chance
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.storage import schema, shape
from app.storage.engine import sqlite_engine
from app.storage.frozen import postgres_texts

_PARTS = """
    SELECT 'column', relname || '.' || attname, relname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull,
        attidentity, pg_get_expr(adbin, adrelid))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT 'constraint', conname, relname, pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = current_schema()::regnamespace AND contype IN ('c', 'f', 'p', 'u')
    UNION ALL
    SELECT 'index', own.relname, other.relname, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class own ON own.oid = indexrelid JOIN pg_class other ON other.oid = indrelid
    WHERE own.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'trigger', tgname, relname, concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid))
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT 'function', proname, '', pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'
"""
_GUARDS = """
    SELECT tgname, relname, tgenabled, prosrc FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal
"""
_MAY_BUILD = "SELECT has_database_privilege(current_database(), 'CREATE') AND NOT pg_is_in_recovery()"


def unlike(connection: Connection, *, beside: bool = False) -> list[str]:
    """The names of the parts that are not as a new book has them: empty when all are.

    On PostgreSQL a new book can be built `beside` this one, in a schema of its own that is gone before the end, where
    the transaction may write; else tables are compared with the records, and the guards with their texts.
    """
    schema.load_records()
    if connection.dialect.name == "sqlite":
        return _unlike_in_file(connection)
    if beside and connection.exec_driver_sql(_MAY_BUILD).scalar_one():
        return _unlike_on_server(connection)
    return [*_guards_unlike(connection), *(_named(part) for part in schema.differences(connection))]


def _unlike_in_file(connection: Connection) -> list[str]:
    parts, known = shape.without_sqlites_own(shape.parts_of(connection)), shape.known()
    if shape.digest(parts) == known["digests"][schema.head()] and shape.guards_in(parts) == known["guards"]:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        engine = sqlite_engine(Path(scratch) / "fresh.watertight", create=True)
        with engine.begin() as other:
            schema.build(other)
            fresh = shape.without_sqlites_own(shape.parts_of(other))
        engine.dispose()
    ignored = {"alembic_version"}
    return sorted({name for _kind, name, _table, _sql in set(parts) ^ set(fresh)} - ignored)


def _unlike_on_server(connection: Connection) -> list[str]:
    name = f"fresh_{chance.token_hex(8)}"
    own: str = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    path: str = connection.exec_driver_sql("SHOW search_path").scalar_one()
    parts = _parts(connection, own)
    connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    connection.exec_driver_sql(f"SET LOCAL search_path = {name}")
    try:
        schema.build(connection)
        fresh = _parts(connection, name)
    finally:
        connection.exec_driver_sql(f"SET LOCAL search_path = {path}")
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
    tables = {table for _kind, _name, table, _text in fresh}
    ours = {part for part in parts if part[2] in tables and (part[0] != "function" or part in fresh)}
    return sorted({part[1] for part in ours ^ fresh})


def _parts(connection: Connection, own: str) -> set[tuple[str, str, str, str]]:
    """What a schema holds, its own name taken out of the texts."""
    rows = connection.exec_driver_sql(_PARTS).all()
    found = set()
    for kind, name, table, text in rows:
        found.add((kind, name, table, text.replace(f"{own}.", "").replace(f"'{own}'", "''")))
    return found


def _guards_unlike(connection: Connection) -> list[str]:
    """Guards that are missing, switched off, or do something else than this program's."""
    found = {name: (table, enabled, text) for name, table, enabled, text in connection.exec_driver_sql(_GUARDS)}
    wanted = {name: (table, "O", text) for name, (table, text) in postgres_texts().items()}
    return sorted(name for name, guard in wanted.items() if found.get(name) != guard)


def _named(difference: Any) -> str:
    """The table or index that an automatic migration would change."""
    one = difference[0] if isinstance(difference, list) else difference
    what = one[3] if one[0].startswith("modify") else getattr(one[-1], "name", one[-1])
    return str(what)
