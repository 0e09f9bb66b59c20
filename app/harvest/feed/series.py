"""One series expanded alone: master, overrides, added and excluded dates, through recurring_ical_events."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import recurring_ical_events as rie
from icalendar.prop import vDDDLists, vDDDTypes, vInt, vRecur

from app.harvest.feed.gate import Rule, checked
from app.harvest.feed.text import Block
from app.harvest.feed.values import UnreadableError, Zones, duration, moment, moments, periods
from app.kernel.words import _

MOST_OCCURRENCES = 5_000
# The library lists all starts of the window before the first comes out: longer windows are cut.
MOST_STARTS = 50_000
LONGEST_REPEATED = timedelta(days=400)
FAR_BACK = timedelta(days=800)
NEAR = timedelta(days=2)


@dataclass(slots=True)
class Event:
    """One VEVENT with its values read: what the block says, checked."""

    block: Block
    start: date
    end: date | None
    length: timedelta | None
    rules: list[Rule]
    added: list[date | tuple[datetime, datetime | timedelta]]
    excluded: list[date]
    original: date | None
    onwards: bool
    sequence: int
    missing: set[str] = field(default_factory=set)
    backwards: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it makes more than one occurrence."""
        return bool(self.rules or self.added)


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence of a series: the event that describes it, its time, and the start it was meant to have."""

    event: Event
    start: date
    end: date
    original: date


def read_event(block: Block, zones: Zones) -> Event:
    """The values of a block; UnreadableError (RefusedRuleError for a rule) says what cannot be read."""
    missing: set[str] = set()
    start_line = block.first("DTSTART")
    if start_line is None:
        raise UnreadableError(_("it has no start"))
    start = moment(start_line.value, start_line, block.calendar, zones, missing)
    end_line, length_line, original_line = (block.first(name) for name in ("DTEND", "DURATION", "RECURRENCE-ID"))
    end = None
    if end_line and end_line.value.strip():
        end = moment(end_line.value, end_line, block.calendar, zones, missing)
    length = duration(length_line.value) if length_line and end is None else None
    backwards = end is not None and _comparable(end, start) < _comparable(start, end)
    original = None
    if original_line:
        original = moment(original_line.value, original_line, block.calendar, zones, missing)
    event = Event(
        block=block,
        start=start,
        end=start if backwards else end,
        length=length,
        rules=[checked(line.value, start) for line in block.lines.get("RRULE", ()) if line.value.strip()],
        added=[],
        excluded=[],
        original=original,
        onwards=original_line is not None and original_line.params.get("RANGE", "").upper() == "THISANDFUTURE",
        sequence=_number(block.text("SEQUENCE")),
        missing=missing,
        backwards=backwards,
    )
    for line in block.lines.get("RDATE", ()):
        if line.value.strip():
            event.added += moments(line, block.calendar, zones, missing)
            event.added += periods(line, block.calendar, zones, missing)
    for line in block.lines.get("EXDATE", ()):
        if line.value.strip():
            event.excluded += moments(line, block.calendar, zones, missing)
    if event.repeats and _length_of(event) > LONGEST_REPEATED:
        raise UnreadableError(_("it repeats, but each time lasts longer than a year"))
    return event


def masters_and_overrides(events: list[Event]) -> list[list[Event]]:
    """Events of one UID as series: each list is a master (if there is one) and what overrides its occurrences.

    The highest SEQUENCE wins among masters; equal ones at different times are meetings of their own (some programs
    give all meetings one UID); equal ones at one time are copies, the last one changed is kept.
    """
    overrides = [event for event in events if event.original is not None]
    masters = [event for event in events if event.original is None]
    if not masters:
        return [overrides]
    highest = max(event.sequence for event in masters)
    by_start: dict[date, Event] = {}
    for event in masters:
        if event.sequence == highest:
            other = by_start.get(event.start)
            if other is None or _newer(event, other):
                by_start[event.start] = event
    kept = list(by_start.values())
    main = next((event for event in kept if event.repeats), kept[0])
    return [[event, *overrides] if event is main else [event] for event in kept]


def _newer(event: Event, other: Event) -> bool:
    changed = [(one.repeats, one.block.text("LAST-MODIFIED")) for one in (event, other)]
    return changed[0] > changed[1]


def outside(event: Event, first: date, last: date) -> bool:
    """Whether a single event is surely outside the days from first to last, without expanding anything."""
    if event.repeats or event.original is not None:
        return False
    start = _day(event.start)
    end = _day(event.end) if event.end is not None else start
    if event.length is not None:
        end = start + min(event.length, timedelta(days=36_500)) + timedelta(days=1)
    return start > last + NEAR or max(start, end) < first - NEAR


def expand(series: list[Event], first: date, last: date) -> tuple[list[Found], date | None]:
    """The occurrences around the days from first to last, at most 5,000; the day it was cut at, or None.

    The library raises whatever it likes for odd input: callers catch `LIBRARY_FAILURES`.
    """
    master = next((event for event in series if event.original is None), None)
    cut = _cut(master, first, last)
    begin, end = _midnight(first) - NEAR, _midnight(cut or last) + NEAR
    shift = _shift(master, first)
    adapters: dict[int, Event] = {}
    parts = []
    for event in series:
        adapter = rie.EventAdapter(_component(event, master, shift if event is master else timedelta(0)))
        adapters[id(adapter)] = event
        parts.append(adapter)
    found: list[Found] = []
    for start, stop, adapter in _times(_Series(parts), begin, end):
        event = adapters[id(adapter)]
        if event.original is None or event.onwards:
            original = start - adapter.move_recurrences_by
        else:
            original = _like(event.original, master.start if master else event.start)
        found.append(Found(event, start, stop, original))
        if len(found) > MOST_OCCURRENCES:
            found.sort(key=lambda one: _comparable(one.start, begin))
            del found[MOST_OCCURRENCES:]
            return found, _day(found[-1].start)
    return found, cut


LIBRARY_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Time:
    """Start, end and adapter of an occurrence: all we ask of the library, without a copy of the component."""

    def __init__(self, adapter: rie.EventAdapter, start: date | None = None, end: date | None = None) -> None:
        self.adapter = adapter
        self.start: date = adapter.start if start is None else start
        self.end: date = adapter.end if end is None else end

    def is_in_span(self, _start: datetime, _stop: datetime) -> bool:
        """The reader looks at the window itself, with the person's zone."""
        return True


class _Series(rie.Series):  # type: ignore[misc]  # it comes without types
    """A series that gives plain times."""

    def occurrence(self, adapter: rie.EventAdapter, start: date | None = None, end: date | None = None) -> _Time:
        """The library's own door for another kind of occurrence."""
        return _Time(adapter, start, end)


def _times(series: _Series, begin: datetime, end: datetime) -> Iterator[tuple[date, date, rie.EventAdapter]]:
    for one in itertools.islice(series.between(begin, end), MOST_OCCURRENCES + 1):
        yield one.start, one.end, one.adapter


def _component(event: Event, master: Event | None, shift: timedelta) -> icalendar.Event:
    """The event as the library wants it, with nothing but times in it."""
    component = icalendar.Event()
    component["UID"] = event.block.text("UID") or f"nouid-{event.block.place}"
    component["DTSTART"] = vDDDTypes(event.start + shift)
    if event.end is not None:
        component["DTEND"] = vDDDTypes(event.end + shift)
    elif event.length is not None:
        component["DURATION"] = vDDDTypes(event.length)
    if event.sequence >= 0:
        component["SEQUENCE"] = vInt(event.sequence)
    if event.original is not None:
        component["RECURRENCE-ID"] = vDDDTypes(_like(event.original, master.start if master else event.start))
        if event.onwards:
            component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    if event.rules:
        component["RRULE"] = [vRecur.from_ical(rule.text()) for rule in event.rules]
    if event.added:
        component["RDATE"] = [vDDDLists(event.added)]
    if event.excluded:
        component["EXDATE"] = [vDDDLists(event.excluded)]
    return component


def _like(original: date, start: date) -> date:
    """A RECURRENCE-ID in the shape of the series' start: day for all-day series, the usual time for a bare day."""
    if not isinstance(start, datetime):
        return _day(original)
    if not isinstance(original, datetime):
        return datetime.combine(original, time(start.hour, start.minute, start.second), start.tzinfo)
    return original.replace(tzinfo=start.tzinfo) if original.tzinfo is None else original


def _shift(master: Event | None, first: date) -> timedelta:
    """How far a start long ago moves forward without changing what falls into the window.

    Only for plain rules by day, week or hour without COUNT; months and years are few anyway.
    """
    if master is None or len(master.rules) != 1 or master.rules[0].counted or master.rules[0].frequency[0] in "MY":
        return timedelta(0)
    rule = master.rules[0]
    step = rule.interval * (7 if rule.frequency == "WEEKLY" else 1)
    return timedelta(days=max(0, (first - FAR_BACK - _day(master.start)).days // step * step))


def _cut(master: Event | None, first: date, last: date) -> date | None:
    if master is None or not master.rules:
        return None
    most = max(rule.most_a_day for rule in master.rules) * len(master.rules)
    days = MOST_STARTS // most
    return first + timedelta(days=days) if (last - first).days > days else None


def _length_of(event: Event) -> timedelta:
    if event.length is not None:
        return event.length
    return _comparable(event.end, event.start) - _comparable(event.start, event.end) if event.end else timedelta(0)


def _comparable(value: date, other: date) -> datetime:
    """A moment as UTC; without a zone of its own it is read in the zone of the other."""
    aware = value if isinstance(value, datetime) else datetime.combine(value, time())
    if aware.tzinfo is None:
        zone = other.tzinfo if isinstance(other, datetime) else None
        aware = aware.replace(tzinfo=zone or UTC)
    return aware.astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else -1
