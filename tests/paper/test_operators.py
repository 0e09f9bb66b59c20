"""What a page's operators say is what the canvas would say, byte by byte."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.paper.fonts import Font, register
from app.paper.marks import Code, Page, Rule, Text
from app.paper.operators import Pen, color, lines, squares
from app.paper.writer import write

MANY = "".join(map(chr, (*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x180), *range(0x400, 0x450))))
"""More characters than one subset of a font holds."""
TEXTS = (
    ("Invoice (draft) \\ 1", Font.SEMIBOLD, 19.0, "#14212A"),
    ("£1,234.50\u00a0net – \u201cWelsh Back\u201d", Font.REGULAR, 9.0, "#14212A"),
    ("1,234.50", Font.REGULAR, 9.0, "#55656F"),
    ("Ærøskøbing ƒ ż Ж", Font.REGULAR, 7.5, "#55656F"),
    ("£1,234.50", Font.BOLD, 13.0, "#55656F"),
)


def a_page(texts: tuple[tuple[str, Font, float, str], ...] = TEXTS) -> Page:
    page = Page(595.2756, 841.8898)
    for place, (text, font, size, shade) in enumerate(texts):
        page.marks.append(Text(42.5197 + place / 3, 50 + 14.1 * place, text, font, size, shade))
    return page


def by_canvas(page: Page, canvas: Canvas) -> str:
    """The texts of a page through the canvas's own text object."""
    run = canvas.beginText()
    font, size, shade = None, 0.0, ""
    for mark in page.texts:
        if (mark.font, mark.size) != (font, size):
            font, size = mark.font, mark.size
            run.setFont(font.value, size)
        if mark.color != shade:
            shade = mark.color
            run.setFillColor(color(shade))
        run.setTextOrigin(mark.x, page.height - mark.y)
        run.textOut(mark.text)
    return str(run.getCode())


@pytest.fixture
def canvas() -> Canvas:
    register()
    return Canvas(BytesIO())


def test_texts_are_written_as_a_text_object_writes_them(canvas: Canvas) -> None:
    assert Pen(canvas).texts(a_page()) == by_canvas(a_page(), Canvas(BytesIO()))


def test_a_document_with_more_characters_than_a_subset_is_cut_by_subset_as_the_canvas_does(canvas: Canvas) -> None:
    page = a_page(((MANY, Font.REGULAR, 8.0, "#000000"), *TEXTS, (MANY[::-1], Font.REGULAR, 8.0, "#000000")))
    written = Pen(canvas).texts(page)
    assert written == by_canvas(page, Canvas(BytesIO()))
    assert "+1 8 Tf" in written


def test_no_text_is_no_string(canvas: Canvas) -> None:
    assert "Tj" not in Pen(canvas).texts(a_page((("", Font.BOLD, 13.0, "#55656F"),)))


def test_every_character_of_such_a_document_is_read_back() -> None:
    rows = tuple((MANY[start : start + 60], Font.REGULAR, 8.0, "#000000") for start in range(0, len(MANY), 60))
    made = write([a_page(rows)], title="t", author="a", language="en", made_at=datetime(2026, 4, 30, tzinfo=UTC))
    read = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert set(MANY) <= set(read)
    assert len(pypdf.PdfReader(BytesIO(made)).pages) == 1


def test_two_documents_at_once_keep_their_own_subsets(canvas: Canvas) -> None:
    one, other = Pen(canvas), Pen(Canvas(BytesIO()))
    first = a_page((("żŻ", Font.REGULAR, 8.0, "#000000"),))
    second = a_page((("ЖżŻ", Font.REGULAR, 8.0, "#000000"),))
    assert other.texts(second) == by_canvas(second, Canvas(BytesIO()))
    assert one.texts(first) == by_canvas(first, Canvas(BytesIO()))


def test_rules_are_written_as_lines_of_the_canvas(canvas: Canvas) -> None:
    page = a_page()
    rules = [Rule(42.5197, 100 + 18.7 * row, 552.7559, 0.4, "#E0E6E9") for row in range(3)]
    height = page.height
    canvas.lines([(rule.x, height - rule.y, rule.right, height - rule.y) for rule in rules])
    assert "\n".join(canvas._code).endswith(lines(page, rules))


def test_a_code_is_written_as_a_filled_path_of_the_canvas(canvas: Canvas) -> None:
    page = a_page()
    code = Code(60.1, 500.3, 62.3622, 29, ((0, 0, 7), (0, 9, 1), (3, 2, 3), (28, 20, 9)))
    module, path = code.size / code.modules, canvas.beginPath()
    for row, column, length in code.runs:
        top = page.height - code.y
        path.rect(code.x + column * module, top - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)
    assert "\n".join(canvas._code).endswith(squares(page, code))
