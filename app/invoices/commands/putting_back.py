"""What bills say against taking a command back: of what they bill, and of themselves.

The records of earlier rooms are judged here, because only this room knows whether a bill leans on them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from app.engagements.records import ChangeOrder, Milestone, PurchaseOrder
from app.firm.records import TaxCode
from app.invoices.commands.correcting import refuse_billed
from app.invoices.commands.deciding import require_decided
from app.invoices.commands.fixing import refuse_carried
from app.invoices.commands.forgetting import refuse_billed_order
from app.invoices.domain import AWAITS_ACCEPTANCE, DraftState, UnitKind
from app.invoices.records import Allocation, Draft, DraftLine, DraftUnit
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reversal import Image
from app.storage.taking_back import refuses
from app.storage.work import Work
from app.timesheets.records import Expense, TimeEntry

_BILLED = select(Allocation.unit_id, Allocation.part).where(
    Allocation.unit_kind == bindparam("kind"), Allocation.unit_id.in_(bindparam("units", expanding=True))
)


def _there(images: Sequence[Image]) -> list[int]:
    """Those that were there: a bill can lean on them."""
    return [image.id for image in images if image.after is not None]


@refuses(TimeEntry)
def time_is_unbilled(work: Work, images: Sequence[Image]) -> None:
    """No invoice and no approved draft bills these hours."""
    refuse_billed(work, UnitKind.TIME, _there(images))


@refuses(Expense)
def expenses_are_unbilled(work: Work, images: Sequence[Image]) -> None:
    """No invoice and no approved draft bills these expenses."""
    refuse_billed(work, UnitKind.EXPENSE, _there(images))


@refuses(Milestone)
def milestones_are_unbilled(work: Work, images: Sequence[Image]) -> None:
    """No invoice and no approved draft bills these milestones."""
    refuse_billed(work, UnitKind.MILESTONE, _there(images))


@refuses(ChangeOrder)
def orders_are_unbilled(work: Work, images: Sequence[Image]) -> None:
    """An order that is not accepted any more has no billed work, and the budget without it holds what is billed."""
    for image in images:
        accepted = image.after is not None and image.after["accepted_on"] is not None
        if accepted and image.before is not None and image.before["accepted_on"] is None:
            refuse_billed_order(work, work.get(ChangeOrder, image.id))


@refuses(PurchaseOrder)
def orders_are_not_carried(work: Work, images: Sequence[Image]) -> None:
    """No invoice carries the number of an order that goes or gets another one."""
    for image in images:
        if image.after is not None and (image.before is None or image.before["number"] != image.after["number"]):
            refuse_carried(work, sow_id=image.after["sow_id"], number=image.after["number"])


@refuses(Draft)
def drafts_are_judged(work: Work, images: Sequence[Image]) -> None:
    """A draft that is approved again passes the checks as it is now, and none comes back beside another one."""
    for image in images:
        if image.before is None:
            continue
        draft = work.get(Draft, image.id)
        if draft.state is DraftState.APPROVED:
            require_decided(work, draft)
        beside = select(Draft).where(Draft.sow_id == draft.sow_id, Draft.id != draft.id)
        waits = draft.hold_reason == AWAITS_ACCEPTANCE
        if any((other.hold_reason == AWAITS_ACCEPTANCE) is waits for other in work.session.scalars(beside)):
            raise Problem(
                "draft.restored",
                _("This work is on a draft already."),
                hint=_("It was collected meanwhile. Look at that draft; nothing was changed."),
            )


@refuses(DraftUnit)
def units_are_unbilled(work: Work, images: Sequence[Image]) -> None:
    """What comes back onto a draft was not billed meanwhile."""
    for kind in UnitKind:
        back = {
            (image.before["unit_id"], image.before["part"])
            for image in images
            if image.before is not None and image.after is None and image.before["unit_kind"] == kind
        }
        units = sorted({unit_id for unit_id, _part in back})
        if units and back & {(row.unit_id, row.part) for row in work.execute(_BILLED, {"kind": kind, "units": units})}:
            raise Problem(
                "draft.billed_meanwhile",
                _("A part of this was billed in the meantime."),
                hint=_("Collect the draft anew. Nothing was taken back."),
            )


@refuses(TaxCode)
def not_on_a_draft(work: Work, images: Sequence[Image]) -> None:
    """A tax code goes only while no draft has it."""
    gone = [image.after["code"] for image in images if image.before is None and image.after is not None]
    used = select(func.count()).select_from(DraftLine).where(DraftLine.tax_code.in_(gone))
    if gone and work.session.scalar(used):
        raise Problem(
            "tax.on_draft",
            _("A draft has this tax code by now."),
            hint=_("Remove that draft first. Nothing was taken back."),
        )
