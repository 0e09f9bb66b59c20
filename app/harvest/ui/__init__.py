"""Screens of harvesting: the suggestions beside the week."""

from __future__ import annotations

from app.harvest.ui.panel import SuggestionPanel

__all__ = ["SuggestionPanel"]
