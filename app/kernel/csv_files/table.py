"""The text of a CSV file as records (RFC 4180): its delimiter found out, each fault told with its line.

A record that cannot be read is kept with the reason; the others are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from app.kernel.problems import Problem
from app.kernel.words import _

DELIMITERS = (",", ";", "\t", "|")
LONGEST = 10_000
"""Characters of one cell. An own limit: what is longer is a mistake, and the book holds no more of any text."""
MOST_ROWS = 20_000
MOST_CELLS = 200
SAMPLE = 40
"""Records that say which delimiter it is."""
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_PLAIN = {delimiter: re.compile(rf"[^{re.escape(delimiter)}\r\n]*+") for delimiter in DELIMITERS}
_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_RISKY = re.compile(r"'(?=[\s\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_JOINERS = "\u200c\u200d"
"""Of the signs that are not seen these belong to words; any other may make one name look like another."""
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the file, from the line it begins in; `fault` says why it cannot be taken as it stands."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file, all of the same number of cells or with a fault; empty lines are left out."""

    delimiter: str
    records: tuple[Record, ...]

    @property
    def width(self) -> int:
        """How many columns there are: as many as the first record has."""
        return len(self.records[0].cells) if self.records else 0


def read_table(text: str) -> Table:
    """The records of a text."""
    text, start, said = _announced(text)
    delimiter = said or found_delimiter(text)
    records = list(islice(_records(text, delimiter, start), MOST_ROWS + 2))
    if not records:
        raise Problem("csv_file.empty", _("This file is empty."), hint=_("Choose it again, or export it anew."))
    if len(records) > MOST_ROWS + 1:
        raise Problem(
            "csv_file.rows",
            _("This file has more than {n} rows.").format(n=MOST_ROWS),
            hint=_("Nothing was added. Divide it into smaller ones."),
        )
    width = len(records[0].cells)
    broken = next((place for place, record in enumerate(records) if record.fault), len(records))
    return Table(
        delimiter, tuple(_squared(record, width, strict=place > broken) for place, record in enumerate(records))
    )


def found_delimiter(text: str) -> str:
    """What stands between the cells: what divides the first record, and the next ones into as many cells."""
    best, most = DELIMITERS[0], (-1.0, -1)
    for delimiter in DELIMITERS:
        sample = [len(record.cells) for record in islice(_records(text, delimiter, 1), SAMPLE)]
        if not sample:
            break
        same = sum(width == sample[0] for width in sample) / len(sample)
        score = (same if sample[0] > 1 else same / 2, sample[0])
        if score > most:
            best, most = delimiter, score
    return best


def _announced(text: str) -> tuple[str, int, str]:
    """Without Excel's line "sep=;"; the line the rest begins in, and the delimiter that was said."""
    text = text.removeprefix("\ufeff")
    told = _SEPARATOR.match(text)
    return (text[told.end() :], 2, told[1]) if told is not None else (text, 1, "")


def _records(text: str, delimiter: str, line: int) -> Iterator[Record]:
    """Each record that holds anything."""
    place, end = 0, len(text)
    while place < end:
        begins, cells, fault = line, list[str](), ""
        while True:
            cell, place, reason = _cell(text, place, delimiter)
            cells.append(cell)
            fault = fault or reason
            line += cell.count("\n") + cell.count("\r") - cell.count("\r\n")
            if place >= end or text[place] != delimiter:
                break
            place += 1
        place += 2 if text.startswith("\r\n", place) else 1
        line += 1
        if fault or any(cell and not cell.isspace() for cell in cells):
            yield Record(begins, tuple(cells), fault)


def _cell(text: str, place: int, delimiter: str) -> tuple[str, int, str]:
    """A cell, where it ends, and what is wrong with it."""
    if not text.startswith('"', place):
        found = _PLAIN[delimiter].match(text, place)
        return (found[0], found.end(), "") if found is not None else ("", place, "")
    quoted = _QUOTED.match(text, place)
    if quoted is None:
        reason = _("A quotation mark is opened here and never closed: nothing behind it could be read.")
        return text[place + 1 :], len(text), reason
    cell = quoted[1].replace('""', '"') if '""' in quoted[1] else quoted[1]
    rest = _PLAIN[delimiter].match(text, quoted.end())
    if rest is None or not rest[0].strip(" "):
        return cell, rest.end() if rest is not None else quoted.end(), ""
    reason = _("Something stands behind a closing quotation mark: {text}").format(text=rest[0][:20])
    return cell + rest[0], rest.end(), reason


def _squared(record: Record, width: int, *, strict: bool) -> Record:
    """As many cells as there are headings, each one tidy; a fault where that cannot be.

    Excel leaves out empty cells at the end of a row. Behind a broken one a short row may be a piece of it: strict.
    """
    cells, fault = record.cells, record.fault
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    if not (fault or strict):
        cells += ("",) * (width - len(cells))
    if not fault and len(cells) != width:
        fault = _("The first row has {width} cells, this one {n}.").format(n=len(cells), width=width)
    if not fault and width > MOST_CELLS:
        fault = _("The first row has {n} cells; at most {most} are read.").format(n=width, most=MOST_CELLS)
    for number, cell in enumerate(cells, start=1):
        if fault:
            break
        if len(cell) > LONGEST:
            fault = _("Cell {number} has {count} characters; there is room for {limit}.").format(
                number=number, count=len(cell), limit=LONGEST
            )
        elif _UNKEEPABLE.search(cell):
            fault = _("Cell {number} holds a character that cannot be kept.").format(number=number)
    return Record(record.line, tuple(_tidy(cell) for cell in cells[:MOST_CELLS]), fault)


def _tidy(cell: str) -> str:
    """A cell as it was meant: without what guards it from being calculated, in normal form, never longer than shown."""
    cell = cell[:LONGEST]
    if cell.isascii() and cell.isprintable() and cell[:1] not in {"'", "=", " "}:
        return cell.rstrip()
    cell = _UNKEEPABLE.sub("\ufffd", cell)
    as_text = _AS_TEXT.fullmatch(cell.strip())
    if as_text is not None:
        cell = as_text[1].replace('""', '"')
    elif _RISKY.match(cell):
        cell = cell[1:]
    shown = "".join(sign for sign in cell if unicodedata.category(sign) != "Cf" or sign in _JOINERS)
    return unicodedata.normalize("NFC", shown).strip()
