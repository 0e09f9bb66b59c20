"""The command palette: one line that finds commands, clients, invoices and people, and shows their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.words import _, ngettext
from app.qt.accessible import Role
from app.qt.icons import paint_icon
from app.qt.keycaps import KeyCaps, caps_width, paint_caps
from app.qt.labels import Picture, label, rule
from app.qt.overlay import Overlay
from app.qt.palette_match import LIMIT, PREFIXES, Found, PaletteItem, Span, rank
from app.qt.speech import say
from app.qt.tokens import color, current, font, metrics, px

WIDTH = 660
TOP = 92
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _group_title(kind: str) -> str:
    return {
        "command": _("Do"),
        "client": _("Clients and engagements"),
        "invoice": _("Invoices"),
        "person": _("People"),
        "time": _("Time"),
        "setting": _("Settings"),
    }.get(kind, kind)


class _Results(QWidget):
    """The rows of the palette, painted; the line edit keeps the focus."""

    accessible_role = Role.List
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.current = 0
        self._boxes: list[QRectF] = []
        self.setAccessibleName(_("Results"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, found: list[Found]) -> None:
        self.found = found
        self.current = 0
        self.updateGeometry()
        self.update()

    @staticmethod
    def _row() -> int:
        return current.row_height(38)

    @staticmethod
    def _head() -> int:
        return max(32, metrics(12, 500).height() + 16)

    def sizeHint(self) -> QSize:
        groups = len({one.item.kind for one in self.found})
        rows = len(self.found) * self._row() + groups * self._head() + 8
        return QSize(WIDTH, rows if self.found else self._row() + 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._boxes = []
        top, kind = 0, ""
        for index, one in enumerate(self.found):
            if one.item.kind != kind:
                kind = one.item.kind
                painter.setFont(font(12, 500))
                painter.setPen(color("text3"))
                head = QRectF(20, top + 4, self.width() - 40, self._head() - 4)
                painter.drawText(head, _LEFT, one.item.group or _group_title(kind))
                top += self._head()
            box = QRectF(8, top, self.width() - 16, self._row())
            self._boxes.append(box)
            self._paint_row(painter, box, one, index == self.current)
            top += self._row()
        if not self.found:
            painter.setFont(font(13))
            painter.setPen(color("text3"))
            painter.drawText(QRectF(self.rect()).adjusted(20, 0, -20, 0), _LEFT, _("Nothing found. Try fewer letters."))
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, one: Found, on: bool) -> None:
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accentSoft"))
            painter.drawRoundedRect(box, 6, 6)
        item = one.item
        if item.icon:
            side = px(16)
            icon = QRectF(box.left() + 12, box.center().y() - side / 2, side, side)
            paint_icon(painter, icon, item.icon, "accentText" if on else "text2")
        keys = caps_width(item.keys) if item.keys else 0
        left, right = box.left() + px(16) + 24, box.right() - 14 - keys
        left = self._text(painter, QRectF(left, box.top(), right - left, box.height()), item.title, one.title_spans, on)
        if item.detail and right - left > 40:
            rest = QRectF(left + 10, box.top(), right - left - 20, box.height())
            self._text(painter, rest, item.detail, one.detail_spans, None)
        if keys:
            paint_caps(painter, right + 2, box.center().y(), item.keys)

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str, spans: Sequence[Span], on: bool | None) -> float:
        """Text with matched places bold in accent; gives its right end. `on` None is a detail."""
        size, weight = (12, 400) if on is None else (13, 500)
        plain = "text3" if on is None else "accentText" if on else "text"
        x = box.left()
        shown = metrics(size, 600).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        cuts = sorted({0, len(shown), *(min(edge, len(shown)) for span in spans for edge in span)})
        for start, end in pairwise(cuts):
            hit = any(first <= start < last for first, last in spans)
            face = (size, 600 if hit else weight)
            piece = shown[start:end]
            painter.setFont(font(*face))
            painter.setPen(color("accentText" if hit else plain))
            painter.drawText(QRectF(x, box.top(), box.right() - x + 8, box.height()), _LEFT, piece)
            x += metrics(*face).horizontalAdvance(piece)
        return x

    def _at(self, event: QMouseEvent) -> int:
        spot = event.position()
        return next((i for i, box in enumerate(self._boxes) if box.contains(spot)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event)
        if place >= 0 and place != self.current:
            self.current = place
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._at(event)
        if place >= 0:
            self.chosen.emit(place)


class CommandPalette(Overlay):
    """Ctrl+K. The window gives it commands; records are offered while the reader types."""

    chosen = Signal(object)
    typed = Signal(str)
    asked = Signal()
    """Opened with nothing typed yet."""

    def __init__(self, host: QWidget) -> None:
        """A closed palette over a window."""
        super().__init__(host, _("Search or type a command"))
        self._items: list[PaletteItem] = []
        self.names: Mapping[str, Callable[[], str]] = {}
        """What commands are called that are called otherwise each time, asked whenever the palette opens."""
        self._here: list[PaletteItem] = []
        self._hints: dict[str, tuple[QWidget, QWidget]] = {}
        self._offered: list[PaletteItem] = []
        self._recent: list[str] = []
        self._visited: list[PaletteItem] = []
        self.line = QLineEdit()
        self.line.setProperty("bare", "true")
        self.line.setPlaceholderText(_("Search or type a command"))
        self.line.setAccessibleName(_("Search or type a command"))
        self.results = _Results()
        self._count = label("", "hint")
        self._build()
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.results.chosen.connect(self._choose)

    def _build(self) -> None:
        box = QVBoxLayout(self.panel)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(20, 12, 18, 12)
        top.setSpacing(12)
        top.addWidget(Picture("search", 18))
        top.addWidget(self.line, 1)
        top.addWidget(self._count)
        top.addWidget(KeyCaps("Esc"))
        box.addLayout(top)
        box.addWidget(rule())
        box.addWidget(self.results)
        foot = QFrame()
        foot.setProperty("sunken", "rounded")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 7, 16, 7)
        row.setSpacing(6)
        for keys, words in (("Up Down", _("choose")), ("Enter", _("run"))):
            row.addWidget(KeyCaps(keys))
            row.addWidget(label(words, "hint"))
            row.addSpacing(8)
        row.addStretch()
        for keys, words in ((">", _("commands only")), ("#", _("invoices")), ("@", _("people"))):
            self._hints[keys] = (KeyCaps(keys), label(words, "hint"))
            for part in self._hints[keys]:
                row.addWidget(part)
            row.addSpacing(4)
        box.addWidget(foot)

    # ------------------------------------------------------------------ what it finds

    def set_items(self, items: Sequence[PaletteItem]) -> None:
        """What is always there: the commands and places this person may use."""
        self._items = list(items)
        self._rank()

    def show_prefix(self, keys: str, *, shown: bool) -> None:
        """Tell about a prefix only where it finds something for this person."""
        for part in self._hints[keys]:
            part.setVisible(shown)

    def set_here(self, items: Sequence[PaletteItem]) -> None:
        """What the open page can do; it stands before the rest."""
        self._here = list(items)
        self._rank()

    def offer(self, text: str, items: Sequence[PaletteItem]) -> None:
        """Records found for a text; ignored when the reader has typed on."""
        if text == self.line.text().strip():
            self._offered = list(items)
            self._rank()

    def set_visited(self, items: Sequence[PaletteItem]) -> None:
        """Records that were opened last, the newest first: offered before anything is typed."""
        if list(items) != self._visited:
            self._visited = list(items)
            if not self.line.text().strip():
                self._rank()

    def recent(self) -> list[str]:
        """Keys of what was used, newest first."""
        return list(self._recent)

    def open(self, text: str = "") -> None:
        """Open over the window, with a text already typed."""
        self._offered = []
        self._items = [self._named(item) for item in self._items]
        self.line.setText(text)
        self._rank()
        self.open_layer(self.line)
        if not text:
            self.asked.emit()

    def _named(self, item: PaletteItem) -> PaletteItem:
        name = self.names.get(item.key)
        return item if name is None else replace(item, title=name())

    def shown(self) -> list[PaletteItem]:
        """What the palette lists now."""
        return [one.item for one in self.results.found]

    def arrange(self) -> None:
        """The panel stands 92 px from the top, in the middle."""
        width = min(px(WIDTH), self.width() - 40)
        self.panel.setFixedWidth(width)
        layout = self.panel.layout()
        if layout is not None:
            layout.activate()
        height = self.panel.sizeHint().height()
        top = min(TOP, max(8, (self.height() - height) // 2))
        self.panel.setGeometry((self.width() - width) // 2, top, width, min(height, self.height() - 16))

    # ------------------------------------------------------------------ typing

    def _typed(self) -> None:
        self._offered = []
        self._rank()
        text = self.line.text().strip()
        if text and text not in PREFIXES:
            self.typed.emit(text)

    def _rank(self) -> None:
        text = self.line.text()
        opened = [] if text.strip() else [Found(item, 0) for item in self._visited]
        items = [*self._here, *self._items, *self._offered]
        found = [*opened, *rank(text, items, self._recent, LIMIT - len(opened))]
        self.results.set(found)
        self._count.setText(ngettext("{n} result", "{n} results", len(found)) if self.line.text().strip() else "")
        self._say()
        if self.isVisible():
            self.arrange()

    def _say(self) -> None:
        """The screen reader hears the current row as the line's description."""
        found = self.results.found
        item = found[self.results.current].item if found else None
        words = ", ".join(part for part in (item.title, item.detail, item.keys) if part) if item else _("Nothing found")
        if words != self.line.accessibleDescription():
            self.line.setAccessibleDescription(words)
            if self.isVisible():
                say(self.line, words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.results.found:
                self.results.current = (self.results.current + step) % len(self.results.found)
                self.results.update()
                self._say()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.results.current)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.results.found):
            return
        item = self.results.found[place].item
        self._recent = [item.key, *(key for key in self._recent if key != item.key)][:50]
        self.close_layer()
        self.chosen.emit(item)
