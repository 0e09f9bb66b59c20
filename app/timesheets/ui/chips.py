"""Chips under the entry line: how each part of it was read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.qt.icons import paint_icon
from app.qt.shapes import paint_shape
from app.qt.tokens import color, font, metrics

EDGE = 8
ICON = 13
GAP = 6
_LOOKS = {
    "read": ("accentText", "accentSoft", ""),
    "unclear": ("warnText", "warnBg", ""),
    "guess": ("text", "surface", "line2"),
    "picked": ("accentText", "accentSoft", "accent"),
}


class ReadChip(QWidget):
    """One part of the line: `read` as meant, `unclear`, or a `guess` to choose (`picked` once chosen)."""

    pressed = Signal()

    def __init__(self, text: str, icon: str = "", look: str = "read") -> None:
        """A chip; an unclear one carries the watch shape instead of an icon."""
        super().__init__()
        self._text = text
        self._icon = icon
        self._look = look
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if look in {"guess", "picked"}:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def text(self) -> str:
        """The words shown."""
        return self._text

    def look(self) -> str:
        """How it is shown."""
        return self._look

    def _lead(self) -> int:
        return ICON + GAP if self._icon or self._look == "unclear" else 0

    def sizeHint(self) -> QSize:
        measure = metrics(12, 500)
        return QSize(measure.horizontalAdvance(self._text) + 2 * EDGE + self._lead() + 2, max(24, measure.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 44 + self._lead()), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._look in {"guess", "picked"} and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        front, back, edge = _LOOKS[self._look]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color(edge), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(color(back))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        middle = self.height() / 2
        if self._look == "unclear":
            paint_shape(painter, "warn", EDGE, middle - 6, 12)
        elif self._icon:
            paint_icon(painter, QRectF(EDGE, middle - ICON / 2, ICON, ICON), self._icon, front)
        painter.setFont(font(12, 500))
        painter.setPen(color(front))
        room = QRectF(EDGE + self._lead(), 0, self.width() - 2 * EDGE - self._lead() + 2, self.height())
        shown = metrics(12, 500).elidedText(self._text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
