"""A PDF on screen: exactly the bytes that leave the house, page by page."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.progress import Progress
from app.qt.tokens import color

STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
GAP = 16
MOST = 1.25
"""Fitting the width does not blow a page up beyond this."""
POINTS_TO_PX = 96 / 72
_lock = threading.Lock()  # pdfium must not be entered by two threads at once


@dataclass(frozen=True)
class PageFacts:
    """What is known of a document before it is drawn: page sizes in points and their texts."""

    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...]


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
    with _lock:
        document = pdfium.PdfDocument(data)
        try:
            page = document[place]
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            ).copy()
            bitmap.close()
            page.close()
            return image
        finally:
            document.close()


class _Sheets(QWidget):
    """The pages under each other."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inside")
        self.sizes: tuple[tuple[float, float], ...] = ()
        self.zoom = 1.0
        self.images: dict[int, QImage] = {}

    def sheet(self, place: int) -> QRectF:
        """Where a page lies."""
        top = float(GAP)
        for width, height in self.sizes[:place]:
            del width
            top += height * POINTS_TO_PX * self.zoom + GAP
        width, height = (edge * POINTS_TO_PX * self.zoom for edge in self.sizes[place])
        return QRectF(max(float(GAP), (self.width() - width) / 2), top, width, height)

    def fit(self) -> None:
        """Take the room the pages need."""
        wide = max((size[0] for size in self.sizes), default=0) * POINTS_TO_PX * self.zoom + 2 * GAP
        high = sum(size[1] * POINTS_TO_PX * self.zoom + GAP for size in self.sizes) + GAP
        self.setMinimumSize(QSize(round(wide), round(high)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunken"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in range(len(self.sizes)):
            sheet = self.sheet(place)
            if not sheet.intersects(QRectF(event.rect())):
                continue
            painter.fillRect(sheet, Qt.GlobalColor.white)
            image = self.images.get(place)
            if image is not None:
                painter.drawImage(sheet, image)
            painter.setPen(QPen(color("line2"), 1))
            painter.drawRect(sheet)
        painter.end()


class _Area(QScrollArea):
    """The view on the pages; says when its size is new."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PdfView(QWidget):
    """Pages with zoom and page keys. With operations, pages are drawn off the window's thread."""

    page_changed = Signal(int)
    rendered = Signal()

    def __init__(self, operations: Operations | None = None, *, name: str) -> None:
        """An empty view; `name` says what document it shows."""
        super().__init__()
        self._operations = operations
        self._data = b""
        self._facts = PageFacts((), ())
        self._wanted: set[tuple[int, float]] = set()
        self._fit_width = True
        self._sheets = _Sheets()
        self._area = _Area()
        self._area.setWidget(self._sheets)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(name)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._where = label("", "caption")
        self._percent = label("", "caption")
        self._name = name
        self._last = 0
        self._build()
        self.setFocusProxy(self._area)

    def _build(self) -> None:
        back = IconButton("chevron-up", _("Page up"), keys="PgUp", small=True)
        forward = IconButton("chevron-down", _("Page down"), keys="PgDn", small=True)
        smaller = IconButton("zoom-out", _("Smaller"), keys="Ctrl+−", small=True)
        larger = IconButton("zoom-in", _("Larger"), keys="Ctrl++", small=True)
        whole = Button(_("Fit the width"), small=True, keys="Ctrl+0")
        copy = Button(_("Copy text"), icon="copy", small=True, keys="Ctrl+C")
        for button, action in (
            (back, lambda: self.go(self.page - 1)),
            (forward, lambda: self.go(self.page + 1)),
            (smaller, self.zoom_out),
            (larger, self.zoom_in),
            (whole, self.fit_width),
            (copy, self.copy_text),
        ):
            button.clicked.connect(action)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 8, 12, 8)
        tools.setSpacing(6)
        left: list[QWidget] = [back, forward, self._where]
        for part in left:
            tools.addWidget(part)
        tools.addStretch()
        right: list[QWidget] = [self._percent, smaller, larger, whole, copy]
        for widget in right:
            tools.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(tools)
        box.addWidget(self._area, 1)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._area.resized.connect(self._resized)

    # ------------------------------------------------------------------ the document

    def set_pdf(self, data: bytes) -> None:
        """Show a document from its first page; Problem when it is no PDF."""
        self._facts = read_facts(data)
        self._data = data
        self._sheets.images = {}
        self._wanted = set()
        self._sheets.sizes = self._facts.sizes
        self._zoom_to(self._width_zoom() if self._fit_width else self._sheets.zoom)
        self._area.verticalScrollBar().setValue(0)
        self._say()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._facts.sizes)

    @property
    def page(self) -> int:
        """The page in sight, counted from 0."""
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() / 3
        tops = [place for place in range(self.page_count) if self._sheets.sheet(place).top() <= middle]
        return tops[-1] if tops else 0

    def go(self, page: int) -> None:
        """Show a page from its top."""
        if self.page_count:
            place = max(0, min(self.page_count - 1, page))
            self._area.verticalScrollBar().setValue(round(self._sheets.sheet(place).top()) - GAP)
            self._say()

    def text(self) -> str:
        """The text of the page in sight."""
        return self._facts.texts[self.page] if self.page_count else ""

    def copy_text(self) -> None:
        """Copy the text of the page in sight."""
        QGuiApplication.clipboard().setText(self.text())

    # ------------------------------------------------------------------ zoom

    @property
    def zoom(self) -> float:
        """1 is life size."""
        return self._sheets.zoom

    def zoom_in(self) -> None:
        """One step larger."""
        self._fit_width = False
        self._zoom_to(next((step for step in STEPS if step > self.zoom + 0.01), STEPS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        self._fit_width = False
        self._zoom_to(next((step for step in reversed(STEPS) if step < self.zoom - 0.01), STEPS[0]))

    def fit_width(self) -> None:
        """As wide as the view."""
        self._fit_width = True
        self._zoom_to(self._width_zoom())

    def _width_zoom(self) -> float:
        widest = max((size[0] for size in self._facts.sizes), default=595.0) * POINTS_TO_PX
        return max(0.3, min(MOST, (self._area.viewport().width() - 2 * GAP) / widest))

    def _zoom_to(self, zoom: float) -> None:
        here = self.page
        self._sheets.zoom = zoom
        self._sheets.fit()
        self._sheets.resize(self._sheets.minimumSize().expandedTo(self._area.viewport().size()))
        self._percent.setText(f"{round(zoom * 100)}%")
        self.go(here)
        self._draw_near()

    def _resized(self) -> None:
        if self._fit_width and self.page_count and abs(self._width_zoom() - self.zoom) > 0.005:
            self._zoom_to(self._width_zoom())

    # ------------------------------------------------------------------ drawing

    def _draw_near(self) -> None:
        """Draw the page in sight and its neighbors, once per zoom."""
        scale = round(self.zoom * POINTS_TO_PX * self.devicePixelRatioF(), 3)
        for place in range(max(0, self.page - 1), min(self.page_count, self.page + 3)):
            if (place, scale) in self._wanted:
                continue
            self._wanted.add((place, scale))
            data = self._data
            if self._operations is None:
                self._drawn(data, place, scale, draw_page(data, place, scale))
            else:
                self._draw_outside(self._operations, place, scale)

    def _draw_outside(self, operations: Operations, place: int, scale: float) -> None:
        data = self._data

        def draw(_progress: Progress) -> Any:
            return draw_page(data, place, scale)

        operations.background(draw, lambda image: self._drawn(data, place, scale, image))

    def _drawn(self, data: bytes, place: int, scale: float, image: QImage) -> None:
        if data is self._data and (place, scale) in self._wanted:
            self._sheets.images[place] = image
            self._sheets.update()
            self.rendered.emit()

    # ------------------------------------------------------------------ keys and words

    def _scrolled(self) -> None:
        self._draw_near()
        self._say()

    def _say(self) -> None:
        here = self.page
        words = _("Page {page} of {count}").format(page=here + 1, count=self.page_count) if self.page_count else ""
        self._where.setText(words)
        self._area.setAccessibleName(f"{self._name}, {words}" if words else self._name)
        self._area.setAccessibleDescription(self.text()[:2000])
        if here != self._last:
            self._last = here
            self.page_changed.emit(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key, text = event.key(), event.text()
        if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.go(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif held and (key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal} or text == "+"):
            self.zoom_in()
        elif held and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif held and key == Qt.Key.Key_0:
            self.fit_width()
        elif held and key == Qt.Key.Key_C:
            self.copy_text()
        else:
            super().keyPressEvent(event)
