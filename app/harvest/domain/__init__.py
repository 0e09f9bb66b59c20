"""The rules of harvesting: occurrences, title marks, matching, the life of a suggestion. Without files or clock."""

from __future__ import annotations

from app.harvest.domain.evidence import Candidate, KnownContact, Past
from app.harvest.domain.leads import Among
from app.harvest.domain.lifecycle import Note, State, next_state, too_many_gone
from app.harvest.domain.matching import Guess, Matcher, suggest
from app.harvest.domain.occurrences import (
    FeedReading,
    Flag,
    Kind,
    Occurrence,
    Partstat,
    Status,
    key_of,
    to_raw_json,
)
from app.harvest.domain.titles import TitleMarks, fold_title, read_title
from app.harvest.domain.worth import acceptable, worked_seconds, worth_suggesting

__all__ = [
    "Among",
    "Candidate",
    "FeedReading",
    "Flag",
    "Guess",
    "Kind",
    "KnownContact",
    "Matcher",
    "Note",
    "Occurrence",
    "Partstat",
    "Past",
    "State",
    "Status",
    "TitleMarks",
    "acceptable",
    "fold_title",
    "key_of",
    "next_state",
    "read_title",
    "suggest",
    "to_raw_json",
    "too_many_gone",
    "worked_seconds",
    "worth_suggesting",
]
