"""The recovery code on paper: one page to keep where the book is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.words import _, language
from app.paper import writer
from app.paper.fonts import Font, missing_glyphs, register
from app.paper.marks import Box
from app.paper.page import Paper, Sheet
from app.paper.style import BASE, EDGE, GREY, INK, LINE, MM, TITLE, Style

CODE = Style(Font.SEMIBOLD, 21, INK, 30)
NAME = Style(Font.SEMIBOLD, 13, INK, 18)
TEXT = Style(Font.REGULAR, 10.5, INK, 15.5)
CAPTION = Style(Font.MEDIUM, 9, GREY, 13)
GROUPS = 4
"""Groups of the code in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSheet:
    """What stands on the page; `day` is written as the reader writes it."""

    code: str
    book: str
    place: str
    day: str
    made_at: datetime


def code_pdf(page: CodeSheet, paper: str) -> bytes:
    """The page as a PDF on "A4" or "Letter"."""
    register()
    title, book = _("Recovery code"), _printable(page.book)
    facts = ((_("Place when this was made"), _printable(page.place)), (_("Made on"), page.day))
    sheet = Sheet(Paper(paper), foot=book, number="", page_words="")
    sheet.y += 14
    sheet.text(sheet.left, sheet.y, title, TITLE)
    sheet.y += 22
    for line in NAME.wrap(book, sheet.width):
        sheet.y += NAME.leading
        sheet.text(sheet.left, sheet.y, line, NAME)
    _code(sheet, page.code)
    for caption, value in facts:
        sheet.y += 20
        sheet.text(sheet.left, sheet.y, caption, CAPTION)
        for line in BASE.wrap(value, sheet.width):
            sheet.y += 14
            sheet.text(sheet.left, sheet.y, line, BASE)
    sheet.y += 16
    for sentence in _sentences():
        sheet.y += 8
        for line in TEXT.wrap(sentence, sheet.width):
            sheet.y += TEXT.leading
            sheet.text(sheet.left, sheet.y, line, TEXT)
    return writer.write(sheet.finish(), title=title, author=book, language=language(), made_at=page.made_at)


def _printable(text: str) -> str:
    """A name with signs that no font of ours has is no reason to print no code."""
    return "".join("?" if missing_glyphs(letter) else letter for letter in text)


def _code(sheet: Sheet, code: str) -> None:
    """The groups in a box, in lines that can be read aloud."""
    groups = code.split("-")
    lines = [groups[start : start + GROUPS] for start in range(0, len(groups), GROUPS)]
    top = sheet.y + 18
    high = len(lines) * CODE.leading + 10 * MM
    sheet.add(Box(sheet.left, top, sheet.width, high, 6, stroke=EDGE, fill=LINE))
    sheet.y = top + 5 * MM - 6
    step = (sheet.width - 12 * MM) / GROUPS
    for line in lines:
        sheet.y += CODE.leading
        for place, group in enumerate(line):
            sheet.text(sheet.left + 8 * MM + place * step, sheet.y, group, CODE)
    sheet.y = top + high + 8


def _sentences() -> tuple[str, ...]:
    return (
        _("This code opens the book on any computer, together with the book\u2019s file, when nothing else does."),
        _("On a new computer: copy the book\u2019s file, open it in Watertight and type this code."),
        _(
            "Keep this page away from the computer and from copies of the book, in a safe or with somebody you trust. "
            "Whoever has the code and the file can read the book."
        ),
        _(
            "Capital or small letters, blanks and dashes make no difference. The letters I, L, O and U never stand in "
            "a code: what looks like O is a zero, what looks like I or L is a one."
        ),
        _("Nobody, the makers of Watertight included, can bring the code back once it is lost."),
    )
