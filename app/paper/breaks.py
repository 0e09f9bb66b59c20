"""Where a table breaks over pages: as few pages as can be, full ones first, and never one line alone on a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

ALONE = 1000.0
"""One line alone weighs more than any number of pages saved."""
NOTHING_YET = 0.5
"""A first page that takes no line at all is a little worse than any other way with as many pages."""


def page_breaks(
    heights: Sequence[float], *, first: float, full: float, carry: float = 0.0, brought: float = 0.0, tail: float = 0.0
) -> tuple[int, ...]:
    """How many rows stand on each page.

    `first` and `full` are the rooms for rows on this page and on a fresh one. A page that is not the last gives `carry`
    to its subtotal, a page that is not the first `brought`; the last one holds `tail` too (the totals that must not
    stand without a line). The first number is 0 when the table starts on a fresh page.
    """
    rows = len(heights)
    if sum(heights) + tail <= first:
        return (rows,)
    later = full - brought
    costs = [0.0] * (rows + 1)
    ends = [rows] * (rows + 1)
    for start in range(rows - 1, -1, -1):
        costs[start], ends[start] = _best(heights, start, costs, room=later, carry=carry, tail=tail)
    here, end = _best(heights, 0, costs, room=first, carry=carry, tail=tail)
    if costs[0] + 1 + NOTHING_YET < here:
        counts, end = [0], 0
    elif here == inf:
        return page_breaks(heights, first=first, full=full, carry=carry, brought=brought) if tail else (rows,)
    else:
        counts = [end]
    while end < rows:
        counts.append(ends[end] - end)
        end = ends[end]
    return tuple(counts)


def _best(
    heights: Sequence[float], start: int, costs: list[float], *, room: float, carry: float, tail: float
) -> tuple[float, int]:
    """The cheapest way on from row `start`: its cost and the row after this page."""
    rows = len(heights)
    best, best_end, used = inf, start + 1, 0.0
    for end in range(start + 1, rows + 1):
        used += heights[end - 1]
        if used > room:
            break
        if used + (tail if end == rows else carry) > room:
            continue
        cost = 1 + costs[end] + (ALONE if end - start == 1 and rows > 1 else 0)
        if cost <= best:
            best, best_end = cost, end
    return best, best_end
