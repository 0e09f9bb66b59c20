"""Formats of eight locales, and typed numbers that are read strictly or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.kernel.formats import Formats, paper_of
from app.kernel.money import Money
from app.kernel.problems import Problem

SUM = Money(2325972, "GBP")


@pytest.mark.parametrize(
    ("locale", "money", "short", "hours", "first"),
    [
        ("en-GB", "£23,259.72", "30 Apr 2026", "1.5", 0),
        ("en-US", "£23,259.72", "Apr 30, 2026", "1.5", 6),
        ("de-DE", "23.259,72 £", "30.04.2026", "1,5", 0),
        ("fr-FR", "23 259,72 £GB", "30 avr. 2026", "1,5", 0),
        ("sv-SE", "23 259,72 GBP", "30 apr. 2026", "1,5", 0),
        ("en-IN", "£23,259.72", "30 Apr 2026", "1.5", 6),
        ("pl-PL", "23 259,72 GBP", "30 kwi 2026", "1,5", 0),
        ("ja-JP", "£23,259.72", "2026/04/30", "1.5", 6),
    ],
)
def test_each_reader_sees_their_own_formats(locale: str, money: str, short: str, hours: str, first: int) -> None:
    formats = Formats(locale)
    plain = str.maketrans({"\u00a0": " ", "\u202f": " "})
    assert formats.money(SUM).translate(plain) == money
    assert formats.date(date(2026, 4, 30)).translate(plain) == short
    assert formats.hours(5400) == hours
    assert formats.first_weekday == first


def test_below_zero_has_a_real_minus_sign() -> None:
    assert Formats().money(Money(-10450, "GBP")) == "\u2212£104.50"
    assert Formats().money_rounded(Money(-9177278, "GBP")) == "\u2212£91,773"


def test_rates_show_more_decimals_only_where_they_have_them() -> None:
    assert Formats().rate(Decimal(165), "GBP") == "£165.00"
    assert Formats().rate(Decimal("0.1234"), "GBP") == "£0.1234"
    assert Formats().rate(Decimal(12000), "JPY").endswith("12,000")


def test_times_are_shown_in_the_reader_s_zone() -> None:
    assert Formats("en-GB", "Europe/London").time(datetime(2026, 4, 30, 14, 20, tzinfo=UTC)) == "15:20"


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("en-GB", "1,234.50", "1234.50"),
        ("en-GB", "1234.5", "1234.5"),
        ("de-DE", "1.234,5", "1234.5"),
        ("fr-FR", "1 234,5", "1234.5"),
        ("en-GB", "\u2212104.50", "-104.50"),
        ("en-GB", ".5", "0.5"),
        ("en-IN", "1,23,456", "123456"),
    ],
)
def test_typed_numbers_follow_the_reader(locale: str, text: str, value: str) -> None:
    assert Formats(locale).parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "1,5"),
        ("de-DE", "1.5"),
        ("en-GB", "1e9999999"),
        ("en-GB", "NaN"),
        ("en-GB", "1_000"),
        ("en-GB", "\u0661"),
        ("en-GB", ""),
        ("en-GB", "1.2.3"),
        ("en-GB", "Infinity"),
        ("en-GB", "9" * 16),
        ("en-GB", "1,2345.0"),
    ],
)
def test_what_could_mean_two_things_is_refused_with_a_sample(locale: str, text: str) -> None:
    with pytest.raises(Problem, match="Write it like"):
        Formats(locale).parse_decimal(text)


def test_typed_money_may_carry_its_sign() -> None:
    assert Formats().parse_money("£1,000.50", "GBP") == Money(100050, "GBP")
    assert Formats("de-DE").parse_money("1.000,50 €", "EUR") == Money(100050, "EUR")
    with pytest.raises(Problem, match="2 decimals"):
        Formats().parse_money("1.005", "GBP")


def test_paper_follows_the_country() -> None:
    assert paper_of("US") == "Letter"
    assert paper_of("GB") == "A4"


@pytest.mark.parametrize(
    ("locale", "short", "between"),
    [
        ("en-GB", "\u00a3100k", "\u00a384,500\u2013100,690"),
        ("de-DE", "100.000\u00a0\u00a3", "84.500\u2013100.690\u00a0\u00a3"),
        ("fr-FR", "100\u00a0k\u00a0\u00a3GB", "84\u202f500\u2013100\u202f690\u00a0\u00a3GB"),
    ],
)
def test_axes_and_ranges_are_short(locale: str, short: str, between: str) -> None:
    formats = Formats(locale)
    assert formats.money_short(Money.of(100000, "GBP")) == short
    assert formats.money_range(Money.of(84500, "GBP"), Money.of(100690, "GBP")) == between


def test_months_are_named_and_listed() -> None:
    formats = Formats("en-GB")
    months = [formats.month_name(date(2026, month, 1)) for month in (2, 3, 4)]
    assert formats.listing(months) == "February, March and April"
    assert formats.listing([]) == ""
    assert Formats("de-DE").month_name(date(2026, 3, 1)) == "M\u00e4rz"


SPANS = [
    ("en-GB", "27 April – 3 May 2026", "27 Apr – 3 May 2026"),
    ("en-US", "April 27 – May 3, 2026", "Apr 27 – May 3, 2026"),
    ("de-DE", "27. April – 3. Mai 2026", "27. Apr. – 3. Mai 2026"),
    ("fr-FR", "27 avril – 3 mai 2026", "27 avr. – 3 mai 2026"),
    ("sv-SE", "27 april–3 maj 2026", "27 apr.–3 maj 2026"),
    ("ja-JP", "2026年4月27日～5月3日", "2026年4月27日～5月3日"),
]


@pytest.mark.parametrize(("locale", "long", "short"), SPANS)
def test_a_run_of_days_says_nothing_twice(locale: str, long: str, short: str) -> None:
    formats = Formats(locale)
    first, last = date(2026, 4, 27), date(2026, 5, 3)
    assert (formats.span(first, last), formats.span(first, last, short=True)) == (long, short)


def test_a_run_inside_a_month_or_over_a_year_is_written_as_it_is_said() -> None:
    formats = Formats("en-GB")
    assert formats.span(date(2026, 5, 4), date(2026, 5, 10)) == "4–10 May 2026"
    assert formats.span(date(2026, 12, 28), date(2027, 1, 3)) == "28 December 2026 – 3 January 2027"
    assert formats.span(date(2026, 5, 4), date(2026, 5, 4)) == "4 May 2026"


@pytest.mark.parametrize(
    ("locale", "full", "named"),
    [
        ("en-GB", "Thursday, 30 April 2026", "Thu 30 Apr"),
        ("en-US", "Thursday, April 30, 2026", "Thu, Apr 30"),
        ("de-DE", "Donnerstag, 30. April 2026", "Do., 30. Apr."),
        ("fr-FR", "jeudi 30 avril 2026", "jeu. 30 avr."),
    ],
)
def test_a_day_of_the_week_stands_beside_its_date_as_the_language_writes_it(locale: str, full: str, named: str) -> None:
    day = date(2026, 4, 30)
    assert (Formats(locale).date_full(day), Formats(locale).day_named(day)) == (full, named)


def test_where_a_language_has_no_short_thousand_an_axis_shows_it_whole() -> None:
    assert Formats("en-GB").money_short(Money.of(100_000, "GBP")) == "£100k"
    assert Formats("de-DE").money_short(Money.of(100_000, "GBP")) == "100.000\u00a0£"


def test_per_cent_stands_where_the_language_puts_it() -> None:
    shown = {name: Formats(name).percent(Decimal("76.2"), 1) for name in ("en-GB", "de-DE", "tr-TR")}
    assert shown == {"en-GB": "76.2%", "de-DE": "76,2\u00a0%", "tr-TR": "%76,2"}
