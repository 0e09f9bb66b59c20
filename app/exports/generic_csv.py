"""The generic CSV: UTF-8, comma, quotes only where needed, CRLF, ISO dates, decimal point, no formulas.

The same rows always give the same bytes.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.exports.domain import CellValue
from app.kernel.money import Money

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BLANKS = {ord("\t"): " ", ord("\n"): " ", ord("\r"): " ", ord("\u2028"): " ", ord("\u2029"): " ", ord("\x85"): " "}


def render(columns: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> bytes:
    """A table as a file; ValueError when a row has another number of cells than there are columns."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper, delimiter=",", quotechar='"', quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            message = f"{len(row)} cells for {len(columns)} columns"
            raise ValueError(message)
        writer.writerow([cell_text(cell) for cell in row])
    return paper.getvalue().encode("utf-8")


def cell_text(cell: CellValue) -> str:
    """A cell as written: amounts with a point, dates ISO, texts made safe."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Money():
            return format(cell.amount, "f")
        case Decimal():
            return number_text(cell)
        case int():
            return str(cell)
        case date():
            return cell.isoformat()
        case str():
            return safe_text(cell)


def number_text(value: Decimal) -> str:
    """A number without an exponent and without zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def safe_text(text: str) -> str:
    """One line in normal form without control characters; an apostrophe before what a spreadsheet would calculate.

    The guard looks at the text as typed too: a tab at its start counts although it becomes a blank.
    """
    if text.isascii() and text.isprintable():
        clean = text.strip(" ")  # most texts: in normal form already, and nothing to leave out
    else:
        line = unicodedata.normalize("NFC", text.replace("\r\n", " ").translate(BLANKS))
        clean = "".join(mark for mark in line if unicodedata.category(mark) not in {"Cc", "Cs"}).strip(" ")
    risky = clean.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS[-2:])
    return f"'{clean}" if risky and clean else clean
