"""Hours of a retainer beyond the included ones, told apart entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def extra_seconds(entries: Iterable[tuple[int, int]], included: int) -> Mapping[int, int]:
    """Seconds of each entry past the included ones. `entries` are (id, seconds) of one month by day, then id."""
    left = included
    result: dict[int, int] = {}
    for entry_id, seconds in entries:
        inside = min(seconds, left)
        left -= inside
        result[entry_id] = seconds - inside
    return result
