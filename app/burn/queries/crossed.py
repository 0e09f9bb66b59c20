"""Alerts in themselves: one that says a line of the budget was crossed says sums that cross it."""

from __future__ import annotations

from sqlalchemy import or_, select

from app.burn.records import Alert
from app.engagements.records import StatementOfWork
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reading import Reads

_NOT_CROSSED = (
    select(Alert.id, Alert.percent, StatementOfWork.number)
    .join(StatementOfWork, StatementOfWork.id == Alert.sow_id)
    .where(or_(Alert.budget_minor <= 0, Alert.used_minor * 100 < Alert.budget_minor * Alert.percent))
    .order_by(Alert.id)
)


def alert_problems(reads: Reads) -> list[Problem]:
    """Alerts whose own sums do not reach the line they tell of."""
    return [
        Problem(
            "check.alert",
            _("The alert at {percent} % of {number} says sums that do not reach it.").format(
                percent=row.percent, number=row.number
            ),
            hint=_("Somebody changed the book with another program. Compare with the newest backup."),
            about=f"Alert:{row.id}",
        )
        for row in reads.execute(_NOT_CROSSED)
    ]
