"""One occurrence of a calendar event: what it is, its identity and its fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.kernel.problems import Problem

SECONDS_A_DAY = 86_400
# What stands before the identity of an event that came without one.
NO_UID = "nouid:"


class Kind(StrEnum):
    """How an event is fixed in time."""

    INSTANT = "instant"
    ALL_DAY = "all-day"
    FLOATING = "floating"


class Status(StrEnum):
    """What the calendar says about the event itself."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Partstat(StrEnum):
    """What the person has answered to the invitation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    NEEDS_ACTION = "needs-action"
    DELEGATED = "delegated"


class Flag(StrEnum):
    """Something a person should know before taking the occurrence over."""

    ZONE_UNKNOWN = "zone-unknown"
    END_BEFORE_START = "end-before-start"
    LONG = "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One meeting at one time.

    `rid` tells the occurrences of a series apart: the original start (UTC instant, date or wall clock), "" for a
    single event. `start` and `end` are dates (end exclusive) when `kind` is all-day, else aware datetimes; floating
    times stand in the zone of the person. Private events carry neither title nor people. `repeats` is the frequency
    word of the rule ("weekly"), `code_in_text` a #CODE of the description's first line: the description itself is
    never kept.
    """

    uid: str
    rid: str
    start: date
    end: date
    kind: Kind
    title: str = ""
    status: Status = Status.CONFIRMED
    transparent: bool = False
    private: bool = False
    organizer: str = ""
    attendee_emails: tuple[str, ...] = ()
    partstat: Partstat | None = None
    repeats: str = ""
    code_in_text: str = ""
    flags: tuple[Flag, ...] = ()

    @property
    def cancelled(self) -> bool:
        """Whether the event was called off."""
        return self.status is Status.CANCELLED

    @property
    def declined(self) -> bool:
        """Whether the person said no."""
        return self.partstat is Partstat.DECLINED

    @property
    def all_day(self) -> bool:
        """Whether it has days instead of times."""
        return self.kind is Kind.ALL_DAY

    @property
    def seconds(self) -> int:
        """Real length in seconds, right across a clock change too; whole days for all-day events."""
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            return int((self.end.astimezone(UTC) - self.start.astimezone(UTC)).total_seconds())
        return (self.end - self.start).days * SECONDS_A_DAY

    def day(self, zone: str) -> date:
        """The day it is worked on: the start as a calendar in `zone` (the person's) shows it."""
        if isinstance(self.start, datetime):
            return self.start.astimezone(ZoneInfo(zone)).date()
        return self.start

    @property
    def guests(self) -> tuple[str, ...]:
        """Organizer and attendees, each address once, in the calendar's order."""
        people = (self.organizer, *self.attendee_emails) if self.organizer else self.attendee_emails
        return tuple(dict.fromkeys(people))

    @property
    def fingerprint(self) -> str:
        """Changes when a person would say the meeting changed, and only then."""
        domains = sorted({address.rpartition("@")[2] for address in self.guests})
        parts = (
            *(_spelled(moment, self.kind) for moment in (self.start, self.end)),
            self.kind,
            self.title,
            self.status,
            "transparent" if self.transparent else "opaque",
            self.partstat or "",
            "private" if self.private else "public",
            *domains,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What one calendar file said.

    `complete` is False when something may be missing (cut off, too big, too many): nothing may then be taken for
    gone. `unread_uids` are the series of which a part could not be read: theirs may not be taken for gone either.
    """

    occurrences: tuple[Occurrence, ...]
    problems: tuple[Problem, ...]
    complete: bool
    unread_uids: frozenset[str] = frozenset()

    def may_be_gone(self, uid: str) -> bool:
        """Whether an occurrence of `uid` that is not here any more may be taken for gone."""
        known = "" if uid.startswith(NO_UID) else uid
        return self.complete and known not in self.unread_uids


def key_of(person_id: str, occurrence: Occurrence) -> tuple[str, str, str]:
    """The identity a suggestion and its time entry keep: (person, uid, rid). Two people in one meeting both bill."""
    return (person_id, occurrence.uid, occurrence.rid)


def to_raw_json(occurrence: Occurrence) -> dict[str, str | bool | None]:
    """The bare facts for `watertight harvest FILE --raw --json`: uid, start, end, start_utc, kind, cancelled."""
    floating = occurrence.kind is Kind.FLOATING
    moments = [_wall_clock(moment) if floating else moment for moment in (occurrence.start, occurrence.end)]
    instant = occurrence.kind is Kind.INSTANT
    return {
        "uid": "" if occurrence.uid.startswith(NO_UID) else occurrence.uid,
        "start": moments[0].isoformat(),
        "end": moments[1].isoformat(),
        "start_utc": _spelled(occurrence.start, occurrence.kind) if instant else None,
        "kind": occurrence.kind.value,
        "cancelled": occurrence.cancelled,
    }


def _wall_clock(moment: date) -> date:
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


def _spelled(moment: date, kind: Kind) -> str:
    """UTC instant, wall clock or date as text: one spelling for one moment whatever zone it was written in."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if kind is Kind.FLOATING:
        return moment.replace(tzinfo=None).isoformat()
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
