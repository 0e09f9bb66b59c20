"""Commands that were carried out once: what the history tells of one is told in one go, and its id is still known.

A command id that is no longer known would let the same click, sent again, do the same thing twice.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Label, and_, func, or_, select

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.reading import Reads

MOST = 200
_E = audit.AuditEntry
_BEFORE: Label[str | None] = func.lag(_E.command_id).over(order_by=_E.sequence).label("before")
_ALL = select(_E.sequence, _E.command_id, _E.record, _BEFORE).subquery("entries")
_BEGUN = (
    select(_ALL.c.sequence, _ALL.c.command_id, _ALL.c.record)
    .where(_ALL.c.command_id.is_not(None), or_(_ALL.c.before.is_(None), _ALL.c.before != _ALL.c.command_id))
    .subquery("begun")
)
"""The first entry of each command that has an id."""
_FORGOTTEN = (
    select(_BEGUN.c.sequence, _BEGUN.c.record)
    .outerjoin(audit.CommandId, audit.CommandId.key == _BEGUN.c.command_id)
    .where(audit.CommandId.id.is_(None))
    .order_by(_BEGUN.c.sequence)
    .limit(MOST)
)
_LAST = func.max(_BEGUN.c.sequence)
_AGAIN = select(_LAST.label("sequence")).group_by(_BEGUN.c.command_id).having(func.count() > 1).subquery("again")
_TWICE = (
    select(_E.sequence, _E.record)
    .join(_AGAIN, and_(_AGAIN.c.sequence == _E.sequence))
    .order_by(_E.sequence)
    .limit(MOST)
)


def repeated_problems(reads: Reads) -> list[Problem]:
    """Commands of which the history tells twice, and those whose id is gone."""
    return list(_found(reads))


def _found(reads: Reads) -> Iterator[Problem]:
    for statement, text in (
        (_TWICE, _("Entry {n} of the history belongs to a command that had been carried out before.")),
        (_FORGOTTEN, _("The book no longer knows the command that wrote entry {n} of the history.")),
    ):
        for row in reads.execute(statement):
            hint = _("Look whether it is in the book twice, and compare with the newest backup.")
            yield Problem("check.once", text.format(n=row.sequence), hint=hint, about=row.record)
