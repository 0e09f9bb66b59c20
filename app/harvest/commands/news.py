"""Answers to news about accepted events: follow the calendar, or keep the entry as it is."""

from __future__ import annotations

from app.harvest.commands.deciding import open_for
from app.harvest.domain import Note, State
from app.harvest.records import Occurrence as Kept
from app.harvest.records import Suggestion
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work
from app.timesheets.commands import change_entry, remove_entry
from app.timesheets.records import TimeEntry


def keep_entry(work: Work, *, suggestion_id: int) -> int | None:
    """Keep the entry although the calendar says otherwise now; it is not asked again. Answers the entry's id."""
    suggestion, kept = open_for(work, suggestion_id)
    if suggestion.news is Note.NONE:
        return suggestion.entry_id
    _agree(suggestion, kept)
    work.session.flush()
    return suggestion.entry_id


def follow_calendar(work: Work, *, suggestion_id: int) -> int | None:
    """Bring the entry in line: day and time of a moved event; the entry of a cancelled one is removed.

    Answers the entry's id, or None where there is no entry any more.
    """
    suggestion, kept = open_for(work, suggestion_id)
    if suggestion.state is not State.CHANGED or suggestion.entry_id is None:
        raise Problem(
            "harvest.no_news",
            _("The calendar and this entry agree."),
            hint=_("Nothing was changed. The list has been read again."),
        )
    if suggestion.news is Note.CANCELLED:
        entry_id, suggestion.entry_id = suggestion.entry_id, None
        suggestion.state, suggestion.news = State.WITHDRAWN, Note.NONE
        work.session.flush()
        remove_entry(work, entry_id=entry_id)
        return None
    return _move(work, suggestion, kept, suggestion.entry_id)


def _move(work: Work, suggestion: Suggestion, kept: Kept, entry_id: int) -> int:
    change_entry(work, entry_id=entry_id, day=kept.day, seconds=kept.seconds)
    entry = work.get(TimeEntry, entry_id)
    # Whether it may be written was just checked; only the instants, which belong to the event, are left to set.
    start, end = kept.starts_at, kept.ends_at
    if start is not None and end is not None and (end - start).total_seconds() == kept.seconds:
        entry.starts_at, entry.ends_at = start, end
    else:
        entry.starts_at = entry.ends_at = None
    suggestion.seconds = kept.seconds
    _agree(suggestion, kept)
    work.session.flush()
    return entry_id


def _agree(suggestion: Suggestion, kept: Kept) -> None:
    suggestion.accepted_fingerprint = kept.fingerprint
    suggestion.state, suggestion.news = State.ACCEPTED, Note.NONE
