"""Removing a draft, and bringing it back with everything that was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.firm.domain import Right, require
from app.invoices.commands import drafts
from app.invoices.commands.collecting import collect
from app.invoices.domain import AWAITS_ACCEPTANCE, DraftState, LineKind, PaperSize
from app.invoices.records import BillingRun, Draft, DraftLine
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class AdjustmentKept:
    """An adjustment as it stood on a removed draft."""

    line_id: int
    title: str
    detail: str
    amount_minor: int
    quantity: Decimal
    unit: str
    rate: Decimal
    tax_code: str
    reason: str
    why: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DraftRemoved:
    """How many units are unbilled again, and what the way back needs: what a person decided about the draft."""

    draft_id: int
    units: int
    sow_id: int
    through: date
    invoice_date: date
    state: DraftState
    hold_reason: str
    po_number: str
    left_out: str
    paper: PaperSize | None
    adjustments: tuple[AdjustmentKept, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """The draft that stands for the removed one; `lines` are the ids its adjustments had, with those they have now."""

    draft_id: int
    version: int
    lines: tuple[tuple[int, int], ...] = ()


def remove_draft(work: Work, *, draft_id: int, version: int | None = None) -> DraftRemoved:
    """Remove a draft; what was on it is unbilled again and comes back with the next collecting."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    kept = tuple(
        AdjustmentKept(
            line.id,
            line.title,
            line.detail,
            line.net_minor,
            line.quantity,
            line.unit,
            line.rate,
            line.tax_code,
            line.reason,
            line.why,
            line.ends_on,
        )
        for line in drafts.kept_lines(work, draft.id)
        if line.kind is LineKind.ADJUSTMENT
    )
    facts = (
        draft.sow_id,
        work.get(BillingRun, draft.run_id).through,
        draft.invoice_date,
        draft.state,
        draft.hold_reason,
        draft.po_number,
        draft.left_out,
        draft.paper,
        kept,
    )
    return DraftRemoved(draft_id, drafts.remove(work, draft), *facts)


def restore_draft(work: Work, *, removed: DraftRemoved) -> Restored:
    """Undo a removal: collect the work again and put back the adjustments, the order, the parts and the hold."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    waits = removed.hold_reason == AWAITS_ACCEPTANCE
    if _standing(work, removed.sow_id, waits=waits) is not None:
        raise Problem(
            "draft.restored",
            _("This work is on a draft already."),
            hint=_("It was collected meanwhile. Look at that draft; nothing was changed."),
        )
    collect(work, through=removed.through, invoice_date=removed.invoice_date, sow_id=removed.sow_id)
    draft = _standing(work, removed.sow_id, waits=waits)
    if draft is None:
        raise Problem(
            "draft.nothing_left",
            _("There is nothing to bill on it any more."),
            hint=_("Its work was taken back or invoiced meanwhile."),
        )
    last = max((line.position for line in drafts.kept_lines(work, draft.id)), default=0)
    lines = work.add_all([_line(draft.id, last + step, item) for step, item in enumerate(removed.adjustments, start=1)])
    draft.po_number, draft.left_out, draft.paper = removed.po_number, removed.left_out, removed.paper
    if removed.state is DraftState.HOLD and not waits:
        draft.state, draft.hold_reason = DraftState.HOLD, removed.hold_reason
        draft.decided_by_id, draft.decided_at = work.actor.person_id, work.now
    again = tuple((item.line_id, line.id) for item, line in zip(removed.adjustments, lines, strict=True))
    return Restored(draft.id, drafts.renewed(work, draft), again)


def _standing(work: Work, sow_id: int, *, waits: bool) -> Draft | None:
    """The draft of a statement of work that waits for acceptance, or the other one."""
    for draft in work.session.scalars(select(Draft).where(Draft.sow_id == sow_id).order_by(Draft.id)):
        if (draft.hold_reason == AWAITS_ACCEPTANCE) is waits:
            return draft
    return None


def _line(draft_id: int, position: int, item: AdjustmentKept) -> DraftLine:
    return DraftLine(
        draft_id=draft_id,
        position=position,
        kind=LineKind.ADJUSTMENT,
        title=item.title,
        detail=item.detail,
        quantity=item.quantity,
        unit=item.unit,
        rate=item.rate,
        net_minor=item.amount_minor,
        tax_code=item.tax_code,
        reason=item.reason,
        why=item.why,
        ends_on=item.ends_on,
    )
