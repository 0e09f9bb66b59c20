"""The look of printed text in one place: sizes, weights and the few colors. All measures are points."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.paper.fonts import Font
from app.paper.fonts import width as text_width
from app.paper.text import wrap

MM = 72 / 25.4

INK = "#14212A"
GREY = "#55656F"
LINE = "#E0E6E9"
EDGE = "#C8D2D7"
WHITE = "#FFFFFF"
BLACK = "#000000"

HAIR = 0.4
HEAD_RULE = 1.1
BOX_RULE = 0.6


@dataclass(frozen=True, slots=True)
class Style:
    """A weight, a size, a color and the distance between baselines."""

    font: Font
    size: float
    color: str
    leading: float

    def width(self, text: str) -> float:
        """The printed width of a text."""
        return text_width(text, self.font, self.size)

    def wrap(self, text: str, room: float) -> tuple[str, ...]:
        """The text in lines within the room; no text, no line."""
        return wrap(text, self.font, self.size, room) if text else ()

    def in_grey(self) -> Style:
        """The same in grey."""
        return replace(self, color=GREY)


BASE = Style(Font.REGULAR, 9, INK, 12.7)
LABEL = BASE.in_grey()
MEDIUM = Style(Font.MEDIUM, 9, INK, 12.2)
STRONG = Style(Font.SEMIBOLD, 9, INK, 12.2)
SMALL = Style(Font.REGULAR, 8, GREY, 11)
CAPTION = Style(Font.REGULAR, 7.5, GREY, 10.2)
HEAD = Style(Font.MEDIUM, 7.5, GREY, 9.6)
FOOT = Style(Font.REGULAR, 7, GREY, 9.2)
BOX = Style(Font.REGULAR, 8.25, INK, 11.5)
BOX_STRONG = Style(Font.SEMIBOLD, 8.25, INK, 11.5)
BOX_TITLE = Style(Font.SEMIBOLD, 9, INK, 12.2)
FIRM = Style(Font.SEMIBOLD, 10.5, INK, 13.4)
PARTY = Style(Font.SEMIBOLD, 10, INK, 13)
SECTION = Style(Font.SEMIBOLD, 12, INK, 15)
TITLE = Style(Font.SEMIBOLD, 19, INK, 22)
TO_PAY = Style(Font.SEMIBOLD, 11, INK, 14)
TO_PAY_SUM = Style(Font.BOLD, 13, INK, 16)
MARK = Style(Font.MEDIUM, 21, WHITE, 21)
