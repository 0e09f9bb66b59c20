"""The one door to pdfium: what a PDF says of itself, and its pages as pictures for screen and printer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from PySide6.QtGui import QImage

from app.kernel.problems import Problem
from app.kernel.words import _

POINTS_TO_PX = 96 / 72
DOTS = 72
BAND = 1000
"""Rows of a printed page that are drawn at once: a sheet at 600 dots an inch would take 140 MB as one picture."""
_lock = threading.Lock()  # pdfium must not be entered by two threads at once


@dataclass(frozen=True)
class PageFacts:
    """What is known of a document before it is drawn: page sizes in points and their texts."""

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A stripe of a printed page: the picture and how many dots below the page's top it begins."""

    top: int
    image: QImage


def read_facts(data: bytes) -> PageFacts:
    """Sizes and texts of all pages; Problem when it is no PDF."""
    with _lock:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise Problem("pdf.unreadable", _("This file is not a PDF that can be shown.")) from error
        try:
            sizes, texts = [], []
            for page in document:
                sizes.append(tuple(page.get_size()))
                text = page.get_textpage()
                texts.append(str(text.get_text_bounded()))
                text.close()
                page.close()
            return PageFacts(tuple(sizes), tuple(texts))
        finally:
            document.close()


def draw_page(data: bytes, place: int, scale: float) -> QImage:
    """A page as a picture; scale 1 is 72 dots per inch."""
    return _drawn(data, place, scale, (0.0, 0.0, 0.0, 0.0))


def page_bands(data: bytes, place: int, size: tuple[float, float], dots: int) -> Iterator[Band]:
    """A page of a size in points in stripes from its top, at so many dots an inch."""
    scale = dots / DOTS
    high = round(size[1] * scale)
    for top in range(0, high, BAND):
        below = max(0.0, size[1] - (top + BAND) / scale)
        yield Band(top, _drawn(data, place, scale, (0.0, below, 0.0, top / scale)))


def _drawn(data: bytes, place: int, scale: float, crop: tuple[float, float, float, float]) -> QImage:
    with _lock:
        document = pdfium.PdfDocument(data)
        try:
            page = document[place]
            bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            ).copy()
            bitmap.close()
            page.close()
            return image
        finally:
            document.close()
