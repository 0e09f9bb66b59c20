"""What queries are given: a way to read, the instant, the day, and who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection, CursorResult, Executable

from app.kernel.clock import local_date
from app.storage.actor import Actor


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

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement with bound parameters."""
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

    def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement with bound parameters."""
        return self.connection.execute(statement, dict(parameters) if parameters else {})
