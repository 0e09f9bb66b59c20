"""Status shapes, chips and avatars, painted: a shape and a word before any color."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.qt.tokens import advance, color, current, font, metrics, px

KINDS = ("ok", "warn", "bad", "info", "hold", "empty", "dashed")
"""On target, watch, act, information, on hold, draft or new, no data."""
_SOFT = {
    "ok": ("okText", "okBg"),
    "warn": ("warnText", "warnBg"),
    "bad": ("badText", "badBg"),
    "info": ("infoText", "infoBg"),
}
_TEXT = {"ok": "okText", "warn": "warnText", "bad": "badText", "info": "infoText"}
CHIP_HEIGHT = 20


def text_token(tone: str, usual: str = "text") -> str:
    """The token for text of a tone."""
    return _TEXT.get(tone, usual)


def chip_tokens(tone: str) -> tuple[str, str]:
    """The text and background tokens of a chip."""
    return _SOFT.get(tone, ("neutralText", "neutralBg"))


def paint_shape(painter: QPainter, kind: str, x: float, y: float, size: float = 12) -> None:
    """Paint the shape of a status with its upper left corner at x, y. Drawn on a 12 grid."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(size / 12, size / 12)
    if kind in {"hold", "empty", "dashed"}:
        _ring(painter, kind)
    else:
        _filled(painter, kind)
    painter.restore()


def _ring(painter: QPainter, kind: str) -> None:
    pen = QPen(color("text3"), 1.4)
    if kind == "dashed":
        pen.setDashPattern([1.6, 1.6])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1, 1, 10, 10))
    if kind == "hold":
        painter.drawLine(QPointF(4.6, 4), QPointF(4.6, 8))
        painter.drawLine(QPointF(7.4, 4), QPointF(7.4, 8))


def _filled(painter: QPainter, kind: str) -> None:
    inside = color("surface")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(kind))
    if kind == "ok":
        painter.drawEllipse(QRectF(0.5, 0.5, 11, 11))
    elif kind == "warn":
        painter.drawPolygon(QPolygonF([QPointF(6, 0.6), QPointF(11.8, 11.2), QPointF(0.2, 11.2)]))
    elif kind == "info":
        painter.drawRoundedRect(QRectF(0.5, 0.5, 11, 11), 2, 2)
    else:
        painter.drawPolygon(QPolygonF([QPointF(6, 0), QPointF(12, 6), QPointF(6, 12), QPointF(0, 6)]))
    painter.setPen(QPen(inside, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind == "ok":
        painter.drawPolyline(QPolygonF([QPointF(3.4, 6.2), QPointF(5.3, 8), QPointF(8.6, 4.4)]))
        return
    top, bottom, dot = {"warn": (4.0, 7.6, 9.5), "info": (5.6, 9.0, 3.2)}.get(kind, (3.0, 6.6, 8.5))
    painter.drawLine(QPointF(6, top), QPointF(6, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(inside)
    painter.drawEllipse(QPointF(6, dot), 0.85, 0.85)


def chip_width(text: str) -> int:
    """The width a chip of a text takes."""
    return advance(text, 12, 500) + px(22) + 8


def chip_height() -> int:
    """The height of a chip at the reader's text size."""
    return max(px(CHIP_HEIGHT), metrics(12, 500).height() + 3)


def paint_chip(painter: QPainter, rect: QRectF, text: str, tone: str, *, align_right: bool = False) -> float:
    """Paint a chip, centered in height, at the left (or right) of a rectangle; gives its width, clipped to it."""
    width = min(float(chip_width(text)), rect.width())
    height = chip_height()
    left = rect.right() - width if align_right else rect.left()
    box = QRectF(left, rect.center().y() - height / 2, width, height)
    front, back = chip_tokens(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if current.more_contrast:
        painter.setPen(QPen(color(front), 1))
        box.adjust(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(back))
    painter.drawRoundedRect(box, 4, 4)
    side = px(11)
    paint_shape(painter, tone if tone in KINDS else "empty", box.x() + 6, box.center().y() - side / 2, side)
    painter.setFont(font(12, 500))
    painter.setPen(color(front))
    room = box.adjusted(px(22), 0, -4, 0)
    shown = text
    if advance(text, 12, 500) > int(room.width()) + 2:
        shown = metrics(12, 500).elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 2)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.restore()
    return width


def avatar_tone(initials: str) -> str:
    """A lasting soft color for a person: by the initials, so it is the same on every screen."""
    return ("info", "ok", "warn", "accent")[sum(map(ord, initials)) % 4]


def paint_avatar(painter: QPainter, rect: QRectF, initials: str, tone: str = "") -> None:
    """Paint a person's initials in a soft circle that fills the rectangle's smaller side."""
    side = min(rect.width(), rect.height())
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    chosen = tone or avatar_tone(initials)
    front, back = ("accentText", "accentSoft") if chosen == "accent" else chip_tokens(chosen)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color(front), 1) if current.more_contrast else Qt.PenStyle.NoPen)
    painter.setBrush(color(back))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5) if current.more_contrast else box)
    text = font(11 if side >= px(26) else 9, 600)
    painter.setFont(text)
    painter.setPen(color(front))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), initials[:3])
    painter.restore()
