"""The rules of burn: exact sums, one rounding, crossings, weeks, forecast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.burn.domain import (
    GRAINS,
    Gap,
    Use,
    Week,
    crossings,
    days_left,
    forecast,
    gap_sentence,
    grains_of,
    money_of,
    percent_used,
    reached,
    reached_on,
    weeks,
    worth,
)
from app.kernel.formats import Formats
from app.kernel.money import Money, half_up, total

START = date(2026, 2, 2)
uses_of_time = st.lists(
    st.tuples(
        st.integers(0, 120), st.integers(1, 90_000), st.decimals("0.0001", "999.9999", places=4, allow_nan=False)
    ),
    max_size=30,
)


def gbp(amount: str | int) -> Money:
    return Money.of(amount, "GBP")


def use(day: date, amount: str | int) -> Use:
    return Use(day, grains_of(gbp(amount)))


def used(uses: list[Use], currency: str) -> Money:
    return money_of(sum(use.grains for use in uses), currency)


def uses_from(rows: list[tuple[int, int, Decimal]]) -> list[Use]:
    return [Use(START + timedelta(offset), worth(seconds, rate, "GBP")) for offset, seconds, rate in rows]


@given(uses_of_time)
def test_time_is_summed_exactly_and_rounded_once(rows: list[tuple[int, int, Decimal]]) -> None:
    exact = sum((Fraction(seconds) * Fraction(rate) / 36 for _day, seconds, rate in rows), Fraction(0))
    assert used(uses_from(rows), "GBP").minor == half_up(exact)


def test_a_third_of_an_hour_three_times_is_an_hour() -> None:
    parts = [Use(START, worth(1200, Decimal("100.01"), "GBP")) for _ in range(3)]
    assert used(parts, "GBP") == gbp("100.01")


def test_currencies_without_decimals_count_in_whole_units() -> None:
    assert money_of(worth(5400, Decimal(15000), "JPY"), "JPY") == Money(22500, "JPY")


@given(uses_of_time, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(rows: list[tuple[int, int, Decimal]], order: object) -> None:
    uses = uses_from(rows)
    mixed = list(uses)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    budget = gbp(20_000)
    assert crossings(uses, budget, (75, 90, 100)) == crossings(mixed, budget, (100, 75, 90))
    assert weeks(uses, START, START, "GBP") == weeks(mixed, START, START, "GBP")


@given(uses_of_time, st.integers(-100, 2_000_000))
def test_the_total_alone_says_which_lines_are_reached(rows: list[tuple[int, int, Decimal]], budget: int) -> None:
    uses = [*uses_from(rows), use(START, -50)]
    limit = Money(budget, "GBP")
    found = crossings(uses, limit, (75, 90, 100))
    assert reached(used(uses, "GBP"), limit, (100, 75, 90)) == tuple(one.percent for one in found)


@given(uses_of_time)
def test_weeks_add_up_to_everything_used(rows: list[tuple[int, int, Decimal]]) -> None:
    uses = uses_from(rows)
    series = weeks(uses, START, START + timedelta(30), "GBP")
    assert total((week.amount for week in series), "GBP") == used(uses, "GBP")
    assert all(week.first.weekday() == 0 for week in series)
    assert [week.first for week in series] == [series[0].first + timedelta(7 * n) for n in range(len(series))]


def test_a_line_is_crossed_on_the_day_it_is_reached_to_the_penny() -> None:
    day = date(2026, 4, 29)
    below = [use(START, "71999.99")]
    assert crossings(below, gbp(96000), (75, 90, 100)) == ()
    found = crossings([*below, use(day, "0.01")], gbp(96000), (75, 90, 100))
    assert [(one.percent, one.day, one.used) for one in found] == [(75, day, gbp(72000))]


def test_one_day_can_cross_several_lines() -> None:
    found = crossings([use(START, 100)], gbp(100), (75, 90, 100))
    assert [one.percent for one in found] == [75, 90, 100]


def test_a_line_left_again_counts_from_the_day_it_was_reached_for_good() -> None:
    days = [START + timedelta(n) for n in range(3)]
    found = crossings([use(days[0], 80), use(days[1], -20), use(days[2], 30)], gbp(100), (75,))
    assert [one.day for one in found] == [days[2]]
    assert crossings([use(days[0], 80), use(days[1], -20)], gbp(100), (75,)) == ()


def test_nothing_is_crossed_without_a_budget() -> None:
    assert crossings([use(START, 80)], gbp(0), (75, 90, 100)) == ()
    assert percent_used(gbp(80), gbp(0)) == 0


WEEKS = [
    Week(date(2026, 3, 30), gbp("5797.50")),
    Week(date(2026, 4, 6), gbp("3727.50")),
    Week(date(2026, 4, 13), gbp("5132.50")),
    Week(date(2026, 4, 20), gbp("2987.50")),
    Week(date(2026, 4, 27), gbp("3937.50")),
]
HOLIDAYS = frozenset([date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)])
TODAY, END = date(2026, 4, 30), date(2026, 5, 29)


def test_the_forecast_goes_on_as_the_last_four_full_weeks_went() -> None:
    found = forecast(WEEKS, gbp("73147.50"), TODAY, END, HOLIDAYS)
    assert found is not None
    assert found.working_days_left == 19
    assert (found.middle, found.low, found.high) == (gbp("91772.78"), gbp("84500.00"), gbp("100685.63"))
    days = days_left(TODAY, END, HOLIDAYS)
    assert reached_on(found, gbp("73147.50"), gbp(86400), days) == date(2026, 5, 21)
    assert reached_on(found, gbp("73147.50"), gbp(96000), days) is None
    assert reached_on(found, gbp("73147.50"), gbp(72000), days) is None


def test_a_forecast_on_under_three_full_weeks_is_too_early() -> None:
    assert forecast(WEEKS[2:], gbp(1), TODAY, END, HOLIDAYS) is None
    assert forecast(WEEKS[1:], gbp(1), TODAY, END, HOLIDAYS) is not None


def test_nothing_is_added_after_the_end() -> None:
    found = forecast(WEEKS, gbp(100), date(2026, 6, 1), END, HOLIDAYS)
    assert found is not None
    assert (found.middle, found.working_days_left) == (gbp(100), 0)


def test_time_without_a_rate_is_told_in_one_sentence() -> None:
    gaps = [Gap("Analyst", date(2026, 4, 30), 1800), Gap("Analyst", date(2026, 4, 29), 5400)]
    assert gap_sentence(gaps, Formats("en-GB")).replace("\u00a0", " ") == "No rate for Analyst on 29 Apr. 2.0 h wait."
    assert gap_sentence([], Formats("en-GB")) == ""


def test_a_grain_is_the_smallest_piece_of_a_minor_unit() -> None:
    assert worth(1, Decimal("0.0001"), "GBP") * 360_000 == GRAINS


steps_drawn = st.lists(st.tuples(st.booleans(), st.integers(1, 60_00)), min_size=1, max_size=25)


@given(steps_drawn)
def test_work_that_comes_and_goes_alerts_each_line_at_most_once(steps: list[tuple[bool, int]]) -> None:
    budget, percents = gbp(100), (75, 90, 100)
    uses: list[Use] = []
    known: set[tuple[int, int]] = set()
    raised: list[tuple[int, int]] = []
    for place, (adds, minor) in enumerate(steps):
        if adds or not uses:
            uses.append(Use(START + timedelta(place % 5), minor * GRAINS))
        else:
            uses.pop(minor % len(uses))
        for _again in range(2):
            found = [(one.percent, one.budget.minor) for one in crossings(uses, budget, percents)]
            raised += [key for key in found if key not in known]
            known |= set(found)
    assert len(raised) == len(set(raised)) <= len(percents)
