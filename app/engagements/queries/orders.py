"""The purchase orders of clients, for whoever asks whether the next invoice can carry a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.engagements.domain import SowState
from app.engagements.records import Engagement, PurchaseOrder, StatementOfWork
from app.storage.asking import query
from app.storage.reading import Reads

RUNNING = (SowState.DRAFT, SowState.SOLD, SowState.OPEN)
_ORDERS = (
    select(
        Engagement.client_id,
        StatementOfWork.id.label("sow_id"),
        StatementOfWork.number.label("sow_number"),
        PurchaseOrder.number,
        PurchaseOrder.valid_from,
        PurchaseOrder.valid_to,
    )
    .join(StatementOfWork, StatementOfWork.engagement_id == Engagement.id)
    .outerjoin(PurchaseOrder, PurchaseOrder.sow_id == StatementOfWork.id)
    .where(StatementOfWork.state.in_(bindparam("states", expanding=True)))
    .order_by(Engagement.client_id, StatementOfWork.start_on, StatementOfWork.id, PurchaseOrder.valid_from)
)


@dataclass(frozen=True, slots=True)
class ClientOrderRow:
    """A purchase order of a running statement of work; `number` "" when that one has none yet."""

    client_id: int
    sow_id: int
    sow_number: str
    number: str
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        """Whether an invoice of a day may carry it."""
        begun = self.valid_from is not None and self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@query
async def client_orders(reads: Reads) -> list[ClientOrderRow]:
    """The orders of all running statements of work, by client and start; those without one too. One statement."""
    return [
        ClientOrderRow(row.client_id, row.sow_id, row.sow_number, row.number or "", row.valid_from, row.valid_to)
        for row in await reads.ask(_ORDERS, {"states": list(RUNNING)})
    ]
