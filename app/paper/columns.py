"""The widths of a table's columns: as wide as their content, the text takes the rest, nothing is ever clipped."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_STRETCH = 0.36
"""The share of the width that the text column keeps when the others ask for more."""
STEPS = 40


def column_widths(natural: Sequence[float], words: Sequence[float], *, stretch: int, room: float) -> tuple[float, ...]:
    """Widths that fill `room` (the table's width less its gaps).

    `natural` is what each column needs on one line, `words` what its longest word needs. The column `stretch` takes
    what is left; when that is too little the widest of the others are narrowed, if possible not below their words.
    """
    keep = min(natural[stretch], room * LEAST_STRETCH)
    others = [index for index in range(len(natural)) if index != stretch]
    widths = list(natural)
    left = room - keep
    if sum(natural[index] for index in others) > left:
        least = {index: min(words[index], natural[index]) for index in others}
        if sum(least.values()) > left:
            least = dict.fromkeys(others, 0.0)
        cap = _cap([(least[index], natural[index]) for index in others], left)
        for index in others:
            widths[index] = min(natural[index], max(least[index], cap))
    widths[stretch] = room - sum(widths[index] for index in others)
    return tuple(widths)


def _cap(bounds: Sequence[tuple[float, float]], room: float) -> float:
    """The largest width such that the columns, none wider than it unless they must, fit the room."""
    low, high = 0.0, room
    for _step in range(STEPS):
        middle = (low + high) / 2
        if sum(min(most, max(least, middle)) for least, most in bounds) > room:
            high = middle
        else:
            low = middle
    return low
