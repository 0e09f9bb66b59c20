"""How many examples a dear law is tried with: fewer than others every day, and in a long run more by as much."""

from __future__ import annotations

from hypothesis import settings

EVERYDAY = 60
"""What a law gets every day that says no number."""


def examples(everyday: int) -> int:
    """So many every day; a long run looks further by as much as everywhere."""
    return everyday * settings().max_examples // EVERYDAY
