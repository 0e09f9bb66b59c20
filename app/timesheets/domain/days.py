"""Reading the day a person means: `today`, `yesterday`, `mo`, `tue`, `28/4`, `28 Apr`, `2026-04-28`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from babel import Locale

from app.kernel.formats import Formats
from app.kernel.words import _
from app.timesheets.domain.limits import AHEAD
from app.timesheets.domain.texts import fold

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?")
_BARE_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})")
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")

ALSO_WORDS = frozenset("we so do me je di sa ma ve su sat sun".split())
"""Names of days that are also words of a note; they count only where no word of a note follows."""


class ImpossibleDay(Exception):
    """A text with the shape of a date that no calendar has, such as 31/4."""


def day_of(texts: Sequence[str], today: date, formats: Formats | None = None) -> tuple[date, int] | None:
    """The day at the start of `texts` and how many of them it takes (1 or 2), or None when there is none.

    Days without a year are the last such days not later than a week ahead; days of the week never lie ahead.
    Raises ImpossibleDay for 31/4.
    """
    word = fold(texts[0]).rstrip(",;")
    locale = formats.locale if formats is not None else Locale("en", "GB")
    if (offset := _near(word)) is not None:
        return today - timedelta(offset), 1
    if (weekday := _weekdays(str(locale)).get(word.rstrip("."))) is not None:
        return today - timedelta((today.weekday() - weekday) % 7), 1
    if (found := _numeric(word, today, locale)) is not None:
        return found, 1
    if len(texts) > 1 and (found := _with_month(word, fold(texts[1]).rstrip(",;"), today, locale)) is not None:
        return found, 2
    return None


def bare_dotted(text: str, today: date, formats: Formats | None) -> date | None:
    """28.4 as a date, where dates are written with dots (only for numbers that cannot be hours)."""
    if formats is None or not _dots(formats.locale) or (found := _BARE_DOTTED.fullmatch(text)) is None:
        return None
    return _make(int(found[1]), int(found[2]), None, today)


def _near(word: str) -> int | None:
    names = {"today": 0, "yesterday": 1, fold(_("today")): 0, fold(_("yesterday")): 1, "yest": 1}
    return names.get(word)


@functools.lru_cache(maxsize=8)
def _weekdays(locale_name: str) -> Mapping[str, int]:
    """Names of the days of the week in English and the reader's language, whole or shortened to two letters or more."""
    names: dict[str, int] = {}
    for locale in (Locale.parse(locale_name), Locale("en")):
        for weekday, name in locale.days["format"]["wide"].items():
            whole = fold(name)
            for length in range(2, len(whole) + 1):
                names.setdefault(whole[:length], weekday)
        for width in ("abbreviated", "short"):
            for weekday, name in locale.days["format"][width].items():
                names.setdefault(fold(name).rstrip("."), weekday)
    return {name: weekday for name, weekday in names.items() if len(name) > 1}


@functools.lru_cache(maxsize=8)
def _months(locale_name: str) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for locale in (Locale.parse(locale_name), Locale("en")):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months["format"][width].items():
                names.setdefault(fold(name).rstrip("."), month)
    return {name: month for name, month in names.items() if len(name) > 2 and not name.isdigit()}


def _pattern(locale: Locale) -> str:
    return str(locale.date_formats["short"].pattern)


def _dots(locale: Locale) -> bool:
    return "." in _pattern(locale)


def _numeric(word: str, today: date, locale: Locale) -> date | None:
    if found := _ISO.fullmatch(word):
        return _exact(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(word):
        first, second = int(found[1]), int(found[2])
        pattern = _pattern(locale)
        month_first = "M" in pattern and "d" in pattern and pattern.index("M") < pattern.index("d")
        if month_first and first <= 12:
            first, second = second, first
        return _make(first, second, found[3], today)
    if found := _DOTTED.fullmatch(word):
        if found[3] is None and not _dots(locale):
            return None
        return _make(int(found[1]), int(found[2]), found[3], today)
    return None


def _with_month(first: str, second: str, today: date, locale: Locale) -> date | None:
    months = _months(str(locale))
    for number, name in ((first, second), (second, first)):
        if (found := _NUMBER.fullmatch(number)) and (month := months.get(name.rstrip("."))) is not None:
            return _make(int(found[1]), month, None, today)
    return None


def _make(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        return _exact(int(year) + (2000 if len(year) == 2 else 0), month, day)
    latest = today + AHEAD
    for candidate in range(latest.year, latest.year - 5, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found
    raise ImpossibleDay


def _exact(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ImpossibleDay from None
