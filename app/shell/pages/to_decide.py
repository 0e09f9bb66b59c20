"""What waits for a person's approval: hours handed in and receipts, in one look at the book."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage.asking import query, together
from app.storage.reading import Reads
from app.timesheets.queries import waiting_expenses, waiting_for_approval


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Sums of what waits."""

    seconds: int = 0
    people: int = 0
    weeks: int = 0
    expenses: int = 0


@query
async def to_decide(reads: Reads) -> ToDecide:
    """What the person who asks may decide on."""
    rows, expenses = await together(waiting_for_approval.asks(reads), waiting_expenses.asks(reads))
    return ToDecide(
        seconds=sum(row.seconds for row in rows),
        people=len({row.person_id for row in rows}),
        weeks=len({(row.person_id, row.day.isocalendar()[:2]) for row in rows}),
        expenses=len(expenses),
    )
