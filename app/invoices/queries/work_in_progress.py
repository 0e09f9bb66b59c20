"""Unbilled work: what collecting would bring onto bills today, by statement of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.firm.domain import Right, require
from app.invoices.domain import compose
from app.invoices.queries.judging import formats_of
from app.invoices.queries.summed import summed_to_bill
from app.kernel.money import Money, total
from app.storage.asking import query
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class UnbilledRow:
    """Unbilled work of a statement of work; `waiting` are delivered milestones whose acceptance is not recorded."""

    sow_id: int
    sow_number: str
    client_id: int
    client_name: str
    seconds: int
    value: Money
    waiting: Money
    oldest: date | None


@query
async def unbilled(reads: Reads, *, through: date | None = None) -> list[UnbilledRow]:
    """Approved work no invoice has billed, on a draft or not, up to a day (default: today), by client and number."""
    require(reads.actor.role, Right.SEE_OTHERS_TIME)
    end = through or reads.today
    rows = []
    for sow in (await summed_to_bill.asks(reads, through=end)).values():
        if sow.empty:
            continue
        basis = sow.basis(end)
        if not (basis.time or basis.expenses or basis.milestones or basis.months):
            continue
        composed = compose(basis, formats_of(sow.language))
        if not (composed.ready or composed.waiting or basis.time):
            continue
        days = [unit.day for unit in basis.time] + [unit.day for unit in basis.expenses]
        rows.append(
            UnbilledRow(
                sow_id=sow.sow_id,
                sow_number=sow.number,
                client_id=sow.client_id,
                client_name=sow.client_name,
                seconds=sum(unit.seconds for unit in basis.time),
                value=total((line.net for line in composed.ready), sow.currency),
                waiting=total((line.net for line in composed.waiting), sow.currency),
                oldest=min(days, default=None),
            )
        )
    return rows
