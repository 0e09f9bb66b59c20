"""A calendar file read: occurrences of a window, and every event that could not be read with its reason."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from threading import Lock
from zoneinfo import ZoneInfo

import icalendar

from app.harvest.domain.occurrences import NO_UID, FeedReading, Flag, Kind, Occurrence, Partstat
from app.harvest.domain.titles import fold_title
from app.harvest.feed import facts
from app.harvest.feed.gate import FIRST_YEAR, LAST_YEAR, RefusedRuleError
from app.harvest.feed.series import (
    LIBRARY_FAILURES,
    Event,
    Found,
    expand,
    masters_and_overrides,
    outside,
    read_event,
)
from app.harvest.feed.text import LARGEST_FILE, Block, Line, is_calendar, split
from app.harvest.feed.values import UnreadableError, Zones
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext

MOST_OCCURRENCES = 20_000
MOST_PROBLEMS = 100
LONG = timedelta(hours=24)

# The library keeps custom time zones for the whole process, the first of a name wins: one file at a time, and none
# inherits the zones of another.
_one_at_a_time = Lock()


def read_calendar(data: bytes, *, window: Period, zone: str, own_addresses: Collection[str] = ()) -> FeedReading:
    """Every occurrence of a file that overlaps the days of `window` in `zone` (IANA name of the person's zone).

    Cancelled, declined and free ones too. Bad input never raises: it comes back as problems. `own_addresses` are the
    person's, to find the person's own answer to invitations.
    """
    if len(data) > LARGEST_FILE:
        problem = Problem(
            "feed.too_big",
            _("The calendar is larger than 64 MB and was not read."),
            hint=_("Export a shorter period."),
        )
        return FeedReading((), (problem,), complete=False)
    if not is_calendar(data):
        problem = Problem(
            "feed.not_a_calendar",
            _("This is not a calendar file."),
            hint=_("Choose a file that ends in .ics, or a calendar address."),
        )
        return FeedReading((), (problem,), complete=False)
    with _one_at_a_time:
        icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
        try:
            with warnings.catch_warnings():
                # COUNT together with UNTIL: against the standard, yet clear enough.
                warnings.simplefilter("ignore", DeprecationWarning)
                return _Reading(window, zone, own_addresses).read(data)
        finally:
            icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Window:
    """The days asked for, as a calendar in the person's zone shows them."""

    first: date
    last: date
    zone: ZoneInfo

    def holds(self, start: date, end: date) -> bool:
        """Whether something from start to end (exclusive) overlaps; without length, whether it begins inside."""
        begin = datetime.combine(self.first, time(), self.zone)
        finish = datetime.combine(self.last + timedelta(days=1), time(), self.zone)
        first, last = self.aware(start).astimezone(UTC), self.aware(end).astimezone(UTC)
        if first == last:
            return begin <= first < finish
        return first < finish and begin < last

    def aware(self, moment: date) -> datetime:
        """A moment on the person's clock when it has no zone of its own."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time(), self.zone)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self.zone)


class _Reading:
    """One reading: what is found and what went wrong gathers here."""

    def __init__(self, window: Period, zone: str, own_addresses: Collection[str]) -> None:
        first = max(window.first, date(FIRST_YEAR, 1, 1))
        last = min(window.last, date(LAST_YEAR, 12, 31))
        self._window = _Window(first, last, ZoneInfo(zone))
        self._own = frozenset(address.casefold() for address in own_addresses)
        self._found: list[Occurrence] = []
        self._problems: list[Problem] = []
        self._unread: set[str] = set()
        self._missing: set[str] = set()
        self._weak: dict[str, int] = {}

    def read(self, data: bytes) -> FeedReading:
        parts = split(data)
        zones = Zones(parts.zones)
        if not parts.complete and not parts.too_many:
            self._problem(
                "feed.cut_off",
                _("The calendar breaks off before its end; events may be missing."),
                _("Fetch or export it again."),
            )
        groups: dict[str, list[Event]] = {}
        for block in parts.blocks:
            uid = block.text("UID")
            event = self._event(block, zones)
            if event is not None:
                groups.setdefault(uid or f"{NO_UID}{block.place}", []).append(event)
        for uid, events in groups.items():
            self._series(uid, events)
            if len(self._found) > MOST_OCCURRENCES:
                del self._found[MOST_OCCURRENCES:]
                parts.too_many = True
                break
        if parts.too_many:
            self._problem(
                "feed.too_many", _("The calendar has too many events; only a part was read."), _("Read fewer days.")
            )
        self._name_missing_zones()
        complete = parts.complete and not parts.too_many
        self._found.sort(key=lambda one: (self._window.aware(one.start).astimezone(UTC), one.uid, one.rid))
        return FeedReading(tuple(self._found), self._listed(), complete, frozenset(self._unread))

    def _event(self, block: Block, zones: Zones) -> Event | None:
        """A block's values, or None and a problem."""
        if not block.whole:
            self._unreadable(block, _("it breaks off"))
            return None
        try:
            return read_event(block, zones)
        except RefusedRuleError as refused:
            self._unreadable(block, str(refused), "feed.rule_refused")
        except UnreadableError as unreadable:
            self._unreadable(block, str(unreadable))
        except LIBRARY_FAILURES as failure:
            self._unreadable(block, _beyond_us(failure))
        return None

    def _series(self, uid: str, events: list[Event]) -> None:
        """Everything one UID says, on its own: a failure costs this series only."""
        window = self._window
        if all(outside(event, window.first, window.last) for event in events):
            return
        all_series = masters_and_overrides(events)
        if uid.startswith(NO_UID):
            uid = self._weak_uid(events[0])
        for series in all_series:
            if len(series) == 1 and outside(series[0], window.first, window.last):
                continue
            try:
                found, cut = expand(series, window.first, window.last)
                kept = [one for one in found if window.holds(one.start, one.end)]
                alone = len(all_series) == 1 and len(series) == 1 and not series[0].repeats
                self._found += [self._occurrence(uid, one, series[0], alone=alone) for one in kept]
            except LIBRARY_FAILURES as failure:
                self._unreadable(series[0].block, _beyond_us(failure))
                continue
            self._missing.update(*(one.event.missing for one in kept))
            if cut is not None:
                self._unread.add(uid)
                self._problem(
                    "feed.too_many",
                    _("{event} repeats too often; it was read up to {day}.").format(
                        event=facts.called(series[0].block), day=cut.isoformat()
                    ),
                )

    def _occurrence(self, uid: str, found: Found, master: Event, *, alone: bool) -> Occurrence:
        block = found.event.block
        private = facts.private(block)
        people = block.lines.get("ATTENDEE", [])
        return Occurrence(
            uid=uid,
            rid="" if alone and found.event.original is None else _rid(found.original),
            start=self._placed(found.start),
            end=self._placed(found.end),
            kind=_kind(found.start),
            title="" if private else facts.title(block),
            status=facts.status(block),
            transparent=block.text("TRANSP").upper() == "TRANSPARENT",
            private=private,
            organizer="" if private else next(facts.addresses(block.lines.get("ORGANIZER", [])), ""),
            attendee_emails=() if private else tuple(dict.fromkeys(facts.addresses(people))),
            partstat=self._own_answer(people),
            repeats=master.rules[0].frequency.casefold() if master.rules else "",
            code_in_text="" if private else facts.code_in_text(block),
            flags=_flags(found),
        )

    def _placed(self, moment: date) -> date:
        """Floating times on the person's clock; zones that came with the file as plain offsets."""
        if not isinstance(moment, datetime):
            return moment
        aware = self._window.aware(moment)
        offset = aware.utcoffset()
        return aware if isinstance(aware.tzinfo, ZoneInfo) or offset is None else aware.replace(tzinfo=timezone(offset))

    def _own_answer(self, people: Iterable[Line]) -> Partstat | None:
        """What the person said to the invitation; no answer given means none yet."""
        for line in people:
            if self._own.intersection(facts.addresses([line])):
                answer = line.params.get("PARTSTAT", "NEEDS-ACTION").casefold()
                return Partstat(answer) if answer in set(Partstat) else Partstat.NEEDS_ACTION
        return None

    def _weak_uid(self, event: Event) -> str:
        """An identity for an event without one: time and title; copies are counted."""
        parts = (event.start, event.end, event.length, fold_title(facts.title(event.block)))
        uid = NO_UID + hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]
        self._weak[uid] = self._weak.get(uid, 0) + 1
        return uid if self._weak[uid] == 1 else f"{uid}-{self._weak[uid]}"

    def _unreadable(self, block: Block, reason: str, code: str = "feed.event_unreadable") -> None:
        self._unread.add(block.text("UID"))
        self._problem(code, _("{event} could not be read: {reason}.").format(event=facts.called(block), reason=reason))

    def _problem(self, code: str, message: str, hint: str = "") -> None:
        self._problems.append(Problem(code, message, hint=hint))

    def _name_missing_zones(self) -> None:
        for name in sorted(self._missing):
            self._problem(
                "feed.zone_unknown",
                _("The time zone \u201c{zone}\u201d is unknown; its times were read as yours ({own}).").format(
                    zone=name[:60], own=self._window.zone.key
                ),
            )

    def _listed(self) -> tuple[Problem, ...]:
        """The problems; beyond a hundred they are only counted."""
        more = len(self._problems) - MOST_PROBLEMS
        if more <= 0:
            return tuple(self._problems)
        rest = ngettext("{n} more problem is not listed.", "{n} more problems are not listed.", more)
        return (*self._problems[:MOST_PROBLEMS], Problem("feed.more", rest))


def _beyond_us(failure: Exception) -> str:
    return _("its times cannot be worked out ({detail})").format(detail=f"{type(failure).__name__}: {failure}"[:120])


def _kind(start: date) -> Kind:
    if not isinstance(start, datetime):
        return Kind.ALL_DAY
    return Kind.INSTANT if start.tzinfo is not None else Kind.FLOATING


def _rid(original: date) -> str:
    """The original start as text: UTC instant, date, or wall clock."""
    if isinstance(original, datetime) and original.tzinfo is not None:
        return original.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return original.isoformat()


def _flags(found: Found) -> tuple[Flag, ...]:
    flags = []
    if found.event.missing and _kind(found.start) is Kind.FLOATING:
        flags.append(Flag.ZONE_UNKNOWN)
    if found.event.backwards:
        flags.append(Flag.END_BEFORE_START)
    if isinstance(found.start, datetime) and found.end - found.start > LONG:
        flags.append(Flag.LONG)
    return tuple(flags)
