"""A business document in printed words: what a letter, an invoice or a statement says, finished and formatted.

Nothing here is computed or formatted; every figure arrives as the text that is printed. Empty means left out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from app.kernel.words import _
from app.paper.page import Align, Paper
from app.paper.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes: name, small lines under it, and one letter in a square of the brand's color."""

    name: str
    lines: tuple[str, ...] = ()
    mark_letter: str = ""
    mark_color: str = "#0F5F7A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """To whom."""

    caption: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One labeled fact beside the address; `strong` for the one that matters most."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineHead:
    """The head of the lines. A column without head and without a cell is left out."""

    number: str = ""
    description: str = ""
    quantity: str = ""
    unit: str = ""
    rate: str = ""
    tax: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; `running` is the sum up to and with it, printed where the page breaks."""

    number: str
    title: str
    detail: str = ""
    quantity: str = ""
    unit: str = ""
    rate: str = ""
    tax: str = ""
    amount: str
    running: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRow:
    """One rate of the tax summary; `note` is the reason in grey when the tax is nothing."""

    label: str
    net: str
    tax: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTable:
    """The tax summary: three heads (rate, net, tax) and a row for each rate."""

    head: tuple[str, str, str]
    rows: tuple[TaxRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """One sum; `strong` is the sum to pay, large, under a rule."""

    label: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBox:
    """How to pay. `qr_text` is the exact text of the code (empty: none), `link` an https address behind the caption.

    `code_note` stands in a dashed frame where the code of a draft will be.
    """

    title: str
    lines: tuple[str, ...] = ()
    reference_label: str = ""
    reference: str = ""
    caption: str = ""
    qr_text: str = ""
    link: str = ""
    code_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """A framed text with a title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursBox:
    """The pointer to the details; `{details_page}` in the text becomes the page they start on."""

    strong: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailColumn:
    """A column of details: at least its share of the width; the one that stretches takes what the others leave."""

    label: str
    align: Align = "left"
    stretch: bool = False
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailRow:
    """A row of details; `carry` has the running sums for a page break, a cell per column."""

    cells: tuple[str, ...]
    carry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailTable:
    """A table of details with its sums."""

    columns: tuple[DetailColumn, ...]
    rows: tuple[DetailRow, ...]
    total: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPage:
    """Details from a page of their own on; `foot` replaces the document's legal line there."""

    title: str
    subtitle: str = ""
    tables: tuple[DetailTable, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """The words of page numbers and of sums carried over a break; `{page}` and `{pages}` are replaced."""

    page: str
    carried: str = ""
    brought: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole document. `made_at` (aware) is its creation date in the file; the same document gives the same bytes.

    `language` is a BCP 47 tag for screen readers. `draft_notice` stands in the head of every page of a draft.
    """

    title: str
    number: str
    letterhead: Letterhead
    to: Party
    language: str
    paper: Paper
    made_at: datetime
    words: PageWords
    refers_to: str = ""
    draft_notice: str = ""
    facts: tuple[Fact, ...] = ()
    line_head: LineHead = LineHead()
    lines: tuple[Line, ...] = ()
    tax: TaxTable | None = None
    notes: tuple[str, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    pay: PayBox | None = None
    question: TextBox | None = None
    hours: HoursBox | None = None
    details: tuple[DetailPage, ...] = ()
    foot: str = ""
    window_envelope: bool = False


NOT_PRINTED = frozenset({"align", "mark_color", "qr_text", "link", "language"})

T = TypeVar("T")


def cleaned(value: T) -> T:
    """The same document with every printed text cleaned (see `clean`)."""
    result: Any = value
    if isinstance(value, str):
        result = clean(value)
    elif isinstance(value, tuple):
        result = tuple(map(cleaned, value))
    else:
        changes = {}
        kind: Any = type(value)
        for name in _printed_fields(kind):
            before = getattr(value, name)
            after = cleaned(before)
            if after != before:
                changes[name] = after
        if changes:
            result = replace(result, **changes)
    return result  # type: ignore[no-any-return]


@functools.cache
def _printed_fields(kind: type) -> tuple[str, ...]:
    """The fields of a part of a document that are printed; none of a value that is no part."""
    return tuple(part.name for part in fields(kind) if part.name not in NOT_PRINTED) if is_dataclass(kind) else ()


def printed(document: Document) -> Iterator[tuple[str, str]]:
    """Every printed text with the words that say where it stands."""
    places: list[tuple[str, object]] = [
        (_("Title"), (document.title, document.number, document.refers_to, document.draft_notice, document.words)),
        (_("Letterhead"), document.letterhead),
        (document.to.caption or _("Address"), document.to),
        *((fact.label, fact) for fact in document.facts),
        (_("Head of the table"), document.line_head),
        *((_("Line {number}").replace("{number}", line.number), line) for line in document.lines),
        (_("Tax summary"), document.tax),
        (_("Note"), document.notes),
        *((row.label, row) for row in document.totals),
        (document.pay.title if document.pay else "", document.pay),
        (document.question.title if document.question else "", document.question),
        (_("Hours"), document.hours),
        *((page.title, page) for page in document.details),
        (_("Foot"), document.foot),
    ]
    for where, value in places:
        for text in _texts(value):
            yield where, text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    else:
        kind: Any = type(value)
        for name in _printed_fields(kind):
            yield from _texts(getattr(value, name))
