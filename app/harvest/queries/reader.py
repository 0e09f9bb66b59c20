"""Whose calendar it is: who may see it, and how its owner's day and addresses are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.firm.domain import Right, require
from app.firm.queries import person
from app.harvest.records import CalendarSource
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads
from app.timesheets.domain import may_log_for_others

_SOURCES = (
    select(CalendarSource.name, CalendarSource.read_at)
    .where(CalendarSource.person_id == bindparam("person_id"))
    .order_by(CalendarSource.read_at.desc().nulls_last(), CalendarSource.name)
)


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """What reading a person's calendar needs: the zone of the person's day, and the own addresses in lower case."""

    person_id: int
    zone: str
    own_addresses: frozenset[str]


def allow(reads: Reads, person_id: int) -> None:
    """Refuse other people's calendars to everybody but the office."""
    require(reads.actor.role, Right.LOG_TIME)
    if person_id != reads.actor.person_id and not may_log_for_others(reads.actor.role):
        raise Problem(
            "harvest.not_yours",
            _("Your role may see your own calendar only."),
            hint=_("Ask the person, a partner or the office manager."),
        )


@query
async def reader(reads: Reads, *, person_id: int) -> ReaderRow:
    """The owner of a calendar. One statement."""
    allow(reads, person_id)
    who = await person.asks(reads, person_id=person_id)
    if not who.active:
        raise Problem(
            "harvest.person_left",
            _("{name} has left the firm.").format(name=who.name),
            hint=_("Choose another person."),
        )
    return ReaderRow(who.id, who.zone, frozenset({who.email.casefold()} - {""}))


@dataclass(frozen=True, slots=True)
class CalendarSourceRow:
    """A calendar that was read for a person, and when it was read last."""

    name: str
    read_at: datetime | None


@query
async def calendar_sources(reads: Reads, *, person_id: int) -> list[CalendarSourceRow]:
    """The calendars of a person, the one read last first. One statement."""
    allow(reads, person_id)
    return [CalendarSourceRow(*row) for row in await reads.ask(_SOURCES, {"person_id": person_id})]
