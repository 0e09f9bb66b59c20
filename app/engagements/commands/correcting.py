"""Putting right what a bill brought to light: a person's rate, an order or an acceptance recorded by mistake.

A later room calls these inside commands of its own, because only it knows that no invoice stands on them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.engagements.commands.agreement import check_people, rate_record
from app.engagements.commands.orders import require_lead
from app.engagements.commands.signing import sign
from app.engagements.domain import RateSpec, checks
from app.engagements.records import ChangeOrder, Milestone, Rate, SowLine, StatementOfWork
from app.firm.domain import Right, require
from app.storage.work import Work, inner


@inner
def raise_person_rate(
    work: Work, *, sow_id: int, person_id: int, rate: Decimal, valid_from: date, note: str = ""
) -> None:
    """Give a person another rate on a statement of work from a day on; one that begins that very day is replaced."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    spec = RateSpec(rate=rate, valid_from=valid_from, person_id=person_id, note=note)
    checks.check_rates((spec,))
    check_people(work, (person_id,), "person_id")
    known = select(Rate).where(Rate.sow_id == sow_id, Rate.person_id == person_id, Rate.valid_from == valid_from)
    same_day = work.session.scalars(known).one_or_none()
    if same_day is not None:
        same_day.rate, same_day.note = rate, note
    else:
        work.add(rate_record(spec, sow_id=sow_id))
    work.session.flush()
    if row.signed_on is not None:
        sign(work, sow_id=sow_id, signed_on=work.today)


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
