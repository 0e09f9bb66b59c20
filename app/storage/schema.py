"""The schema: one migration path for SQLite and PostgreSQL, always in one transaction. The only door to alembic.

Alembic takes as long to import as all the rest of opening a book, so it comes only when a schema is changed.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, MetaData, Select, Text, column, insert, inspect, select, table

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.engine import APPLICATION_ID
from app.storage.frozen import drop_guards, install_guards
from app.storage.record import Record
from app.storage.unchanged import Figures, figures

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

ROOMS = ("firm", "clients", "engagements", "timesheets", "harvest", "burn", "invoices", "receivables")
ADVISORY_LOCK = 5_714_544_700
_REVISION = re.compile(r"([0-9]{4})_\w+\.pyc?")
_STANDS_AT: Select[str] = select(column("version_num", Text)).select_from(table("alembic_version"))


@cache
def load_records() -> None:
    """Import every room's tables, so that the metadata is whole: writing needs them all, reading only its own."""
    for room in ROOMS:
        import_module(f"app.{room}.records")


def whole_records() -> MetaData:
    """The records as a database is compared with them: partial indexes are the same on both.

    Records name the condition for SQLite only, and PostgreSQL's classes of operators aside ("ops"). What is named for
    PostgreSQL would load that dialect with all its drivers.
    """
    load_records()
    for name in Record.metadata.tables:
        for index in Record.metadata.tables[name].indexes:
            where = index.dialect_options["sqlite"]["where"]
            if where is not None:
                index.dialect_options["postgresql"]["where"] = where
            if "ops" in index.info:
                index.dialect_options["postgresql"]["ops"] = index.info["ops"]
    return Record.metadata


def _folder() -> Path:
    return Path(str(resources.files("app.migrations")))


def scripts() -> ScriptDirectory:
    """The revisions that came with this program, as alembic works with them."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


@cache
def revisions() -> tuple[str, ...]:
    """The revisions that came with this program, the oldest first: their files' names begin with them."""
    names = (_REVISION.fullmatch(file.name) for file in (_folder() / "versions").iterdir())
    found = sorted({name[1] for name in names if name is not None})
    if not found:
        message = "the program came without its migrations"
        raise RuntimeError(message)
    return tuple(found)


def head() -> str:
    """The newest revision this program knows."""
    return revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """The revision a database stands at; None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(_STANDS_AT).scalar_one_or_none()


def ensure_readable(connection: Connection) -> None:
    """Refuse a database made by a newer program; nothing is written."""
    current = revision_of(connection)
    if current is not None and current not in revisions():
        raise Problem(
            "book.newer",
            _("This book was made by a newer Watertight."),
            hint=_("Nothing was changed. Install the newer program to open it."),
        )


def is_current(connection: Connection) -> bool:
    """Whether a database is at this program's revision."""
    return revision_of(connection) == head()


def upgrade(engine: Engine) -> None:
    """Bring a database to this program's schema in one transaction, guards and all, or leave it as it was."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    load_records()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        ensure_readable(connection)
        fresh = revision_of(connection) is None
        before = figures(connection)
        drop_guards(connection)
        script = scripts()
        target = head()

        def steps(revision: Any, _context: Any) -> Any:
            return script._upgrade_revs(target, revision)  # noqa: SLF001 - what alembic's own command calls

        context = MigrationContext.configure(connection, opts={"fn": steps, "transactional_ddl": True})
        with Operations.context(context):
            context.run_migrations()
        _first_rows(connection)
        install_guards(connection)
        _must_be_whole(connection, before, fresh=fresh)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def build(connection: Connection) -> None:
    """All tables and guards of a new book, without its first rows and without its revision."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    load_records()
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(list(scripts().iterate_revisions(head(), "base"))):
            step.module.upgrade()
    install_guards(connection)


def _must_be_whole(connection: Connection, before: Figures, *, fresh: bool) -> None:
    """Nothing is committed unless the book is built as a new one is, and holds what it held."""
    from app.storage.built import unlike

    wrong = unlike(connection, beside=True) if not fresh or connection.dialect.name == "sqlite" else []
    if connection.dialect.name == "sqlite":
        wrong += [f"a row of {row[0]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()]
    if not fresh:
        wrong += before.differing(figures(connection))
    if wrong:
        message = f"the upgrade would not be whole, nothing was changed: {', '.join(sorted(wrong))}"
        raise RuntimeError(message)


def _first_rows(connection: Connection) -> None:
    if connection.execute(select(audit.AuditHead.id)).first() is None:
        connection.execute(insert(audit.AuditHead).values(id=1, sequence=0, hash=audit.FIRST))


def differences(connection: Connection) -> list[Any]:
    """What an automatic migration would change: empty when the migrations' head equals the records."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    records = whole_records()

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        """The lists of words are no records: see `storage.search`."""
        return kind not in {"table", "index"} or not re.search(r"_words(_\w+)?$", name or "")

    context = MigrationContext.configure(connection, opts={"compare_type": False, "include_name": ours})
    found: list[Any] = compare_metadata(context, records)
    return found
