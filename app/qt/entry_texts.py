"""Typed dates and hours: what people write in a hurry, read without guessing. Pure functions."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from app.kernel.formats import Formats
from app.kernel.periods import week_of
from app.kernel.problems import Problem
from app.kernel.quantities import parse_duration
from app.kernel.words import _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_STEP = re.compile(r"([+\-\u2212])\s*(\d{1,4})")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def parse_hours(text: str, _formats: Formats | None = None) -> int:
    """Seconds of "1.5", "1,5", "1:30", "90m" or "9-10:30"; Problem otherwise."""
    seconds = parse_duration(text)
    if seconds is None:
        raise Problem(
            "hours.unreadable",
            _("“{text}” is not a time this field can read.").format(text=text.strip()),
            hint=_("Write hours like 1.5, 1:30 or 90m."),
        )
    return seconds


@lru_cache(maxsize=8)
def _names(locale: str) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...], bool]:
    """Names of weekdays and months of a locale, and whether it writes the month before the day."""
    formats = Formats(locale)
    monday = date(2001, 1, 1)
    days = [(formats.weekday(monday + timedelta(days=n)).casefold().rstrip("."), n) for n in range(7)]
    days += [(name, n) for n, name in enumerate(_ENGLISH_DAYS)]
    months: list[tuple[str, int]] = []
    for month in range(1, 13):
        for shown in (formats.day(date(2001, month, 1)), formats.date_long(date(2001, month, 1))):
            months += [(word.casefold(), month) for word in re.findall(r"[^\W\d_]{3,}", shown)]
    months += [(name, n + 1) for n, name in enumerate(_ENGLISH_MONTHS)]
    shown = formats.date(date(2033, 11, 22))
    word = re.search(r"11|[^\W\d_]{3,}", shown)
    return tuple(days), tuple(months), word is not None and word.start() < shown.index("22")


def _refuse(text: str, formats: Formats, today: date) -> Problem:
    return Problem(
        "date.unreadable",
        _("“{text}” is not a date this field can read.").format(text=text.strip()),
        hint=_("Write it like {sample}, +7 or t for today.").format(sample=formats.date(today)),
    )


def parse_date(text: str, today: date, formats: Formats) -> date:
    """The date of "t", "+1", "mo", "28", "28/4", "28 Apr", "28.4.26" or "2026-04-28"; Problem otherwise.

    A weekday is the one of the present week; without a year the nearest such day to today is taken. Two numbers
    are read in the locale's order, the other way round only when that order is impossible.
    """
    word = text.strip().casefold().rstrip(".,")
    step = _relative(word, today)
    if step is not None:
        return step
    days, months, month_first = _names(str(formats.locale))
    if found := _ISO.fullmatch(word):
        return _build(int(found[1]), int(found[2]), int(found[3])) or _raise(text, formats, today)
    if word.isalpha() and len(word) >= 2:
        hits = {n for name, n in days if name.startswith(word) or (word.startswith(name) and len(name) > 2)}
        if len(hits) == 1:
            return next(day for day in week_of(today, formats.first_weekday).days() if day.weekday() in hits)
    parts = _PARTS.findall(word)
    result = _from_parts(parts, months, today, month_first=month_first) if 1 <= len(parts) <= 5 else None
    return result or _raise(text, formats, today)


def _raise(text: str, formats: Formats, today: date) -> date:
    raise _refuse(text, formats, today)


def _relative(word: str, today: date) -> date | None:
    """Today and its neighbors by name, and steps of days."""
    if word in {"t", "today", _("today").casefold()}:
        return today
    if word in {"yesterday", _("yesterday").casefold()}:
        return today - timedelta(days=1)
    if word in {"tomorrow", _("tomorrow").casefold()}:
        return today + timedelta(days=1)
    if found := _STEP.fullmatch(word):
        return today + timedelta(days=int(found[2]) * (1 if found[1] == "+" else -1))
    return None


def _from_parts(
    parts: list[str], months: tuple[tuple[str, int], ...], today: date, *, month_first: bool
) -> date | None:
    """A date of numbers and month names in their order."""
    named = [n for part in parts if part.isalpha() and len(part) >= 3 for n in _months_like(part, months)]
    numbers = [int(part) for part in parts if part.isdigit()]
    lengths = [len(part) for part in parts if part.isdigit()]
    if named:
        if len(set(named)) != 1 or not 1 <= len(numbers) <= 2:
            return None
        day, year = (numbers[0], numbers[1:]) if lengths[0] <= 2 else (numbers[-1], numbers[:-1])
        return _with_year(year, named[0], day, today)
    if any(part.isalpha() and len(part) > 2 for part in parts):
        return None
    if len(numbers) == 1 and lengths[0] <= 2:
        return _build(today.year, today.month, numbers[0])
    if len(numbers) == 3 and lengths[0] == 4:
        return _build(numbers[0], numbers[1], numbers[2])
    if len(numbers) not in {2, 3} or lengths[0] > 2 or lengths[1] > 2:
        return None
    month, day = (numbers[0], numbers[1]) if month_first else (numbers[1], numbers[0])
    if month > 12 >= day:
        month, day = day, month
    return _with_year(numbers[2:], month, day, today)


def _months_like(part: str, months: tuple[tuple[str, int], ...]) -> set[int]:
    exact = {n for name, n in months if name == part}
    return exact or {n for name, n in months if name.startswith(part)}


def _with_year(year: list[int], month: int, day: int, today: date) -> date | None:
    """With the year given (two digits mean this century), or the nearest such day."""
    if year:
        return _build(year[0] + 2000 if year[0] < 100 else year[0], month, day)
    near = [_build(today.year + shift, month, day) for shift in (-1, 0, 1)]
    return min((one for one in near if one is not None), key=lambda one: abs(one - today), default=None)


def _build(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
