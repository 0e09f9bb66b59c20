"""Whose calendar it is: who may see it, and how its owner's day and addresses are known."""

from __future__ import annotations

from dataclasses import dataclass

from app.firm.domain import Right, require
from app.firm.queries import person
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reading import Reads
from app.timesheets.domain import may_log_for_others


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


def reader(reads: Reads, *, person_id: int) -> ReaderRow:
    """The owner of a calendar. One statement."""
    allow(reads, person_id)
    who = person(reads, person_id=person_id)
    if not who.active:
        raise Problem(
            "harvest.person_left",
            _("{name} has left the firm.").format(name=who.name),
            hint=_("Choose another person."),
        )
    return ReaderRow(who.id, who.zone, frozenset({who.email.casefold()} - {""}))
