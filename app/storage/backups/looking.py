"""Looking at a backup: it is opened with its key and gone through, as if it were the book somebody needs tomorrow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.kernel.beside import done_beside
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit, schema
from app.storage.actor import SETUP
from app.storage.chain import chain_problems
from app.storage.check import file_problems, stoppable
from app.storage.copies import Step
from app.storage.engine import APPLICATION_ID, sqlite_engine
from app.storage.failures import explain
from app.storage.reading import Reading
from app.storage.secrets import Secret, database_key

Look = Callable[[Reading], list[Problem]]
"""One part of a check: what it finds wrong."""
ALWAYS: tuple[Look, ...] = (file_problems, chain_problems)
"""What can be asked of a file of any revision."""
LARGE = 16_000_000
"""Bytes; a smaller file is gone through before another process would have begun."""
AT_ONCE = 1_024 * 4_096
"""Bytes that are added up in one go: whole pages of a book, also where a copy breaks off."""
_FIRST = select(audit.AuditEntry.hash).where(audit.AuditEntry.sequence == 1)


@dataclass(frozen=True, slots=True)
class Noted:
    """A part of a check that speaks of the book, not of its copy: a faithful copy has the same findings, and counts."""

    look: Look

    def __call__(self, reading: Reading) -> list[Problem]:
        """What it finds."""
        return self.look(reading)


@dataclass(frozen=True, slots=True)
class Held:
    """What a file was found to hold: the end of its history, its first entry, its revision, how many noted findings."""

    sequence: int
    head: str
    origin: str
    revision: str
    findings: int = 0


class Stopper:
    """Lets whoever says how far a job is stop it in the middle of a statement; what was raised is raised again."""

    def __init__(self, step: Step) -> None:
        """Asks `step`, which may raise."""
        self._step = step
        self._wish: BaseException | None = None

    def __call__(self) -> bool:
        """Whether to stop."""
        if self._wish is None:
            try:
                self._step(0, 0)
            except BaseException as wish:  # noqa: BLE001 - it goes on in `again`, past the database
                self._wish = wish
        return self._wish is not None

    def again(self) -> None:
        """Raise what the wish to stop was, if there was one."""
        if self._wish is not None:
            raise self._wish


def not_kept(what: str) -> Problem:
    """Why something is no backup that was to become one."""
    return Problem(
        "backup.damaged",
        _("The backup was opened and is not sound: {what}").format(what=what),
        hint=_("It was not kept. Check the book itself with \u201cwatertight check\u201d."),
    )


def look_through(
    path: Path,
    key: str | None,
    now: datetime,
    looks: Sequence[Look],
    step: Step,
    *,
    told: Callable[[str], Problem] = not_kept,
) -> Held:
    """Open a file that nobody writes and check it from its first page to its last; Problem with the first it finds.

    The file, the pointers between its tables, the history link by link up to its head, and all that `looks` names where
    it stands at this program's revision. `step` is called now and then and may raise to stop. `told` words what is
    wrong.
    """
    stop = Stopper(step)
    engine = sqlite_engine(path, key=key, read_only=True)
    stoppable(engine, stop)
    try:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
                raise told(_("it is not a book"))
            reading = Reading(connection, SETUP, now)
            wrong, noted = gone_through(reading, looks)
            if wrong is not None:
                raise told(wrong.message)
            return replace(where_it_stands(reading), findings=noted)
    except DBAPIError as error:
        stop.again()
        problem = explain(error)
        if problem is None:
            raise
        raise told(problem.message) from error
    finally:
        engine.dispose()


def looked_through(
    path: Path,
    key: str | None,
    now: datetime,
    looks: Sequence[Look],
    step: Step,
    *,
    told: Callable[[str], Problem] = not_kept,
    beside: bool = False,
) -> Held:
    """The same; `beside`: a large file in a process of its own, for a window that is worked in meanwhile."""
    look = partial(look_through, told=told)
    if beside and path.stat().st_size >= LARGE:
        return done_beside(look, path, key, now, looks, step=step)
    return look(path, key, now, looks, step)


def gone_through(reading: Reading, looks: Sequence[Look]) -> tuple[Problem | None, int]:
    """The first thing that is wrong in what was copied, and how many findings are noted of the book itself.

    Of an older revision only what any can be asked.
    """
    more = [look for look in looks if look not in ALWAYS] if schema.is_current(reading.connection) else []
    noted = 0
    for look in (*ALWAYS, *more):
        found = look(reading)
        if found and not isinstance(look, Noted):
            return found[0], noted
        noted += len(found)
    return None, noted


def where_it_stands(reading: Reading) -> Held:
    """Which moment of which book this is."""
    head = reading.execute(audit.HEAD).one()
    first = reading.execute(_FIRST).scalar() or audit.FIRST
    return Held(head.sequence, head.hash.hex(), first.hex(), schema.revision_of(reading.connection) or "")


def stand_of(path: Path, root: Secret | None) -> Held:
    """The same of a book by its file, whoever has it open; Problem when it cannot be read."""
    engine = sqlite_engine(path, key=None if root is None else database_key(root), read_only=True)
    try:
        with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
                raise Problem(
                    "backup.no_book",
                    _("There is no whole book at {path} that could be backed up.").format(path=path),
                    hint=_("Its backups are as they were. Open the newest one."),
                )
            return where_it_stands(Reading(connection, SETUP, datetime.now(UTC)))
    except (DBAPIError, OSError) as error:
        raise (explain(error) or error) from error
    finally:
        engine.dispose()


def digest_of(path: Path, step: Step) -> str:
    """SHA-256 of a file that nobody has open."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(AT_ONCE):
            found.update(some)
            step(0, 0)
    return found.hexdigest()
