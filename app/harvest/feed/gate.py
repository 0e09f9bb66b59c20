"""The gate: rules that would never end, or never happen, are turned away before anything is expanded."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.harvest.feed.values import UnreadableError
from app.kernel.words import _

MOST_TIMES = 10_000
MOST_COMBINATIONS = 1_000
MOST_A_DAY = 24
# Only what falls into these years is ever kept.
FIRST_YEAR, LAST_YEAR = 1970, 2100
# Longest months, February with its leap day.
MONTH_LENGTHS = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
# The largest number of each list; days, weeks and positions may also count from the end.
LARGEST = {
    "BYSECOND": 59,
    "BYMINUTE": 59,
    "BYHOUR": 23,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYMONTH": 12,
    "BYSETPOS": 366,
}
FROM_ZERO = {"BYSECOND", "BYMINUTE", "BYHOUR"}
LISTS = ("BYDAY", *LARGEST)
KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", *LISTS})
NEVER_ENDING = {"SECONDLY", "MINUTELY"}
FREQUENCIES = {"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
DATE_LENGTH = 8

_WEEKDAY = re.compile(r"(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)$")


class RefusedRuleError(UnreadableError):
    """A rule is not expanded; the message completes "it could not be read: ..."."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A checked rule: its parts in upper case, ready to be written again."""

    parts: dict[str, str]

    @property
    def frequency(self) -> str:
        """DAILY, WEEKLY, MONTHLY, YEARLY or HOURLY."""
        return self.parts["FREQ"]

    @property
    def interval(self) -> int:
        """Every how many days, weeks, months ..."""
        return int(self.parts.get("INTERVAL", "1"))

    @property
    def counted(self) -> bool:
        """Whether the rule ends after a number of times."""
        return "COUNT" in self.parts

    @property
    def most_a_day(self) -> int:
        """No day can have more occurrences than this."""
        hours = self._length("BYHOUR") or (MOST_A_DAY if self.frequency == "HOURLY" else 1)
        return hours * (self._length("BYMINUTE") or 1) * (self._length("BYSECOND") or 1)

    def text(self) -> str:
        """The rule as a line again."""
        return ";".join(f"{name}={value}" for name, value in self.parts.items())

    def _length(self, name: str) -> int:
        return self.parts[name].count(",") + 1 if name in self.parts else 0


def checked(text: str, start: date) -> Rule:
    """A rule that ends and may be expanded, its UNTIL fitting to `start`; RefusedRuleError says why another is not."""
    parts: dict[str, str] = {}
    for piece in text.strip().upper().replace(" ", "").split(";"):
        name, _sign, value = piece.partition("=")
        value = ",".join(filter(None, value.split(",")))
        if name in KNOWN and value and name not in parts:
            parts[name] = value
        elif name == "RSCALE" and value not in {"GREGORIAN", ""}:
            raise RefusedRuleError(_("it follows another calendar than ours"))
    _check_frequency(parts)
    _check_numbers(parts)
    _check_lists(parts)
    rule = Rule(parts)
    if rule.frequency == "HOURLY" and rule.most_a_day > MOST_A_DAY:
        raise RefusedRuleError(_("it repeats more than 24 times a day"))
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(parts["UNTIL"], start)
    return rule


def _check_frequency(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ", "")
    if frequency in NEVER_ENDING:
        raise RefusedRuleError(
            _("it repeats every second") if frequency == "SECONDLY" else _("it repeats every minute")
        )
    if frequency not in FREQUENCIES:
        raise RefusedRuleError(_("its rule does not say how often it repeats"))


def _check_numbers(parts: dict[str, str]) -> None:
    interval, count = parts.get("INTERVAL", "1"), parts.get("COUNT", "1")
    if not interval.isdecimal() or int(interval) < 1:
        raise RefusedRuleError(_("its rule repeats after no time at all"))
    if count.startswith("-"):
        # Outlook writes COUNT=-1 for "without end".
        del parts["COUNT"]
    elif not count.isdecimal():
        raise RefusedRuleError(_("its rule has a count that is no number"))
    elif int(count) > MOST_TIMES:
        raise RefusedRuleError(_("it repeats more than 10,000 times"))


def _check_lists(parts: dict[str, str]) -> None:
    """Turn away lists that are too long, out of range, or never met: the search for those runs through all years."""
    if math.prod(parts[name].count(",") + 1 for name in LISTS if name in parts) > MOST_COMBINATIONS:
        raise RefusedRuleError(_("its rule combines too many days and times"))
    weekdays = (*parts.get("BYDAY", "MO").split(","), parts.get("WKST", "MO"))
    if not all(_WEEKDAY.match(day) for day in weekdays):
        raise RefusedRuleError(_("its rule names a weekday that never comes"))
    numbers = {name: _numbers(name, parts[name]) for name in LARGEST if name in parts}
    if parts["FREQ"] != "YEARLY" and ("BYYEARDAY" in parts or "BYWEEKNO" in parts):
        raise RefusedRuleError(_("its rule counts days or weeks of a year, but does not repeat by year"))
    months = numbers.get("BYMONTH", list(MONTH_LENGTHS))
    days = [abs(day) for day in numbers.get("BYMONTHDAY", [1])]
    if min(days) > max(MONTH_LENGTHS[month] for month in months):
        raise RefusedRuleError(_("its rule names a day that never comes"))
    if "BYSETPOS" in numbers and parts["FREQ"] in {"HOURLY", "DAILY"}:
        size = math.prod(len(numbers.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        if min(map(abs, numbers["BYSETPOS"])) > size:
            raise RefusedRuleError(_("its rule names a day that never comes"))


def _numbers(name: str, text: str) -> list[int]:
    try:
        found = [int(piece) for piece in text.split(",") if piece]
    except ValueError:
        raise RefusedRuleError(_("its rule has a day or time that is no number")) from None
    lowest = 0 if name in FROM_ZERO else 1
    if not found or any(
        not lowest <= (number if name in FROM_ZERO else abs(number)) <= LARGEST[name] for number in found
    ):
        raise RefusedRuleError(_("its rule names a day or time that never comes"))
    return found


def _until(text: str, start: date) -> str:
    """UNTIL in the shape that fits the start: a date, a wall clock time, or UTC.

    Without Z in a series with a zone it is local time (the library would take it for UTC and lose the last meeting);
    a bare date in such a series is midnight UTC, as the common programs read it.
    """
    digits, utc = text.removesuffix("Z"), text.endswith("Z")
    day, _sign, clock = digits.partition("T")
    if not (day + clock).isdecimal() or len(day) != DATE_LENGTH or len(clock) not in {0, 6}:
        raise RefusedRuleError(_("its rule ends at no date"))
    if not isinstance(start, datetime):
        return day
    if start.tzinfo is None:
        return f"{day}T{clock}" if clock else day
    if not clock:
        return f"{day}T000000Z"
    if utc:
        return f"{day}T{clock}Z"
    try:
        local = datetime.strptime(f"{day}{clock}", "%Y%m%d%H%M%S").replace(tzinfo=start.tzinfo)
        return local.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    except (ValueError, OverflowError):
        raise RefusedRuleError(_("its rule ends at no date")) from None
