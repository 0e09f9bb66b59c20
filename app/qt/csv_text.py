"""CSV of what a list shows, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.quantities import hours
from app.qt.columns import Column, text_of

PIECE = 100
"""Rows that are written without a look around: a few milliseconds."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """A text that a spreadsheet takes as text: a leading apostrophe before what would start a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _value(column: Column, value: object, formats: Formats) -> str:
    """A value for a file: plain numbers, ISO dates, guarded texts."""
    match value:
        case None:
            return ""
        case Money():
            return str(value.amount)
        case date():
            return value.isoformat()
        case bool():
            return guarded(text_of(column.kind, value, formats))
        case int() if column.kind == "hours":
            return str(hours(value))
        case int() | float():
            return str(value)
        case Decimal():
            return f"{value:f}"
    return guarded(str(value))


def _heads(column: Column, detail: str) -> list[str]:
    heads = [column.spoken]
    if column.kind == "money":
        heads.append(f"{heads[0]} (ISO 4217)")
    if column.sub is not None:
        heads.append(f"{heads[0]} ({detail})")
    return [guarded(head) for head in heads]


def _cells(column: Column, row: object, formats: Formats) -> list[str]:
    value = column.value(row)
    cells = [_value(column, value, formats)]
    if column.kind == "money":
        cells.append(value.currency if isinstance(value, Money) else "")
    if column.sub is not None:
        cells.append(guarded(column.sub(row)))
    return cells


def csv_text(columns: Sequence[Column], rows: Sequence[Any], formats: Formats, detail: str) -> str:
    """The rows as CSV (RFC 4180, CRLF), one cell more for the currency of money and for a second line.

    `detail` heads the second line's cell. Tick columns are left out: a tick is no record.
    """
    return "".join(csv_pieces(columns, rows, formats, detail))


def csv_pieces(columns: Sequence[Column], rows: Sequence[Any], formats: Formats, detail: str) -> Iterator[str]:
    """The same in pieces of `PIECE` rows, the heads first: between two of them somebody may stop it or breathe."""
    kept = [column for column in columns if column.kind != "check"]
    yield _lines([[head for column in kept for head in _heads(column, detail)]])
    for start in range(0, len(rows), PIECE):
        yield _lines(
            [text for column in kept for text in _cells(column, row, formats)] for row in rows[start : start + PIECE]
        )


def _lines(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
