"""One change order or one milestone by its number: what a form about it reads again when somebody was faster."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.engagements.queries.rows import ChangeOrderRow, MilestoneRow
from app.engagements.queries.sows import sow
from app.engagements.records import ChangeOrder, Milestone, SowLine
from app.storage.asking import query
from app.storage.reading import Reads

_OF_ORDER = select(ChangeOrder.sow_id).where(ChangeOrder.id == bindparam("id"))
_OF_MILESTONE = (
    select(SowLine.sow_id).join(Milestone, Milestone.sow_line_id == SowLine.id).where(Milestone.id == bindparam("id"))
)


@query
async def change_order(reads: Reads, *, change_order_id: int) -> ChangeOrderRow | None:
    """A change order; None when it is gone."""
    sow_id = (await reads.ask(_OF_ORDER, {"id": change_order_id})).scalar()
    if sow_id is None:
        return None
    whole = await sow.asks(reads, sow_id=sow_id)
    return next((one for one in whole.change_orders if one.change_order_id == change_order_id), None)


@query
async def milestone(reads: Reads, *, milestone_id: int) -> MilestoneRow | None:
    """A milestone; None when it is gone."""
    sow_id = (await reads.ask(_OF_MILESTONE, {"id": milestone_id})).scalar()
    if sow_id is None:
        return None
    whole = await sow.asks(reads, sow_id=sow_id)
    return next((one for one in whole.milestones if one.milestone_id == milestone_id), None)
