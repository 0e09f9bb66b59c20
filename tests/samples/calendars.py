"""Occurrences as other programs found them in the sample calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def comparable(row: dict[str, Any]) -> tuple[object, ...]:
    """Instants as instants, dates and wall clocks as they are written."""
    instant = row["kind"] == "instant"
    start, end = (datetime.fromisoformat(row[name]).timestamp() if instant else row[name] for name in ("start", "end"))
    return row["uid"], row["kind"], start, end, row["start_utc"], row["cancelled"]
