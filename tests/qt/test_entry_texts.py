"""Typed dates and hours, in several languages, and texts that must not be guessed."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.qt.entry_texts import parse_date, parse_hours

TODAY = date(2026, 4, 30)  # a Thursday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t", TODAY),
        ("Today", TODAY),
        ("yesterday", date(2026, 4, 29)),
        ("tomorrow", date(2026, 5, 1)),
        ("+1", date(2026, 5, 1)),
        ("-1", date(2026, 4, 29)),
        ("−7", date(2026, 4, 23)),
        ("mo", date(2026, 4, 27)),
        ("su", date(2026, 5, 3)),
        ("Thursday", TODAY),
        ("28", date(2026, 4, 28)),
        ("28/4", date(2026, 4, 28)),
        ("4/28", date(2026, 4, 28)),
        ("1/2", date(2026, 2, 1)),
        ("30/12", date(2025, 12, 30)),
        ("28.4.26", date(2026, 4, 28)),
        ("28 Apr", date(2026, 4, 28)),
        ("28apr", date(2026, 4, 28)),
        ("Apr 28, 2027", date(2027, 4, 28)),
        ("30 April 2026", TODAY),
        ("2026-04-28", date(2026, 4, 28)),
    ],
)
def test_a_date_is_read_as_it_is_written_in_a_hurry(text: str, expected: date, formats: Formats) -> None:
    assert parse_date(text, TODAY, formats) == expected


@pytest.mark.parametrize("text", ["", "x", "31/4", "2026-13-01", "13/13", "foo 12", "1/2/3/4", "m", "99", "apr", "+"])
def test_a_text_that_is_no_date_is_refused_with_a_sample(text: str, formats: Formats) -> None:
    with pytest.raises(Problem) as caught:
        parse_date(text, TODAY, formats)
    assert caught.value.code == "date.unreadable"
    assert "30 Apr 2026" in caught.value.hint


@pytest.mark.parametrize("locale", ["en-GB", "en-US", "de-DE", "fr-FR", "sv-SE", "en-IN", "pl-PL", "ja-JP"])
def test_every_language_reads_the_dates_it_writes(locale: str) -> None:
    formats = Formats(locale)
    for month in range(1, 13):
        day = date(2026, month, 11)
        assert parse_date(formats.date(day), TODAY, formats) == day


def test_two_numbers_follow_the_order_of_the_language() -> None:
    assert parse_date("1/2", TODAY, Formats("en-US")) == date(2026, 1, 2)
    assert parse_date("1/2", TODAY, Formats("de-DE")) == date(2026, 2, 1)


def test_a_weekday_is_of_the_present_week_as_the_language_counts_it() -> None:
    assert parse_date("su", TODAY, Formats("en-GB")) == date(2026, 5, 3)
    assert parse_date("su", TODAY, Formats("en-US")) == date(2026, 4, 26)
    assert parse_date("di", TODAY, Formats("de-DE")) == date(2026, 4, 28)


@pytest.mark.parametrize(
    ("text", "seconds"), [("1.5", 5400), ("1,5", 5400), ("1:30", 5400), ("90m", 5400), ("9-10:30", 5400), (".25", 900)]
)
def test_hours_in_all_their_writings(text: str, seconds: int) -> None:
    assert parse_hours(text) == seconds


def test_hours_that_cannot_be_read_say_how_to_write_them() -> None:
    with pytest.raises(Problem, match="1:30 or 90m"):
        parse_hours("a while")
