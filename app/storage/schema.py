"""The schema: one migration path for SQLite and PostgreSQL, always in one transaction. The only door to alembic."""

from __future__ import annotations

import re
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, select

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.engine import APPLICATION_ID
from app.storage.frozen import drop_guards, expected_names, install_guards, trigger_names
from app.storage.record import Record

ROOMS = ("firm", "clients", "engagements", "timesheets", "harvest", "burn", "invoices", "receivables")
ADVISORY_LOCK = 5_714_544_700


def load_records() -> None:
    """Import every room's tables, so that the metadata is whole."""
    for room in ROOMS:
        import_module(f"app.{room}.records")


def scripts() -> ScriptDirectory:
    """The revisions that came with this program."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(resources.files("app.migrations")))))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def head() -> str:
    """The newest revision this program knows."""
    found = scripts().get_current_head()
    if found is None:
        message = "the program came without its migrations"
        raise RuntimeError(message)
    return found


def revision_of(connection: Connection) -> str | None:
    """The revision a database stands at; None when it has none."""
    return MigrationContext.configure(connection).get_current_revision()


def ensure_readable(connection: Connection) -> None:
    """Refuse a database made by a newer program; nothing is written."""
    current = revision_of(connection)
    known = {revision.revision for revision in scripts().walk_revisions()}
    if current is not None and current not in known:
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
    load_records()
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        ensure_readable(connection)
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
        if trigger_names(connection) != expected_names(connection.dialect.name):
            message = "the guards of frozen tables are not whole"
            raise RuntimeError(message)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def _first_rows(connection: Connection) -> None:
    if connection.execute(select(audit.AuditHead.id)).first() is None:
        connection.execute(insert(audit.AuditHead).values(id=1, sequence=0, hash=audit.FIRST))


def differences(connection: Connection) -> list[Any]:
    """What an automatic migration would change: empty when the migrations' head equals the records."""
    load_records()

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        """The lists of words are no records: see `storage.search`."""
        return kind not in {"table", "index"} or not re.search(r"_words(_\w+)?$", name or "")

    context = MigrationContext.configure(connection, opts={"compare_type": False, "include_name": ours})
    found: list[Any] = compare_metadata(context, Record.metadata)
    return found
