"""Open invoices from a CSV file, without the book: headings to meanings, rows to drafts of opening balances."""

from __future__ import annotations

from app.invoices.importing.meanings import Meaning, OpeningFile, OpeningMapping, guess, read_content, read_path
from app.invoices.importing.rows import Habits, ReadRow, habits_of, read_rows

__all__ = [
    "Habits",
    "Meaning",
    "OpeningFile",
    "OpeningMapping",
    "ReadRow",
    "guess",
    "habits_of",
    "read_content",
    "read_path",
    "read_rows",
]
