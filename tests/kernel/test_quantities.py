"""Time: hours of seconds, what people type, rounding rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.quantities import Rounding, RoundingMode, hours, parse_duration, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1.5", 5400),
        ("1,5", 5400),
        ("1.5h", 5400),
        (".5", 1800),
        ("8", 28800),
        ("1:30", 5400),
        ("1h30", 5400),
        ("90m", 5400),
        ("90 min", 5400),
        ("9-10:30", 5400),
        ("9:15–10:00", 2700),
        ("11-1", 7200),
        ("22:00-23:30", 5400),
        ("2 hours", 7200),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "x", "1:75", "-1", "1e3", "10:00-10:00", "abc 1", "1.5.2", "\u0663"])
def test_what_is_no_duration_is_not_guessed(text: str) -> None:
    assert parse_duration(text) is None


def test_hours_keep_four_decimals_at_most() -> None:
    assert hours(1200) == Decimal("0.3333")
    assert str(hours(36000)) == "10"
    assert str(hours(5400)) == "1.5"


@given(st.integers(0, 90000), st.sampled_from([1, 5, 6, 10, 15, 30]))
def test_rounding_up_never_bills_less_and_never_a_whole_step_more(seconds: int, step: int) -> None:
    billed = Rounding(step, RoundingMode.UP).billed(seconds)
    assert seconds <= billed < seconds + step * 60
    assert billed % (step * 60) == 0


@given(st.integers(0, 90000), st.sampled_from([1, 5, 6, 10, 15, 30]))
def test_rounding_to_the_nearest_is_half_a_step_off_at_most_and_settles(seconds: int, step: int) -> None:
    rule = Rounding(step, RoundingMode.NEAREST)
    billed = rule.billed(seconds)
    assert abs(billed - seconds) <= step * 30
    assert rule.billed(billed) == billed
    assert Rounding().billed(seconds) == seconds


@given(st.integers(0, 25 * 60))
def test_whole_minutes_survive_the_way_through_hours(minutes: int) -> None:
    assert abs(seconds_of(hours(minutes * 60)) - minutes * 60) <= 1
