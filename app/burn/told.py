"""What is told about budgets used and their alerts in the history of a statement of work."""

from __future__ import annotations

from app.burn.records import Acknowledgement, Alert, BroughtIn
from app.engagements.records import StatementOfWork
from app.kernel.words import _
from app.storage.told import Part, Parts, RoomWords, kind

PARTS: Parts = {
    StatementOfWork: (
        Part(BroughtIn, "sow_id"),
        Part(Alert, "sow_id"),
        Part(Acknowledgement, "alert_id", of=Alert),
    )
}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={
            BroughtIn: kind(
                _("Use before the book"),
                "source",
                sow_id=_("Statement of work"),
                source=_("Document"),
                used_on=_("Day"),
                amount_minor=_("Amount"),
                seconds=_("Hours"),
                grade=_("Grade"),
            ),
            Alert: kind(
                _("Budget alert"),
                "percent",
                sow_id=_("Statement of work"),
                percent=_("Percent"),
                budget_minor=_("Budget"),
                used_minor=_("Used"),
                crossed_on=_("Crossed on"),
                raised_at=_("Raised at"),
            ),
            Acknowledgement: kind(
                _("Answer to an alert"),
                "",
                alert_id=_("Budget alert"),
                person_id=_("Person"),
                at=_("When"),
                note=_("What happens next"),
            ),
        },
        commands={
            "bring_in": _("Brought in what was used before the book"),
            "watch_budgets": _("Budgets were looked at"),
            "acknowledge": _("Answered a budget alert"),
        },
    )
