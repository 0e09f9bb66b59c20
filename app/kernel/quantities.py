"""Time worked: whole seconds at rest, hours on screen and paper, and the rounding an agreement may ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.kernel.money import quantize

HOUR = 3600
DAY_LIMIT = 25 * HOUR
"""A day may have 25 hours, once a year."""
LONG_DAY = 12 * HOUR
"""Beyond this a day is unusual and asks for a second look."""


def hours(seconds: int) -> Decimal:
    """Hours with at most four decimals, half up: the quantity that is printed and priced."""
    value = quantize(Decimal(seconds) / HOUR, "0.0001").normalize()
    return value if value % 1 else value.quantize(Decimal(1))


def seconds_of(value: Decimal) -> int:
    """Whole seconds of a number of hours, half up."""
    return int(quantize(value * HOUR, "1"))


class RoundingMode(StrEnum):
    """How billed time is rounded."""

    NONE = "none"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Rounding:
    """An agreement's rounding rule: to a step of minutes, to the nearest (half up) or always up."""

    step_minutes: int = 0
    mode: RoundingMode = RoundingMode.NONE

    def billed(self, seconds: int) -> int:
        """Seconds billed for seconds worked."""
        step = self.step_minutes * 60
        if self.mode is RoundingMode.NONE or step <= 0:
            return seconds
        if self.mode is RoundingMode.UP:
            return -(-seconds // step) * step
        return (2 * seconds + step) // (2 * step) * step


_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?:\s*h)?", re.ASCII)
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-\u2013]\s*(\d{1,2})(?:[:.](\d{2}))?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes)", re.ASCII)
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?|[.,]\d{1,4})\s*(?:h|hr|hrs|hours?)?", re.ASCII)


def parse_duration(text: str) -> int | None:
    """Seconds of what a person types: `1.5`, `1,5h`, `1:30`, `1h30`, `90m`, `9-10:30`. None when it is no duration."""
    word = text.strip().lower()
    if found := _MINUTES.fullmatch(word):
        return int(found[1]) * 60
    if (found := _CLOCK.fullmatch(word)) and int(found[2]) < 60:
        return int(found[1]) * HOUR + int(found[2]) * 60
    if _SPAN.fullmatch(word):
        span = parse_span(word)
        return None if span is None else (span[1] - span[0]) * 60
    if found := _HOURS.fullmatch(word):
        return seconds_of(Decimal(found[1].replace(",", ".")))
    return None


def parse_span(text: str) -> tuple[int, int] | None:
    """Start and end of `9-10:30` in minutes after midnight; the afternoon is meant by `9-5`. None for anything else."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None:
        return None
    start = int(found[1]) * 60 + int(found[2] or 0)
    end = int(found[3]) * 60 + int(found[4] or 0)
    if end < start and end + 12 * 60 > start and int(found[3]) <= 12:
        end += 12 * 60
    return (start, end) if start < end <= 24 * 60 else None
