"""Formats: how money, dates, hours and numbers look to a reader, and how typed ones are read. Babel underneath."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
)

from app.kernel.molds import Mold
from app.kernel.money import Money, exponent, quantize
from app.kernel.problems import Problem
from app.kernel.quantities import hours
from app.kernel.words import _

MINUS = "\u2212"
LETTER_TERRITORIES = frozenset("BZ CA CL CO CR DO GT HN MX NI PA PH PR SV US VE".split())
"""Territories of CLDR's paper-size list that use US Letter; all others use A4."""
_SHORT_MONTH = re.compile(r"(?<![ML])([ML])\1\1(?![ML])")
_PERCENT = re.compile(r"[#,0.]+")
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,8})?|\.[0-9]{1,8}")


def paper_of(territory: str) -> str:
    """Name the paper of the country a document goes to (ISO 3166 code): "Letter" or "A4"."""
    return "Letter" if territory.upper() in LETTER_TERRITORIES else "A4"


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


@cache
def _currency_mold(tag: str, currency: str, pattern: str | None, digits: int | None = None) -> Mold:
    """Amounts in a currency, with its own number of decimals or another one."""
    locale, own = _locale(tag), digits is None

    def write(value: Decimal) -> str:
        return format_currency(value, currency, format=pattern, locale=locale, currency_digits=own)

    decimals = get_currency_precision(currency) if digits is None else digits
    return Mold(write, decimals, decimals)


@cache
def _decimal_mold(tag: str, pattern: str | None, least: int, most: int) -> Mold:
    """Numbers without a unit."""
    locale = _locale(tag)
    return Mold(lambda value: format_decimal(value, format=pattern, locale=locale), least, most)


@lru_cache(maxsize=8_192)
def _date(tag: str, length: Literal["medium", "long"], value: dt.date) -> str:
    return format_date(value, length, locale=_locale(tag))


@lru_cache(maxsize=8_192)
def _by_skeleton(tag: str, skeleton: str, value: dt.date) -> str:
    return format_skeleton(skeleton, value, locale=_locale(tag))


class Formats:
    """One reader's formats: a locale such as "en-GB" and a time zone."""

    def __init__(self, locale: str = "en-GB", zone: str = "UTC") -> None:
        """Formats of a locale (BCP 47 or POSIX spelling) in a zone."""
        self.locale = _locale(locale)
        self.tag = str(self.locale).replace("_", "-")
        """The locale as BCP 47 writes it: "en-GB"."""
        self.zone = zone

    def read_tables(self, currency: str) -> None:
        """Read the language's tables now, where nobody waits: otherwise the first number, sum and date shown do."""
        self.number(0)
        self.hours(0)
        self.money(Money.zero(currency))
        self.date(dt.date(2000, 1, 1))

    @property
    def paper(self) -> str:
        """The reader's usual paper."""
        return paper_of(self.locale.territory or "")

    @cached_property
    def first_weekday(self) -> int:
        """0 for Monday, 6 for Sunday."""
        return self.locale.first_week_day

    @staticmethod
    def _minus(text: str) -> str:
        return text.replace("-", MINUS)

    def money(self, value: Money, *, code: bool = False) -> str:
        """Money with its minor units: £23,259.72; with `code`, GBP 23,259.72."""
        pattern = "\u00a4\u00a4\u00a0#,##0.00" if code else None
        text = _currency_mold(self.tag, value.currency, pattern)(abs(value.amount))
        return f"{MINUS}{text}" if value.minor < 0 else text

    def money_rounded(self, value: Money) -> str:
        """Money without minor units, for forecasts and chart axes only."""
        amount = quantize(abs(value.amount), "1")
        text = _currency_mold(self.tag, value.currency, self._whole, 0)(amount)
        return f"{MINUS}{text}" if value.minor < 0 and amount else text

    def money_short(self, value: Money) -> str:
        """Money as short as the language writes it, for chart axes only: £100k."""
        text = format_compact_currency(value.amount, value.currency, locale=self.locale, fraction_digits=1)
        if re.search(r"[0-9]{4}", text):  # the language has no short word for thousands
            return self.money_rounded(value)
        return self._minus(re.sub(r"(?<=[0-9])K$", "k", text) if self.locale.language == "en" else text)

    def money_range(self, low: Money, high: Money) -> str:
        """Two rounded sums with what lies between them; the currency stands once: £84,500–100,690."""
        first, last = self.money_rounded(low), self.money_rounded(high)
        if low.minor >= 0 and high.minor >= 0:
            first = re.sub(r"(?<=[0-9])[^0-9]+$", "", first)
            last = re.sub(r"^[^0-9]+", "", last)
        return f"{first}\u2013{last}"

    @cached_property
    def _whole(self) -> str:
        pattern = str(self.locale.currency_formats["standard"].pattern)
        return re.sub(r"\.0+", "", pattern.split(";", maxsplit=1)[0])

    def rate(self, value: Decimal, currency: str) -> str:
        """A unit rate: the currency's decimals, more only where the rate has them (up to four)."""
        digits = max(exponent(currency), -int(value.normalize().as_tuple().exponent))
        whole = self._whole
        spot = max(whole.rfind("0"), whole.rfind("#")) + 1
        pattern = f"{whole[:spot]}.{'0' * digits}{whole[spot:]}" if digits else whole
        text = _currency_mold(self.tag, currency, pattern, digits)(abs(value))
        return f"{MINUS}{text}" if value < 0 else text

    def number(self, value: int | Decimal) -> str:
        """A number with its group marks."""
        return self._minus(_decimal_mold(self.tag, None, 0, 3)(Decimal(value)))

    def quantity(self, value: Decimal, *, least: int = 0) -> str:
        """A quantity with at least `least` and at most four decimals."""
        pattern = "#,##0" + ("." + "0" * least + "#" * (4 - least))
        return self._minus(_decimal_mold(self.tag, pattern, least, 4)(value))

    def hours(self, value: Decimal | int, *, unit: bool = False) -> str:
        """Hours with at least one decimal; a whole number counts seconds. With `unit`, "1.5 h"."""
        amount = hours(value) if isinstance(value, int) else value
        text = self.quantity(amount, least=1)
        return f"{text}\u00a0h" if unit else text

    def percent(self, value: Decimal, decimals: int = 0) -> str:
        """A percentage given in per cent: 76.2 -> "76%" or "76.2%", in German "76 %"."""
        step = "1" if not decimals else "0." + "0" * (decimals - 1) + "1"
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        number = self._minus(_decimal_mold(self.tag, pattern, decimals, decimals)(quantize(value, step)))
        before, after = self._around_percent
        return f"{before}{number}{after}"

    @cached_property
    def _around_percent(self) -> tuple[str, str]:
        before, after = _PERCENT.split(str(self.locale.percent_formats[None].pattern))[:2]
        return before, after

    def date(self, value: dt.date) -> str:
        """A date for lists: 30 Apr 2026."""
        return _date(self.tag, "medium", value)

    def date_long(self, value: dt.date) -> str:
        """A date for paper, the month as a word: 30 April 2026."""
        return _date(self.tag, "long", value)

    def day(self, value: dt.date) -> str:
        """A day without its year: 30 Apr."""
        return _by_skeleton(self.tag, "MMMd", value)

    def date_full(self, value: dt.date) -> str:
        """A date with its day of the week: Thursday, 30 April 2026."""
        return format_date(value, "full", locale=self.locale)

    def day_named(self, value: dt.date) -> str:
        """A day of the week with its date, without the year: Thu 30 Apr."""
        return _by_skeleton(self.tag, "MMMEd", value)

    def span(self, first: dt.date, last: dt.date, *, short: bool = False) -> str:
        """A run of days with nothing said twice: 27 April – 3 May 2026, or with `short` 27 Apr – 3 May 2026."""
        if first == last:
            return self.date(first) if short else self.date_long(first)
        field = "y" if first.year != last.year else "M" if first.month != last.month else "d"
        parts = self.locale.interval_formats["yMMMd"].get(field)
        if parts is None or len(parts) != 2:
            return f"{self.date(first)} – {self.date(last)}"
        words = [part if short else _SHORT_MONTH.sub(lambda found: found[0] + found[1], part) for part in parts]
        both = zip((first, last), words, strict=True)
        return "".join(format_date(day, pattern, locale=self.locale) for day, pattern in both).replace("\u2009", " ")

    def weekday(self, value: dt.date) -> str:
        """The short name of the day of the week: Thu."""
        return format_date(value, "EEE", locale=self.locale)

    def weekday_long(self, value: dt.date) -> str:
        """Whole weekday: Monday."""
        return str(format_date(value, "EEEE", locale=self.locale))

    def month(self, value: dt.date) -> str:
        """A month: April 2026."""
        return format_skeleton("yMMMM", value, locale=self.locale)

    def month_name(self, value: dt.date) -> str:
        """The name of a month alone: April."""
        return str(format_date(value, "LLLL", locale=self.locale))

    def listing(self, words: Sequence[str]) -> str:
        """Words one after the other, as the language lists them: February and March."""
        return str(format_list(list(words), locale=self.locale)) if words else ""

    def time(self, value: dt.datetime) -> str:
        """The time of an instant in the reader's zone."""
        return format_time(value, "short", tzinfo=ZoneInfo(self.zone), locale=self.locale)

    def parse_decimal(self, text: str, *, field: str | None = None) -> Decimal:
        """A typed number: the reader's decimal mark, group marks only in their places; Problem otherwise."""
        point = get_decimal_symbol(self.locale)
        group = get_group_symbol(self.locale)
        word = text.strip().replace("\u2212", "-")
        sign = -1 if word.startswith("-") else 1
        word = word.removeprefix("-").removeprefix("+")
        whole, mark, rest = word.partition(point)
        marks = {group, "\u00a0", "\u202f", " ", "'", "\u2019"} if group in "\u00a0\u202f '\u2019" else {group}
        parts = re.split("|".join(re.escape(item) for item in sorted(marks)), whole)
        grouped = len(parts) > 1
        good = not grouped or (
            1 <= len(parts[0]) <= 3 and all(len(part) in (2, 3) for part in parts[1:]) and len(parts[-1]) == 3
        )
        plain = "".join(parts) + ("." + rest if mark else "")
        if not (good and plain.isascii() and _PLAIN_NUMBER.fullmatch(plain)):
            raise Problem(
                "number.unreadable",
                _("\u201c{text}\u201d is not a number this field can read.").format(text=text.strip()),
                field=field,
                hint=_("Write it like {sample}.").format(sample=self.quantity(Decimal("1234.5"), least=2)),
            )
        return sign * Decimal(plain)

    def parse_money(self, text: str, currency: str, *, field: str | None = None) -> Money:
        """A typed amount of money; its sign or code of the currency may stand with it. Problem otherwise."""
        word = text.strip()
        symbol = format_currency(0, currency, format="\u00a4", locale=self.locale).strip("0 \u00a0")
        for mark in (currency, symbol):
            word = word.replace(mark, "")
        value = self.parse_decimal(word, field=field)
        try:
            return Money.of(value, currency)
        except ValueError:
            raise Problem(
                "money.too_fine",
                _("{currency} has {digits} decimals.").format(currency=currency, digits=exponent(currency)),
                field=field,
                hint=_("Round the amount first."),
            ) from None
