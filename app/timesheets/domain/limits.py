"""What a time entry may be: how long a day is, which days are open, how a note is kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from app.kernel.formats import Formats
from app.kernel.periods import WEEKEND
from app.kernel.problems import Problem
from app.kernel.quantities import DAY_LIMIT, LONG_DAY
from app.kernel.words import _
from app.timesheets.domain.states import TimeState

AHEAD = timedelta(7)
"""How far ahead time may be logged: a week of leave or travel that is certain, not a plan."""
LONGEST_NOTE = 1000


def check_seconds(seconds: int) -> None:
    """An entry is longer than nothing and not longer than the longest day."""
    if not 0 < seconds <= DAY_LIMIT:
        raise Problem(
            "time.seconds",
            _("An entry needs more than 0 and at most 25 hours."),
            field="seconds",
            hint=_("Write it like 1.5, 1:30, 90m or 9-10:30."),
        )


def check_day_total(day: date, seconds: int, formats: Formats) -> str:
    """The warning a long day deserves, or nothing; Problem when the day would have more than 25 hours."""
    if seconds > DAY_LIMIT:
        raise Problem(
            "time.day_full",
            _("{day} would have {hours}, more than a day has.").format(
                day=formats.date(day), hours=formats.hours(seconds, unit=True)
            ),
            field="seconds",
            hint=_("Nothing was changed. Check the day and the hours."),
        )
    if seconds > LONG_DAY:
        return _("{day} now has {hours}. Is that right?").format(
            day=formats.date(day), hours=formats.hours(seconds, unit=True)
        )
    return ""


def check_when(
    day: date,
    today: date,
    formats: Formats,
    *,
    sow_number: str = "",
    start_on: date | None = None,
    end_on: date | None = None,
) -> None:
    """A day lies inside the dates of its statement of work and not far ahead; Problem otherwise."""
    if day > today + AHEAD:
        raise Problem(
            "time.too_far_ahead",
            _("{day} is more than a week ahead.").format(day=formats.date(day)),
            field="day",
            hint=_("Log the time when the work is done."),
        )
    if (start_on is not None and day < start_on) or (end_on is not None and day > end_on):
        raise Problem(
            "time.outside_sow",
            _("{day} is outside {number}, which runs from {start} to {end}.").format(
                day=formats.date(day),
                number=sow_number,
                start=formats.date(start_on) if start_on else "…",
                end=formats.date(end_on) if end_on else "…",
            ),
            field="day",
            hint=_("Log it on a day within these dates, or have the dates changed first."),
        )


def why_locked(state: TimeState) -> Problem | None:
    """Why an entry cannot be changed any more, or None while it can."""
    if state is TimeState.SUBMITTED:
        return Problem(
            "time.submitted",
            _("This entry was handed in and stays as it is."),
            hint=_("Ask whoever approves it to return it, then change it."),
        )
    if state is TimeState.APPROVED:
        return Problem(
            "time.approved",
            _("This entry is approved and stays as it is."),
            hint=_("Log missing time as another entry; what is too much is written down on the draft."),
        )
    return None


def next_working_day(day: date, closed: Collection[date]) -> date:
    """The first Monday to Friday after a day on which the office is open."""
    following = day + timedelta(1)
    while following.weekday() >= WEEKEND or following in closed:
        following += timedelta(1)
    return following


def clean_note(text: str) -> str:
    """A note as it is kept: one line, no control characters; Problem when it is too long to print."""
    note = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(note) > LONGEST_NOTE:
        raise Problem(
            "time.note_long",
            _("The note has more than {count} characters.").format(count=LONGEST_NOTE),
            field="note",
            hint=_("Shorten it; it is printed on the timesheet."),
        )
    return note
