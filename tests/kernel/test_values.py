"""Values travel as canonical JSON and come back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.changes import Changes
from app.kernel.clock import FixedClock, ShiftedClock, local_date
from app.kernel.money import Money
from app.kernel.periods import Period, month_of, week_of, working_days
from app.kernel.problems import Problem
from app.kernel.values import from_json, to_json


class Color(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Sample:
    number: int
    money: Money
    when: datetime
    day: date | None
    rate: Decimal
    color: Color
    parts: tuple[Money, ...]
    raw: bytes


@given(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=4), st.dates(), st.binary(max_size=8))
def test_a_value_comes_back_as_it_was(number: int, rate: Decimal, day: date, raw: bytes) -> None:
    sample = Sample(
        number, Money(number, "GBP"), datetime(2026, 1, 2, 3, tzinfo=UTC), day, rate, Color.RED, (Money(1, "EUR"),), raw
    )
    assert from_json(to_json(sample), Sample) == sample


def test_the_same_value_has_one_spelling() -> None:
    assert to_json({"b": 1, "a": Money(5, "GBP")}) == '{"a":{"currency":"GBP","minor":5},"b":1}'
    assert to_json(frozenset({"b", "a"})) == '["a","b"]'


def test_floats_have_no_plain_form() -> None:
    with pytest.raises(TypeError):
        to_json(1.5)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_week_has_seven_days_and_holds_its_day(day: date, first: int) -> None:
    week = week_of(day, first)
    assert len(week) == 7
    assert day in week
    assert week.first.weekday() == first


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_months_meet_without_gap(day: date) -> None:
    month = month_of(day)
    assert day in month
    assert month.first.day == 1
    assert len(list(month.days())) == len(month)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_working_days_leave_out_weekends_and_holidays() -> None:
    april = month_of(date(2026, 4, 1))
    assert len(working_days(april, {date(2026, 4, 3), date(2026, 4, 6)})) == 20


def test_the_demo_s_clock_runs_from_where_it_was_set() -> None:
    base = FixedClock(datetime(2026, 11, 1, tzinfo=UTC))
    clock = ShiftedClock(datetime(2026, 4, 30, 14, 20, tzinfo=UTC), base)
    base.set(datetime(2026, 11, 1, 0, 5, tzinfo=UTC))
    assert clock.now() == datetime(2026, 4, 30, 14, 25, tzinfo=UTC)
    assert local_date(datetime(2026, 4, 30, 23, 30, tzinfo=UTC), "Europe/London") == date(2026, 5, 1)


def test_changes_add_up() -> None:
    assert (Changes.of("firm") | Changes.of("clients")).rooms == {"firm", "clients"}
    assert not Changes()


def test_a_problem_is_one_sentence_and_the_way_out() -> None:
    problem = Problem("x.y", "It rains.", field="day", hint="Take an umbrella.")
    assert str(problem) == "It rains. Take an umbrella."
    assert problem.field == "day"
