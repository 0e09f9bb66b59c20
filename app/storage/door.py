"""What may come through the door to a command: text that both databases can keep, numbers and days of this world."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from app.kernel.money import LIMIT, Money
from app.kernel.problems import Problem
from app.kernel.words import _

LONGEST = 10_000
"""Characters of any one text; rooms ask for less where it is printed."""
LARGEST_WHOLE = 2**63 - 1
LARGEST = Decimal(10**9)
FIRST_YEAR, LAST_YEAR = 1900, 2199
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def check(parameters: Mapping[str, object]) -> None:
    """Problem for the first value that cannot be kept, naming its field; rooms judge the rest."""
    for field, value in parameters.items():
        _check(field, value)


def _check(field: str, value: object) -> None:
    if isinstance(value, str):
        _check_text(field, value)
    elif isinstance(value, Money):
        if abs(value.minor) > LIMIT:
            raise too_large(field)
    elif isinstance(value, int):
        if abs(value) > LARGEST_WHOLE:
            raise too_large(field)
    elif isinstance(value, Decimal):
        if not value.is_finite() or abs(value) > LARGEST:
            raise too_large(field)
    elif isinstance(value, date):
        if isinstance(value, datetime) and value.tzinfo is None:
            message = f"{field} is an instant without a zone"
            raise TypeError(message)
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise Problem(
                "value.day",
                _("The year {year} is not one this book can hold.").format(year=value.year),
                field=field,
                hint=_("Check the date."),
            )
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            _check(field, item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            _check(field, getattr(value, part.name))


def _check_text(field: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Problem(
            "value.long",
            _("This text has {count} characters, more than the book keeps.").format(count=len(text)),
            field=field,
            hint=_("Shorten it to {count}.").format(count=LONGEST),
        )
    if _UNKEEPABLE.search(text):
        raise Problem(
            "value.characters",
            _("This text holds characters that cannot be kept."),
            field=field,
            hint=_("Type it anew instead of pasting it."),
        )


def too_large(field: str | None = None) -> Problem:
    """An amount or a number beyond what a book can hold."""
    return Problem(
        "value.large",
        _("This number is larger than the book can hold."),
        field=field,
        hint=_("Nothing was changed. Check the digits."),
    )
