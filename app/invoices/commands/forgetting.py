"""An answer of the client that was recorded by mistake is forgotten, as long as no invoice stands on it."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from app.engagements.commands.correcting import take_back_acceptance, take_back_order_acceptance
from app.engagements.commands.orders import require_lead
from app.engagements.queries import sow
from app.engagements.records import ChangeOrder, Milestone, SowLine, StatementOfWork, Task
from app.invoices.commands.correcting import refuse_billed
from app.invoices.domain import WORK_KINDS, LineKind, UnitKind
from app.invoices.records import Invoice, InvoiceLine
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work
from app.timesheets.records import TimeEntry

_ENTRIES = (
    select(TimeEntry.id)
    .join(Task, Task.id == TimeEntry.task_id)
    .where(Task.change_order_id == bindparam("change_order_id"))
)
_FEES = (
    select(func.coalesce(func.sum(InvoiceLine.net_minor), 0))
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .where(Invoice.sow_id == bindparam("sow_id"), InvoiceLine.kind.in_(sorted(WORK_KINDS | {LineKind.ADJUSTMENT})))
)


def forget_order_acceptance(work: Work, *, change_order_id: int, version: int | None = None) -> None:
    """A change order waits for its answer again; not once work on it is billed, or more than the budget without it.

    With `version` it is forgotten only as it was seen: undo never takes back what somebody recorded later.
    """
    order = work.get(ChangeOrder, change_order_id, version=version)
    require_lead(work, work.get(StatementOfWork, order.sow_id))
    if order.accepted_on is None:
        raise Problem("change_order.not_accepted", _("{number} is not accepted.").format(number=order.number))
    refuse_billed_order(work, order, counted=True)
    take_back_order_acceptance(work, change_order_id=change_order_id)


def refuse_billed_order(work: Work, order: ChangeOrder, *, counted: bool = False) -> None:
    """Refuse what work on an order is billed, or more than the budget without it; `counted` while it is accepted."""
    entries = work.execute(_ENTRIES, {"change_order_id": order.id}).scalars()
    refuse_billed(work, UnitKind.TIME, tuple(entries))
    whole = sow(work, sow_id=order.sow_id)
    fees = Money(int(work.execute(_FEES, {"sow_id": order.sow_id}).scalar_one()), whole.currency)
    without = whole.budget - Money(order.amount_minor if counted else 0, whole.currency)
    if whole.capped and fees > without:
        raise Problem(
            "change_order.billed",
            _("More is invoiced than the budget without {number}.").format(number=order.number),
            hint=_("An issued invoice is never changed."),
        )


def forget_milestone_acceptance(work: Work, *, milestone_id: int, version: int | None = None) -> None:
    """A milestone waits for its acceptance again, with `version` only as it was seen. Refused once it is billed."""
    milestone = work.get(Milestone, milestone_id, version=version)
    line = work.get(SowLine, milestone.sow_line_id)
    require_lead(work, work.get(StatementOfWork, line.sow_id))
    if milestone.accepted_on is None:
        text = _("Milestone {number} is not accepted.")
        raise Problem("milestone.not_accepted", text.format(number=milestone.number))
    refuse_billed(work, UnitKind.MILESTONE, (milestone_id,))
    take_back_acceptance(work, milestone_id=milestone_id)
