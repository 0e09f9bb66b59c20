"""Dates, durations and time zones of a calendar file as Python values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from app.harvest.feed.text import Line
from app.kernel.words import _

MOST_ZONE_DATES = 200

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$", re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$", re.IGNORECASE
)
LAST_SECOND = 59


class UnreadableError(ValueError):
    """A value of an event makes no sense; the message completes "it could not be read: ..."."""


class Zones:
    """The time zones of one file: known names come from the database, others from the file itself.

    `missing` collects the names nobody knows; their times are read as the person's wall clock.
    """

    def __init__(self, embedded: Mapping[tuple[int, str], list[str]]) -> None:
        """Zones with the VTIMEZONE lines of the file by calendar and name."""
        self._embedded = {(number, name.strip("/")): lines for (number, name), lines in embedded.items()}
        self._known: dict[tuple[int, str], tzinfo | None] = {}

    def find(self, calendar: int, name: str) -> tzinfo | None:
        """The zone of a TZID; None when nobody knows it."""
        key = (calendar, name)
        if key not in self._known:
            self._known[key] = self._search(calendar, name)
        return self._known[key]

    def _search(self, calendar: int, name: str) -> tzinfo | None:
        # A name the database has wins over rules in the file: those are often old, sometimes wrong.
        clean = name.strip().strip("/").strip()
        known = _from_database(clean) or _from_database(WINDOWS_TO_OLSON.get(clean, ""))
        if known is None and name.strip().startswith("/"):
            # "/vendor/Europe/Berlin": the longest ending that is a zone.
            pieces = clean.split("/")
            endings = ("/".join(pieces[start:]) for start in range(1, len(pieces)))
            known = next((zone for zone in map(_from_database, endings) if zone), None)
        if known is None:
            lines = self._embedded.get((calendar, clean)) or self._embedded.get((calendar, name.strip("/")))
            known = _from_file(lines) if lines else None
        return known


def _from_database(name: str) -> tzinfo | None:
    if not name or name not in _names():
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


_all_names: frozenset[str] = frozenset()


def _names() -> frozenset[str]:
    """The names of the database: a name that is none must never reach the file system."""
    global _all_names  # noqa: PLW0603 - read once per process, listing the database takes a while
    if not _all_names:
        _all_names = frozenset(available_timezones())
    return _all_names


def _from_file(lines: list[str]) -> tzinfo | None:
    """A zone from its own rules, which must be yearly or a short list of dates; None when they are not."""
    rules = [line.upper() for line in lines if line[:5].upper() in {"RRULE", "RDATE"}]
    dates = sum(line.count(",") + 1 for line in rules if line.startswith("RDATE"))
    if dates > MOST_ZONE_DATES or any("FREQ=" in rule and "FREQ=YEARLY" not in rule for rule in rules):
        return None
    try:
        component = icalendar.Timezone.from_ical("\r\n".join([*lines, ""]))
        if not isinstance(component, icalendar.Timezone):
            return None
        zone = component.to_tz(lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    return zone if isinstance(zone, tzinfo) else None


def moments(line: Line, calendar: int, zones: Zones, missing: set[str]) -> list[date]:
    """The dates and times of a line, periods left out; UnreadableError names the first that is none.

    Eight digits are a date whatever VALUE or TZID say; a Z means UTC whatever TZID says. A TZID nobody knows goes
    to `missing`, and the time has no zone.
    """
    return [moment(text, line, calendar, zones, missing) for text in line.value.split(",") if "/" not in text]


def moment(text: str, line: Line, calendar: int, zones: Zones, missing: set[str]) -> date:
    """One date, wall clock time or aware time; UnreadableError when it is none."""
    found = _MOMENT.match(text.strip())
    if not found:
        raise UnreadableError(_("\u201c{text}\u201d is no date").format(text=text.strip()[:40]))
    year, month, day, hour, minute, second, utc = found.groups()
    try:
        wall = datetime.combine(date(int(year), int(month), int(day)), time())
        if hour is None:
            return wall.date()
        wall = wall.replace(hour=int(hour), minute=int(minute), second=min(int(second), LAST_SECOND))
    except ValueError:
        raise UnreadableError(_("\u201c{text}\u201d is no date").format(text=text.strip()[:40])) from None
    if utc:
        return wall.replace(tzinfo=UTC)
    name = line.params.get("TZID", "").strip()
    if not name:
        return wall
    zone = zones.find(calendar, name)
    if zone is None:
        missing.add(name)
    return wall.replace(tzinfo=zone)


def periods(line: Line, calendar: int, zones: Zones, missing: set[str]) -> list[tuple[datetime, datetime | timedelta]]:
    """The periods of an RDATE line; UnreadableError names the first that is none."""
    found: list[tuple[datetime, datetime | timedelta]] = []
    for text in line.value.split(","):
        first, slash, last = text.partition("/")
        if not slash:
            continue
        start = moment(first, line, calendar, zones, missing)
        end = duration(last) if "P" in last.upper() else moment(last, line, calendar, zones, missing)
        if not isinstance(start, datetime) or not isinstance(end, datetime | timedelta):
            raise UnreadableError(_("\u201c{text}\u201d is no period").format(text=text.strip()[:40]))
        found.append((start, end))
    return found


def duration(text: str) -> timedelta:
    """A length of time; UnreadableError when it is none, is negative or beyond reason."""
    found = _DURATION.match(text.strip())
    if not found or not any(found.groups()[1:]):
        raise UnreadableError(_("\u201c{text}\u201d is no length of time").format(text=text.strip()[:40]))
    sign, weeks, days, hours, minutes, seconds = found.groups()
    length = timedelta(
        weeks=int(weeks or 0),
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
    )
    if sign == "-" and length:
        raise UnreadableError(_("it would end before it starts"))
    return length
