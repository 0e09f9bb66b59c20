"""A list on paper: its title, its head on every page, its rows and its sums, as a PDF. Runs in any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from app.kernel.words import _
from app.qt.progress import Progress
from app.qt.tokens import FAMILY

DOTS = 300
POINT = DOTS / 72
SIDE, TOP, BOTTOM = 42.0, 42.0, 34.0
PAD, GAP = 3.2, 9.0
HEAD, TEXT, TITLE = 8, 9, 13
INK, GREY, LINE = QColor("#14212A"), QColor("#55656F"), QColor("#C8D2D7")
NARROWEST = 40.0
PAPERS = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedList:
    """What is printed of a list: texts as they are shown, `right` the columns of figures, `foot` the sums."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    detail: str = ""
    right: frozenset[int] = frozenset()
    foot: tuple[str, ...] = ()


def list_pdf(printed: PrintedList, paper: str, progress: Progress) -> bytes:
    """The file; upright while the columns fit, else lying."""
    return _Sheet(printed, paper, progress).made()


class _Sheet:
    """One list being laid out and drawn. All measures are points."""

    def __init__(self, printed: PrintedList, paper: str, progress: Progress) -> None:
        self._list = printed
        self._progress = progress
        self._fonts = {(size, bold): _font(size, bold=bold) for size in (HEAD, TEXT, TITLE) for bold in (False, True)}
        self._metrics = {key: QFontMetricsF(font) for key, font in self._fonts.items()}
        size = QPageSize(PAPERS[paper]).size(QPageSize.Unit.Point)
        self._wide, self._high = size.width(), size.height()
        natural = self._natural()
        self._lying = sum(natural) + GAP * (len(natural) - 1) > self._wide - 2 * SIDE
        if self._lying:
            self._wide, self._high = self._high, self._wide
        self._widths = _shared(natural, self._wide - 2 * SIDE - GAP * (len(natural) - 1))
        self._page = QPageLayout(
            QPageSize(PAPERS[paper]),
            QPageLayout.Orientation.Landscape if self._lying else QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )

    def _natural(self) -> list[float]:
        widths = [self._width(head, (HEAD, True)) for head in self._list.heads]
        lines = [(row, False) for row in self._list.rows]
        for number, (row, bold) in enumerate([*lines, *([(self._list.foot, True)] if self._list.foot else [])]):
            if number % 500 == 0:
                self._progress.check()
            for place, text in enumerate(row):
                widths[place] = max(widths[place], self._width(text, (TEXT, bold)))
        return widths

    def _width(self, text: str, key: tuple[int, bool]) -> float:
        return max((self._metrics[key].horizontalAdvance(line) for line in text.split("\n")), default=0.0) + 1

    def made(self) -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(DOTS)
        writer.setTitle(self._list.title)
        writer.setCreator("Watertight")
        writer.setPageLayout(self._page)
        pages = self._pages()
        painter = QPainter(writer)
        painter.scale(POINT, POINT)
        for number, rows in enumerate(pages, start=1):
            self._progress.check()
            if number > 1:
                writer.newPage()
            self._draw(painter, rows, number, len(pages))
        painter.end()
        return bytes(buffer.data().data())

    def _pages(self) -> list[list[tuple[str, ...]]]:
        """The rows of each page; the sums never stand without a row."""
        room = self._high - BOTTOM - 18
        foot = self._height(self._list.foot, bold=True) if self._list.foot else 0.0
        pages: list[list[tuple[str, ...]]] = [[]]
        y = self._first(1)
        for number, row in enumerate(self._list.rows):
            if number % 500 == 0:
                self._progress.check()
            high = self._height(row)
            last = number == len(self._list.rows) - 1
            if pages[-1] and y + high + (foot if last else 0.0) > room:
                pages.append([])
                y = self._first(len(pages))
            pages[-1].append(row)
            y += high
        return pages

    def _first(self, page: int) -> float:
        return TOP + (TITLE + 22 if page == 1 else 0.0) + HEAD + 10

    def _height(self, row: Sequence[str], *, bold: bool = False) -> float:
        metrics = self._metrics[TEXT, bold]
        tall = metrics.lineSpacing()
        for place, text in enumerate(row):
            if self._width(text, (TEXT, bold)) > self._widths[place]:
                box = metrics.boundingRect(QRectF(0, 0, self._widths[place], 4000), _WRAP, text)
                tall = max(tall, box.height())
        return tall + 2 * PAD

    def _draw(self, painter: QPainter, rows: Sequence[tuple[str, ...]], number: int, pages: int) -> None:
        y = TOP
        if number == 1:
            self._text(painter, SIDE, y, self._wide - 2 * SIDE, self._list.title, (TITLE, True), INK)
            self._text(painter, SIDE, y + TITLE + 4, self._wide - 2 * SIDE, self._list.detail, (TEXT, False), GREY)
            y += TITLE + 22
        self._row(painter, y, self._list.heads, (HEAD, True), GREY)
        y += HEAD + 10
        painter.fillRect(QRectF(SIDE, y - 2, self._wide - 2 * SIDE, 0.9), INK)
        for row in rows:
            high = self._height(row)
            self._row(painter, y + PAD, row, (TEXT, False), INK)
            y += high
            painter.fillRect(QRectF(SIDE, y, self._wide - 2 * SIDE, 0.4), LINE)
        if number == pages and self._list.foot:
            self._row(painter, y + PAD, self._list.foot, (TEXT, True), INK)
        words = _("page {page} of {pages}").format(page=number, pages=pages)
        line = " \u00b7 ".join(part for part in (self._list.title, words) if part)
        self._text(painter, SIDE, self._high - BOTTOM, self._wide - 2 * SIDE, line, (HEAD, False), GREY)

    def _row(self, painter: QPainter, y: float, cells: Sequence[str], key: tuple[int, bool], tint: QColor) -> None:
        x = SIDE
        for place, text in enumerate(cells):
            right = place in self._list.right
            self._text(painter, x, y, self._widths[place], text, key, tint, right=right)
            x += self._widths[place] + GAP

    def _text(  # noqa: PLR0917 - where, what and how of one text
        self,
        painter: QPainter,
        x: float,
        y: float,
        wide: float,
        text: str,
        key: tuple[int, bool],
        tint: QColor,
        *,
        right: bool = False,
    ) -> None:
        painter.setFont(self._fonts[key])
        painter.setPen(tint)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(x, y, wide, 4000), _WRAP | int(side), text)


_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignTop)


def _font(size: int, *, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(size)  # a pixel is a point here: the painter is scaled
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _shared(natural: Sequence[float], room: float) -> list[float]:
    """As wide as needed; the widest give way where that is too much. What is left goes to the widest."""
    widths = list(natural)
    over = sum(widths) - room
    if over <= 0:
        widths[widths.index(max(widths))] -= over
        return widths
    low, high = NARROWEST, max(widths)
    for _step in range(40):
        cap = (low + high) / 2
        low, high = (low, cap) if sum(min(width, cap) for width in natural) > room else (cap, high)
    return [min(width, low) for width in natural]
