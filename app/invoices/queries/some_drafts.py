"""Some drafts by what they are called, for lists that name them beside other things."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.invoices.records import Draft
from app.storage.asking import query
from app.storage.reading import Reads

_SOME = (
    select(Draft.id, Client.name.label("client_name"), StatementOfWork.number, Draft.period_last)
    .join(Client, Client.id == Draft.client_id)
    .join(StatementOfWork, StatementOfWork.id == Draft.sow_id)
    .where(Draft.id.in_(bindparam("draft_ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class KnownDraftRow:
    """A draft that waits, by its client and statement of work."""

    draft_id: int
    client_name: str
    sow_number: str
    period_last: date


@query
async def some_drafts(reads: Reads, *, draft_ids: Collection[int]) -> list[KnownDraftRow]:
    """Some drafts, as far as they still wait. One statement; nothing is asked for none."""
    require(reads.actor.role, Right.DRAFT_INVOICES)
    return [KnownDraftRow(*row) for row in await reads.ask(_SOME, {"draft_ids": list(draft_ids)})] if draft_ids else []
