"""Calendars written by the tests themselves, and one short way to read them."""

from __future__ import annotations

from datetime import date

from app.harvest.domain import FeedReading, Occurrence
from app.harvest.feed import read_calendar
from app.kernel.periods import Period

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ZONE = "Europe/Berlin"


def event(*lines: str, uid: str = "one", summary: str = "Meeting") -> str:
    """A VEVENT with these lines; `uid` "" leaves the UID out."""
    head = [f"UID:{uid}"] if uid else []
    return "\r\n".join(["BEGIN:VEVENT", *head, f"SUMMARY:{summary}", *lines, "END:VEVENT", ""])


def meeting(start: str = "20260302T090000Z", end: str = "20260302T100000Z", *lines: str, uid: str = "good") -> str:
    """A plain meeting that must come through whatever stands beside it."""
    return event(f"DTSTART:{start}", f"DTEND:{end}", *lines, uid=uid, summary="Good")


def calendar(*components: str, head: str = "") -> bytes:
    """A calendar of these components."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + head + "".join(components) + "END:VCALENDAR\r\n").encode()


def custom_zone(name: str, offset: str) -> str:
    """A VTIMEZONE with one fixed offset."""
    rules = ["DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}"]
    return "\r\n".join(
        ["BEGIN:VTIMEZONE", f"TZID:{name}", "BEGIN:STANDARD", *rules, "END:STANDARD", "END:VTIMEZONE", ""]
    )


def read(
    *components: str, window: Period = YEAR, zone: str = ZONE, own: tuple[str, ...] = (), head: str = ""
) -> FeedReading:
    """The reading of a calendar of these components."""
    return read_calendar(calendar(*components, head=head), window=window, zone=zone, own_addresses=own)


def only(reading: FeedReading) -> Occurrence:
    """The one occurrence of a reading without problems."""
    assert [str(problem) for problem in reading.problems] == []
    (occurrence,) = reading.occurrences
    return occurrence


def starts(reading: FeedReading) -> list[str]:
    """The starts as text, in order."""
    return [occurrence.start.isoformat() for occurrence in reading.occurrences]


def codes(reading: FeedReading) -> list[str]:
    """The codes of the problems."""
    return [problem.code for problem in reading.problems]
