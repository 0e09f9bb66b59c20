"""Harvesting written down: take a calendar, decide about suggestions, answer news about accepted ones."""

from __future__ import annotations

from app.harvest.commands.deciding import (
    AddedAll,
    Dismissed,
    Restored,
    accept_all,
    accept_suggestion,
    dismiss_suggestion,
    restore_suggestion,
    take_back_suggestion,
)
from app.harvest.commands.news import follow_calendar, keep_entry
from app.harvest.commands.taking import Harvested, take_calendar

__all__ = [
    "AddedAll",
    "Dismissed",
    "Harvested",
    "Restored",
    "accept_all",
    "accept_suggestion",
    "dismiss_suggestion",
    "follow_calendar",
    "keep_entry",
    "restore_suggestion",
    "take_back_suggestion",
    "take_calendar",
]
