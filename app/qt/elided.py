"""A line of words that ends in an ellipsis where there is no room; the whole line stays to be read and heard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption

LEAST = 40
LONG = 24
"""A word of more letters than this may be broken."""
_JOINT = "\u200b"
_AFTER = frozenset("/\\_-.,;:?&=@")


def breakable(text: str) -> str:
    """The text with places, not seen and not read, where a long word (a path, an address) may go to the next line."""
    return " ".join(_broken(word) if len(word) > LONG else word for word in text.split(" "))


def _broken(word: str) -> str:
    parts: list[str] = []
    run = 0
    for letter in word:
        parts.append(letter)
        run += 1
        if letter in _AFTER or run >= LONG // 2:
            parts.append(_JOINT)
            run = 0
    return "".join(parts)


class ElidedLabel(QLabel):
    """A label that may become narrower than its words."""

    def __init__(self, text: str = "", role: str = "") -> None:
        """A line of plain text; `role` as for `labels.label`."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, super().minimumSizeHint().height())

    def shown(self) -> str:
        """The words as far as there is room."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        words = self.shown()
        self.setToolTip("" if words == self.text() else self.text())
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), words)
        painter.end()
