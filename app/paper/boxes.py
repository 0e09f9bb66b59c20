"""The framed texts of a letter: how to pay with its code, what to do about a mistake, where the hours are."""

from __future__ import annotations

from app.kernel.problems import Problem
from app.kernel.words import _
from app.paper.document import HoursBox, PayBox, TextBox
from app.paper.marks import Box, Link, Rule
from app.paper.page import Sheet
from app.paper.qr import LEAST_SIDE, code_mark, code_side, quiet_zone
from app.paper.style import BOX, BOX_STRONG, BOX_TITLE, CAPTION, EDGE, GREY, HAIR, Style

PAD = 9.5
CODE_PAD = 8.1
"""Over and under a code, at least its quiet zone."""
TITLE_FIRST = 17.0
TEXT_FIRST = 13.2
LAST_UNDER = 12.0
BETWEEN = 10.5
PAY_SHARE = 0.5573
RADIUS = 4.0
UNDER = 9.0
HOURS_FIRST = 16.5

Run = tuple[float, str, Style]
"""A piece of a line: its distance from the line's start, its text, its style."""


def draw_pay_and_question(sheet: Sheet, pay: PayBox | None, question: TextBox | None) -> None:
    """Draw both boxes side by side, equally high; one alone takes the whole width."""
    if pay is None and question is None:
        return
    pay_width = sheet.width if question is None else (sheet.width - BETWEEN) * PAY_SHARE
    question_width = sheet.width if pay is None else sheet.width - pay_width - BETWEEN
    heights: list[tuple[float, str]] = []
    if pay is not None:
        heights.append((_pay_height(pay, pay_width), pay.title))
    if question is not None:
        heights.append((_text_height(question, question_width), question.title))
    height, where = max(heights)
    sheet.need(height, where)
    if pay is not None:
        _draw_pay(sheet, pay, pay_width, height)
    if question is not None:
        x = sheet.right - question_width
        sheet.add(Box(x, sheet.y, question_width, height, RADIUS, stroke=EDGE))
        _draw_text(
            sheet, question.title, _plain(question.text, question_width - 2 * PAD), x + PAD, question_width - 2 * PAD
        )
    sheet.y += height + UNDER


def draw_hours(sheet: Sheet, hours: HoursBox | None) -> None:
    """Draw the pointer to the details in a dashed frame."""
    if hours is None:
        return
    room = sheet.width - 2 * PAD
    lines = _hours_lines(hours, room)
    height = HOURS_FIRST + (len(lines) - 1) * BOX.leading + 10.5
    sheet.need(height, hours.strong)
    sheet.add(Box(sheet.left, sheet.y, sheet.width, height, RADIUS, stroke=EDGE, dashed=True))
    _draw_runs(sheet, lines, sheet.left + PAD, sheet.y + HOURS_FIRST)
    sheet.y += height + UNDER


def _hours_lines(hours: HoursBox, room: float) -> list[list[Run]]:
    grey = BOX.in_grey()
    after = f" · {hours.text}" if hours.text else ""
    start = BOX_STRONG.width(hours.strong)
    if start + grey.width(after) <= room:
        return [[(0.0, hours.strong, BOX_STRONG), (start, after, grey)]]
    strong: list[list[Run]] = [[(0.0, line, BOX_STRONG)] for line in BOX_STRONG.wrap(hours.strong, room)]
    return [*strong, *([(0.0, line, grey)] for line in grey.wrap(hours.text, room))]


def _plain(text: str, room: float) -> list[list[Run]]:
    return [[(0.0, line, BOX)] for line in BOX.wrap(text, room)]


def _title_height(title: str, room: float) -> float:
    return TITLE_FIRST + (len(BOX_TITLE.wrap(title, room)) - 1) * BOX_TITLE.leading


def _text_height(box: TextBox, width: float) -> float:
    room = width - 2 * PAD
    return _height_of(box.title, _plain(box.text, room), room)


def _height_of(title: str, lines: list[list[Run]], room: float) -> float:
    text = TEXT_FIRST + (len(lines) - 1) * BOX.leading if lines else 0.0
    return _title_height(title, room) + text + LAST_UNDER


def _code_side(pay: PayBox) -> float:
    """How wide the code is, or the frame that keeps its place on a draft; 0 without both."""
    return code_side(pay.qr_text) if pay.qr_text else LEAST_SIDE if pay.code_note else 0.0


def _quiet(pay: PayBox) -> float:
    return quiet_zone(pay.qr_text) if pay.qr_text else 0.0


def _code_width(pay: PayBox) -> float:
    """The code with its quiet zone on both sides; on the left the padding counts as white."""
    side = _code_side(pay)
    return side + max(_quiet(pay), BETWEEN) if side else 0.0


def _code_pad(pay: PayBox) -> float:
    return max(PAD, _quiet(pay))


def _pay_room(pay: PayBox, width: float) -> float:
    return width - _code_pad(pay) - PAD - _code_width(pay)


def _pay_height(pay: PayBox, width: float) -> float:
    room = _pay_room(pay, width)
    text = _height_of(pay.title, _pay_lines(pay, room), room)
    side = _code_side(pay)
    return max(text, side + 2 * max(CODE_PAD, _quiet(pay))) if side else text


def _pay_lines(pay: PayBox, room: float) -> list[list[Run]]:
    lines = [run for text in pay.lines for run in _plain(text, room)]
    if pay.reference:
        label = f"{pay.reference_label} " if pay.reference_label else ""
        start = BOX.width(label)
        if start + BOX_STRONG.width(pay.reference) <= room:
            lines.append([(0.0, label, BOX), (start, pay.reference, BOX_STRONG)])
        else:
            lines.extend(_plain(pay.reference_label, room))
            lines.extend([(0.0, line, BOX_STRONG)] for line in BOX_STRONG.wrap(pay.reference, room))
    lines.extend([(0.0, line, BOX.in_grey())] for line in BOX.wrap(pay.caption, room))
    return lines


def _draw_pay(sheet: Sheet, pay: PayBox, width: float, height: float) -> None:
    if pay.link and not pay.link.startswith("https://"):
        hint = _("Give an address that starts with https:// or none.")
        raise Problem("paper.link", _("The payment link is not a secure address."), field="link", hint=hint)
    sheet.add(Box(sheet.left, sheet.y, width, height, RADIUS, stroke=EDGE))
    x = sheet.left + _code_pad(pay)
    room = _pay_room(pay, width)
    lines = _pay_lines(pay, room)
    side = _code_side(pay)
    top = sheet.y + (height - side) / 2
    if pay.qr_text:
        sheet.add(code_mark(pay.qr_text, x, top))
        if pay.link:
            sheet.add(Link(pay.link, x, top, x + side, top + side))
    elif side:
        _draw_place_of_code(sheet, pay.code_note, x, top, side)
    x += _code_width(pay)
    last = _draw_text(sheet, pay.title, lines, x, room)
    captions = BOX.wrap(pay.caption, room)
    for place, line in enumerate(captions if pay.link else ()):
        baseline = last - (len(captions) - 1 - place) * BOX.leading
        right = x + BOX.width(line)
        sheet.add(Rule(x, baseline + 1.6, right, HAIR, GREY))
        sheet.add(Link(pay.link, x, baseline - BOX.size, right, baseline + 3))


def _draw_place_of_code(sheet: Sheet, note: str, x: float, top: float, side: float) -> None:
    sheet.add(Box(x, top, side, side, RADIUS, stroke=GREY, dashed=True))
    lines = CAPTION.wrap(note, side - PAD)
    baseline = top + (side - (len(lines) - 1) * CAPTION.leading) / 2 + CAPTION.size * 0.35
    for place, line in enumerate(lines):
        sheet.text(x + side / 2, baseline + place * CAPTION.leading, line, CAPTION, "center")


def _draw_text(sheet: Sheet, title: str, lines: list[list[Run]], x: float, room: float) -> float:
    """Draw a title and lines from the cursor on; gives the last baseline."""
    baseline = sheet.y + TITLE_FIRST
    for place, line in enumerate(BOX_TITLE.wrap(title, room)):
        baseline += BOX_TITLE.leading if place else 0.0
        sheet.text(x, baseline, line, BOX_TITLE)
    return _draw_runs(sheet, lines, x, baseline + TEXT_FIRST)


def _draw_runs(sheet: Sheet, lines: list[list[Run]], x: float, baseline: float) -> float:
    for place, runs in enumerate(lines):
        for start, text, style in runs:
            sheet.text(x + start, baseline + place * BOX.leading, text, style)
    return baseline + (len(lines) - 1) * BOX.leading
