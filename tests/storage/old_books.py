"""Books as an older program wrote them: its tables from its revision, its rows from a file, on both databases."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Boolean, Date, DateTime, Engine, MetaData, Table, insert

from app.storage import schema
from app.storage.engine import APPLICATION_ID

BOOKS = Path(__file__).parents[1] / "data" / "books"


def rows_of(revision: str) -> dict[str, Any]:
    """The rows an older program left behind, by table."""
    found: dict[str, Any] = json.loads((BOOKS / f"revision_{revision}.json").read_text(encoding="utf-8"))
    return found


def fill(engine: Engine, revision: str) -> None:
    """Make the tables of a revision and put the older program's rows into them."""
    scripts = schema.scripts()
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        for step in reversed(list(scripts.iterate_revisions(revision, "base"))):
            with Operations.context(context):
                step.module.upgrade()
        context.stamp(scripts, revision)
        metadata = MetaData()
        metadata.reflect(connection)
        kept = rows_of(revision)
        for table in metadata.sorted_tables:
            if table.name in kept:
                names = kept[table.name]["columns"]
                rows = [dict(zip(names, row, strict=True)) for row in kept[table.name]["rows"]]
                connection.execute(insert(table), [_typed(table, row) for row in rows])
                if connection.dialect.name == "postgresql":
                    last = f"(SELECT max(id) FROM {table.name})"
                    connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.columns[name].type, value) for name, value in row.items()}


def _value(kind: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return base64.b64decode(value["b"])
    if value is None or not isinstance(kind, Boolean | Date | DateTime):
        return value
    if isinstance(kind, Boolean):
        return bool(value)
    return datetime.fromisoformat(value) if isinstance(kind, DateTime) else date.fromisoformat(value)


def step_to(engine: Engine, revision: str) -> None:
    """Bring the tables on to a later revision as its own program did, revision by revision, without guards."""
    scripts = schema.scripts()
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        (now,) = context.get_current_heads()
        for step in reversed(list(scripts.iterate_revisions(revision, now))):
            with Operations.context(context):
                step.module.upgrade()
            context.stamp(scripts, step.revision)
