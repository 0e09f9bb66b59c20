"""Drafts in themselves: what one shows is what would be issued. And what was decided about findings of its invoice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.invoices.domain import LineKind, UnitKind
from app.invoices.records import Draft, DraftLine, DraftUnit, Invoice, KeptFinding
from app.kernel.money import price
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _
from app.storage.reading import Reads

_TIME = and_(DraftUnit.draft_line_id == DraftLine.id, DraftUnit.unit_kind == UnitKind.TIME)
_LINES = (
    select(
        Draft.id,
        Draft.currency,
        DraftLine.position,
        DraftLine.kind,
        DraftLine.quantity,
        DraftLine.rate,
        DraftLine.net_minor,
        func.sum(DraftUnit.seconds).label("seconds"),
        func.min(DraftUnit.rate).label("least"),
        func.max(DraftUnit.rate).label("most"),
    )
    .select_from(Draft)
    .join(DraftLine, DraftLine.draft_id == Draft.id)
    .outerjoin(DraftUnit, _TIME)
    .group_by(Draft.id, Draft.currency, DraftLine.id)
    .order_by(Draft.id, DraftLine.position)
)
_OF = aliased(Invoice)
_OTHER_INVOICE = (
    select(KeptFinding.id)
    .join(_OF, _OF.id == KeptFinding.invoice_id)
    .where(or_(_OF.sow_id.is_(None), _OF.sow_id != KeptFinding.sow_id))
    .order_by(KeptFinding.id)
)


def draft_problems(reads: Reads) -> list[Problem]:
    """Drafts whose lines are not what they bill, and reasons that went out with an invoice of other work."""
    found = []
    for row in reads.execute(_LINES):
        if _differs(row):
            text = _("Line {position} of this draft shows another sum than would be issued.")
            found.append(
                Problem(
                    "check.draft",
                    text.format(position=row.position),
                    hint=_("Reopen it if it is approved, and collect it anew."),
                    about=f"Draft:{row.id}",
                )
            )
    return [*found, *_reasons(reads)]


def _differs(row: Row[Any]) -> bool:
    if price(row.quantity, row.rate, row.currency).minor != row.net_minor:
        return True
    if row.kind not in {LineKind.FEE, LineKind.EXTRA}:
        return False
    same_rate = row.least is None or row.least == row.most == row.rate
    return hours(int(row.seconds or 0)) != row.quantity or not same_rate


def _reasons(reads: Reads) -> Iterator[Problem]:
    for finding_id in reads.execute(_OTHER_INVOICE).scalars():
        yield Problem(
            "check.finding",
            _("A finding that was left with a reason went out with an invoice of other work."),
            hint=_("Somebody changed the book with another program. Compare with the newest backup."),
            about=f"KeptFinding:{finding_id}",
        )
