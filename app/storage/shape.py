"""The shape of a book's file: every table, index and trigger in it is one that a version of this program makes.

A file that came by mail may hold views, triggers, generated columns or conditions of somebody else's, and SQLite would
run them as soon as a row is read or written. So the list of what is in the file, which is read without running any of
it, is compared with what the program's own revisions make, before anything else is asked.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.frozen import plain_guard

Part = tuple[str, str, str, str]
"""Kind, name, the table it belongs to, and the statement that made it."""

MOST = 5_000
"""Parts after which nobody needs to read on: a book has some two hundred."""
VERSION_TABLE = (
    "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
)
SQLITES_OWN = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
}
"""Statistics that SQLite keeps in a file when it is asked to look for better plans."""
_PARTS = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name LIMIT ?"
_NAME = re.compile(r"\w{1,80}", re.ASCII)
_GUARD = re.compile(r"frozen_(?P<table>\w+)_(?P<kind>update|delete)", re.ASCII)


@cache
def known() -> dict[str, Any]:
    """What came with this program: the digest of each revision's shape, the newest one's parts and guards.

    `guards` are the newest one's, each with a digest of its words; `known_guards` those of all versions there were.
    """
    text = resources.files("app.migrations").joinpath("shapes.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def parts_of(connection: Connection) -> list[Part]:
    """What a file holds; blanks and line ends between words count as one blank."""
    rows = connection.exec_driver_sql(_PARTS, (MOST,)).all()
    return [(kind, name, table, " ".join(sql.split())) for kind, name, table, sql in rows]


def without_sqlites_own(parts: list[Part]) -> list[Part]:
    """The parts that somebody asked for: no indexes behind keys, no statistics."""
    return [
        (kind, name, table, sql)
        for kind, name, table, sql in parts
        if SQLITES_OWN.get(name) != sql and not (kind == "index" and not sql and name.startswith("sqlite_autoindex_"))
    ]


def guards_in(parts: list[Part]) -> dict[str, str]:
    """The triggers that refuse, and do nothing else, by name: those whose words a version of this program wrote."""
    ours = {*known()["known_guards"], *known()["guards"].values()}
    return {
        name: guard_digest(sql)
        for kind, name, _table, sql in parts
        if kind == "trigger" and (guard_digest(sql) in ours or sql == _as_plain_guard(name))
    }


def guard_digest(sql: str) -> str:
    """The words of a guard, its name and table among them, as one number."""
    return hashlib.sha256(sql.encode()).hexdigest()


def _as_plain_guard(name: str) -> str:
    found = _GUARD.fullmatch(name)
    return plain_guard(found["table"], found["kind"].upper()) if found else ""


def digest(parts: list[Part]) -> str:
    """One number for a shape, its guards aside: an older program had others, and a migration makes them anew."""
    guards = guards_in(parts)
    kept = [part for part in parts if part[1] not in guards]
    return hashlib.sha256(json.dumps(sorted(kept)).encode()).hexdigest()


def ensure_known(connection: Connection, path: Path) -> None:
    """Refuse a file that holds anything no version makes, or lacks what every version of its age has.

    A newer book passes: what it says of its version is read from a plain table, and then it is refused as newer.
    """
    parts = without_sqlites_own(parts_of(connection))
    shapes = known()
    found = digest(parts)
    try:
        revision = _says(connection, parts)
    except DBAPIError:
        if found in shapes["digests"].values():
            raise
        revision = None  # damaged or not: what else is in it is not ours
    if revision is not None and revision not in shapes["digests"]:
        return
    as_made = revision is not None and shapes["digests"][revision] == found
    guarded = revision != max(shapes["digests"]) or guards_in(parts) == shapes["guards"]
    if not as_made or not guarded:
        raise _strange(path, _stranger(parts, shapes["names"]))


def _says(connection: Connection, parts: list[Part]) -> str | None:
    """The revision a file says it stands at; asked only where the answer is a plain table's."""
    if ("table", "alembic_version", "alembic_version", VERSION_TABLE) not in parts:
        return None
    if connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar_one() != 1:
        return None
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def _stranger(parts: list[Part], names: list[str]) -> str:
    ours = {*names, *guards_in(parts)}
    strange = [name for kind, name, _table, _sql in parts if kind == "view" or name not in ours]
    return next((name for name in strange if _NAME.fullmatch(name)), "")


def _strange(path: Path, name: str) -> Problem:
    text = (
        _("{path} holds \u201c{name}\u201d, which no version of Watertight makes.").format(path=path, name=name)
        if name
        else _("{path} is not built as any version of Watertight builds a book.").format(path=path)
    )
    hint = _(
        "Nothing in it was run, and it was not changed. Do not trust it if it came by mail; open a backup instead."
    )
    return Problem("book.strange", text, hint=hint)
