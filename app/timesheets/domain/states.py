"""Where a time entry stands, and who may move it on."""

from __future__ import annotations

from enum import StrEnum

from app.firm.domain import AccessRole, Right, allowed

OFFICE = frozenset({AccessRole.OFFICE_MANAGER, AccessRole.PARTNER})
"""Roles that keep the time of the whole firm."""


class TimeState(StrEnum):
    """Where a time entry stands; on draft, invoiced and held are derived elsewhere."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"


def may_log_for_others(role: str) -> bool:
    """Whether a role may write other people's time and expenses."""
    return role in OFFICE


def may_approve(role: str, *, actor_id: int | None, person_id: int, lead_id: int | None, internal: bool) -> bool:
    """Whether a person may approve somebody's work.

    Partner and office manager approve all; a manager approves other people's internal time and what they did on
    statements of work the manager leads. Own work needs one of the first two roles.
    """
    if not allowed(role, Right.APPROVE_TIME):
        return False
    if role in OFFICE:
        return True
    return person_id != actor_id and (internal or (lead_id is not None and lead_id == actor_id))
