"""The rows that were left out, as a CSV file to correct and read again: as they were, with line and reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from app.kernel.words import _

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def left_out_csv(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str], str]], delimiter: str) -> bytes:
    """Rows of (line, cells, reason) under their headings, in UTF-8 with its mark: spreadsheets know it by that."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_guarded(text) for text in (*headings, _("Line in the file"), _("Why it was left out"))])
    for line, cells, reason in rows:
        padded = [*cells, *[""] * (len(headings) - len(cells))][: len(headings)]
        writer.writerow([*(_guarded(cell) for cell in padded), str(line), _guarded(reason)])
    return paper.getvalue().encode("utf-8-sig", "replace")


def _guarded(text: str) -> str:
    return f"'{text}" if text.lstrip().startswith(_RISKY) else text
