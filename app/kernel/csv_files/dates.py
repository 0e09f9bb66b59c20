"""Days as files write them: by number in three orders or with the month's name; the order is found from all rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.kernel.problems import Problem
from app.kernel.words import _


class DateOrder(StrEnum):
    """What stands first in a day of three numbers."""

    DAY = "dmy"
    MONTH = "mdy"
    YEAR = "ymd"


_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m|Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\.?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[- ]?\s*([^\W\d_]{3,9})\.?,?[- ]\s*(\d{4}|\d{2})", re.IGNORECASE)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})", re.IGNORECASE)
_COUNTED = re.compile(r"\d{5}(?:[.,]\d+)?")
_MONTHS = ("jan", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez")
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}


def date_order(cells: Iterable[str], usual: DateOrder) -> tuple[DateOrder, bool]:
    """The order of a column's days, and whether a cell proves it; where none does, or they disagree, the usual one."""
    proved = set()
    for cell in cells:
        found = _THREE.fullmatch(_CLOCK.sub("", cell.strip()))
        if found is None or (len(found[4]) == 2 and int(found[1]) > 31):
            continue
        if found[2] == ".":
            continue  # with dots the day stands first everywhere
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            proved.add(DateOrder.DAY)
        elif second > 12 >= first:
            proved.add(DateOrder.MONTH)
    return (proved.pop(), True) if len(proved) == 1 else (usual, False)


def is_open_to_orders(cell: str) -> bool:
    """Whether a cell is another day in another order."""
    found = _THREE.fullmatch(_CLOCK.sub("", cell.strip()))
    return (
        found is not None and found[2] != "." and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]
    )


def read_date(cell: str, order: DateOrder) -> date:
    """The day a cell names; Problem saying what it is instead."""
    text = _CLOCK.sub("", " ".join(cell.split()))
    numbers = _numbers(text, order)
    if numbers is None:
        if _COUNTED.fullmatch(text):
            raise Problem(
                "csv_value.counted_day",
                _("\u201c{text}\u201d is how a spreadsheet counts days, not a day.").format(text=cell),
                hint=_("Show the column as dates there and save the file again."),
            )
        raise Problem(
            "csv_value.date",
            _("\u201c{text}\u201d is not a day.").format(text=cell[:40]),
            hint=_("Write it like 2026-03-31."),
        )
    try:
        return date(*numbers)
    except ValueError:
        raise Problem(
            "csv_value.no_such_day",
            _("\u201c{text}\u201d is no day of the calendar.").format(text=cell[:40]),
            hint=_("Look at it, and at which number is the month."),
        ) from None


def _numbers(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month and day."""
    for shape in (_YEAR_FIRST, _SOLID):
        found = shape.fullmatch(text)
        if found is not None:
            return int(found[1]), int(found[2]), int(found[3])
    found = _THREE.fullmatch(text)
    if found is not None:
        first, second, last = int(found[1]), int(found[3]), found[4]
        if order is DateOrder.YEAR and len(last) == 2 and found[2] != ".":
            return 2000 + first, second, int(last)
        month_first = order is DateOrder.MONTH and found[2] != "."
        return (_year(last), first, second) if month_first else (_year(last), second, first)
    found = _NAMED.fullmatch(text)
    if found is not None and found[2][:3].lower() in _MONTH_OF:
        return _year(found[3]), _MONTH_OF[found[2][:3].lower()], int(found[1])
    found = _NAME_FIRST.fullmatch(text)
    if found is not None and found[1][:3].lower() in _MONTH_OF:
        return _year(found[3]), _MONTH_OF[found[1][:3].lower()], int(found[2])
    return None


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 70 else 1900)
