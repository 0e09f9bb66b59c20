"""Texts made comparable: without case, accents and marks."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d", "ı": "i"})


def fold(text: str) -> str:
    """Lower case without accents: "Żółw", "SØR" and "Über" become "zolw", "sor" and "uber"."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()
