"""Commands that were carried out once: what the history tells of one is told in one go, and its id is still known.

A command id that is no longer known would let the same click, sent again, do the same thing twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.reading import Reads

MOST = 200
_E = audit.AuditEntry
_BEFORE = aliased(_E)
_BEGUN = (
    select(_E.sequence, _E.command_id)
    .where(
        _E.command_id.is_not(None),
        ~exists().where(_BEFORE.sequence == _E.sequence - 1, _BEFORE.command_id == _E.command_id),
    )
    .subquery("begun")
)
"""The first entry of each command that has an id."""
_ODD = (
    select(
        func.min(_BEGUN.c.sequence).label("first"),
        func.max(_BEGUN.c.sequence).label("last"),
        func.count().label("runs"),
    )
    .outerjoin(audit.CommandId, audit.CommandId.key == _BEGUN.c.command_id)
    .group_by(_BEGUN.c.command_id, audit.CommandId.id)
    .having(or_(func.count() > 1, audit.CommandId.id.is_(None)))
    .order_by(func.min(_BEGUN.c.sequence))
    .limit(MOST)
)
"""One pass over the history for both: a long one takes seconds."""
_RECORD = select(_E.record).where(_E.sequence == bindparam("sequence"))


def repeated_problems(reads: Reads) -> list[Problem]:
    """Commands of which the history tells twice, and those whose id is gone."""
    return [_problem(reads, row) for row in reads.execute(_ODD).all()]


def _problem(reads: Reads, row: Row[Any]) -> Problem:
    again = row.runs > 1
    if again:
        text = _("Entry {n} of the history belongs to a command that had been carried out before.")
    else:
        text = _("The book no longer knows the command that wrote entry {n} of the history.")
    entry = row.last if again else row.first
    hint = _("Look whether it is in the book twice, and compare with the newest backup.")
    about = reads.execute(_RECORD, {"sequence": entry}).scalar() or ""
    return Problem("check.once", text.format(n=entry), hint=hint, about=about)
