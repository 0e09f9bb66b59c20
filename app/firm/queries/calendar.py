"""Days the office is closed, days people are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from app.firm.records import Absence, Holiday
from app.kernel.periods import Period
from app.storage.asking import query
from app.storage.reading import Reads

_HOLIDAYS = select(Holiday.day).where(Holiday.day.between(bindparam("first"), bindparam("last")))
_ABSENCES = (
    select(Absence.id, Absence.person_id, Absence.day, Absence.kind)
    .where(
        Absence.day.between(bindparam("first"), bindparam("last")),
        or_(bindparam("everybody"), Absence.person_id == bindparam("person_id")),
    )
    .order_by(Absence.day, Absence.person_id)
)


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A day a person is away."""

    id: int
    person_id: int
    day: date
    kind: str


@query
async def holidays(reads: Reads, *, period: Period) -> frozenset[date]:
    """Days of a period on which the office is closed."""
    return frozenset((await reads.ask(_HOLIDAYS, {"first": period.first, "last": period.last})).scalars())


@query
async def absences(reads: Reads, *, period: Period, person_id: int | None = None) -> list[AbsenceRow]:
    """Days away in a period, of one person or of everybody."""
    values = {
        "first": period.first,
        "last": period.last,
        "everybody": person_id is None,
        "person_id": 0 if person_id is None else person_id,
    }
    return [AbsenceRow(*row) for row in await reads.ask(_ABSENCES, values)]
