"""What is told about time and expenses in their history."""

from __future__ import annotations

from app.kernel.words import _
from app.storage.told import Parts, RoomWords, kind
from app.timesheets.domain import TimeState
from app.timesheets.records import Expense, TimeEntry

PARTS: Parts = {}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={
            TimeEntry: kind(
                _("Time entry"),
                "day",
                person_id=_("Person"),
                task_id=_("Task"),
                sow_id=_("Statement of work"),
                day=_("Day"),
                seconds=_("Hours"),
                logged_at=_("Logged at"),
                note=_("Note"),
                billable=_("Billable"),
                state=_("State"),
                starts_at=_("From"),
                ends_at=_("To"),
                approved_by_id=_("Approved by"),
                approved_at=_("Approved at"),
                returned_reason=_("Why it was returned"),
            ),
            Expense: kind(
                _("Expense"),
                "text",
                person_id=_("Person"),
                sow_id=_("Statement of work"),
                day=_("Day"),
                text=_("What it was for"),
                net_minor=_("Net"),
                currency=_("Currency"),
                receipt=_("Receipt"),
                billable=_("The client pays"),
                approved=_("Approved"),
                group_name=_("Line on the invoice"),
                detail=_("Detail"),
                unit=_("Unit"),
                quantity=_("Quantity"),
            ),
        },
        choices={
            TimeState: {
                TimeState.OPEN: _("Open"),
                TimeState.SUBMITTED: _("Handed in"),
                TimeState.APPROVED: _("Approved"),
            }
        },
        commands={
            "log_time": _("Logged time"),
            "change_entry": _("Changed a time entry"),
            "remove_entry": _("Removed a time entry"),
            "set_cell": _("Wrote hours in the week"),
            "set_cells": _("Wrote hours in the week"),
            "put_back": _("Undid or redid hours"),
            "submit_week": _("Handed in a week"),
            "withdraw_week": _("Took a week back"),
            "approve_time": _("Approved time"),
            "approve_week": _("Approved a week"),
            "return_time": _("Returned time"),
            "undo_return": _("Undid a return of time"),
            "add_expense": _("Added an expense"),
            "change_expense": _("Changed an expense"),
            "remove_expense": _("Removed an expense"),
            "approve_expense": _("Approved an expense"),
        },
    )
