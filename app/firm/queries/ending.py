"""Where the history of the book ends: a number and a few letters to write down on paper."""

from __future__ import annotations

from dataclasses import dataclass

from app.storage.head import head_of
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class HistoryEndRow:
    """The number of the last entry, and the beginning of its fingerprint, which covers all before it."""

    number: int
    letters: str


def history_end(reads: Reads) -> HistoryEndRow:
    """Where the history ends now."""
    head = head_of(reads)
    return HistoryEndRow(head.sequence, head.letters)
