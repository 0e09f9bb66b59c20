"""Change orders and milestones on their way: drafted, sent, delivered, accepted."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from app.engagements.commands.agreement import change_order_record
from app.engagements.commands.signing import sign
from app.engagements.domain import ChangeOrderSpec, checks
from app.engagements.queries import sow
from app.engagements.records import ChangeOrder, Milestone, SowLine, StatementOfWork
from app.firm.domain import Right, require
from app.firm.domain import line as one_line
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.record import Versioned
from app.storage.work import Work, overtaken

V = TypeVar("V", bound=Versioned)


def require_lead(work: Work, row: StatementOfWork) -> None:
    """Refuse everybody but the SOW's lead and those who may edit engagements."""
    if row.lead_id is None or row.lead_id != work.actor.person_id:
        require(work.actor.role, Right.EDIT_ENGAGEMENTS)


def add_change_order(
    work: Work, *, sow_id: int, number: str, title: str, amount: Money, drafted_on: date, sent_on: date | None = None
) -> int:
    """Draft a change order; its budget counts once it is accepted. `add_task` puts tasks on it."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    row = work.lock(StatementOfWork, sow_id)
    spec = ChangeOrderSpec(number=number, title=title, amount=amount, drafted_on=drafted_on, sent_on=sent_on)
    known = (order.number for order in sow(work, sow_id=sow_id).change_orders)
    checks.check_change_order(spec, row.currency, work.today, known)
    return work.add(change_order_record(sow_id, spec)).id


def send_change_order(work: Work, *, change_order_id: int, sent_on: date, version: int | None = None) -> None:
    """The change order went to the client."""
    order = _seen(work.lock(ChangeOrder, change_order_id), version)
    require_lead(work, work.get(StatementOfWork, order.sow_id))
    _refuse_accepted(order)
    _check_order(work, order, sent_on=sent_on)
    order.sent_on = sent_on


def accept_change_order(
    work: Work, *, change_order_id: int, accepted_on: date, accepted_by: str, version: int | None = None
) -> int:
    """The client accepted: from that day the budget is higher, held work is free to be billed; answers its version."""
    order = _seen(work.lock(ChangeOrder, change_order_id), version)
    row = work.get(StatementOfWork, order.sow_id)
    require_lead(work, row)
    _refuse_accepted(order)
    _check_order(work, order, sent_on=order.sent_on, accepted_on=accepted_on, accepted_by=accepted_by)
    order.accepted_on = accepted_on
    order.accepted_by = one_line(accepted_by, "accepted_by", required=False)
    order.declined_on, order.declined_reason = None, ""
    if row.signed_on is not None:
        sign(work, sow_id=row.id, signed_on=accepted_on)
    work.session.flush()
    return order.version


def decline_change_order(
    work: Work, *, change_order_id: int, declined_on: date, reason: str = "", version: int | None = None
) -> int:
    """The client said no: its budget never counts, what was worked on it stays held; answers its version."""
    order = _seen(work.lock(ChangeOrder, change_order_id), version)
    require_lead(work, work.get(StatementOfWork, order.sow_id))
    _refuse_accepted(order)
    if order.sent_on is None:
        raise Problem(
            "change_order.not_sent",
            _("{number} was not sent, so nobody can decline it.").format(number=order.number),
            hint=_("Record first when it was sent."),
        )
    checks.check_past(declined_on, work.today, "declined_on")
    if declined_on < order.sent_on:
        raise Problem(
            "change_order.dates",
            _("A change order is drafted, then sent, then answered."),
            field="declined_on",
            hint=_("Correct the dates."),
        )
    order.declined_on = declined_on
    order.declined_reason = one_line(reason, "reason", required=False, limit=1000)
    work.session.flush()
    return order.version


def reopen_change_order(work: Work, *, change_order_id: int, version: int | None = None) -> None:
    """A declined change order waits for the client's answer again; with `version` only as it was seen."""
    work.lock(ChangeOrder, change_order_id)
    order = work.get(ChangeOrder, change_order_id, version=version)
    require_lead(work, work.get(StatementOfWork, order.sow_id))
    if order.declined_on is None:
        raise Problem("change_order.not_declined", _("{number} is not declined.").format(number=order.number))
    order.declined_on, order.declined_reason = None, ""


def _refuse_accepted(order: ChangeOrder) -> None:
    if order.accepted_on is not None:
        raise Problem(
            "change_order.accepted",
            _("{number} is accepted already.").format(number=order.number),
            hint=_("Draft a further change order for anything else."),
        )


def _check_order(
    work: Work, order: ChangeOrder, *, sent_on: date | None, accepted_on: date | None = None, accepted_by: str = ""
) -> None:
    row = work.get(StatementOfWork, order.sow_id)
    spec = ChangeOrderSpec(
        number=order.number,
        title=order.title,
        amount=Money(order.amount_minor, row.currency),
        drafted_on=order.drafted_on,
        sent_on=sent_on,
        accepted_on=accepted_on,
        accepted_by=accepted_by,
    )
    checks.check_change_order(spec, row.currency, work.today)


def deliver_milestone(work: Work, *, milestone_id: int, delivered_on: date, version: int | None = None) -> None:
    """What the milestone is about was handed over."""
    milestone = _milestone(work, milestone_id, version)
    checks.check_delivery(delivered_on, None, work.today)
    milestone.delivered_on = delivered_on


def accept_milestone(work: Work, *, milestone_id: int, accepted_on: date, version: int | None = None) -> int:
    """The client accepted the delivery: the amount can be billed. Answers the milestone's version."""
    milestone = _milestone(work, milestone_id, version)
    checks.check_delivery(milestone.delivered_on, accepted_on, work.today)
    milestone.accepted_on = accepted_on
    work.session.flush()
    return milestone.version


def _milestone(work: Work, milestone_id: int, version: int | None) -> Milestone:
    milestone = _seen(work.lock(Milestone, milestone_id), version)
    line = work.get(SowLine, milestone.sow_line_id)
    require_lead(work, work.get(StatementOfWork, line.sow_id))
    if milestone.accepted_on is not None:
        raise Problem(
            "milestone.accepted",
            _("Milestone {number}, {name}, is accepted already.").format(number=milestone.number, name=milestone.name),
            hint=_("An accepted milestone stays as it is."),
        )
    return milestone


def _seen(record: V, version: int | None) -> V:
    """The record, if it is still as the person saw it."""
    if version is not None and record.version != version:
        raise overtaken()
    return record
