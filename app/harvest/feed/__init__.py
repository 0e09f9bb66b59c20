"""Calendar files read: the only door to icalendar and recurring_ical_events.

Bytes in, occurrences and problems out. `text` makes lines and blocks, `values` dates and zones, `gate` refuses rules
that would never end, `series` expands one series alone, `reading` puts it together.
"""

from __future__ import annotations

from app.harvest.domain.occurrences import FeedReading, Occurrence, to_raw_json
from app.harvest.feed.reading import read_calendar

__all__ = ["FeedReading", "Occurrence", "read_calendar", "to_raw_json"]
