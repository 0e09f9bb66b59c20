"""Which occurrences become suggestions, and how much time they suggest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.harvest.domain.occurrences import Occurrence
from app.harvest.domain.titles import SECONDS_AN_HOUR, read_title

LONGEST_WORK = 16 * SECONDS_AN_HOUR
HORIZON_AHEAD = timedelta(days=30)


def worked_seconds(occurrence: Occurrence) -> int:
    """The time to suggest: a duration in the title wins over the length; an all-day event has none of its own."""
    said = read_title(occurrence.title).seconds
    if said is not None:
        return said
    return 0 if occurrence.all_day else occurrence.seconds


def worth_suggesting(occurrence: Occurrence, today: date) -> bool:
    """Whether a person may have worked here: timed (or with a duration), neither private, cancelled nor declined.

    Coming events are shown up to a month ahead; `acceptable` says when they may be taken over.
    """
    if occurrence.private or occurrence.cancelled or occurrence.declined:
        return False
    if read_title(occurrence.title).skip:
        return False
    start = occurrence.start.date() if isinstance(occurrence.start, datetime) else occurrence.start
    return start <= today + HORIZON_AHEAD and 0 < worked_seconds(occurrence) <= LONGEST_WORK


def acceptable(occurrence: Occurrence, now: datetime, zone: str) -> bool:
    """Whether the occurrence is over at `now`; an all-day one from its first day on."""
    if isinstance(occurrence.end, datetime):
        return occurrence.end.astimezone(UTC) <= now.astimezone(UTC)
    return occurrence.start <= now.astimezone(ZoneInfo(zone)).date()
