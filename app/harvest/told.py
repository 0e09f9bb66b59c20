"""What is told about calendars and suggestions in their history: a meeting's title is its person's alone."""

from __future__ import annotations

from app.harvest.domain.lifecycle import Note, State
from app.harvest.records import CalendarSource, MatchRule, Occurrence, Suggestion
from app.kernel.words import _
from app.storage.told import Parts, RoomWords, kind

PARTS: Parts = {}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={
            CalendarSource: kind(
                _("Calendar"), "name", "digest left_out", person_id=_("Person"), name=_("Name"), read_at=_("Read at")
            ),
            Occurrence: kind(
                _("Calendar event"),
                "day",
                "uid rid fingerprint title",
                person_id=_("Person"),
                source_id=_("Calendar"),
                day=_("Day"),
                seconds=_("Hours"),
                starts_at=_("From"),
                ends_at=_("To"),
                guests=_("Guests"),
            ),
            Suggestion: kind(
                _("Suggestion"),
                "",
                "accepted_fingerprint confidence note reason",
                occurrence_id=_("Calendar event"),
                state=_("State"),
                news=_("What the calendar says since"),
                task_id=_("Task"),
                seconds=_("Hours"),
                entry_id=_("Time entry"),
            ),
            MatchRule: kind(
                _("Habit of the calendar"),
                "",
                "title",
                person_id=_("Person"),
                task_id=_("Task"),
                times=_("Times"),
            ),
        },
        choices={
            State: {
                State.SUGGESTED: _("Suggested"),
                State.ACCEPTED: _("Added"),
                State.DISMISSED: _("Not work"),
                State.CHANGED: _("Changed in the calendar"),
                State.WITHDRAWN: _("Withdrawn"),
            },
            Note: {
                Note.NONE: _("Nothing new"),
                Note.MOVED: _("Moved"),
                Note.CANCELLED: _("Called off"),
                Note.BACK: _("There again"),
            },
        },
        commands={
            "take_calendar": _("Read a calendar"),
            "accept_suggestion": _("Added a suggestion"),
            "accept_all": _("Added all sure suggestions"),
            "dismiss_suggestion": _("Called a suggestion not work"),
            "restore_suggestion": _("Brought a suggestion back"),
            "take_back_suggestion": _("Took an added suggestion back"),
            "keep_entry": _("Kept an entry against the calendar"),
            "follow_calendar": _("Let an entry follow the calendar"),
        },
    )
