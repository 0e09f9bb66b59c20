"""The people of the firm: who they are, what they may do, what their work is priced by."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict, Unpack

from sqlalchemy import func, select

from app.firm import domain, places
from app.firm.domain import RIGHTS, AccessRole, Right, require
from app.firm.records import Firm, Person
from app.kernel.problems import Problem
from app.kernel.quantities import seconds_of
from app.kernel.words import _
from app.storage.work import Work

WEEK = Decimal(80)
"""More hours than this are no working week."""


class PersonFields(TypedDict, total=False):
    """What can be changed about a person."""

    name: str
    initials: str
    access_role: AccessRole
    grade: str | None
    email: str
    weekly_hours: Decimal
    zone: str
    language: str
    os_account: str | None
    active: bool


def add_person(
    work: Work,
    *,
    name: str,
    initials: str,
    access_role: AccessRole,
    grade: str | None = None,
    email: str = "",
    weekly_hours: Decimal = Decimal("37.5"),
    zone: str | None = None,
    language: str | None = None,
    os_account: str | None = None,
) -> int:
    """Add a person; zone and language are the firm's unless given. Answers the person's id."""
    require(work.actor.role, Right.EDIT_FIRM)
    firm = work.session.scalars(select(Firm)).one_or_none()
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    person = Person(
        name=domain.line(name, "name"),
        initials=_own_initials(work, initials, None),
        access_role=_role(access_role),
        grade=_optional(grade, "grade"),
        email=domain.email(email),
        weekly_seconds=_weekly_seconds(weekly_hours),
        zone=firm.zone if zone is None else places.zone(zone),
        language=firm.language if language is None else places.language(language),
        os_account=_own_account(work, os_account, None),
    )
    return work.add(person).id


def change_person(work: Work, *, person_id: int, version: int, **fields: Unpack[PersonFields]) -> int:
    """Change a person; `version` is the one that was on screen. Answers the new version."""
    require(work.actor.role, Right.EDIT_FIRM)
    person = work.get(Person, person_id, version=version)
    if "name" in fields:
        person.name = domain.line(fields["name"], "name")
    if "initials" in fields:
        person.initials = _own_initials(work, fields["initials"], person_id)
    if "access_role" in fields:
        person.access_role = _role(fields["access_role"])
    if "grade" in fields:
        person.grade = _optional(fields["grade"], "grade")
    if "email" in fields:
        person.email = domain.email(fields["email"])
    if "weekly_hours" in fields:
        person.weekly_seconds = _weekly_seconds(fields["weekly_hours"])
    if "zone" in fields:
        person.zone = places.zone(fields["zone"])
    if "language" in fields:
        person.language = places.language(fields["language"])
    if "os_account" in fields:
        person.os_account = _own_account(work, fields["os_account"], person_id)
    if "active" in fields:
        person.active = fields["active"]
    somebody_can_still_change_the_firm(work)
    return person.version


def _role(role: AccessRole) -> AccessRole:
    if AccessRole(role) is AccessRole.SETUP:
        raise Problem("person.role", _("Nobody has the set-up role; choose another one."), field="access_role")
    return AccessRole(role)


def _optional(text: str | None, field: str) -> str | None:
    return domain.line(text or "", field, required=False) or None


def _weekly_seconds(hours: Decimal) -> int:
    if not (hours.is_finite() and 0 <= hours <= WEEK):
        raise Problem(
            "person.weekly_hours", _("A working week has 0 to {most} hours.").format(most=WEEK), field="weekly_hours"
        )
    return seconds_of(hours)


def _own_initials(work: Work, text: str, person_id: int | None) -> str:
    clean = domain.initials(text)
    other = work.session.scalars(select(Person).where(Person.initials == clean, Person.id != (person_id or 0))).first()
    if other is not None:
        raise Problem(
            "person.initials_taken",
            _("{name} has the initials {initials} already.").format(name=other.name, initials=clean),
            field="initials",
            hint=_("Add a letter or a digit."),
        )
    return clean


def _own_account(work: Work, text: str | None, person_id: int | None) -> str | None:
    clean = _optional(text, "os_account")
    if clean is None:
        return None
    other = work.session.scalars(
        select(Person).where(Person.os_account == clean, Person.id != (person_id or 0))
    ).first()
    if other is not None:
        raise Problem(
            "person.account_taken",
            _("The account {account} of this computer belongs to {name} already.").format(
                account=clean, name=other.name
            ),
            field="os_account",
            hint=_("Take it from {name} first.").format(name=other.name),
        )
    return clean


def somebody_can_still_change_the_firm(work: Work) -> None:
    """Problem where the last one who can would go."""
    able = [role for role, rights in RIGHTS.items() if Right.EDIT_FIRM in rights]
    statement = select(func.count()).select_from(Person).where(Person.active, Person.access_role.in_(able))
    if not work.session.scalar(statement):
        raise Problem(
            "person.last_one",
            _("Then nobody could change the firm any more."),
            field="access_role",
            hint=_("Make somebody else a partner or the office manager first."),
        )
