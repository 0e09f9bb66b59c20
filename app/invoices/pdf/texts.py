"""Small words of an invoice on paper: the tax, units, periods, quantities, receipt numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from app.kernel.formats import Formats
from app.kernel.words import _

VAT_COUNTRIES = frozenset(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LT LU LV MT NL NO PL PT RO SE SI SK ZA".split()
)
MANY_RECEIPTS = 2


def tax_name(country: str) -> str:
    """What the tax is called where the firm is."""
    return _("VAT") if country in VAT_COUNTRIES else _("Tax")


def unit_word(unit: str) -> str:
    """A unit in the document's language; units people made up stay as they are."""
    words = {
        "h": _("h"),
        "day": _("day"),
        "month": _("month"),
        "trip": _("trip"),
        "night": _("night"),
        "piece": _("piece"),
        "milestone": _("milestone"),
    }
    return words.get(unit, unit)


def period_text(first: date, last: date, formats: Formats) -> str:
    """A period for paper; what both ends share stands once where the language puts the day first."""
    return _span(formats.date_long(first), formats.date_long(last))


def days_text(first: date, last: date, formats: Formats) -> str:
    """A run of days without the year: 7–23 Apr."""
    return _span(formats.day(first), formats.day(last), dash="\u2013")


def _span(start: str, end: str, dash: str = " \u2013 ") -> str:
    if start == end:
        return end
    day, _blank, rest = start.partition(" ")
    if rest and end.partition(" ")[2] == rest:
        return f"{day}{dash}{end}"
    return f"{start} \u2013 {end}"


def grouped_tax_number(number: str) -> str:
    """A British VAT number in its usual groups, any other as it is kept."""
    if number.startswith("GB") and len(number) == 11 and number[2:].isdigit():
        return f"GB {number[2:5]} {number[5:9]} {number[9:]}"
    return number


def quantity_text(quantity: Decimal, unit: str, formats: Formats) -> str:
    """A printed quantity: hours with at least one decimal, pieces without."""
    return formats.quantity(quantity, least=1 if unit == "h" else 0)


def percent_text(percent: Decimal, formats: Formats) -> str:
    """A tax rate with the decimals it has: 20%, 5.5%."""
    return formats.percent(percent, max(0, -int(percent.normalize().as_tuple().exponent)))


def receipts_text(numbers: Iterable[str]) -> str:
    """Receipt numbers: a run of them by its ends, others one by one."""
    given = sorted({number for number in numbers if number})
    if len(given) > MANY_RECEIPTS:
        stems = {number.rstrip("0123456789") for number in given}
        tails = [number[len(number.rstrip("0123456789")) :] for number in given]
        if len(stems) == 1 and all(tails) and int(tails[-1]) - int(tails[0]) == len(tails) - 1:
            return _("{first} to {last}").format(first=given[0], last=given[-1])
    return ", ".join(given)
