"""The people of the firm."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.firm.domain import AccessRole
from app.firm.records import Person
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads

_PEOPLE = select(
    Person.id,
    Person.name,
    Person.initials,
    Person.access_role,
    Person.grade,
    Person.email,
    Person.weekly_seconds,
    Person.zone,
    Person.language,
    Person.os_account,
    Person.active,
    Person.version,
).order_by(Person.active.desc(), Person.name, Person.id)
_ACTIVE = _PEOPLE.where(Person.active)
_ONE = _PEOPLE.where(Person.id == bindparam("person_id"))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member of the firm; `weekly_seconds` is the agreed working time of a week."""

    id: int
    name: str
    initials: str
    access_role: AccessRole
    grade: str | None
    email: str
    weekly_seconds: int
    zone: str
    language: str
    os_account: str | None
    active: bool
    version: int


@query
async def people(reads: Reads, *, active_only: bool = True) -> list[PersonRow]:
    """The members of the firm by name; those who left come last."""
    return [PersonRow(*row) for row in await reads.ask(_ACTIVE if active_only else _PEOPLE)]


@query
async def person(reads: Reads, *, person_id: int) -> PersonRow:
    """One member of the firm."""
    row = (await reads.ask(_ONE, {"person_id": person_id})).one_or_none()
    if row is None:
        raise Problem("record.gone", _("This person is not in the book."), hint=_("The list has been read again."))
    return PersonRow(*row)
