"""Handing in a week, approving entries, returning them with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, select

from app.engagements.records import StatementOfWork
from app.firm.domain import Right, require
from app.firm.queries import person
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage.work import Work, inner
from app.timesheets.commands.time import allow_writing
from app.timesheets.domain import OFFICE, TimeState, clean_note, may_approve
from app.timesheets.records import TimeEntry

_CHOSEN = select(TimeEntry).where(TimeEntry.id.in_(bindparam("ids", expanding=True))).order_by(TimeEntry.id)
_WEEK = (
    select(TimeEntry)
    .where(
        TimeEntry.person_id == bindparam("person_id"),
        TimeEntry.day >= bindparam("first"),
        TimeEntry.day <= bindparam("last"),
        TimeEntry.state != TimeState.APPROVED,
    )
    .order_by(TimeEntry.id)
)
_LEADS = select(StatementOfWork.id, StatementOfWork.lead_id).where(
    StatementOfWork.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Before:
    """The state an entry had and its reason to be open again; `version` is what the command made of it."""

    entry_id: int
    state: TimeState
    version: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """How many entries were handed in, which, and the state each had."""

    count: int
    entry_ids: tuple[int, ...]
    before: tuple[Before, ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """How many entries were approved now, and the state each had."""

    count: int
    before: tuple[Before, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """How many entries went back to open, and the state each had."""

    count: int
    before: tuple[Before, ...]


def submit_week(work: Work, *, person_id: int, monday: date) -> Submitted:
    """Hand in the open entries of the seven days from `monday` on."""
    allow_writing(work, person_id)
    found = [entry for entry in _of_week(work, person_id, monday) if entry.state is TimeState.OPEN]
    if not found:
        raise Problem(
            "time.nothing_open",
            _("Nothing in this week waits to be handed in."),
            hint=_("Log time first; what was handed in before stays handed in."),
        )
    were = [(entry, entry.state, entry.returned_reason) for entry in found]
    for entry in found:
        entry.state = TimeState.SUBMITTED
        entry.returned_reason = ""
    work.session.flush()
    return Submitted(len(found), tuple(entry.id for entry in found), _before(were))


def withdraw_week(work: Work, *, person_id: int, before: tuple[Before, ...]) -> Returned:
    """Undo handing in: the person takes the entries back, unless somebody has looked at one of them since."""
    allow_writing(work, person_id)
    found = _unchanged(work, before, TimeState.SUBMITTED)
    if any(entry.person_id != person_id for entry in found):
        raise Problem("time.not_yours", _("These entries belong to somebody else."), hint=_("Nothing was changed."))
    return _restore(work, found, before)


def _unchanged(work: Work, before: tuple[Before, ...], state: TimeState) -> list[TimeEntry]:
    """The entries as the command left them; Problem where one has moved on."""
    versions = {one.entry_id: one.version for one in before}
    found = _chosen(work, versions)
    if any(entry.state is not state or entry.version != versions[entry.id] for entry in found):
        raise Problem(
            "record.changed_meanwhile",
            _("Somebody changed one of these entries in the meantime."),
            hint=_("Nothing was taken back. Look at the new state first."),
        )
    return found


def _restore(work: Work, found: list[TimeEntry], before: tuple[Before, ...]) -> Returned:
    """The entries are what they were: open or handed in. Whoever may take a week back could else approve it."""
    states = {one.entry_id: one for one in before}
    if any(one.state is TimeState.APPROVED for one in before):
        raise Problem(
            "time.no_way_back",
            _("Time is approved by approving it, never by an undo."),
            hint=_("Nothing was changed. Approve it in Approvals."),
        )
    were = [(entry, entry.state, entry.returned_reason) for entry in found]
    for entry in found:
        entry.state, entry.returned_reason = states[entry.id].state, states[entry.id].reason
        entry.approved_by_id = entry.approved_at = None
    work.session.flush()
    return Returned(len(found), _before(were))


def _before(were: Iterable[tuple[TimeEntry, TimeState, str]]) -> tuple[Before, ...]:
    return tuple(Before(entry.id, state, entry.version, reason) for entry, state, reason in were)


def approve_time(work: Work, *, entry_ids: tuple[int, ...], seen: tuple[int, ...] | None = None) -> Approved:
    """Approve entries, handed in or still open (at month end the lead need not wait for the week).

    Entries approved before stay as they are; one that the actor may not approve refuses all, and so does one that is
    no longer what was looked at: `seen` has the version of each, None means as they are now.
    """
    require(work.actor.role, Right.APPROVE_TIME)
    found = _chosen(work, entry_ids)
    refuse_foreign(work, found)
    if seen is not None:
        _refuse_unseen(work, found, dict(zip(entry_ids, seen, strict=True)))
    were: list[tuple[TimeEntry, TimeState, str]] = []
    for entry in found:
        if entry.state is TimeState.APPROVED:
            continue
        were.append((entry, entry.state, entry.returned_reason))
        entry.state = TimeState.APPROVED
        entry.approved_by_id = work.actor.person_id
        entry.approved_at = work.now
        entry.returned_reason = ""
    work.session.flush()
    return Approved(len(were), _before(were))


def _refuse_unseen(work: Work, found: list[TimeEntry], seen: Mapping[int, int]) -> None:
    """Problem that names the entries which were written anew since they were looked at."""
    changed = [one for one in found if one.state is not TimeState.APPROVED and one.version != seen[one.id]]
    if not changed:
        return
    first = changed[0]
    raise Problem(
        "record.changed_meanwhile",
        ngettext(
            "{n} of these entries was changed since you looked at it: {name}, {day}.",
            "{n} of these entries were changed since you looked at them, the first: {name}, {day}.",
            len(changed),
        ).format(name=person(work, person_id=first.person_id).name, day=first.day.isoformat()),
        hint=_("Nothing was decided. The list has been read again: look at the new hours first."),
    )


def approve_week(work: Work, *, person_id: int, monday: date) -> Approved:
    """Approve what the actor may approve of a person's seven days from `monday` on, as they are now."""
    require(work.actor.role, Right.APPROVE_TIME)
    found = _of_week(work, person_id, monday)
    leads = _leads(work, found)
    mine = tuple(entry.id for entry in found if _may(work, entry, leads))
    if found and not mine:
        refuse_foreign(work, found)
    return approve_time(work, entry_ids=mine)


def return_time(
    work: Work, *, entry_ids: tuple[int, ...], reason: str, seen: tuple[int, ...] | None = None
) -> Returned:
    """Give entries that were handed in back to their person, with a reason; `seen` as for `approve_time`."""
    require(work.actor.role, Right.APPROVE_TIME)
    why = _reason(reason)
    found = _chosen(work, entry_ids)
    refuse_foreign(work, found)
    if any(entry.state is TimeState.APPROVED for entry in found):
        raise Problem(
            "time.already_approved",
            _("One of these entries is approved already."),
            hint=_("Untick it; what is wrong with it is corrected by another entry or on the draft."),
        )
    if seen is not None:
        _refuse_unseen(work, found, dict(zip(entry_ids, seen, strict=True)))
    return _reopen(work, [entry for entry in found if entry.state is TimeState.SUBMITTED], why)


@inner
def take_back_approval(work: Work, *, entry_ids: tuple[int, ...], reason: str) -> Returned:
    """Open approved entries again (partner and office manager).

    What is on a draft or an invoice is known to a later room only: `take_back_time` of the invoices refuses that
    before it comes here.
    """
    require(work.actor.role, Right.APPROVE_TIME)
    if work.actor.role not in OFFICE:
        raise Problem(
            "time.take_back",
            _("Your role may not take back an approval."),
            hint=_("Ask a partner or the office manager."),
        )
    why = _reason(reason)
    return _reopen(work, [entry for entry in _chosen(work, entry_ids) if entry.state is TimeState.APPROVED], why)


def _reopen(work: Work, found: list[TimeEntry], reason: str) -> Returned:
    were = [(entry, entry.state, entry.returned_reason) for entry in found]
    for entry in found:
        entry.state = TimeState.OPEN
        entry.returned_reason = reason
        entry.approved_by_id = entry.approved_at = None
    work.session.flush()
    return Returned(len(were), _before(were))


def _reason(text: str) -> str:
    reason = clean_note(text)
    if not reason:
        raise Problem(
            "time.reason_missing",
            _("Say why these hours go back."),
            field="reason",
            hint=_("One sentence is enough; the person reads it."),
        )
    return reason


def _chosen(work: Work, entry_ids: Iterable[int]) -> list[TimeEntry]:
    wanted = sorted(set(entry_ids))
    found = list(work.session.scalars(_CHOSEN.with_for_update(), {"ids": wanted}))
    if len(found) != len(wanted):
        raise Problem(
            "record.gone",
            _("One of these entries is no longer in the book."),
            hint=_("Its person removed it meanwhile; the list has been read again."),
        )
    return found


def _of_week(work: Work, person_id: int, monday: date) -> list[TimeEntry]:
    limits = {"person_id": person_id, "first": monday, "last": monday + timedelta(6)}
    return list(work.session.scalars(_WEEK.with_for_update(), limits))


def _leads(work: Work, found: Iterable[TimeEntry]) -> dict[int, int | None]:
    numbers = sorted({entry.sow_id for entry in found if entry.sow_id is not None})
    return {row.id: row.lead_id for row in work.execute(_LEADS, {"ids": numbers})} if numbers else {}


def _may(work: Work, entry: TimeEntry, leads: dict[int, int | None]) -> bool:
    return may_approve(
        work.actor.role,
        actor_id=work.actor.person_id,
        person_id=entry.person_id,
        lead_id=leads.get(entry.sow_id) if entry.sow_id is not None else None,
        internal=entry.sow_id is None,
    )


def refuse_foreign(work: Work, found: list[TimeEntry]) -> None:
    """Problem for entries that the actor may not decide about."""
    leads = _leads(work, found)
    for entry in found:
        if _may(work, entry, leads):
            continue
        if entry.person_id == work.actor.person_id:
            raise Problem(
                "time.own_approval",
                _("You cannot approve your own time."),
                hint=_("A partner or the office manager approves it."),
            )
        raise Problem(
            "time.not_your_sow",
            _("These hours of {name} belong to a statement of work that somebody else leads.").format(
                name=person(work, person_id=entry.person_id).name
            ),
            hint=_("Its lead, a partner or the office manager approves them."),
        )
