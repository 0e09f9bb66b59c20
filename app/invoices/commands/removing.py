"""Removing a draft."""

from __future__ import annotations

from dataclasses import dataclass

from app.firm.domain import Right, require
from app.invoices.commands import drafts
from app.invoices.records import Draft
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class DraftRemoved:
    """How many units are unbilled again."""

    draft_id: int
    units: int


def remove_draft(work: Work, *, draft_id: int, version: int | None = None) -> DraftRemoved:
    """Remove a draft; what was on it is unbilled again and comes back with the next collecting."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    return DraftRemoved(draft_id, drafts.remove(work, draft))
