"""Molds write every number as babel does, in every kind of language."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal

from app.kernel.formats import Formats
from app.kernel.molds import Mold
from app.kernel.money import Money

LOCALES = (
    "ar-EG de-AT de-CH de-DE en-GB en-IN en-US es-ES es-MX et fa fr-CH fr-FR he hi-IN it-CH ja-JP lv nb-NO nl-NL pl-PL "
    "pt-BR pt-PT ru-RU sv-SE tok tr-TR zh-CN"
).split()
NUMBERS = [
    Decimal(text)
    for text in (
        "0 0.5 1 1.10 9.99 99.9 999.9 1000 1234.56 9999 10000 12345.6789 99999.995 100000 1234567.8 123456789012 "
        "98765432109876 1234567890123.45 1234567890123456 0.00001 -1 -1234.5 1E+3 1E-7"
    ).split()
]


@pytest.mark.parametrize("tag", LOCALES)
def test_a_mold_writes_what_babel_writes(tag: str) -> None:
    locale = Locale.parse(tag.replace("-", "_"))
    for currency, decimals in (("GBP", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3)):

        def money(value: Decimal, currency: str = currency) -> str:
            return format_currency(value, currency, locale=locale)

        mold = Mold(money, decimals, decimals)
        assert [mold(value) for value in NUMBERS] == [money(value) for value in NUMBERS]
    for pattern, least, most in ((None, 0, 3), ("#,##0.0###", 1, 4), ("#,##0.00##", 2, 4), ("#,##0", 0, 0)):

        def plain(value: Decimal, pattern: str | None = pattern) -> str:
            return format_decimal(value, format=pattern, locale=locale)

        mold = Mold(plain, least, most)
        assert [mold(value) for value in NUMBERS] == [plain(value) for value in NUMBERS]


def test_a_learned_mold_asks_babel_no_more_unless_it_must_round_or_the_number_is_below_zero() -> None:
    asked: list[Decimal] = []

    def write(value: Decimal) -> str:
        asked.append(value)
        return format_decimal(value, format="#,##0.00", locale="en_GB")

    mold = Mold(write, 2, 2)
    asked.clear()
    assert [mold(Decimal(text)) for text in ("0", "12.5", "1234.56", "7654321.000")] == [
        "0.00", "12.50", "1,234.56", "7,654,321.00",
    ]  # fmt: skip
    assert asked == []
    assert [mold(Decimal(text)) for text in ("1.005", "-3")] == ["1.00", "-3.00"]
    assert asked == [Decimal("1.005"), Decimal(-3)]


def test_two_readers_of_one_language_and_one_of_another_do_not_mix() -> None:
    sums = [Formats(tag).money(Money(123456789, "EUR")) for tag in ("de-DE", "de-AT", "de-CH", "en-GB", "de-DE")]
    assert sums[0] == sums[-1] == "1.234.567,89\u00a0€"
    assert sums[1:4] == ["€\u00a01.234.567,89", "EUR\u00a01\u2019234\u2019567.89", "€1,234,567.89"]
