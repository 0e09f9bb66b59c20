"""The one write path: a command runs in one `Work` (one transaction, actor, clock reading and audit group)."""

from __future__ import annotations

import hashlib
import typing
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, event, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.exc import StaleDataError

from app.kernel.changes import Changes
from app.kernel.clock import local_date
from app.kernel.problems import Problem
from app.kernel.values import from_json, to_json
from app.kernel.ways_back import way_of
from app.kernel.words import _
from app.storage import audit, door
from app.storage.actor import Actor
from app.storage.engine import Guard
from app.storage.failures import explain
from app.storage.head import Head
from app.storage.reading import Ask
from app.storage.record import Record
from app.storage.reversal import Notes, Reversal, WayBack, let_go

R = TypeVar("R", bound=Record)
T = TypeVar("T")
C = TypeVar("C", bound=Callable[..., object])
_GATE = select(audit.AuditHead.id).where(audit.AuditHead.id == 1).with_for_update()


def inner(command: C) -> C:
    """Mark what only other commands may call: carried out by itself it would go past what they check."""
    command.__dict__["inner"] = True
    return command


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a command answered and what it changed; `replayed` when its id had been carried out before."""

    result: T
    changes: Changes
    replayed: bool = False
    head: Head | None = None
    """Where the history ends now; None when nothing was changed."""
    notes: Notes | None = None

    @property
    def reversal(self) -> Reversal | None:
        """What it takes to take it back; None where it was carried out before."""
        return None if self.notes is None else self.notes.reversal()

    @property
    def way(self) -> WayBack | None:
        """The command that takes it back, where there is one; asked for in the thread that carried it out."""
        from app.storage.taking_back import offered

        return None if self.notes is None or not self.notes.by_images else offered(self.notes.reversal())


class Work(AbstractContextManager["Work"]):
    """One unit of work. Leaving it without `commit` rolls everything back."""

    def __init__(
        self, engine: Engine, actor: Actor, now: datetime, command: str, command_id: str | None = None
    ) -> None:
        """Begin a transaction for a named command."""
        self.actor = actor
        self.now = now
        self._stamp = audit.Stamp(now, actor.person_id, actor.name, command, command_id)
        self._changes: list[audit.Change] = []
        self.notes = Notes(command, actor.person_id, actor.role)
        self.head: Head | None = None
        """Where the history ends, once the work is committed."""
        self.session = Session(engine, autoflush=True, expire_on_commit=False)
        event.listen(self.session, "before_flush", let_go)
        event.listen(self.session, "after_flush", self._watch)
        if engine.dialect.name != "sqlite":
            self._pass_gate()

    def _pass_gate(self) -> None:
        """One writer at a time, as SQLite's BEGIN IMMEDIATE has it: what a command read is still so when it writes."""
        try:
            try:
                self.session.execute(_GATE)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                self.session.close()  # it was lost while nobody asked, nothing is written yet: take another
                self.session.execute(_GATE)
        except BaseException:
            self.session.close()
            raise

    def _watch(self, session: Session, _context: UOWTransaction) -> None:
        noticed = audit.noticed(session)
        self.notes.note(noticed)
        self._changes += audit.watched(session, noticed)

    @property
    def today(self) -> date:
        """The date of `now` where the actor is."""
        return local_date(self.now, self.actor.zone)

    @property
    def connection(self) -> Connection:
        """The transaction's connection, with everything added so far written to it."""
        self.session.flush()
        return self.session.connection()

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Read in this transaction. Writing goes through records, so that it is audited."""
        return self.connection.execute(statement, dict(parameters) if parameters else {})

    def ask(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Ask:
        """What `await` gives the rows of, in a query (`app.storage.asking`)."""
        return Ask(statement, parameters)

    def send(self, wave: Sequence[Ask]) -> list[CursorResult[*tuple[Any, ...]]]:
        """Read in this transaction, one after the other."""
        return [self.execute(one.statement, one.parameters) for one in wave]

    def add(self, record: R) -> R:
        """Add a record and give it its id."""
        self.session.add(record)
        self.session.flush()
        return record

    def add_all(self, records: list[R]) -> list[R]:
        """Add several records at once."""
        self.session.add_all(records)
        self.session.flush()
        return records

    def delete(self, record: Record) -> None:
        """Remove a record (never an issued one: the database refuses)."""
        self.session.delete(record)
        self.session.flush()

    def find(self, kind: type[R], record_id: int) -> R | None:
        """The record with an id, or None."""
        return self.session.get(kind, record_id)

    def get(self, kind: type[R], record_id: int, *, version: int | None = None) -> R:
        """The record with an id; Problem when it is gone, or newer than the `version` the person saw."""
        record = self.find(kind, record_id)
        if record is None:
            raise Problem(
                "record.gone",
                _("{this} is no longer in the book.").format(this=kind.called()),
                hint=_("Somebody removed it meanwhile; the list has been read again."),
            )
        if version is not None and getattr(record, "version", version) != version:
            raise overtaken()
        return record

    def lock(self, kind: type[R], record_id: int) -> R:
        """The record, locked against other writers until commit (PostgreSQL; SQLite has one writer anyway)."""
        record = self.session.get(kind, record_id, with_for_update=True)
        if record is None:
            return self.get(kind, record_id)
        return record

    @property
    def changes(self) -> Changes:
        """What was changed so far."""
        rooms = frozenset(change.room for change in self._changes)
        return Changes(rooms, frozenset().union(*(change.points for change in self._changes)))

    def commit(self, result: object = None, parameters: str = "") -> None:
        """Write the audit group, remember the command id with its answer, and commit.

        `parameters` is the hash of what the command was given.
        """
        self.session.flush()
        end = audit.append(self.session, self._stamp, self._changes)
        if self._stamp.command_id is not None:
            self.session.connection().execute(
                insert(audit.CommandId).values(
                    key=self._stamp.command_id,
                    command=self._stamp.command,
                    parameters=parameters,
                    at=self.now,
                    result=to_json(result),
                )
            )
        connection = self.session.connection()
        try:
            self.session.commit()
        except BaseException:
            if not connection.closed:
                connection.invalidate()  # it may stand in the transaction still: nobody else is to get it
            raise
        self.head = None if end is None else Head(*end)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Roll back what was not committed."""
        self.session.close()


def overtaken(field: str | None = None) -> Problem:
    """What the second of two writers is told; the form then merges both."""
    return Problem(
        "record.changed_meanwhile",
        _("Somebody changed this record while you were editing it."),
        field=field,
        hint=_("What you typed is kept. Look at the new state, then save again."),
    )


def refuse_inner(command: Callable[..., object]) -> None:
    """TypeError for what only other commands may call."""
    if getattr(command, "inner", False):
        message = f"{command.__name__} is a part of other commands and never carried out by itself"
        raise TypeError(message)


def perform(
    engine: Engine,
    actor: Actor,
    now: datetime,
    command: Callable[..., T],
    parameters: Mapping[str, Any],
    *,
    command_id: str | None = None,
    guard: Guard | None = None,
) -> Outcome[T]:
    """Run a command in a `Work` and commit it, or leave no trace. The same `command_id` again changes nothing."""
    name = command.__name__
    refuse_inner(command)
    door.check(parameters)
    digest = "" if command_id is None else _digest(parameters)
    try:
        if guard is not None:
            guard()
        with Work(engine, actor, now, name, command_id) as work:
            if command_id is not None:
                known = work.session.scalars(
                    select(audit.CommandId).where(audit.CommandId.key == command_id)
                ).one_or_none()
                if known is not None:
                    return Outcome(_answer(command, known, digest), Changes(), replayed=True)
            result = command(work, **parameters)
            work.notes.by_images = way_of(command) is None
            work.commit(result, digest)
            if guard is not None:
                guard(after=True)  # what went into a file that vanished meanwhile is not told as saved
            return Outcome(result, work.changes, head=work.head, notes=work.notes)
    except StaleDataError:
        raise overtaken() from None
    except (DBAPIError, OSError, OverflowError) as error:
        if command_id is not None and isinstance(error, IntegrityError) and "command_id" in str(error.orig):
            return perform(engine, actor, now, command, parameters, command_id=command_id, guard=guard)
        problem = explain(error)
        if problem is None:
            raise
        raise problem from error


def _digest(parameters: Mapping[str, Any]) -> str:
    return hashlib.sha256(to_json(parameters).encode()).hexdigest()


def _answer(command: Callable[..., T], known: audit.CommandId, digest: str) -> T:
    if known.command != command.__name__:
        raise Problem("command.id_reused", _("This command id belongs to another command."))
    if known.parameters != digest:
        raise Problem(
            "command.id_conflict",
            _("This command id was used with other details."),
            hint=_("Nothing was changed. Look at what is in the book, then start again."),
        )
    hints = typing.get_type_hints(command)
    return typing.cast("T", from_json(known.result, hints.get("return", object)))
