"""What a book keeps of an event: its day, length, title and instants; and whether a reading differs from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.harvest.domain import Occurrence, read_title, worked_seconds
from app.harvest.records import Occurrence as Kept

GONE = "gone"
"""The fingerprint of an event that was called off, declined or is no longer there."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person would see of an event."""

    day: date
    seconds: int
    title: str
    starts_at: datetime | None
    ends_at: datetime | None


def facts_of(occurrence: Occurrence, zone: str) -> Facts:
    """The facts of an event as the calendar shows it now, on the day of its owner's zone."""
    start, end = occurrence.start, occurrence.end
    timed = isinstance(start, datetime) and isinstance(end, datetime)
    return Facts(
        day=occurrence.day(zone),
        seconds=worked_seconds(occurrence),
        title=occurrence.title,
        starts_at=start.astimezone(UTC) if timed and isinstance(start, datetime) else None,
        ends_at=end.astimezone(UTC) if timed and isinstance(end, datetime) else None,
    )


def kept_facts(kept: Kept) -> Facts:
    """The facts of an event as it was kept."""
    return Facts(kept.day, kept.seconds, kept.title, kept.starts_at, kept.ends_at)


def off(occurrence: Occurrence | None) -> bool:
    """Whether nobody went there: gone from the calendar, called off or declined."""
    return occurrence is None or occurrence.cancelled or occurrence.declined


def seen(occurrence: Occurrence | None) -> str:
    """The fingerprint to keep of what was seen."""
    return GONE if occurrence is None or off(occurrence) else occurrence.fingerprint


def keep(kept: Kept, occurrence: Occurrence, zone: str) -> None:
    """Write what the calendar shows now."""
    now = facts_of(occurrence, zone)
    kept.day, kept.seconds, kept.title = now.day, now.seconds, now.title
    kept.starts_at, kept.ends_at = now.starts_at, now.ends_at
    kept.guests = len(occurrence.guests)


def note_of(title: str) -> str:
    """The text of the time entry: the title without its marks, or the title when it is nothing but marks."""
    return read_title(title).note or title
