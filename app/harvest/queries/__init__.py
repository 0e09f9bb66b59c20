"""Reads of harvesting: what waits in the calendar, and what guesses rest upon."""

from __future__ import annotations

from app.harvest.queries.grounds import Grounds, grounds
from app.harvest.queries.offer import OfferRow, OutsideRow, offer
from app.harvest.queries.reader import CalendarSourceRow, ReaderRow, allow, calendar_sources, reader
from app.harvest.queries.rows import DismissedRow, NewsRow, SuggestionRow, SuggestionsView
from app.harvest.queries.suggestions import suggestions

__all__ = [
    "CalendarSourceRow",
    "DismissedRow",
    "Grounds",
    "NewsRow",
    "OfferRow",
    "OutsideRow",
    "ReaderRow",
    "SuggestionRow",
    "SuggestionsView",
    "allow",
    "calendar_sources",
    "grounds",
    "offer",
    "reader",
    "suggestions",
]
