"""Backups of a shared book: `pg_dump` of one moment, restored into a scratch database and compared with that moment.

What the dump holds is counted in the same snapshot that is dumped, so work may go on meanwhile. The role that dumps may
read everything and change nothing (`role_statements`). A dump that nobody has restored says so in its mark.
"""

from __future__ import annotations

import os
import re
import secrets as chance
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.kernel.clock import Clock
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import schema
from app.storage.actor import SETUP
from app.storage.backups import folders, marks
from app.storage.backups.clearing import clear
from app.storage.backups.client import Client, dropped, made, quoted
from app.storage.backups.looking import Held, Look, digest_of, gone_through, where_it_stands
from app.storage.backups.marks import UNCHECKED, Backup
from app.storage.backups.naming import given_its_name
from app.storage.backups.noted import SETTING
from app.storage.backups.reasons import Reason
from app.storage.chain import chain_problems
from app.storage.copies import Step, drafted
from app.storage.failures import explain
from app.storage.reading import Reading
from app.storage.secrets import Secret

SUFFIX = ".dump"
ROLE = "watertight_backup"
_NAME = re.compile(r".+ \d{4}-\d{2}-\d{2} \d{6}(?: \(\d+\))?\.dump", re.DOTALL)
_TABLES = (
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"
    " AND c.relkind IN ('r', 'p') ORDER BY c.relname"
)
_SERIES = "SELECT key, year, next_number FROM number_series ORDER BY key, year"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a database holds: the rows of each table, the next number of each series, where its history stands."""

    rows: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[str, int, int], ...]
    held: Held


def dump(
    url: str,
    folder: Path,
    clock: Clock,
    *,
    password: Secret | None = None,
    check: bool = True,
    looks: Sequence[Look] = (),
    step: Step = lambda _done, _total: None,
) -> Backup:
    """Dump the book at an address into a folder; with `check` it is restored beside the book, compared and dropped.

    The file gets its name when it is whole, last of all. `looks` are all parts of the check of a book.
    """
    client = Client.to(url, password)
    folders.ready(folder, make=True)
    clear(folder)
    now = clock.now()
    try:
        with drafted(folder / f"{_as_file(client.database)}{SUFFIX}") as draft:
            with _snapshot(client, now) as (reading, snapshot):
                client.ensure_fits(reading.connection)
                source = counted(reading)
                client.dump(draft, snapshot)
            step(1, 3)
            noted = 0
            if check:
                with _scratch(client) as copy:
                    copy.load(draft)
                    step(2, 3)
                    noted = _compare(copy, source, looks, now)
            digest, size = digest_of(draft, step), draft.stat().st_size
            _to_the_disk(draft)
            held, target = source.held, folder / f"{_as_file(client.database)} {marks.moment(now)}{SUFFIX}"
            backup = Backup(
                target, now, Reason.ASKED, size, held.sequence, held.head, now, client.database, held.origin, digest,
                encrypted=False, revision=held.revision, damage="" if check else UNCHECKED, findings=noted,
            )  # fmt: skip
            return given_its_name(draft, backup)
    except OSError as error:
        raise folders.not_taken(folder, error) from error
    except DBAPIError as error:
        raise (explain(error) or error) from error


def dumps(folder: Path) -> list[Backup]:
    """The dumps in a folder as their marks tell them, the newest first; also those that nobody has restored."""
    found: list[Backup] = []
    if folders.is_folder(folder):
        with suppress(OSError):
            found += filter(None, (marks.read(one) for one in sorted(folder.iterdir()) if _NAME.fullmatch(one.name)))
    return sorted(found, key=lambda one: (one.made, one.sequence, one.place.name), reverse=True)


def recheck(
    backup: Backup, url: str, clock: Clock, *, password: Secret | None = None, looks: Sequence[Look] = ()
) -> Backup:
    """Restore a dump into a scratch database of a server and go through it; its mark then says what was found."""
    now, noted = clock.now(), 0
    found = digest_of(backup.place, lambda _done, _total: None) == backup.sha256
    if found:
        client = Client.to(url, password)
        try:
            with _scratch(client) as copy:
                copy.load(backup.place)
                with _looking(copy, now) as reading:
                    held = where_it_stands(reading)
                    found = (held.sequence, held.head) == (backup.sequence, backup.head)
                    wrong, noted = gone_through(reading, looks)
                    found = found and wrong is None
        except DBAPIError as error:
            raise (explain(error) or error) from error
    looked = replace(backup, checked_at=now, damage="" if found else "restored", findings=noted)
    marks.write(looked)
    return looked


def restore(backup: Path, url: str, clock: Clock, *, password: Secret | None = None) -> Counted:
    """Bring a dump back into a new database that is named by its address; never over one that is there.

    It is gone through before anybody is told that it is back; a database that came to nothing is dropped again.
    """
    client = Client.to(url, password)
    known = marks.read(backup)
    server = client.beside("postgres")
    into = made(server, client.database)
    try:
        into.load(backup)
        with _looking(into, clock.now()) as reading:
            found = counted(reading)
            problems = chain_problems(reading)
        if problems:
            raise _not_brought_back(problems[0].message)
        if known is not None and (known.sequence, known.head) != (found.held.sequence, found.held.head):
            raise _not_brought_back(_("its history ends elsewhere than its mark says"))
    except BaseException as error:
        dropped(server, client.database)
        if isinstance(error, DBAPIError):
            raise (explain(error) or error) from error
        raise
    return found


def counted(reading: Reading) -> Counted:
    """What there is in a database, counted."""
    connection = reading.connection
    names = [str(row[0]) for row in connection.exec_driver_sql(_TABLES)]
    rows = tuple(
        (name, int(connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(name)}").scalar_one()))  # noqa: S608 - names of the database's own
        for name in names
    )
    numbers = tuple((str(row[0]), int(row[1]), int(row[2])) for row in connection.exec_driver_sql(_SERIES))
    return Counted(rows, numbers, where_it_stands(reading))


def role_statements(database: str, role: str = ROLE) -> list[str]:
    """What a superuser runs once: a role that may read all of a book, change nothing, and make scratch databases.

    The last grant (PostgreSQL 15 or newer) lets it tell the windows when it took a backup.
    """
    name, book = quoted(role), quoted(database)
    return [
        f"CREATE ROLE {name} LOGIN CREATEDB BYPASSRLS NOSUPERUSER NOCREATEROLE NOREPLICATION;",
        f"GRANT pg_read_all_data TO {name};",
        f"GRANT CONNECT ON DATABASE {book} TO {name};",
        f'GRANT SET ON PARAMETER "{SETTING}" TO {name};',
        f"\\password {role}",
    ]


# ------------------------------------------------------------------------------------------ the parts


@contextmanager
def _snapshot(client: Client, now: datetime) -> Iterator[tuple[Reading, str]]:
    """One moment of the book that both the program and we see, for as long as this goes on."""
    with client.engine() as engine:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with engine.connect().execution_options(**options) as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            if schema.revision_of(connection) is None:
                raise Problem(
                    "book.empty",
                    _("This database holds no book yet."),
                    hint=_("Create the book first, or check the address."),
                )
            schema.ensure_readable(connection)
            snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
            yield Reading(connection, SETUP, now), snapshot


@contextmanager
def _looking(client: Client, now: datetime) -> Iterator[Reading]:
    with client.engine() as engine, engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        yield Reading(connection, SETUP, now)


@contextmanager
def _scratch(client: Client) -> Iterator[Client]:
    """A database for looking at a dump, beside the book; dropped however the look went."""
    name = f"{client.database[:40]}_check_{chance.token_hex(6)}"
    try:
        yield made(client, name)
    finally:
        dropped(client, name)


def _compare(copy: Client, source: Counted, looks: Sequence[Look], now: datetime) -> int:
    """What was restored equals what was dumped: each count, each number, the end of the history and every link.

    How many findings of the book itself are noted.
    """
    with _looking(copy, now) as reading:
        found = counted(reading)
        if found.rows != source.rows:
            name, here, there = next(_unlike(source.rows, found.rows))
            raise _differs(
                _("{table} has {n} rows in the book and {m} in the backup").format(table=name, n=here, m=there)
            )
        if found.numbers != source.numbers:
            raise _differs(_("the next numbers of documents are others"))
        if found.held != source.held:
            raise _differs(_("its history ends elsewhere"))
        wrong, noted = gone_through(reading, looks)
        if wrong is not None:
            raise _differs(wrong.message)
        return noted


def _unlike(one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...]) -> Iterator[tuple[str, int, int]]:
    here, there = dict(one), dict(other)
    for name in sorted({*here, *there}):
        if here.get(name, -1) != there.get(name, -1):
            yield name, here.get(name, 0), there.get(name, 0)


def _differs(what: str) -> Problem:
    return Problem(
        "backup.differs",
        _("The backup was restored and is not the book: {what}.").format(what=what.rstrip(".")),
        hint=_("It was not kept. Check the book itself with \u201cwatertight check\u201d."),
    )


def _not_brought_back(what: str) -> Problem:
    return Problem(
        "backup.differs",
        _("What was brought back is not what was backed up: {what}.").format(what=what.rstrip(".")),
        hint=_("The new database was dropped again. Bring another backup back."),
    )


def _as_file(database: str) -> str:
    return re.sub(r"[^\w.-]+", "_", database)[:80]


def _to_the_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
