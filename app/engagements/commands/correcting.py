"""Putting right what a bill brought to light: a person's rate, an order or an acceptance recorded by mistake.

A later room calls these inside commands of its own, because only it knows that no invoice stands on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.engagements.commands.agreement import check_people, rate_record
from app.engagements.commands.orders import require_lead
from app.engagements.commands.signing import sign
from app.engagements.domain import RateSpec, checks
from app.engagements.records import ChangeOrder, Milestone, PurchaseOrder, Rate, SowLine, StatementOfWork
from app.firm.domain import Right, require
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work, inner


@dataclass(frozen=True, slots=True)
class RateRaised:
    """A person's new rate on a statement of work, and the one it took the place of (None: it began anew)."""

    rate_id: int
    before: Decimal | None
    note: str = ""


@inner
def raise_person_rate(
    work: Work, *, sow_id: int, person_id: int, rate: Decimal, valid_from: date, note: str = ""
) -> RateRaised:
    """Give a person another rate on a statement of work from a day on; one that begins that very day is replaced."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    spec = RateSpec(rate=rate, valid_from=valid_from, person_id=person_id, note=note)
    checks.check_rates((spec,))
    check_people(work, (person_id,), "person_id")
    known = select(Rate).where(Rate.sow_id == sow_id, Rate.person_id == person_id, Rate.valid_from == valid_from)
    same_day = work.session.scalars(known).one_or_none()
    if same_day is not None:
        before, old_note = same_day.rate, same_day.note
        same_day.rate, same_day.note = rate, note
        raised = RateRaised(same_day.id, before, old_note)
    else:
        raised = RateRaised(work.add(rate_record(spec, sow_id=sow_id)).id, None)
    work.session.flush()
    if row.signed_on is not None:
        sign(work, sow_id=sow_id, signed_on=work.today)
    return raised


@inner
def take_back_rate(work: Work, *, sow_id: int, raised: RateRaised) -> None:
    """A person's rate is again what it was before it was raised."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    rate = work.get(Rate, raised.rate_id)
    if rate.sow_id != sow_id or rate.person_id is None:
        raise Problem("rate.other", _("This rate belongs to another agreement."), hint=_("Nothing was changed."))
    if raised.before is None:
        work.delete(rate)
    else:
        rate.rate, rate.note = raised.before, raised.note
        work.session.flush()
    if row.signed_on is not None:
        sign(work, sow_id=sow_id, signed_on=work.today)


@inner
def drop_purchase_order(work: Work, *, purchase_order_id: int, sow_id: int) -> None:
    """A purchase order that was recorded by mistake is out of the book; the caller knows that no invoice carries it."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    order = work.get(PurchaseOrder, purchase_order_id)
    if order.sow_id != sow_id:
        raise Problem("order.other", _("This order belongs to another agreement."), hint=_("Nothing was changed."))
    work.delete(order)


@inner
def take_back_order_acceptance(work: Work, *, change_order_id: int) -> None:
    """A change order that was not accepted after all: the caller knows that no invoice bills work on it."""
    order = work.lock(ChangeOrder, change_order_id)
    row = work.get(StatementOfWork, order.sow_id)
    require_lead(work, row)
    order.accepted_on, order.accepted_by = None, ""
    work.session.flush()
    if row.signed_on is not None:
        sign(work, sow_id=row.id, signed_on=work.today)


@inner
def take_back_acceptance(work: Work, *, milestone_id: int) -> None:
    """An acceptance that was recorded by mistake; the caller knows that no invoice bills the milestone."""
    milestone = work.lock(Milestone, milestone_id)
    line = work.get(SowLine, milestone.sow_line_id)
    require_lead(work, work.get(StatementOfWork, line.sow_id))
    milestone.accepted_on = None
    work.session.flush()
