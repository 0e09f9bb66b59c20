"""Money: what it conserves, what it refuses, how it rounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import Money, half_up, percentage, price, share, total

minors = st.integers(-(10**12), 10**12)


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Money(1, "GBP") + Money(1, "EUR")


def test_an_amount_finer_than_its_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="more decimals"):
        Money.of("1.005", "GBP")
    assert Money.of("1.005", "KWD").minor == 1005
    assert Money.of("105", "JPY").minor == 105


@pytest.mark.parametrize(
    ("quantity", "rate", "minor"),
    [("1", "1.005", 101), ("-1", "1.005", -101), ("0.3333", "100", 3333), ("130.5", "145.3065", 1896250)],
)
def test_a_line_is_rounded_half_up_away_from_zero_once(quantity: str, rate: str, minor: int) -> None:
    assert price(Decimal(quantity), Decimal(rate), "GBP").minor == minor


@given(st.fractions(-1000, 1000))
def test_half_up_is_within_half_of_the_truth(value: Fraction) -> None:
    assert abs(half_up(value) - value) <= Fraction(1, 2)
    assert half_up(-value) == -half_up(value)


@given(minors, st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(lambda weights: sum(weights) > 0))
def test_sharing_loses_no_penny(minor: int, weights: list[int]) -> None:
    parts = share(Money(minor, "GBP"), weights)
    assert total(parts, "GBP").minor == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


def test_sharing_by_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        share(Money(1, "GBP"), (0, 0))


@given(minors, st.decimals(0, 100, places=2))
def test_a_percentage_is_half_a_penny_off_at_most(minor: int, percent: Decimal) -> None:
    exact = Fraction(minor) * Fraction(percent) / 100
    assert abs(percentage(Money(minor, "GBP"), percent).minor - exact) <= Fraction(1, 2)


@given(minors, minors)
def test_adding_and_taking_away_is_exact(first: int, second: int) -> None:
    assert Money(first, "GBP") + Money(second, "GBP") - Money(second, "GBP") == Money(first, "GBP")
    assert (Money(first, "GBP") < Money(second, "GBP")) == (first < second)
