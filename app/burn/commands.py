"""What people and the program do with budgets: bring in earlier use, watch the lines, acknowledge alerts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from app.burn.queries import burn_views, crossings_of
from app.burn.records import Acknowledgement, Alert, BroughtIn
from app.engagements.domain import SowState
from app.engagements.records import Rate, RateCard, StatementOfWork
from app.firm.domain import AccessRole, Right, line, lines, require
from app.firm.records import Person
from app.kernel.changes import Changes
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.ways_back import final
from app.kernel.words import _
from app.storage.work import Work, inner

Key = tuple[int, int, int]
OF_ALL = {(Rate.__name__, RateCard.__tablename__), (Person.__name__, Person.__tablename__)}
"""What prices work of any statement of work: rates of a rate card, and people with their grades."""


_KNOWN = select(Alert.sow_id, Alert.percent, Alert.budget_minor).where(
    Alert.sow_id.in_(bindparam("sow_ids", expanding=True))
)


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
    source = line(source, "source")
    if amount.currency != sow.currency:
        raise Problem(
            "burn.currency",
            _("{number} is kept in {currency}.").format(number=sow.number, currency=sow.currency),
            field="amount",
            hint=_("Give the amount in that currency."),
        )
    if seconds < 0:
        raise Problem("burn.hours", _("Hours are a number of zero or more."), field="seconds")
    if used_on > work.today:
        raise Problem("burn.future", _("Earlier use cannot lie in the future."), field="used_on")
    same = select(BroughtIn.id).where(BroughtIn.sow_id == sow_id, BroughtIn.source == source)
    if work.session.scalar(same) is not None:
        raise Problem(
            "burn.brought_in_twice",
            _("{source} was brought into {number} before.").format(source=source, number=sow.number),
            field="source",
            hint=_("Nothing was changed."),
        )
    record = BroughtIn(
        sow_id=sow_id,
        source=source,
        used_on=used_on,
        amount_minor=amount.minor,
        seconds=seconds,
        grade=(grade and line(grade, "grade", required=False)) or None,
    )
    return work.add(record).id


@inner
def take_out(work: Work, *, source: str) -> int:
    """Forget what a document had brought in, because the document itself is taken back; how many entries that were."""
    found = work.session.scalars(select(BroughtIn).where(BroughtIn.source == source)).all()
    for record in found:
        work.delete(record)
    return len(found)


@final(lambda: _("That a line was crossed stays in the book."))
def watch_budgets(work: Work, *, changes: Changes | None = None) -> tuple[int, ...]:
    """Raise one alert for each line that was crossed and has none yet; the ids of the new alerts.

    Carried out after time or budgets changed, by whoever changed them: the program watches, so no right is asked for.
    It looks at what the `changes` can have moved, and at all open work when it is told of none.
    """
    sow_ids = None if changes is None else _moved(changes)
    if sow_ids is not None and not sow_ids:
        return ()
    missing = _missing(work, sow_ids)
    if not missing:
        return ()
    for sow_id in sorted({key[0] for key in missing}):
        work.lock(StatementOfWork, sow_id)  # two windows may watch at once: the second one looks again
    missing = _missing(work, tuple({key[0] for key in missing}))
    raised: list[int] = []
    for crossed_id, crossing in crossings_of(work, sow_ids=tuple({key[0] for key in missing})):
        if (crossed_id, crossing.percent, crossing.budget.minor) in missing:
            alert = Alert(
                sow_id=crossed_id,
                percent=crossing.percent,
                budget_minor=crossing.budget.minor,
                used_minor=crossing.used.minor,
                crossed_on=crossing.day,
                raised_at=work.now,
            )
            raised.append(work.add(alert).id)
    return tuple(raised)


def _moved(changes: Changes) -> tuple[int, ...] | None:
    """The statements of work whose use or budget may be another one now; None when it may be any."""
    if any((kind, table) in OF_ALL for kind, table, _id in changes.points):
        return None
    return tuple(sorted({number for _kind, table, number in changes.points if table == StatementOfWork.__tablename__}))


def _missing(work: Work, sow_ids: tuple[int, ...] | None) -> set[Key]:
    """The lines reached without an alert: one stands for a statement of work, a threshold and a budget."""
    views = burn_views(work, sow_ids=sow_ids, states=(SowState.OPEN,))
    reached = {(view.sow_id, percent, view.budget.minor) for view in views for percent in view.reached}
    if not reached:
        return set()
    found = work.execute(_KNOWN, {"sow_ids": sorted({sow_id for sow_id, _percent, _budget in reached})})
    return reached - {(row.sow_id, row.percent, row.budget_minor) for row in found}


@final(lambda: _("An answer to an alert stays in the book and cannot be taken back."))
def acknowledge(work: Work, *, alert_id: int, note: str) -> int:
    """Say that an alert was seen and what happens next; once per alert. A manager answers for the own engagements."""
    require(work.actor.role, Right.ACKNOWLEDGE_ALERTS)
    alert = work.lock(Alert, alert_id)
    sow = work.get(StatementOfWork, alert.sow_id)
    if work.actor.role == AccessRole.MANAGER and sow.lead_id != work.actor.person_id:
        raise Problem(
            "burn.not_led",
            _("Somebody else leads {number}.").format(number=sow.number),
            hint=_("Its lead, a partner or the office manager answers this alert."),
        )
    text = lines(note, "note")
    if not text:
        raise Problem(
            "burn.note_missing",
            _("An acknowledgement needs a note."),
            field="note",
            hint=_("Say what happens next."),
        )
    known = work.session.scalar(select(Acknowledgement.id).where(Acknowledgement.alert_id == alert.id))
    if known is not None:
        raise Problem(
            "burn.acknowledged", _("This alert was acknowledged before."), hint=_("The list has been read again.")
        )
    record = Acknowledgement(alert_id=alert.id, person_id=work.actor.person_id, at=work.now, note=text)
    return work.add(record).id
