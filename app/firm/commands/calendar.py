"""Days the office is closed and days a person is away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.firm import domain
from app.firm.domain import Right, require
from app.firm.records import Absence, Holiday, Person
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


def add_holiday(work: Work, *, day: date, name: str) -> int:
    """Close the office on a day."""
    require(work.actor.role, Right.EDIT_FIRM)
    clean = domain.line(name, "name")
    known = work.session.scalars(select(Holiday).where(Holiday.day == day)).one_or_none()
    if known is not None:
        raise Problem(
            "holiday.known", _("The office is closed on that day already: {name}.").format(name=known.name), field="day"
        )
    return work.add(Holiday(day=day, name=clean)).id


def remove_holiday(work: Work, *, day: date) -> None:
    """Open the office again on a day."""
    require(work.actor.role, Right.EDIT_FIRM)
    known = work.session.scalars(select(Holiday).where(Holiday.day == day)).one_or_none()
    if known is None:
        raise Problem("holiday.unknown", _("The office is not closed on that day."), field="day")
    work.delete(known)


def add_absence(work: Work, *, person_id: int, day: date, kind: str) -> int:
    """Note a day a person is away: the own ones, or with the right to change the firm anybody's."""
    _require_own_or_office(work, person_id)
    work.get(Person, person_id)
    clean = domain.line(kind, "kind", limit=60)
    known = _absence(work, person_id, day)
    if known is not None:
        raise Problem("absence.known", _("That day is noted already: {kind}.").format(kind=known.kind), field="day")
    return work.add(Absence(person_id=person_id, day=day, kind=clean)).id


def remove_absence(work: Work, *, person_id: int, day: date) -> None:
    """Take back a day away."""
    _require_own_or_office(work, person_id)
    known = _absence(work, person_id, day)
    if known is None:
        raise Problem("absence.unknown", _("That day is not noted as away."), field="day")
    work.delete(known)


def _require_own_or_office(work: Work, person_id: int) -> None:
    require(work.actor.role, Right.LOG_TIME if work.actor.person_id == person_id else Right.EDIT_FIRM)


def _absence(work: Work, person_id: int, day: date) -> Absence | None:
    statement = select(Absence).where(Absence.person_id == person_id, Absence.day == day)
    return work.session.scalars(statement).one_or_none()
