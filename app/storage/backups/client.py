"""PostgreSQL's programs, `pg_dump` and `pg_restore`: where they are, whether they fit the server, how they are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import address
from app.storage.engine import postgres_engine
from app.storage.failures import explain
from app.storage.secrets import Secret

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin", "/usr/local/opt/*/bin")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_EXISTS, _DENIED = "42P04", "42501"


@dataclass(frozen=True)
class Client:
    """The programs for one database of a server: its address without a password, and the password."""

    shown: str
    database: str
    password: Secret | None = None

    @classmethod
    def to(cls, url: str, password: Secret | None = None) -> Client:
        """For the database at an address, with the password in it or another one."""
        shown, inside = address.parted(url)
        database = make_url(shown).database
        if not shown.startswith("postgresql") or not database:
            raise Problem(
                "backup.address",
                _("{address} is not the address of a database.").format(address=shown),
                hint=_("It looks like postgresql://person@server/database."),
            )
        return cls(shown, database, password or inside)

    def beside(self, database: str) -> Client:
        """For another database of the same server."""
        shown = make_url(self.shown).set(database=database).render_as_string(hide_password=False)
        return Client(shown, database, self.password)

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Connections of our own to it."""
        engine = postgres_engine(self.shown if self.password is None else address.joined(self.shown, self.password))
        try:
            yield engine
        finally:
            engine.dispose()

    def administer(self, *statements: str) -> None:
        """Statements that stand in no transaction; Problem where the role may not, or the name is taken."""
        with self.engine() as engine, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    # ------------------------------------------------------------------ programs

    @property
    def folder(self) -> tuple[Path, int]:
        """Where the newest programs of this computer lie, and their version; Problem where there are none."""
        found = _newest(os.environ.get("PATH", ""), PLACES)
        if found is None:
            raise Problem(
                "backup.no_program",
                _("pg_dump is not installed on this computer; without it no shared book is backed up."),
                hint=_("Install the client programs of PostgreSQL (postgresql-client)."),
            )
        return found

    def ensure_fits(self, connection: Connection) -> None:
        """Problem where the programs here are older than the server: what they wrote might not hold everything."""
        server = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar_one())) // 10_000
        place, here = self.folder
        if here < server:
            raise Problem(
                "backup.old_program",
                _("pg_dump here ({place}) is of version {here}, the server of version {server}.").format(
                    place=place, here=here, server=server
                ),
                hint=_("Install the client programs of version {server} or newer.").format(server=server),
            )

    def dump(self, target: Path, snapshot: str) -> None:
        """The database as a snapshot of it sees it, into a file of ours."""
        self._run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"
        )

    def load(self, dump: Path) -> None:
        """What a dump holds into this database, all of it or nothing."""
        self._run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(dump))

    def _run(self, program: str, *words: str) -> None:
        where = self.shown.replace("postgresql+psycopg://", "postgresql://", 1)
        environment = {**os.environ, "PGCONNECT_TIMEOUT": "10", "LC_MESSAGES": "C"}
        if self.password is not None:
            environment["PGPASSWORD"] = self.password.reveal()
        done = subprocess.run(  # noqa: S603 - our own words; the address is one argument and holds no password
            [str(self.folder[0] / program), "--no-password", f"--dbname={where}", *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            said = next((line for line in done.stderr.splitlines() if line.strip()), "")
            raise Problem(
                "backup.program",
                _("{program} failed: {reason}").format(program=program, reason=said.strip()[:500]),
                hint=_("No backup was made. Look at the rights of its role and at the room on the disk."),
            )


def made(client: Client, database: str) -> Client:
    """A new, empty database beside; Problem where there is one of the name, or the role may make none."""
    name = quoted(database)
    try:
        client.administer(f"CREATE DATABASE {name} TEMPLATE template0")
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", "")
        if state == _EXISTS:
            raise Problem(
                "backup.taken",
                _("There is a database {name} already. Nothing was changed.").format(name=database),
                hint=_("A backup is brought back into a new database: name another one."),
            ) from error
        if state == _DENIED:
            raise Problem(
                "backup.no_scratch",
                _("The role of the backup may not make a database, so nothing can be restored and compared."),
                hint=_(
                    "Let it (ALTER ROLE \u2026 CREATEDB), or back up with --no-check: then it counts as not checked."
                ),
            ) from error
        raise (explain(error) or error) from error
    return client.beside(database)


def dropped(client: Client, database: str) -> None:
    """A database of ours is no longer needed; one that cannot be dropped is told by nobody but the server."""
    with suppress(DBAPIError):
        client.administer(f"DROP DATABASE IF EXISTS {quoted(database)} WITH (FORCE)")


def quoted(name: str) -> str:
    """A name as PostgreSQL takes it, whatever stands in it."""
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


@cache
def _newest(path: str, places: tuple[str, ...]) -> tuple[Path, int] | None:
    """The newest programs in the places of a computer, and their version."""
    found = [Path(place).parent for place in [shutil.which("pg_dump", path=path)] if place]
    for pattern in places:
        found += [Path("/") / one for one in sorted(Path("/").glob(pattern.lstrip("/")))]
    versions = [(_version(one), one) for one in found if (one / "pg_dump").exists()]
    known = [(version, one) for version, one in versions if version]
    if not known:
        return None
    version, place = max(known, key=lambda one: one[0])
    return place, version


def _version(folder: Path) -> int:
    with suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run(  # noqa: S603 - a program of the system
            [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
        found = _VERSION.search(said)
        return int(found.group(1)) if found else 0
    return 0
