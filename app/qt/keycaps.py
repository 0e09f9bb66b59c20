"""Key caps: how a key looks on buttons, in the bottom bar and in the palette."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.kernel.words import pgettext
from app.qt.tokens import color, font, metrics, px

GAP = 4
_MAC = {"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥", "Enter": "↩"}
_SIGNS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def caps(keys: str) -> list[str]:
    """The caps of a key text: "Ctrl+Enter" -> two caps; "J K" -> two; the key "+" itself stays one."""
    parts: list[str] = []
    for word in keys.split():
        if word == "+":
            parts.append(word)
        else:
            parts.extend(word.split("+"))
    named = [_SIGNS.get(part, part) for part in parts]
    return (
        [_MAC.get(part) or _on_the_key(part) for part in named]
        if sys.platform == "darwin"
        else [*map(_on_the_key, named)]
    )


def _on_the_key(part: str) -> str:
    """What is printed on the key of the reader's keyboard."""
    words = {
        "Ctrl": pgettext("key", "Ctrl"),
        "Shift": pgettext("key", "Shift"),
        "Alt": pgettext("key", "Alt"),
        "Enter": pgettext("key", "Enter"),
        "Space": pgettext("key", "Space"),
        "Del": pgettext("key", "Del"),
        "Esc": pgettext("key", "Esc"),
        "Home": pgettext("key", "Home"),
        "End": pgettext("key", "End"),
    }
    return words.get(part, part)


def key_words(keys: str) -> str:
    """A key text as it is read: "Ctrl+K", in German "Strg+K"."""
    return " ".join(word if word == "+" else "+".join(caps(word)) for word in keys.split())


def _cap_width(cap: str) -> int:
    return max(metrics(11, 500).horizontalAdvance(cap) + 10, px(18))


def cap_height() -> int:
    """The height of a cap at the reader's text size."""
    return max(px(18), metrics(11, 500).height() + 3)


def caps_width(keys: str) -> int:
    """The width of all caps of a key text."""
    parts = caps(keys)
    return sum(map(_cap_width, parts)) + GAP * (len(parts) - 1) if parts else 0


def paint_caps(painter: QPainter, left: float, middle: float, keys: str, front: str = "text2") -> None:
    """Paint key caps from a left edge around a middle line, in a token's color."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    height = cap_height()
    on_accent = front == "onAccent"
    for cap in caps(keys):
        width = _cap_width(cap)
        box = QRectF(left + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
        edge_color = color(front if on_accent else "line2")
        painter.setPen(QPen(edge_color, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if on_accent else color("surface"))
        painter.drawRoundedRect(box, 4, 4)
        if not on_accent:
            painter.fillRect(QRectF(box.left() + 3, box.bottom() - 0.5, box.width() - 6, 1), edge_color)
        painter.setPen(color(front))
        painter.setFont(font(11, 500))
        painter.drawText(box.adjusted(0, 0, 0, -0.5), int(Qt.AlignmentFlag.AlignCenter), cap)
        left += width + GAP
    painter.restore()


class KeyCaps(QWidget):
    """Key caps as a widget."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        """Caps for a key text such as "Ctrl+K"."""
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key_words(keys))

    def keys(self) -> str:
        """The key text."""
        return self._keys

    def sizeHint(self) -> QSize:
        return QSize(caps_width(self._keys), cap_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_caps(painter, 0, self.height() / 2, self._keys)
        painter.end()
