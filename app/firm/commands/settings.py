"""Choices of the firm and of each person."""

from __future__ import annotations

import re

from sqlalchemy import select

from app.firm import domain
from app.firm.domain import Right, require
from app.firm.queries import tax_rule
from app.firm.records import Firm, Person, Setting
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work

_KEY = re.compile(r"[a-z][a-z0-9_.]{0,79}")


def choose_setting(work: Work, *, key: str, value: str, own: bool = False) -> int:
    """Keep a choice of the firm, or with `own` of the person who acts. Answers the setting's id."""
    if not own:
        require(work.actor.role, Right.EDIT_FIRM)
    if not _KEY.fullmatch(key):
        raise Problem("setting.key", _("\u201c{key}\u201d is not the name of a setting.").format(key=key), field="key")
    if len(value) > 10_000:
        raise Problem("setting.long", _("This value is too long for a setting."), field="value")
    person_id = work.actor.person_id if own else None
    if own and person_id is None:
        raise Problem("setting.nobody", _("Nobody is at the desk yet, so there is no place for own choices."))
    if key == domain.USUAL_TAX_CODE:
        tax_rule(work, code=value, on=work.today)
    _one_writer(work, person_id)
    setting = work.session.scalars(
        select(Setting).where(Setting.key == key, Setting.person_id.is_not_distinct_from(person_id))
    ).one_or_none()
    if setting is None:
        return work.add(Setting(key=key, value=value, person_id=person_id)).id
    setting.value = value
    return setting.id


def _one_writer(work: Work, person_id: int | None) -> None:
    """The unique constraint cannot see two rows without a person: writers wait for each other at the owner's row."""
    if person_id is not None:
        work.lock(Person, person_id)
        return
    firm = work.session.scalars(select(Firm)).one()
    work.lock(Firm, firm.id)
