"""Guards: triggers that keep what is issued, paid and told as it is, from one source for both databases.

Records say what they are guarded against (`Record.__frozen__`, `__guards__`, `__whole__`), in SQL that both speak.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from app.storage.record import Guard, Record

REFUSAL = "this record is frozen: add a new one instead"
NOT_WHOLE = "this document does not add up: nothing was issued"
PREFIX = "frozen_"
_SPELLED = {"instr(": "strpos("}
"""What PostgreSQL calls otherwise."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A guard of a table as a database has it."""

    table: str
    name: str
    on: str
    when: str = ""
    said: str = REFUSAL


def frozen_tables() -> list[str]:
    """The names of all tables whose rows may only be added."""
    return sorted(table.name for table in Record.metadata.tables.values() if table.info.get("frozen"))


def triggers(dialect: str) -> list[Trigger]:
    """The guards a whole database has."""
    found = [
        _trigger(table.name, guard) for table in Record.metadata.sorted_tables for guard in table.info.get("guards", ())
    ]
    for table in frozen_tables():
        found += [_trigger(table, Guard(kind.lower(), kind)) for kind in ("UPDATE", "TRUNCATE")]
        found.append(_trigger(table, Guard("delete", "DELETE", _unless_it_may_go(table))))
    found += [_whole(mapper.class_) for mapper in Record.registry.mappers if getattr(mapper.class_, "__whole__", "")]
    found.sort(key=lambda one: one.name)
    return [one for one in found if dialect != "sqlite" or one.on != "TRUNCATE"]


def _unless_it_may_go(table: str) -> str:
    exception = str(Record.metadata.tables[table].info.get("may_go", ""))
    return f"NOT ({exception})" if exception else ""


def _trigger(table: str, guard: Guard) -> Trigger:
    when = " ".join(guard.when.split())
    return Trigger(table, f"{PREFIX}{table}_{guard.name}", guard.on, when, guard.said or REFUSAL)


def _whole(kind: type[Record]) -> Trigger:
    """The entry of the history that says a record is new comes last: then all that belongs to it must be there."""
    name = f"{kind.__name__}:"
    told = f"substr(NEW.record, 1, {len(name)}) = '{name}'"
    record = f"CASE WHEN {told} THEN CAST(substr(NEW.record, {len(name) + 1}) AS BIGINT) END"
    table, holds = kind.__tablename__, " ".join(kind.__whole__.split())
    rows = f"SELECT 1 FROM {table} WHERE {table}.id = {record} AND ({holds})"  # noqa: S608 - words of our own
    when = f"NEW.action = 'new' AND {told} AND NOT EXISTS ({rows})"
    return Trigger("audit_entry", f"{PREFIX}audit_entry_{table}", "INSERT", when, NOT_WHOLE)


def expected_names(dialect: str) -> set[str]:
    """The names of the guards a whole database has."""
    return {one.name for one in triggers(dialect)}


def trigger_names(connection: Connection) -> set[str]:
    """The guards present in a database."""
    return set(_present(connection))


def _present(connection: Connection) -> dict[str, str]:
    """The guards present, with their tables."""
    if connection.dialect.name == "sqlite":
        statement = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    else:
        statement = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    rows = connection.exec_driver_sql(statement)
    return {str(name): str(table) for name, table in rows if str(name).startswith(PREFIX)}


def guard_text(one: Trigger) -> str:
    """A guard in SQLite's words: it refuses, and does nothing else."""
    when = f"WHEN {one.when} " if one.when else ""
    body = f"BEGIN SELECT RAISE(ABORT, '{one.said}'); END"
    return f"CREATE TRIGGER {one.name} BEFORE {one.on} ON {one.table} {when}{body}"


def plain_guard(table: str, kind: str) -> str:
    """The guard of a frozen table as every version of the program has had it, in SQLite's words."""
    return guard_text(_trigger(table, Guard(kind.lower(), kind)))


def install_guards(connection: Connection) -> None:
    """Create all guards anew, as this program has them."""
    drop_guards(connection)
    if connection.dialect.name == "sqlite":
        for one in triggers("sqlite"):
            connection.exec_driver_sql(guard_text(one))
        return
    own = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    for one in triggers(connection.dialect.name):
        for statement in _on_postgresql(one, str(own)):
            connection.exec_driver_sql(statement)


def _on_postgresql(one: Trigger, schema: str) -> tuple[str, str]:
    """A function, which asks this book's tables whatever a session puts before them, and the trigger that calls it."""
    each = "STATEMENT" if one.on == "TRUNCATE" else "ROW"
    function = (
        f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql"
        f" SET search_path = {schema}, pg_temp SET datestyle = 'ISO'"
        f" AS $$ {_body(one)} $$"
    )
    trigger = f"CREATE TRIGGER {one.name} BEFORE {one.on} ON {one.table} FOR EACH {each} EXECUTE FUNCTION {one.name}()"
    return function, trigger


def _body(one: Trigger) -> str:
    when = one.when or "TRUE"
    for here, there in _SPELLED.items():
        when = when.replace(here, there)
    row = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}.get(one.on, "NULL")
    refuse = f"RAISE EXCEPTION '{one.said}' USING ERRCODE = 'restrict_violation'"
    return f"BEGIN IF {when} THEN {refuse}; END IF; RETURN {row}; END"


def postgres_texts() -> dict[str, tuple[str, str]]:
    """The table of each guard on PostgreSQL, and the source of its function as the server keeps it."""
    return {one.name: (one.table, f" {_body(one)} ") for one in triggers("postgresql")}


def drop_guards(connection: Connection) -> None:
    """Take the guards away inside a migration; `install_guards` puts them back before commit."""
    shared = connection.dialect.name != "sqlite"
    for name, table in _present(connection).items():
        connection.exec_driver_sql(f"DROP TRIGGER {name}" + (f" ON {table}" if shared else ""))
        if shared:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}()")
