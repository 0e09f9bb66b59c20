"""What queries are given: a way to read, the instant, the day, and who asks."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, CursorResult, Executable

from app.kernel.clock import local_date
from app.storage.actor import Actor
from app.storage.pipeline import send_at_once, send_in_turn

Rows = CursorResult[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ask:
    """A statement with its parameters; awaited, it is its rows."""

    statement: Executable
    parameters: Mapping[str, Any] | None = None

    def __await__(self) -> Generator[list[Ask], list[Rows], Rows]:
        """Hands itself to whoever drives the query, and takes the rows."""
        (rows,) = yield [self]
        return rows


class Reads(Protocol):
    """The reading side that both a plain reading and a `Work` offer."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        ...

    @property
    def now(self) -> datetime:
        """One clock reading for the whole query or command, in UTC."""
        ...

    @property
    def today(self) -> date:
        """The date of `now` where the actor is."""
        ...

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement with bound parameters."""
        ...

    def ask(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Ask:
        """What `await` gives the rows of, in a query (`app.storage.asking`)."""
        ...

    def send(self, wave: Sequence[Ask]) -> list[Rows]:
        """Run statements none of which needs the rows of another: over a network in one way there and back."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A consistent look at the book; writes nothing."""

    connection: Connection
    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The date of `now` where the actor is."""
        return local_date(self.now, self.actor.zone)

    def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement with bound parameters."""
        return self.send((Ask(statement, parameters),))[0]

    def ask(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> Ask:
        """What `await` gives the rows of, in a query (`app.storage.asking`)."""
        return Ask(statement, parameters)

    def send(self, wave: Sequence[Ask]) -> list[Rows]:
        """Run statements none of which needs the rows of another: over a network in one way there and back."""
        run = send_at_once if self.connection.dialect.name == "postgresql" else send_in_turn
        return run(self.connection, [(one.statement, dict(one.parameters or {})) for one in wave])
