"""Molds: numbers written as babel writes them, at a small part of its price.

Babel parses its pattern and asks its locale for every number anew. A mold asks it a few times and learns the signs
around the digits; what it did not learn (a number below zero, one that must be rounded, a huge one) is left to babel.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

DIGITS = "987654321987654"
"""The number that shows where digits are grouped, and how long a number may be."""


class Mold:
    """How one language writes the numbers of one pattern."""

    def __init__(self, write: Callable[[Decimal], str], least: int, most: int) -> None:
        """`write` is babel's way; decimals from `least` on are written only where a number has them, up to `most`."""
        self._write, self._least, self._most = write, least, most
        one = write(Decimal(1))
        start = one.index("1")
        self._before = one[:start]
        self._point = ""
        if most:
            tenth = write(Decimal("1.1"))
            self._point = tenth[start + 1 : tenth.index("1", start + 1)]
        end = len(f"1{self._point}{'0' * least}" if least else "1")
        self._after = one[start + end :]
        self._group, self._sizes = _grouping(write(Decimal(DIGITS))[start:])
        shortest = self._sizes[0] + 1
        at_once = self._group in write(Decimal("1" * shortest))[start : start + shortest]
        self._first_grouped = shortest if at_once else shortest + 1

    def __call__(self, value: Decimal) -> str:
        """The number in words of the language."""
        whole, _point, part = format(value, "f").partition(".")
        part = part.rstrip("0")
        if len(part) > self._most or len(whole) > len(DIGITS) or not whole.isdigit():
            return self._write(value)
        if self._group and len(whole) >= self._first_grouped:
            whole = self._grouped(whole)
        part = part.ljust(self._least, "0")
        return f"{self._before}{whole}{self._point if part else ''}{part}{self._after}"

    def _grouped(self, whole: str) -> str:
        first, other = self._sizes
        rest, parts = whole[:-first], [whole[-first:]]
        while rest:
            rest, part = rest[:-other], rest[-other:]
            parts.append(part)
        return self._group.join(reversed(parts))


def _grouping(text: str) -> tuple[str, tuple[int, int]]:
    """The sign between groups ("" for none), the size of the last group and of those before it."""
    places: list[int] = []
    found, at = "", 0
    for place, digit in enumerate(DIGITS):
        here = text.index(digit, at)
        if here > at:
            found = text[at:here]
            places.append(len(DIGITS) - place)
        at = here + 1
    if len(places) < 2:
        return "", (0, 0)
    places.reverse()
    return found, (places[0], places[1] - places[0])
