"""Pages become a PDF file: the only module that draws with reportlab. Same pages, same date, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.paper.fonts import Font, register
from app.paper.marks import Box, Code, Link, Page, Rule
from app.paper.operators import Pen, color, lines, squares
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
    pen = Pen(canvas)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _draw(canvas, pen, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, pen: Pen, page: Page) -> None:
    rules: dict[tuple[str, float], list[Rule]] = {}
    for mark in page.marks:
        if isinstance(mark, Rule):
            rules.setdefault((mark.color, mark.thickness), []).append(mark)
        elif isinstance(mark, Box):
            _draw_box(canvas, page, mark)
        elif isinstance(mark, Code):
            canvas.setFillColor(color(BLACK))
            canvas.addLiteral(squares(page, mark))
        elif isinstance(mark, Link):
            place = (mark.x, page.height - mark.bottom, mark.right, page.height - mark.y)
            canvas.linkURL(mark.url, place, relative=0)
    for (code, thickness), same in rules.items():
        canvas.setStrokeColor(color(code))
        canvas.setLineWidth(thickness)
        canvas.addLiteral(lines(page, same))
    canvas.addLiteral(pen.texts(page))


def _draw_box(canvas: Canvas, page: Page, box: Box) -> None:
    if box.fill:
        canvas.setFillColor(color(box.fill))
    if box.stroke:
        canvas.setStrokeColor(color(box.stroke))
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
