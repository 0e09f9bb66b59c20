"""Icons: outline drawings by name, tinted at paint time, so a change of the look needs no second visit."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer

from app.qt.tokens import color, current, load

STROKE = 1.75
SIZES = (16, 20, 22, 24, 32, 40, 48, 64, 96, 128, 256, 512)
"""From a title bar to a dock on a dense screen."""
_pixmaps: dict[tuple[str, int, int, str], QPixmap] = {}


def names() -> list[str]:
    """The names of all icons."""
    folder = files("app.resources").joinpath("icons")
    return sorted(item.name.removesuffix(".svg") for item in folder.iterdir() if item.name.endswith(".svg"))


@cache
def _drawing(name: str) -> str:
    text = files("app.resources").joinpath("icons").joinpath(f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


def _render(name: str, width: int, height: int, tint: str) -> QPixmap:
    """A drawing at a size in device pixels in a color "#RRGGBB", cached."""
    key = (name, width, height, tint)
    found = _pixmaps.get(key)
    if found is None:
        found = QPixmap(max(1, width), max(1, height))
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", tint).encode())).render(painter)
        painter.end()
        _pixmaps[key] = found
    return found


def paint_icon(painter: QPainter, rect: QRectF, name: str, tint: str = "text2") -> None:
    """Paint an icon into a rectangle."""
    ratio = painter.device().devicePixelRatio()
    side = round(rect.width() * ratio)
    drawn = _render(name, side, side, current.hex(tint))
    painter.drawPixmap(rect, drawn, QRectF(drawn.rect()))


class _Engine(QIconEngine):
    """Draws an icon in the color its token has at that moment."""

    def __init__(self, name: str, token: str, on: str) -> None:
        super().__init__()
        self._name, self._token, self._on = name, token, on

    def _tint(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        if mode == QIcon.Mode.Disabled:
            return current.hex("disabled")
        return current.hex(self._on if state == QIcon.State.On else self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        drawn = _render(self._name, round(rect.width() * ratio), round(rect.height() * ratio), self._tint(mode, state))
        painter.drawPixmap(QRectF(rect), drawn, QRectF(drawn.rect()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return QPixmap(_render(self._name, size.width(), size.height(), self._tint(mode, state)))

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token, self._on)


@cache
def icon(name: str, tint: str = "text2", on: str = "accentText") -> QIcon:
    """An icon for buttons and menus; `on` is the color when the control is checked. KeyError for unknown tokens."""
    current.hex(tint)
    _drawing(name)
    return QIcon(_Engine(name, tint, on))


def paint_mark(painter: QPainter, rect: QRectF, look: str = "") -> None:
    """The product's own mark: a drop with a tick over a water line, in a rounded square. Drawn on a 26 grid.

    Outside the window, where the look is another one, `look` names whose colors it has.
    """
    back, front = color("accent"), color("onAccent")
    if look:
        back, front = QColor(load()[look]["accent"]), QColor(load()[look]["onAccent"])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 26, rect.height() / 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(back)
    painter.drawRoundedRect(QRectF(0, 0, 26, 26), 7, 7)
    drop = QPainterPath(QPointF(13, 4.6))
    drop.cubicTo(16.2, 8.5, 18.2, 11.2, 18.2, 14.1)
    drop.arcTo(QRectF(7.8, 8.9, 10.4, 10.4), 0, -180)
    drop.cubicTo(7.8, 11.2, 9.8, 8.5, 13, 4.6)
    line = QPen(front, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line)
    painter.drawPath(drop)
    painter.drawPolyline(QPolygonF([QPointF(10.6, 14.3), QPointF(12.4, 16.1), QPointF(15.6, 12.7)]))
    painter.drawLine(QPointF(6.5, 21.6), QPointF(19.5, 21.6))
    painter.restore()


def mark_pixmap(size: int, ratio: float = 1.0, look: str = "") -> QPixmap:
    """The mark as a picture."""
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    result.setDevicePixelRatio(ratio)
    painter = QPainter(result)
    paint_mark(painter, QRectF(0, 0, size, size), look)
    painter.end()
    return result


class _Mark(QIconEngine):
    """Draws the mark in the sizes that are asked for; a system asks for few of them, and after the first paint."""

    def availableSizes(
        self, _mode: QIcon.Mode = QIcon.Mode.Normal, _state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        return [QSize(size, size) for size in SIZES]

    def paint(self, painter: QPainter, rect: QRect, _mode: QIcon.Mode, _state: QIcon.State) -> None:
        paint_mark(painter, QRectF(rect), "light")

    def pixmap(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return mark_pixmap(min(size.width(), size.height()), look="light")

    def clone(self) -> QIconEngine:
        return _Mark()


@cache
def mark_icon() -> QIcon:
    """The mark as the icon of the program, for every size a system asks for."""
    return QIcon(_Mark())
