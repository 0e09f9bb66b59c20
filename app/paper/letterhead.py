"""The top of the first page: mark and firm on the left, what it is and its number on the right."""

from __future__ import annotations

from app.paper.document import Document
from app.paper.marks import Box
from app.paper.page import Sheet
from app.paper.style import CAPTION, FIRM, LABEL, MARK, SECTION, SMALL, STRONG, TITLE, Style
from app.paper.text import ellipsis

MARK_SIDE = 25.5
MARK_RADIUS = 3.0
MARK_GAP = 9.0
BLOCK_GAP = 24.0
TITLE_SHARE = 0.45
"""The part of the width the title may take; a longer one wraps."""
UNDER = 24.9


def draw_letterhead(sheet: Sheet, document: Document) -> None:
    """Draw the head of page one and move below it."""
    top = sheet.y
    room = sheet.width * TITLE_SHARE
    ranks: list[tuple[str, Style, float]] = [
        (document.title, TITLE, 17.5),
        (document.number, LABEL, 15.3),
        (document.refers_to, LABEL, LABEL.leading),
        (document.draft_notice, STRONG, 14.0),
    ]
    title_width = 0.0
    baseline = top
    placed: list[tuple[float, str, Style]] = []
    for text, style, step in ranks:
        for place, line in enumerate(style.wrap(text, room)):
            baseline += style.leading if place else step
            placed.append((baseline, line, style))
            title_width = max(title_width, style.width(line))
    lowest = max(top + MARK_SIDE, baseline)
    lowest = max(lowest, _draw_firm(sheet, document, sheet.width - title_width - BLOCK_GAP))
    for y, line, style in placed:
        sheet.text(sheet.right, y, line, style, "right")
    sheet.y = lowest + UNDER


def _draw_firm(sheet: Sheet, document: Document, room: float) -> float:
    letterhead, top, x = document.letterhead, sheet.y, sheet.left
    if letterhead.mark_letter:
        sheet.add(Box(x, top, MARK_SIDE, MARK_SIDE, MARK_RADIUS, fill=letterhead.mark_color))
        sheet.text(x + MARK_SIDE / 2, top + MARK_SIDE / 2 + MARK.size * 0.35, letterhead.mark_letter, MARK, "center")
        x += MARK_SIDE + MARK_GAP
        room -= MARK_SIDE + MARK_GAP
    baseline = top + 10.0
    for place, line in enumerate(FIRM.wrap(letterhead.name, room)):
        baseline += FIRM.leading if place else 0.0
        sheet.text(x, baseline, line, FIRM)
    baseline += 1.0
    for text in letterhead.lines:
        for line in SMALL.wrap(text, room):
            baseline += SMALL.leading
            sheet.text(x, baseline, line, SMALL)
    return baseline


def draw_running_head(sheet: Sheet, left: str, right: str) -> None:
    """Draw the small head of a page after a break; nothing in it is said here only, so it may be shortened."""
    baseline = sheet.y + CAPTION.size
    right = ellipsis(right, CAPTION.font, CAPTION.size, sheet.width / 2)
    room = sheet.width - CAPTION.width(right) - BLOCK_GAP
    sheet.text(sheet.left, baseline, ellipsis(left, CAPTION.font, CAPTION.size, room), CAPTION)
    sheet.text(sheet.right, baseline, right, CAPTION, "right")


def draw_section_head(sheet: Sheet, title: str, subtitle: str, number: str, notice: str) -> None:
    """Draw the head of a part that starts on its own page, the number on its right."""
    room = sheet.width * (1 - TITLE_SHARE)
    left = sheet.y + 10.0
    for line in SECTION.wrap(title, room):
        sheet.text(sheet.left, left, line, SECTION)
        left += SECTION.leading
    left -= 1.5
    for line in LABEL.wrap(subtitle, room):
        sheet.text(sheet.left, left, line, LABEL)
        left += LABEL.leading
    right = sheet.y + 9.0
    for text, style in ((number, LABEL), (notice, STRONG)):
        for line in style.wrap(text, sheet.width - room - BLOCK_GAP):
            sheet.text(sheet.right, right, line, style, "right")
            right += style.leading
    sheet.y = max(left, right) + 4.0
