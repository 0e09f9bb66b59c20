"""The operators of a PDF page, as the canvas would write them, each number and each character looked up once.

A canvas formats every coordinate and encodes every text anew: half the time of a long invoice. The bytes are the same.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from reportlab.lib.colors import HexColor
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.paper.fonts import Font, face
from app.paper.marks import Code, Page, Rule

LEADING = 1.2
"""A text object is given this many sizes between its lines; ours has one line at each place."""

Piece = tuple[int, str]
"""A part of a text that one subset of its font holds: the subset's number and the characters as a PDF string."""


@functools.lru_cache(maxsize=32_768)
def number(value: float) -> str:
    """A number as the canvas writes it."""
    return str(fp_str(value))


@functools.cache
def color(code: str) -> HexColor:
    """A color of the canvas."""
    return HexColor(code)


@functools.cache
def _fill(code: str) -> str:
    found = color(code)
    return f"{number(found.red)} {number(found.green)} {number(found.blue)} rg"


class _Characters(dict[int, str]):
    """How one document writes the characters of a font. Asking for a new one adds it to the subset the file will hold.

    A subset has some 220 characters. When a document needs more, its texts are cut by subset, the canvas's slow way.
    """

    def __init__(self, font: TTFont, canvas: Canvas) -> None:
        super().__init__()
        self._font = font
        self._document = canvas._doc  # noqa: SLF001 - the key under which a font keeps a document's subset
        self._one_subset = True

    def __missing__(self, code: int) -> str:
        ((subset, encoded),) = self._font.splitString(chr(code), self._document)
        if subset:
            self._one_subset = False
        written = self[code] = str(escapePDF(encoded))
        return written

    def pieces(self, text: str) -> Iterable[Piece]:
        """The text as PDF strings."""
        if self._one_subset:
            written = text.translate(self)
            if self._one_subset:
                return ((0, written),) if written else ()
        return [(subset, escapePDF(encoded)) for subset, encoded in self._font.splitString(text, self._document)]

    def name(self, subset: int) -> str:
        """What the pages call a subset."""
        return str(self._font.getSubsetInternalName(subset, self._document))


class Pen:
    """Writes the texts of one document's pages."""

    def __init__(self, canvas: Canvas) -> None:
        """For a canvas that is not saved yet; fonts must be registered."""
        self._fonts = {font: _Characters(face(font), canvas) for font in Font}

    def texts(self, page: Page) -> str:
        """All texts of a page in one text object, in reading order."""
        code = ["BT 1 0 0 1 0 0 Tm"]
        font, size, shade, current = Font.REGULAR, 0.0, "", -1
        characters = self._fonts[font]
        for mark in page.texts:
            if (mark.font, mark.size) != (font, size):
                font, size, current = mark.font, mark.size, -1
                characters = self._fonts[font]
            if mark.color != shade:
                shade = mark.color
                code.append(_fill(shade))
            code.append(f"1 0 0 1 {number(mark.x)} {number(page.height - mark.y)} Tm")
            for subset, written in characters.pieces(mark.text):
                if subset != current:
                    current = subset
                    code.append(f"{characters.name(subset)} {number(size)} Tf {number(size * LEADING)} TL")
                code.append(f"({written}) Tj")
        code.append("ET")
        return " ".join(code)


def lines(page: Page, rules: Iterable[Rule]) -> str:
    """Horizontal lines of one color and thickness."""
    code = ["n"]
    for rule in rules:
        y = number(page.height - rule.y)
        code.append(f"{number(rule.x)} {y} m {number(rule.right)} {y} l")
    code.append("S")
    return "\n".join(code)


def squares(page: Page, code: Code) -> str:
    """The dark stretches of a QR code, filled."""
    module = code.size / code.modules
    top = page.height - code.y
    high = number(module)
    rows = (
        f"{number(code.x + column * module)} {number(top - (row + 1) * module)} {number(length * module)} {high} re"
        for row, column, length in code.runs
    )
    return f"n {' '.join(rows)}\nf*"
