"""Which statements of work a person sees: everyone's with the right to see other people's time, else one's own."""

from __future__ import annotations

from dataclasses import replace

from app.engagements.queries import SowListView, sow_list
from app.firm.domain import Right, allowed
from app.storage.reading import Reads
from app.timesheets.queries import entries


def list_for(reads: Reads) -> SowListView:
    """The list of engagements; who sees only the own work finds there what that work was done on, or is led."""
    view = sow_list(reads)
    if allowed(reads.actor.role, Right.SEE_OTHERS_TIME):
        return view
    person_id = reads.actor.person_id
    worked = {row.sow_id for row in entries(reads, person_id=person_id)}
    return replace(view, rows=tuple(row for row in view.rows if row.sow_id in worked or row.lead_id == person_id))
