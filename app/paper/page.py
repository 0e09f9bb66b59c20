"""The sheet: paper sizes, margins, a cursor, page breaks, and the foot that knows how many pages there are."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Literal

from app.kernel.problems import Problem
from app.kernel.words import _
from app.paper.marks import Mark, Page, Rule, Text
from app.paper.style import EDGE, FOOT, HAIR, MM, Style
from app.paper.text import ellipsis

SIDE = 15 * MM
TOP = 15 * MM
BOTTOM = 12 * MM
ABOVE_FOOT = 14.0
"""From the foot's rule up to the last thing of the page."""
RUNNING = 24.0
"""Height of the running head of a page after a break."""
FOOT_GAP = 18.0
FOOT_LEAD = 13.0
"""From the foot's rule down to its first baseline."""

Align = Literal["left", "right", "center"]


class Paper(Enum):
    """The two sizes documents are made in; the values are the names that formats give."""

    A4 = "A4"
    LETTER = "Letter"

    @property
    def width(self) -> float:
        """Points across."""
        return 210 * MM if self is Paper.A4 else 612.0

    @property
    def height(self) -> float:
        """Points down."""
        return 297 * MM if self is Paper.A4 else 792.0


class Sheet:
    """Pages being laid out, with a cursor `y` that moves down and breaks to the next page.

    `running` draws the head of every page after a break; it may be changed for the next part of a document.
    """

    def __init__(self, paper: Paper, *, foot: str, number: str, page_words: str) -> None:
        """An empty first page; `page_words` like 'page {page} of {pages}'."""
        self.paper = paper
        self.left = SIDE
        self.right = paper.width - SIDE
        self.width = self.right - self.left
        self.y = TOP
        self.foot = foot
        self.running: Callable[[Sheet], None] | None = None
        self._number = number
        self._page_words = page_words
        self._pages: list[tuple[Page, str]] = []
        self._start()

    @property
    def bottom(self) -> float:
        """Where this page's content must end."""
        return self._bottom_above(self._pages[-1][1])

    @property
    def fresh_room(self) -> float:
        """How much height the next page will have under its running head."""
        return self._bottom_above(self.foot) - TOP - (RUNNING if self.running else 0.0)

    @property
    def room(self) -> float:
        """How much height is left on this page."""
        return self.bottom - self.y

    @property
    def page_count(self) -> int:
        """Pages so far."""
        return len(self._pages)

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """Place one line; `x` is its left edge, its right edge or its middle."""
        if not text:
            return
        start = x - {"left": 0.0, "right": 1.0, "center": 0.5}[align] * style.width(text)
        self.add(Text(start, y, text, style.font, style.size, style.color))

    def add(self, mark: Mark) -> None:
        """Put a mark on the current page."""
        self._pages[-1][0].marks.append(mark)

    def need(self, height: float, where: str) -> None:
        """Break the page when less than `height` is left; Problem when no page is high enough."""
        if height <= self.room:
            return
        self.break_page()
        self.require(height, where)

    def require(self, height: float, where: str) -> None:
        """Problem when less than `height` is left on this page."""
        if height > self.room:
            message = _("“{where}” is longer than a page.").replace("{where}", where)
            raise Problem(
                "paper.too_long", message, field=where, hint=_("No document was made. Shorten the text there.")
            )

    def break_page(self) -> None:
        """Go on at the top of a new page, under its running head."""
        self._start()
        if self.running is not None:
            self.running(self)
            self.y = TOP + RUNNING

    def finish(self) -> tuple[Page, ...]:
        """The pages with their feet, now that their number is known."""
        for number, (page, foot) in enumerate(self._pages, start=1):
            page.marks.extend(self._foot_marks(foot, number))
        return tuple(page for page, _foot in self._pages)

    def _start(self) -> None:
        self._pages.append((Page(self.paper.width, self.paper.height), self.foot))
        self.y = TOP

    def _bottom_above(self, foot: str) -> float:
        lines = max(1, len(self._foot_lines(foot)))
        return self.paper.height - BOTTOM - FOOT_LEAD - (lines - 1) * FOOT.leading - ABOVE_FOOT

    def _page_text(self, page: int, pages: int) -> str:
        counted = self._page_words.replace("{page}", str(page)).replace("{pages}", str(pages))
        room = self.width / 2 - FOOT.width(f" · {counted}")
        number = ellipsis(self._number, FOOT.font, FOOT.size, room)
        return " · ".join(part for part in (number, counted) if part)

    def _foot_lines(self, foot: str) -> tuple[str, ...]:
        room = self.width - FOOT.width(self._page_text(999, 999)) - FOOT_GAP
        return FOOT.wrap(foot, max(room, self.width / 3))

    def _foot_marks(self, foot: str, number: int) -> list[Mark]:
        lines = self._foot_lines(foot)
        last = self.paper.height - BOTTOM
        first = last - max(0, len(lines) - 1) * FOOT.leading
        marks: list[Mark] = [Rule(self.left, first - FOOT_LEAD, self.right, HAIR, EDGE)]
        for index, line in enumerate(lines):
            marks.append(Text(self.left, first + index * FOOT.leading, line, FOOT.font, FOOT.size, FOOT.color))
        counted = self._page_text(number, len(self._pages))
        marks.append(Text(self.right - FOOT.width(counted), first, counted, FOOT.font, FOOT.size, FOOT.color))
        return marks
