"""Money: integer minor units and their arithmetic. Every rounding of the product is one of the rules here.

Rules: a line is priced once, half up and away from zero; tax once per group; shares by largest remainder.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.numbers import get_currency_precision

LIMIT = 10**13
"""Largest amount kept, in minor units: far beyond any firm, well inside 64 bits."""


@functools.cache
def exponent(currency: str) -> int:
    """Digits after the point by ISO 4217 (CLDR's table): 2 for most, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of a currency (ISO 4217 code)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """The money of an exact amount in major units; ValueError when it has more digits than the currency."""
        scaled = Decimal(amount).scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            message = f"{amount} has more decimals than {currency} has"
            raise ValueError(message)
        return cls(int(scaled), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(0, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise _mixed(self.currency, other.currency)

    def __add__(self, other: Money) -> Money:
        """The sum; currencies must agree (ValueError)."""
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """The difference; currencies must agree (ValueError)."""
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        """The amount with the other sign."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        """Less than, in one currency."""
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        """At most, in one currency."""
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: Money) -> bool:
        """More than, in one currency."""
        return other < self

    def __ge__(self, other: Money) -> bool:
        """At least, in one currency."""
        return other <= self

    def __bool__(self) -> bool:
        """Whether it is more or less than nothing."""
        return self.minor != 0


def _mixed(one: str, other: str) -> ValueError:
    return ValueError(f"{one} and {other} do not add up")


def half_up(value: Fraction | Decimal) -> int:
    """To the nearest whole number, ties away from zero."""
    return _nearest(*value.as_integer_ratio())


def _nearest(over: int, under: int) -> int:
    """The whole number nearest to a ratio of whole numbers, the lower of which is above zero."""
    nearest = (abs(over) * 2 + under) // (under * 2)
    return -nearest if over < 0 else nearest


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`."""
    minor = 0
    for amount in amounts:
        if amount.currency != currency:
            raise _mixed(currency, amount.currency)
        minor += amount.minor
    return Money(minor, currency)


def price(quantity: Decimal, rate: Decimal, currency: str) -> Money:
    """What a printed quantity costs at a printed rate (major units): rounded half up once, ties away from zero."""
    (count, of), (cost, per) = quantity.as_integer_ratio(), rate.as_integer_ratio()
    return Money(_nearest(count * cost * 10 ** exponent(currency), of * per), currency)


def percentage(amount: Money, percent: Decimal) -> Money:
    """A share in per cent, rounded half up once (used for tax: once per rate on the sum of rounded lines)."""
    over, under = percent.as_integer_ratio()
    return Money(_nearest(amount.minor * over, under * 100), amount.currency)


def share(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """The amount split by weights without losing a penny: largest remainder, ties to the earlier share.

    Weights are whole numbers of zero or more with a sum above zero (ValueError).
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        message = "weights must be zero or more and not all zero"
        raise ValueError(message)
    sign = -1 if amount.minor < 0 else 1
    magnitude = abs(amount.minor)
    floors = [magnitude * weight // whole for weight in weights]
    rest = magnitude - sum(floors)
    order = sorted(range(len(weights)), key=lambda i: (-(magnitude * weights[i] % whole), i))
    for index in order[:rest]:
        floors[index] += 1
    return tuple(Money(sign * part, amount.currency) for part in floors)


def quantize(value: Decimal, step: str) -> Decimal:
    """A decimal to a step such as "0.0001", ties away from zero."""
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
