"""What can stand on a page: texts, rules, boxes, codes, links. Plain values, so that a layout can be asked and tested.

Coordinates are points from the top left corner of the paper; a text's `y` is its baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.paper.fonts import Font
from app.paper.fonts import width as text_width


@dataclass(frozen=True, slots=True)
class Text:
    """One run of text on one baseline."""

    x: float
    y: float
    text: str
    font: Font
    size: float
    color: str

    @property
    def right(self) -> float:
        """Where the run ends."""
        return self.x + text_width(self.text, self.font, self.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    right: float
    thickness: float
    color: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners, stroked or filled."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    stroke: str = ""
    fill: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: `runs` are dark stretches as (row, first column, length) on a grid of `modules` a side."""

    x: float
    y: float
    size: float
    modules: int
    runs: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to click."""

    url: str
    x: float
    y: float
    right: float
    bottom: float


Mark = Text | Rule | Box | Code | Link


@dataclass(slots=True)
class Page:
    """The marks of one page in reading order."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """The text runs in reading order."""
        return [mark for mark in self.marks if isinstance(mark, Text)]
