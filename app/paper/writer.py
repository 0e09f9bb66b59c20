"""Pages become a PDF file: the only module that draws with reportlab. Same pages, same date, same bytes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from app.paper.fonts import Font, register
from app.paper.marks import Box, Code, Link, Page, Rule
from app.paper.style import BLACK, BOX_RULE

rl_config.useA85 = 0
rl_config.trustedHosts = []
rl_config.trustedSchemes = ["data"]

PROGRAM = "Watertight"
DASH = (2.0, 1.6)


def write(pages: Sequence[Page], *, title: str, author: str, language: str, made_at: datetime) -> bytes:
    """The file's bytes. `made_at` must be aware; it is written in UTC as the date of creation."""
    register()
    stamp = made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1, lang=language, initialFontName=Font.REGULAR.value)
    canvas.setDateFormatter(lambda *_parts: stamp)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@functools.cache
def _color(code: str) -> HexColor:
    return HexColor(code)


def _draw(canvas: Canvas, page: Page) -> None:
    rules: dict[tuple[str, float], list[tuple[float, float, float, float]]] = {}
    for mark in page.marks:
        if isinstance(mark, Rule):
            y = page.height - mark.y
            rules.setdefault((mark.color, mark.thickness), []).append((mark.x, y, mark.right, y))
        elif isinstance(mark, Box):
            _draw_box(canvas, page, mark)
        elif isinstance(mark, Code):
            _draw_code(canvas, page, mark)
        elif isinstance(mark, Link):
            place = (mark.x, page.height - mark.bottom, mark.right, page.height - mark.y)
            canvas.linkURL(mark.url, place, relative=0)
    for (color, thickness), lines in rules.items():
        canvas.setStrokeColor(_color(color))
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
    _draw_texts(canvas, page)


def _draw_texts(canvas: Canvas, page: Page) -> None:
    """All text of a page in one text object: half the cost of one object a text."""
    run = canvas.beginText()
    font, size, color = None, 0.0, ""
    for mark in page.texts:
        if (mark.font, mark.size) != (font, size):
            font, size = mark.font, mark.size
            run.setFont(font.value, size)
        if mark.color != color:
            color = mark.color
            run.setFillColor(_color(color))
        run.setTextOrigin(mark.x, page.height - mark.y)
        run.textOut(mark.text)
    canvas.drawText(run)


def _draw_box(canvas: Canvas, page: Page, box: Box) -> None:
    if box.fill:
        canvas.setFillColor(_color(box.fill))
    if box.stroke:
        canvas.setStrokeColor(_color(box.stroke))
        canvas.setLineWidth(BOX_RULE)
    canvas.setDash(*DASH) if box.dashed else canvas.setDash()
    canvas.roundRect(
        box.x,
        page.height - box.y - box.height,
        box.width,
        box.height,
        box.radius,
        stroke=int(bool(box.stroke)),
        fill=int(bool(box.fill)),
    )
    canvas.setDash()


def _draw_code(canvas: Canvas, page: Page, code: Code) -> None:
    module = code.size / code.modules
    top = page.height - code.y
    path = canvas.beginPath()
    for row, column, length in code.runs:
        path.rect(code.x + column * module, top - (row + 1) * module, length * module, module)
    canvas.setFillColor(_color(BLACK))
    canvas.drawPath(path, stroke=0, fill=1)
