"""The life of a suggestion: what a fresh look into the calendar does to it."""

from __future__ import annotations

from enum import StrEnum

from app.harvest.domain.occurrences import Occurrence
from app.harvest.domain.titles import read_title

ALWAYS_BELIEVED_GONE = 5
SHARE_BELIEVED_GONE = 5  # one fifth


class State(StrEnum):
    """Where a suggestion stands. `changed` waits for a person: the entry was made, then the calendar said otherwise."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Note(StrEnum):
    """What happened to the event since: nothing, other time or title, called off, there again."""

    NONE = ""
    MOVED = "moved"
    CANCELLED = "cancelled"
    BACK = "back"


def next_state(
    state: State,
    was: str,
    now: Occurrence | None,
    *,
    hand_edited: bool,
    locked: bool = False,
    was_title: str = "",
) -> tuple[State, Note]:
    """The state after a harvest, and what to note.

    `was` is the fingerprint last agreed to: the accepted snapshot, or the last harvest for anything not accepted.
    `now` is None when the event is surely gone (complete reading, inside the range, not held back). `hand_edited`: a
    person changed the entry after taking it over. `locked`: the entry is invoiced or its period closed. Nothing
    accepted ever changes by itself: it becomes `changed` and waits.
    """
    gone = now is None or now.cancelled or now.declined
    same = now is not None and now.fingerprint == was
    if state is State.DISMISSED:
        return _dismissed(now, was_title)
    if state in {State.SUGGESTED, State.WITHDRAWN}:
        return _not_accepted(state, off=gone or now is None or now.private, same=same)
    note = Note.CANCELLED if gone else Note.NONE if same else Note.MOVED
    if note is Note.NONE:
        return State.ACCEPTED, Note.BACK if state is State.CHANGED else Note.NONE
    if locked or (hand_edited and note is Note.MOVED):
        return State.ACCEPTED, note
    return State.CHANGED, note


def too_many_gone(known: int, gone: int) -> bool:
    """Whether so many vanished at once that a person is asked first: more than five and more than a fifth."""
    return gone > max(ALWAYS_BELIEVED_GONE, known // SHARE_BELIEVED_GONE)


def _dismissed(now: Occurrence | None, was_title: str) -> tuple[State, Note]:
    """A dismissal stays, whatever the calendar does, unless the person writes a new #code into the title."""
    if now is not None and not (now.cancelled or now.declined or now.private):
        fresh = set(read_title(now.title).codes) - set(read_title(was_title).codes)
        if fresh and was_title:
            return State.SUGGESTED, Note.BACK
    return State.DISMISSED, Note.NONE


def _not_accepted(state: State, *, off: bool, same: bool) -> tuple[State, Note]:
    if off:
        return State.WITHDRAWN, Note.NONE if state is State.WITHDRAWN else Note.CANCELLED
    if state is State.WITHDRAWN:
        return State.SUGGESTED, Note.BACK
    return State.SUGGESTED, Note.NONE if same else Note.MOVED
