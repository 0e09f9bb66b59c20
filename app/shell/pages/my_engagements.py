"""Which statements of work a person sees: everyone's with the right to see other people's time, else one's own."""

from __future__ import annotations

from datetime import date

from app.engagements.queries import SowListView, sow_list
from app.firm.domain import Right, allowed
from app.storage.asking import query
from app.storage.reading import Reads
from app.timesheets.queries import worked_sows

NEVER = date.max
"""With it for `ended_from` nothing that is finished is read."""


@query
async def list_for(reads: Reads, *, ended_from: date | None = None, text: str = "") -> SowListView:
    """The list of engagements; who sees only the own work finds there what that work was done on, or is led.

    With `ended_from` others' lists leave out what was finished before and has not the words of `text`; the own list is
    never that long.
    """
    if allowed(reads.actor.role, Right.SEE_OTHERS_TIME):
        return await sow_list.asks(reads, ended_from=ended_from, text=text)
    person_id = reads.actor.person_id or 0
    return await sow_list.asks(reads, own=(person_id, await worked_sows.asks(reads, person_id=person_id)))
