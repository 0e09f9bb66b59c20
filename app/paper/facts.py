"""The second block of a letter: whom it is for on the left, the facts of it on the right."""

from __future__ import annotations

from app.paper.document import Document, Fact, Party
from app.paper.page import Sheet
from app.paper.style import BASE, CAPTION, LABEL, MEDIUM, MM, PARTY, STRONG

SPLIT = 225 / 510
"""Where the facts start, as a share of the text width."""
GUTTER = 15.0
FIRST = 8.0
FACT_PITCH = 14.2
LABEL_LEAST = 64.0
LABEL_MOST = 104.0
LABEL_GAP = 8.0
UNDER = 24.0
WINDOW_LEFT = 20 * MM
WINDOW_TOP = 45 * MM
"""DIN lang window of DIN 5008, form B: the address starts 45 mm from the top and 20 mm from the left."""


def draw_party_and_facts(sheet: Sheet, document: Document) -> None:
    """Draw both blocks side by side and move below the longer one."""
    left = sheet.left
    if document.window_envelope:
        left = WINDOW_LEFT
        sheet.y = max(sheet.y, WINDOW_TOP)
    split = sheet.left + sheet.width * SPLIT
    party = _draw_party(sheet, document.to, left, split - GUTTER - left)
    facts = _draw_facts(sheet, document.facts, split)
    sheet.y = max(party, facts)
    sheet.require(0.0, document.to.caption or document.title)
    sheet.y += UNDER


def _draw_party(sheet: Sheet, party: Party, x: float, room: float) -> float:
    baseline = sheet.y + FIRST - CAPTION.leading
    for line in CAPTION.wrap(party.caption, room):
        baseline += CAPTION.leading
        sheet.text(x, baseline, line, CAPTION)
    baseline += 0.5
    for line in PARTY.wrap(party.name, room):
        baseline += PARTY.leading
        sheet.text(x, baseline, line, PARTY)
    for text in party.lines:
        for line in BASE.wrap(text, room):
            baseline += BASE.leading
            sheet.text(x, baseline, line, BASE)
    return baseline


def _draw_facts(sheet: Sheet, facts: tuple[Fact, ...], x: float) -> float:
    widest = max((LABEL.width(fact.label) for fact in facts), default=0.0)
    label_room = min(max(widest, LABEL_LEAST), LABEL_MOST)
    value_x = x + label_room + LABEL_GAP
    baseline = lowest = sheet.y + FIRST
    for fact in facts:
        labels = LABEL.wrap(fact.label, label_room)
        style = STRONG if fact.strong else MEDIUM
        values = style.wrap(fact.value, sheet.right - value_x)
        for place, line in enumerate(labels):
            sheet.text(x, baseline + place * style.leading, line, LABEL)
        for place, line in enumerate(values):
            sheet.text(value_x, baseline + place * style.leading, line, style)
        lowest = baseline + max(len(labels), len(values), 1) * style.leading - style.leading
        baseline = lowest + FACT_PITCH
    return lowest
