"""How often each reason was given: for findings left as they are, and for bills written down or up."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.firm.domain import Right, require
from app.invoices.domain import LineKind, Reason
from app.invoices.queries.draft_facts import DraftLineRow
from app.invoices.queries.run import draft
from app.invoices.records import DraftLine, InvoiceLine, KeptFinding, adjusted_line
from app.storage.asking import query, together
from app.storage.reading import Reads

_KEPT = select(KeptFinding.reason, func.count()).group_by(KeptFinding.reason)
_ON_DRAFTS = (
    select(DraftLine.why, func.count())
    .where(DraftLine.kind == LineKind.ADJUSTMENT, or_(DraftLine.why != "", DraftLine.reason != ""))
    .group_by(DraftLine.why)
)
_ISSUED = (
    select(InvoiceLine.why, func.count())
    .where(adjusted_line, or_(InvoiceLine.why != "", InvoiceLine.reason != ""))
    .group_by(InvoiceLine.why)
)
"""Older lines that give their reason in words only count as another reason; without words none was given."""


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How often a reason was given: to leave a finding as it is, and to write a bill down or up."""

    reason: Reason
    kept: int
    adjusted: int

    @property
    def count(self) -> int:
        """Both together."""
        return self.kept + self.adjusted


@dataclass(frozen=True, slots=True)
class ForReasons:
    """What a dialog about a draft asks with: its lines and how often each reason was given."""

    lines: tuple[DraftLineRow, ...]
    counts: tuple[ReasonCount, ...]


@query
async def for_reasons(reads: Reads, *, draft_id: int) -> ForReasons:
    """The lines of a draft and the reasons of the list, the most frequent first."""
    found, counts = await together(draft.asks(reads, draft_id=draft_id), reason_counts.asks(reads))
    return ForReasons(found.lines, tuple(counts))


@query
async def reason_counts(reads: Reads) -> list[ReasonCount]:
    """Every reason of the list with its count, the most frequent first. Three statements, one way."""
    require(reads.actor.role, Right.DRAFT_INVOICES)
    left, drafted, issued = await together(reads.ask(_KEPT), reads.ask(_ON_DRAFTS), reads.ask(_ISSUED))
    kept = {reason: int(count) for reason, count in left}
    adjusted: dict[Reason, int] = {}
    for given in (drafted, issued):
        for why, count in given:
            reason = Reason(why) if why else Reason.OTHER
            adjusted[reason] = adjusted.get(reason, 0) + int(count)
    rows = [ReasonCount(reason, kept.get(reason, 0), adjusted.get(reason, 0)) for reason in Reason]
    return sorted(rows, key=lambda row: -row.count)
