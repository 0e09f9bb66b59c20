"""A PDF on screen: exactly the bytes that leave the house, its pages side by side where there is room."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.buttons import IconButton
from app.qt.labels import label
from app.qt.operations import Failed, Operations
from app.qt.pdf_pages import POINTS_TO_PX, PageFacts, draw_page, read_facts
from app.qt.progress import Progress
from app.qt.tokens import color, metrics

STEPS = (0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
GAP = 16
MOST = 1.25
"""Fitting does not blow a page up beyond this."""
READABLE = 0.5
"""Pages stand side by side when they are fitted no smaller than this; below it one page takes the width."""
ABREAST = 2


class _Sheets(QWidget):
    """The pages, side by side and under each other."""

    decoration = True

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inside")
        self.sizes: tuple[tuple[float, float], ...] = ()
        self.zoom = 1.0
        self.abreast = 1
        self.images: dict[int, QImage] = {}

    def scaled(self, place: int) -> tuple[float, float]:
        """The size of a page on screen."""
        width, height = self.sizes[place]
        return width * POINTS_TO_PX * self.zoom, height * POINTS_TO_PX * self.zoom

    def row(self, place: int) -> range:
        """The pages that stand beside a page, itself among them."""
        first = place - place % self.abreast
        return range(first, min(first + self.abreast, len(self.sizes)))

    def sheet(self, place: int) -> QRectF:
        """Where a page lies."""
        row = self.row(place)
        top = float(GAP)
        for first in range(0, row.start, self.abreast):
            top += max(self.scaled(other)[1] for other in self.row(first)) + GAP
        wide = sum(self.scaled(other)[0] for other in row) + GAP * (len(row) - 1)
        left = max(float(GAP), (self.width() - wide) / 2)
        left += sum(self.scaled(other)[0] + GAP for other in range(row.start, place))
        return QRectF(left, top, *self.scaled(place))

    def fit(self) -> None:
        """Take the room the pages need."""
        rows = [self.row(first) for first in range(0, len(self.sizes), self.abreast)]
        wide = max((sum(self.scaled(place)[0] + GAP for place in row) for row in rows), default=0) + GAP
        high = sum(max(self.scaled(place)[1] for place in row) + GAP for row in rows) + GAP
        self.setMinimumSize(QSize(int(wide), int(high)))
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
    """The view on the pages; says when its size is new. Keys that turn pages are the view's."""

    accessible_role = Role.Document
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        view = self.parent()
        if not (isinstance(view, PdfView) and view.take_key(event)):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class PdfView(QWidget):
    """Pages with zoom and page keys. With operations, pages are drawn off the window's thread."""

    opened = Signal()
    page_changed = Signal(int)
    zoomed = Signal(float)
    rendered = Signal()

    def __init__(self, operations: Operations | None = None, *, name: str) -> None:
        """An empty view; `name` says what document it shows."""
        super().__init__()
        self._operations = operations
        self._data = self._asked = b""
        self._facts = PageFacts((), ())
        self._wanted: set[tuple[int, float]] = set()
        self._fitted = True
        self._page = 0
        self._sheets = _Sheets()
        self._area = _Area()
        self._area.setWidget(self._sheets)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(name)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = name
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._area, 1)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._area.resized.connect(self._resized)
        self.setFocusProxy(self._area)

    # ------------------------------------------------------------------ the document

    def set_name(self, name: str) -> None:
        """Say what document is shown."""
        self._name = name
        self._say()

    def set_pdf(
        self, data: bytes, facts: PageFacts | None = None, *, same: bool = False, failed: Failed | None = None
    ) -> None:
        """Show a document from its first page, or `same`: where the one before was looked at; `opened` when it is.

        What is no PDF goes to `failed` as a Problem; without operations it is raised.
        """
        self._asked = data
        if facts is not None or self._operations is None:
            self._open(data, facts or read_facts(data), same=same)
            return

        def read(_progress: Progress) -> PageFacts:
            return read_facts(data)  # it may have to wait for a page that is being drawn

        self._operations.background(read, partial(self._take, data, same), failed=failed)

    def _take(self, data: bytes, same: bool, facts: PageFacts) -> None:
        """What was read, unless another document was asked for since."""
        if data is self._asked:
            self._open(data, facts, same=same)

    def _open(self, data: bytes, facts: PageFacts, *, same: bool) -> None:
        bar = self._area.verticalScrollBar()
        kept = (self._page, bar.value()) if same else (0, 0)
        if not same or facts.sizes != self._facts.sizes:
            self._sheets.images = {}
        self._facts = facts
        self._data = data
        self._wanted = set()
        self._sheets.sizes = facts.sizes
        self._page = max(0, min(kept[0], self.page_count - 1))
        self._zoom_to(self._fitting() if self._fitted else self._sheets.zoom)
        bar.setValue(kept[1])
        self._say()
        self.opened.emit()

    def clear(self) -> None:
        """Show nothing."""
        self._facts, self._page = PageFacts((), ()), 0
        self._data = self._asked = b""
        self._wanted = set()
        self._sheets.sizes, self._sheets.images = (), {}
        self._sheets.fit()
        self._say()

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._facts.sizes)

    @property
    def page(self) -> int:
        """The page the keys are at, counted from 0."""
        return self._page

    def go(self, page: int) -> None:
        """Show a page from its top."""
        if self.page_count:
            place = max(0, min(self.page_count - 1, page))
            self._area.verticalScrollBar().setValue(round(self._sheets.sheet(place).top()) - GAP)
            self._move(place)

    def text(self) -> str:
        """The text of the page the keys are at."""
        return self._facts.texts[self._page] if self.page_count else ""

    def whole_text(self) -> str:
        """The text of all pages."""
        return "\n".join(self._facts.texts)

    def copy_text(self) -> None:
        """Copy the text of the page the keys are at."""
        QGuiApplication.clipboard().setText(self.text())

    # ------------------------------------------------------------------ zoom

    @property
    def zoom(self) -> float:
        """1 is life size."""
        return self._sheets.zoom

    def zoom_in(self) -> None:
        """One step larger."""
        self._fitted = False
        self._zoom_to(next((step for step in STEPS if step > self.zoom + 0.01), STEPS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        self._fitted = False
        self._zoom_to(next((step for step in reversed(STEPS) if step < self.zoom - 0.01), STEPS[0]))

    def fit(self) -> None:
        """Whole pages side by side, or one page as wide as the view where they would be too small to read."""
        self._fitted = True
        self._zoom_to(self._fitting())

    def _fitting(self) -> float:
        widths = sorted((size[0] * POINTS_TO_PX for size in self._facts.sizes), reverse=True) or [595.0]
        height = max((size[1] * POINTS_TO_PX for size in self._facts.sizes), default=842.0)
        wide, high = self._area.width() - 2 * GAP - 2, self._area.height() - 2 * GAP - 2
        abreast = min(ABREAST, len(widths))
        whole = min((wide - GAP * (abreast - 1)) / sum(widths[:abreast]), high / height)
        if whole < READABLE:
            whole = min((self._area.viewport().width() - 2 * GAP) / widths[0], MOST)
        return max(STEPS[0], min(MOST, whole))

    def _zoom_to(self, zoom: float) -> None:
        here = self._page
        self._sheets.zoom = zoom
        self._sheets.abreast = self._abreast(zoom)
        self._sheets.fit()
        self._sheets.resize(self._sheets.minimumSize().expandedTo(self._area.viewport().size()))
        self.go(here)
        self._draw_near()
        self.zoomed.emit(zoom)

    def _abreast(self, zoom: float) -> int:
        """How many pages stand side by side at a zoom."""
        widest = max((size[0] for size in self._facts.sizes), default=595.0) * POINTS_TO_PX * zoom
        room = self._area.viewport().width() - GAP
        return max(1, min(ABREAST, self.page_count, int((room + 1) // (widest + GAP))))

    def _resized(self) -> None:
        if not self.page_count:
            return
        zoom = self._fitting() if self._fitted else self.zoom
        if abs(zoom - self.zoom) > 0.003 or self._abreast(zoom) != self._sheets.abreast:
            self._zoom_to(zoom)

    # ------------------------------------------------------------------ drawing

    def _near(self) -> list[int]:
        """The pages in sight and the next ones."""
        top = self._area.verticalScrollBar().value()
        view = QRectF(0, top - 200, self._sheets.width(), self._area.viewport().height() * 1.5 + 200)
        return [place for place in range(self.page_count) if self._sheets.sheet(place).intersects(view)]

    def _draw_near(self) -> None:
        """Draw what is in sight, once per zoom."""
        scale = round(self.zoom * POINTS_TO_PX * self.devicePixelRatioF(), 3)
        near = self._near()
        for place in [place for place in self._sheets.images if place not in near]:
            del self._sheets.images[place]  # a large page takes much memory and is drawn again in no time
        self._wanted = {(place, drawn) for place, drawn in self._wanted if place in near}
        for place in near:
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

        operations.background(draw, partial(self._drawn, data, place, scale))

    def _drawn(self, data: bytes, place: int, scale: float, image: QImage) -> None:
        if data is self._data and (place, scale) in self._wanted:
            self._sheets.images[place] = image
            self._sheets.update()
            self.rendered.emit()

    # ------------------------------------------------------------------ keys and words

    def _scrolled(self) -> None:
        """The page of the keys follows the eye: the first one of which a good part is in sight."""
        self._draw_near()
        view = self._area.viewport().height()
        top = self._area.verticalScrollBar().value()
        here = self._sheets.sheet(self._page) if self.page_count else QRectF()
        if self.page_count and not (here.bottom() > top + view / 3 and here.top() < top + view / 2):
            seen = [place for place in range(self.page_count) if self._sheets.sheet(place).bottom() > top + view / 3]
            self._move(seen[0] if seen else self.page_count - 1)

    def _move(self, place: int) -> None:
        moved = place != self._page
        self._page = place
        self._say()
        if moved:
            self.page_changed.emit(place)

    def _say(self) -> None:
        words = self.place_words()
        self._area.setAccessibleName(f"{self._name}, {words}" if words else self._name)
        self._area.setAccessibleDescription(self.text()[:2000])

    def place_words(self) -> str:
        """Where the keys are: Page 2 of 3."""
        if not self.page_count:
            return ""
        return _("Page {page} of {count}").format(page=self._page + 1, count=self.page_count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take_key(event):
            super().keyPressEvent(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Turn pages, zoom and copy by key; whether it was one of these keys."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key, text = event.key(), event.text()
        if key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown} and not held:
            self.go(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and not held:
            self.go(0 if key == Qt.Key.Key_Home else self.page_count - 1)
        elif held and (key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal} or text == "+"):
            self.zoom_in()
        elif held and key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif held and key == Qt.Key.Key_0:
            self.fit()
        elif held and key == Qt.Key.Key_C:
            self.copy_text()
        else:
            return False
        return True


class ZoomBar(QWidget):
    """Smaller, how large, larger; for a view that stands elsewhere."""

    def __init__(self, view: PdfView) -> None:
        """The zoom of a view."""
        super().__init__()
        self.smaller = IconButton("minus", _("Smaller"), keys="Ctrl+\u2212")
        self.larger = IconButton("plus", _("Larger"), keys="Ctrl++")
        self.percent: QLabel = label("", "label")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.smaller, self.percent, self.larger):
            row.addWidget(part)
        self.smaller.clicked.connect(view.zoom_out)
        self.larger.clicked.connect(view.zoom_in)
        view.zoomed.connect(self._tell)
        self._tell(view.zoom)

    def _tell(self, zoom: float) -> None:
        words = f"{round(zoom * 100)}%"
        self.percent.setText(words)
        self.percent.setMinimumWidth(metrics(13, 500).horizontalAdvance("300%") + 4)
        self.percent.setAccessibleName(_("Zoom {percent}").format(percent=words))
