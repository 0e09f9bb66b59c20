"""Settling what a check found, by the commands that own it: each works on its own statement of work and draft only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.engagements.commands import accept_milestone, add_purchase_order
from app.engagements.commands.correcting import raise_person_rate
from app.engagements.records import Milestone, PurchaseOrder, SowLine
from app.firm.domain import Right, require
from app.invoices.commands import drafts
from app.invoices.commands.collecting import collect
from app.invoices.domain import AWAITS_ACCEPTANCE, DraftState, LineKind
from app.invoices.queries.draft_facts import Around, LoadedDraft
from app.invoices.queries.judging import judged_draft
from app.invoices.records import BillingRun, Draft, Invoice
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


@dataclass(frozen=True, slots=True)
class Settled:
    """The draft that bills it now (None: nothing is left to bill) with its version."""

    draft_id: int | None
    version: int = 0


@dataclass(frozen=True, slots=True)
class OrderRecorded:
    """A purchase order on the draft."""

    draft_id: int
    version: int
    order_id: int


# ---------------------------------------------------------------------- collect one draft anew


def collect_draft(work: Work, *, draft_id: int, version: int | None = None) -> Settled:
    """Put one open draft together anew from what is approved now."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    _require_loose(draft)
    return _again(work, draft.sow_id, work.get(BillingRun, draft.run_id).through, draft.invoice_date, draft_id)


def _require_loose(draft: Draft) -> None:
    """Collecting leaves alone what a person holds: it is released before it can be put together anew."""
    drafts.require_open(draft)
    if draft.state is DraftState.HOLD and draft.hold_reason != AWAITS_ACCEPTANCE:
        raise Problem(
            "draft.held",
            _("This draft is on hold: {reason}.").format(reason=draft.hold_reason),
            hint=_("Release it first."),
        )


def _again(work: Work, sow_id: int, through: date, invoice_date: date, draft_id: int) -> Settled:
    """Collect a statement of work; a draft that is put together anew has a new version, whatever came of it."""
    collect(work, through=through, invoice_date=invoice_date, sow_id=sow_id)
    draft = work.find(Draft, draft_id)
    if draft is None:
        draft = work.session.scalars(select(Draft).where(Draft.sow_id == sow_id).order_by(Draft.state)).first()
    return Settled(None) if draft is None else Settled(draft.id, drafts.renewed(work, draft))


# ---------------------------------------------------------------------- the rate of the statement of work


def use_sow_rate(work: Work, *, draft_id: int, version: int) -> Settled:
    """Where a person's rate lies below the grade's on this statement of work, raise it from that day on.

    The draft is put together anew, so what collecting brings later is right too. Other agreements keep their rates.
    """
    require(work.actor.role, Right.DRAFT_INVOICES)
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    draft = work.get(Draft, draft_id, version=version)
    _require_loose(draft)
    judged, around = judged_draft(work, draft.id)
    wanted = _wanted_rates(judged.loaded, around)
    if not judged.facts.low_rates:
        raise Problem("rates.match", _("The rates match the SOW already."), hint=_("Nothing was changed."))
    through = work.get(BillingRun, draft.run_id).through
    for (person_id, day), rate in wanted.items():
        raise_person_rate(work, sow_id=draft.sow_id, person_id=person_id, rate=rate, valid_from=day, note="")
    return _again(work, draft.sow_id, through, draft.invoice_date, draft.id)


def _wanted_rates(draft: LoadedDraft, around: Around) -> dict[tuple[int, date], Decimal]:
    """By person and first day: the grade's rate, wherever a rate of the person's own lies below it."""
    fees = {line.line_id for line in draft.lines if line.kind is LineKind.FEE}
    wanted: dict[tuple[int, date], Decimal] = {}
    for unit in draft.time:
        if unit.draft_line_id not in fees:
            continue
        agreed = around.rates.find(draft.head.sow_id, None, unit.grade, unit.day)
        own = around.rates.find(draft.head.sow_id, unit.person_id, unit.grade, unit.day)
        if agreed is None or own is None or agreed.fact.sow_id is None or own.rate >= agreed.rate:
            continue
        wanted[unit.person_id, max(own.fact.valid_from, agreed.fact.valid_from)] = agreed.rate
    return wanted


# ---------------------------------------------------------------------- the purchase order


def record_order(
    work: Work,
    *,
    draft_id: int,
    version: int,
    number: str,
    amount: Money,
    valid_from: date,
    valid_to: date | None = None,
) -> OrderRecorded:
    """Record the client's purchase order on the statement of work and set it on the draft."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    order_id = add_purchase_order(
        work, sow_id=draft.sow_id, number=number, amount=amount, valid_from=valid_from, valid_to=valid_to
    )
    draft.po_number = work.get(PurchaseOrder, order_id).number
    return OrderRecorded(draft.id, drafts.renewed(work, draft), order_id)


def refuse_carried(work: Work, *, sow_id: int, number: str) -> None:
    """Problem where an invoice of a statement of work carries the number of an order."""
    carried = select(func.count()).select_from(Invoice).where(Invoice.sow_id == sow_id, Invoice.po_number == number)
    if work.execute(carried).scalar_one():
        raise Problem(
            "order.invoiced",
            _("An invoice carries {number} already.").format(number=number),
            hint=_("The order stays. Set another one on this draft."),
        )


# ---------------------------------------------------------------------- acceptance of a milestone


def record_acceptance(
    work: Work, *, draft_id: int, version: int, milestone_ids: tuple[int, ...], accepted_on: date
) -> Settled:
    """Record that the client accepted; the milestones move to a draft that can be approved."""
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    _require_loose(draft)
    for milestone_id in milestone_ids:
        _require_own(work, draft, milestone_id)
        accept_milestone(work, milestone_id=milestone_id, accepted_on=accepted_on)
    return _again(work, draft.sow_id, work.get(BillingRun, draft.run_id).through, draft.invoice_date, draft.id)


def _require_own(work: Work, draft: Draft, milestone_id: int) -> None:
    line = work.get(SowLine, work.get(Milestone, milestone_id).sow_line_id)
    if line.sow_id != draft.sow_id:
        raise Problem(
            "milestone.other", _("This milestone belongs to another agreement."), hint=_("Nothing was changed.")
        )
