"""The burn chart: used, plan, the stair of the budget, thresholds, today, and the cone of the forecast."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.burn.ui.chart_data import Ahead, ChartData, Point
from app.burn.ui.chart_paint import LEFT, Drawing
from app.burn.ui.chart_words import message_of_stop, value_lines
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.focus import RingByKeys
from app.qt.speech import say
from app.qt.tokens import color, font, metrics, px

LEAST = 210
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class BurnChart(RingByKeys, QWidget):
    """The chart. Left and Right step through the weeks up to the forecast and read their values."""

    accessible_role = Role.Chart

    stepped = Signal(object)

    def __init__(self, formats: Formats) -> None:
        """A chart without data holds its frame."""
        super().__init__()
        self._formats = formats
        self._data: ChartData | None = None
        self._how = ""
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setProperty("ownFocus", "true")
        self.setAccessibleName(_("Budget burn"))

    def sizeHint(self) -> QSize:
        return QSize(px(700), px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(360), px(LEAST))

    def set(self, data: ChartData, message: str, how: str = "") -> None:
        """Draw other data; `message` is what the chart says in one sentence, `how` the way the forecast is made."""
        self._data = data
        self._how = how
        self._at = min(self._at, len(data.stops) - 1)
        self.setAccessibleName(message)
        self.update()

    @property
    def current(self) -> Point | Ahead | None:
        """Where the keyboard stands: a week, or the forecast."""
        if self._data is None or not 0 <= self._at < len(self._data.stops):
            return None
        return self._data.stops[self._at]

    def sentence(self, stop: Point | Ahead) -> str:
        """A week or the forecast in words."""
        return message_of_stop(stop, self._formats)

    # ------------------------------------------------------------------ painting

    def _drawing(self, painter: QPainter, data: ChartData) -> Drawing:
        return Drawing(painter, data, self._formats, QRectF(self.rect()).adjusted(6, 4, -6, -2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._data is not None:
            drawing = self._drawing(painter, self._data)
            drawing.paint()
            self._mark(painter, drawing)
        if self.hasFocus() and self.ring:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        painter.end()

    def _mark(self, painter: QPainter, drawing: Drawing) -> None:
        """Where the keyboard stands: a line, a point, and the values in a box beside it."""
        stop = self.current
        if stop is None:
            return
        spot = drawing.spot(stop.day, stop.middle if isinstance(stop, Ahead) else stop.used)
        line = QPolygonF([QPointF(spot.x(), drawing.plot.top()), QPointF(spot.x(), drawing.plot.bottom())])
        painter.setPen(QPen(color("focus"), 1))
        painter.drawPolyline(line)
        drawing.dot(spot)
        lines = value_lines(stop, self._formats)
        high = metrics(12).height()
        names = max(metrics(12).horizontalAdvance(name) for name, _value in lines[1:]) + 14
        values = max(metrics(12, 600).horizontalAdvance(value) for _name, value in lines[1:])
        width = max(names + values, metrics(12, 600).horizontalAdvance(lines[0][0])) + 20
        height = high * len(lines) + 14
        left = spot.x() + 12 if spot.x() + 16 + width < self.width() else spot.x() - width - 12
        top = min(max(spot.y() - height - 8, 6), self.height() - height - 6)
        box = QRectF(max(left, 4), top, width, height)
        painter.setPen(QPen(color("control"), 1))
        painter.setBrush(color("raised"))
        painter.drawRoundedRect(box, 6, 6)
        for place, (name, value) in enumerate(lines):
            row = QRectF(box.left() + 10, box.top() + 7 + place * high, width - 20, high)
            painter.setFont(font(12, 400 if place else 600))
            painter.setPen(color("text2" if place else "text"))
            painter.drawText(row, LEFT, name)
            painter.setFont(font(12, 600))
            painter.setPen(color("text"))
            painter.drawText(row.adjusted(names, 0, 0, 0), LEFT, value)

    # ------------------------------------------------------------------ keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stops = self._data.stops if self._data is not None else ()
        key = Qt.Key(event.key())
        last = len(stops) - 1
        begin = len(self._data.points) if self._data is not None else 0
        wanted = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}.get(key)
        if key in _STEPS:
            wanted = max(0, min(last, (begin if self._at < 0 else self._at) + _STEPS[key]))
        if wanted is None or not stops or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        self._at = wanted
        sentence = self.sentence(stops[wanted])
        self.setAccessibleDescription(sentence)
        say(self, sentence)
        self.stepped.emit(stops[wanted])
        self.update()

    def event(self, event: QEvent) -> bool:
        """The week under the mouse in words; right of today, how the forecast is made."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x()), self)
            return True
        return super().event(event)

    def _tip(self, x: float) -> str:
        data = self._data
        if data is None or not data.stops:
            return self.accessibleName()
        painter = QPainter()
        drawing = self._drawing(painter, data)
        nearest = min(data.stops, key=lambda stop: abs(drawing.x(stop.day) - x))
        words = self.sentence(nearest)
        return f"{words}\n{self._how}" if isinstance(nearest, Ahead) and self._how else words

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = -1
