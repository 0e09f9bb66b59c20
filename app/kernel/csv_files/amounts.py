"""Sums as files write them: with a point or a comma, grouped, with a sign of the currency; never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from app.kernel.money import LIMIT, Money, exponent
from app.kernel.problems import Problem
from app.kernel.words import _

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'\u2019]")
_SIGNS = {"\u20ac": "EUR", "\u00a3": "GBP", "$": "", "\u00a5": "JPY", "Fr.": "CHF", "SFr.": "CHF"}
"""Signs of currencies; a dollar is one of several."""
_CODE = re.compile(r"^([A-Z]{3})(?=[\d(+\-\u2212.,])|(?<=[\d).,\-\u2212])([A-Z]{3})$")
_SHAPE = re.compile(r"\d+(?:[.,]\d+)*[.,]?|[.,]\d+")
_SHORT = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_LONG = 40


def decimal_sign(cells: Iterable[str]) -> str:
    """What stands before the decimals in these cells, "." or ","; "" where they do not say, or not the same."""
    said = {_own_sign(_bare(cell)) for cell in cells} - {""}
    return said.pop() if len(said) == 1 else ""


def read_amount(cell: str, currency: str, sign: str) -> Money:
    """The sum a cell names, in a currency; `sign` is what stands before the decimals in its column, "" if unknown."""
    text = cell.strip()
    _refuse_spreadsheet(text)
    bare, code = _without_currency(text)
    if code and code != currency:
        raise Problem(
            "csv_value.currency",
            _("\u201c{text}\u201d is not in {currency}, in which this client is billed.").format(
                text=text[:_LONG], currency=currency
            ),
            hint=_("Look at the currency of the client, and at the column of this sum."),
        )
    negative = bare.startswith(("-", "\u2212", "(")) or bare.endswith(("-", "\u2212"))
    digits = bare.strip("+-\u2212()")
    if not _SHAPE.fullmatch(digits):
        raise Problem(
            "csv_value.amount",
            _("\u201c{text}\u201d is not a sum.").format(text=text[:_LONG]),
            hint=_("Write it like 1234.50."),
        )
    number = _number(digits, _own_sign(digits) or sign, text)
    if abs(number).scaleb(exponent(currency)) > LIMIT:
        raise Problem(
            "csv_value.huge",
            _("\u201c{text}\u201d is more than the book can hold.").format(text=text[:_LONG]),
            hint=_("Look whether two numbers have run into one."),
        )
    try:
        money = Money.of(number, currency)
    except ValueError:
        raise Problem(
            "csv_value.decimals",
            _("\u201c{text}\u201d has more decimals than {currency} has.").format(text=text[:_LONG], currency=currency),
            hint=_("Write the sum as it was printed."),
        ) from None
    return -money if negative else money


def _refuse_spreadsheet(text: str) -> None:
    if text.startswith("="):
        raise Problem(
            "csv_value.formula",
            _("\u201c{text}\u201d is a formula, not its result.").format(text=text[:_LONG]),
            hint=_("Save the file with values."),
        )
    if text.startswith("#"):
        raise Problem(
            "csv_value.error",
            _("\u201c{text}\u201d is how a spreadsheet says that a formula failed.").format(text=text[:_LONG]),
            hint=_("Put the sum right there and save the file again."),
        )
    if _SHORT.fullmatch(_BLANKS.sub("", text)):
        raise Problem(
            "csv_value.short",
            _("\u201c{text}\u201d was cut short by a spreadsheet.").format(text=text[:_LONG]),
            hint=_("Show the column as numbers there and save the file again."),
        )


def _number(digits: str, sign: str, text: str) -> Decimal:
    others = ".," if not sign else {".": ",", ",": "."}[sign]
    if not sign and any(mark in digits for mark in ".,"):
        raise Problem(
            "csv_value.two_ways",
            _("\u201c{text}\u201d can be read in two ways: the mark in it may part thousands or decimals.").format(
                text=text[:_LONG]
            ),
            hint=_("Write it with decimals, like 1234.50."),
        )
    whole, _mark, part = digits.partition(sign) if sign else (digits, "", "")
    groups = re.split(f"[{re.escape(others)}]", whole)
    grouped = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3
    if any(mark in part for mark in ".,") or (len(groups) > 1 and not grouped):
        raise Problem(
            "csv_value.amount",
            _("\u201c{text}\u201d is not a sum.").format(text=text[:_LONG]),
            hint=_("Write it like 1234.50."),
        )
    return Decimal(f"{''.join(groups) or '0'}.{part or '0'}")


def _own_sign(digits: str) -> str:
    """What a number itself says: "1.234,5" and "12,50" have a comma, "1,234" may have either."""
    point, comma = digits.count("."), digits.count(",")
    if point and comma:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if point > 1 or comma > 1:
        return "," if point else "."
    mark = "." if point else "," if comma else ""
    behind = len(digits) - digits.rfind(mark) - 1 if mark else 3
    alone = bool(mark) and (len(digits) - behind - 1 > 3 or digits.startswith((mark, f"0{mark}")))
    return mark if mark and (behind != 3 or alone) else ""


def _bare(text: str) -> str:
    return _without_currency(text.strip())[0].strip("+-\u2212()")


def _without_currency(text: str) -> tuple[str, str]:
    """A sum without the sign of its currency, and which one that is, if it says so."""
    code = ""
    for sign, known in _SIGNS.items():
        if sign in text:
            text, code = text.replace(sign, "", 1), known
    bare = _BLANKS.sub("", text)
    found = _CODE.search(bare)
    if found is not None:
        code = found[1] or found[2]
        bare = bare[: found.start()] + bare[found.end() :]
    return bare, code
