"""A document becomes pages, and pages become a file: checked for glyphs first, laid out, then written."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.paper import writer
from app.paper.boxes import draw_hours, draw_pay_and_question
from app.paper.document import DetailPage, DetailTable, Document, Line, cleaned, printed
from app.paper.facts import draw_party_and_facts
from app.paper.fonts import check_glyphs, register
from app.paper.letterhead import draw_letterhead, draw_running_head, draw_section_head
from app.paper.marks import Page
from app.paper.page import Align, Sheet
from app.paper.style import BASE, LABEL, MEDIUM, SMALL, Style
from app.paper.table import Column, Row, Table
from app.paper.totals import Totals

LINE_GAP = 9.5
DETAIL_GAP = 18.0
AFTER_TABLE = 15.5
NOTE_PARAGRAPH = 4.0
FIRST_GUESS = 2
"""The page on which details start when all else fits on one; a wrong guess costs a second layout of the letter."""

LINE_COLUMNS: dict[str, tuple[Align, Style, float]] = {
    "number": ("left", LABEL, 10.0),
    "description": ("left", MEDIUM, 0.0),
    "quantity": ("right", BASE, 42.0),
    "unit": ("left", BASE, 38.0),
    "rate": ("right", BASE, 46.0),
    "tax": ("right", BASE, 28.0),
    "amount": ("right", BASE, 58.0),
}


def render(document: Document) -> bytes:
    """The PDF file. Problem when a character has no glyph, a block is longer than a page, or a code cannot be made."""
    document = cleaned(document)
    pages = _pages(document)
    return writer.write(
        pages,
        title=" ".join(part for part in (document.title, document.number) if part),
        author=document.letterhead.name,
        language=document.language,
        made_at=document.made_at,
    )


def lay_out(document: Document) -> tuple[Page, ...]:
    """The pages as they will be written, for those who want to look before."""
    return _pages(cleaned(document))


def _pages(document: Document) -> tuple[Page, ...]:
    register()
    check_glyphs(printed(document))
    sheet = _letter(document, FIRST_GUESS)
    for guess in (FIRST_GUESS, sheet.page_count + 1):
        found = sheet.page_count + 1
        if document.details and found != guess:
            sheet = _letter(document, found)
    for part in document.details:
        _draw_details(sheet, document, part)
    return sheet.finish()


def _letter(document: Document, details_page: int) -> Sheet:
    """The sheet up to the details, which start on the page after it: the number is a guess the caller corrects."""
    document = _with_details_page(document, str(details_page))
    sheet = Sheet(document.paper, foot=document.foot, number=document.number, page_words=document.words.page)
    running = partial(_running_head, document=document, left=document.letterhead.name)
    sheet.running = running
    draw_letterhead(sheet, document)
    draw_party_and_facts(sheet, document)
    totals = Totals(document=document, sheet=sheet)
    _lines_table(document, sheet).draw(sheet, tail=totals.height)
    totals.draw()
    draw_pay_and_question(sheet, document.pay, document.question)
    draw_hours(sheet, document.hours)
    if totals.notes_left_over:
        _draw_notes(sheet, document.notes)
    return sheet


def _with_details_page(document: Document, page: str) -> Document:
    mark = "{details_page}"
    lines = tuple(
        replace(line, detail=line.detail.replace(mark, page)) if mark in line.detail else line
        for line in document.lines
    )
    hours = document.hours and replace(document.hours, text=document.hours.text.replace(mark, page))
    return replace(document, lines=lines, hours=hours)


def _running_head(sheet: Sheet, *, document: Document, left: str) -> None:
    right = " · ".join(part for part in (document.draft_notice, document.title, document.number) if part)
    draw_running_head(sheet, left, right)


def _lines_table(document: Document, sheet: Sheet) -> Table:
    """The table of lines, without the columns in which nothing is written."""
    heads = {name: getattr(document.line_head, name) for name in LINE_COLUMNS}
    cells = [_line_cells(line) for line in document.lines]
    used = [name for name in LINE_COLUMNS if name == "description" or heads[name] or any(row[name] for row in cells)]
    columns = tuple(
        Column(
            head=heads[name],
            align=LINE_COLUMNS[name][0],
            style=LINE_COLUMNS[name][1],
            minimum=LINE_COLUMNS[name][2],
            stretch=name == "description",
        )
        for name in used
    )
    rows = tuple(
        Row(
            cells=tuple(row[name] for name in used),
            detail=line.detail,
            carry=tuple(line.running if name == used[-1] else "" for name in used) if line.running else (),
        )
        for line, row in zip(document.lines, cells, strict=True)
    )
    return Table(
        columns=columns,
        rows=rows,
        x=sheet.left,
        width=sheet.width,
        gap=LINE_GAP,
        where=document.line_head.description or document.title,
        carried=document.words.carried,
        brought=document.words.brought,
        label_at=used.index("description"),
    )


def _line_cells(line: Line) -> dict[str, str]:
    return {
        "number": line.number,
        "description": line.title,
        "quantity": line.quantity,
        "unit": line.unit,
        "rate": line.rate,
        "tax": line.tax,
        "amount": line.amount,
    }


def _draw_notes(sheet: Sheet, notes: tuple[str, ...]) -> None:
    """Long notes, full width, over as many pages as they take."""
    for note in notes:
        for line in SMALL.wrap(note, sheet.width):
            sheet.need(SMALL.leading, note)
            sheet.y += SMALL.leading
            sheet.text(sheet.left, sheet.y, line, SMALL)
        sheet.y += NOTE_PARAGRAPH


def _draw_details(sheet: Sheet, document: Document, part: DetailPage) -> None:
    """Details from a new page on."""
    sheet.foot = part.foot or document.foot
    sheet.running = None
    sheet.break_page()
    number = "" if document.draft_notice else document.number
    draw_section_head(sheet, part.title, part.subtitle, number, document.draft_notice)
    sheet.running = partial(_running_head, document=document, left=part.title)
    for table in part.tables:
        _detail_table(table, document, sheet, part.title).draw(sheet)
        sheet.y += AFTER_TABLE


def _detail_table(table: DetailTable, document: Document, sheet: Sheet, where: str) -> Table:
    columns = tuple(
        Column(head=column.label, align=column.align, stretch=column.stretch, minimum=column.share * sheet.width)
        for column in table.columns
    )
    return Table(
        columns=columns,
        rows=tuple(Row(cells=row.cells, carry=row.carry) for row in table.rows),
        x=sheet.left,
        width=sheet.width,
        gap=DETAIL_GAP,
        where=table.title or where,
        total=table.total,
        title=table.title,
        carried=document.words.carried,
        brought=document.words.brought,
    )
