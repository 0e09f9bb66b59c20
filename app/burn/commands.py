"""What people and the program do with budgets: bring in earlier use, watch the lines, acknowledge alerts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.burn.queries import burn_views
from app.burn.records import Acknowledgement, Alert, BroughtIn
from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


def bring_in(
    work: Work,
    *,
    sow_id: int,
    source: str,
    used_on: date,
    amount: Money,
    seconds: int = 0,
    grade: str | None = None,
) -> int:
    """Say what a statement of work had used before the book was opened; `source` names the document, once only."""
    require(work.actor.role, Right.EDIT_ENGAGEMENTS)
    sow = work.get(StatementOfWork, sow_id)
    if amount.currency != sow.currency:
        raise Problem("burn.currency", _("{number} is kept in {currency}.").format(number=sow.number, currency=sow.currency))
    record = BroughtIn(
        sow_id=sow_id, source=source, used_on=used_on, amount_minor=amount.minor, seconds=seconds, grade=grade
    )
    return work.add(record).id


def watch_budgets(work: Work, *, sow_ids: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """Raise one alert for each line that was crossed and has none yet; the ids of the new alerts.

    Carried out after time changed, by whoever changed it: the program watches, so no right is asked for.
    """
    views = burn_views(work, sow_ids=sow_ids)
    known = {
        (alert.sow_id, alert.percent, alert.budget_minor)
        for alert in work.session.scalars(select(Alert).where(Alert.sow_id.in_([view.sow_id for view in views])))
    }
    raised: list[int] = []
    for view in views:
        for crossing in view.crossings:
            if (view.sow_id, crossing.percent, crossing.budget.minor) in known:
                continue
            alert = Alert(
                sow_id=view.sow_id,
                percent=crossing.percent,
                budget_minor=crossing.budget.minor,
                used_minor=crossing.used.minor,
                crossed_on=crossing.day,
                raised_at=work.now,
            )
            raised.append(work.add(alert).id)
    return tuple(raised)


def acknowledge(work: Work, *, alert_id: int, note: str) -> int:
    """Say that an alert was seen and what happens next; once per alert."""
    require(work.actor.role, Right.ACKNOWLEDGE_ALERTS)
    alert = work.get(Alert, alert_id)
    if not note.strip():
        raise Problem("burn.note_missing", _("An acknowledgement needs a note."), field="note", hint=_("Say what happens next."))
    known = work.session.scalar(select(Acknowledgement.id).where(Acknowledgement.alert_id == alert.id))
    if known is not None:
        raise Problem("burn.acknowledged", _("This alert was acknowledged before."))
    record = Acknowledgement(alert_id=alert.id, person_id=work.actor.person_id, at=work.now, note=note.strip())
    return work.add(record).id
