"""The burn chart, painted: used, the stair of the budget, thresholds, today, and the cone of the forecast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.burn.ui.chart_data import ChartData, Point, axis_step, rounded_to_ten
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.tokens import color, font, metrics

LEFT, RIGHT, TOP, BOTTOM = 66, 104, 26, 26
_RIGHT_FLAGS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_CENTER_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


class BurnChart(QWidget):
    """The chart. Left and Right step through the weeks and read their values."""

    stepped = Signal(object)

    def __init__(self, formats: Formats) -> None:
        """A chart without data holds its frame."""
        super().__init__()
        self._formats = formats
        self._data: ChartData | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(170)
        self.setAccessibleName(_("Budget burn"))

    def sizeHint(self) -> QSize:
        return QSize(700, 300)

    def set(self, data: ChartData, message: str) -> None:
        """Draw other data; `message` is what the chart says in one sentence."""
        self._data = data
        self._at = min(self._at, len(data.points) - 1)
        self.setAccessibleName(message)
        self.update()

    @property
    def current(self) -> Point | None:
        """The week the keyboard stands on."""
        if self._data is None or not 0 <= self._at < len(self._data.points):
            return None
        return self._data.points[self._at]

    def sentence(self, point: Point) -> str:
        """A week in words."""
        return _("Week of {day}: {week} used, {used} so far").format(
            day=self._formats.day(point.first),
            week=self._formats.money(point.week),
            used=self._formats.money(point.used),
        )

    # ------------------------------------------------------------------ places

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)

    def _x(self, data: ChartData, day: date) -> float:
        plot = self._plot()
        return plot.left() + plot.width() * (day - data.first).days / data.days

    def _y(self, data: ChartData, amount: Money) -> float:
        plot = self._plot()
        top = Decimal(max(1, data.top.minor)) * Decimal("1.06")
        return plot.bottom() - plot.height() * float(Decimal(amount.minor) / top)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        data = self._data
        if data is not None:
            self._axes(painter, data)
            self._thresholds(painter, data)
            self._ahead(painter, data)
            self._used(painter, data)
            self._budget(painter, data)
            self._today(painter, data)
            self._mark(painter, data)
        if self.hasFocus():
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _text(self, painter: QPainter, box: QRectF, flags: int, text: str, face: tuple[str, int]) -> None:
        tint, weight = face
        painter.setFont(font(11, weight))
        painter.setPen(color(tint))
        painter.drawText(box, flags, text)

    def _axes(self, painter: QPainter, data: ChartData) -> None:
        plot, line = self._plot(), metrics(11).height()
        step = axis_step(data.top.amount)
        amount = Decimal(0)
        while amount <= data.top.amount * Decimal("1.06"):
            money = Money(int(amount / Money(1, data.top.currency).amount), data.top.currency)
            y = round(self._y(data, money))
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), color("line"))
            box = QRectF(0, y - line / 2, LEFT - 8, line)
            self._text(painter, box, _RIGHT_FLAGS, self._formats.money_rounded(money), ("text3", 400))
            amount += step
        ticks = [data.first + timedelta(28 * n) for n in range(data.days // 28 + 1)]
        if (data.last - ticks[-1]).days < 14:
            ticks.pop()
        for day in [*ticks, data.last]:
            box = QRectF(self._x(data, day) - 40, plot.bottom() + 6, 80, line)
            self._text(painter, box, _CENTER_FLAGS, self._formats.day(day), ("text3", 400))

    def _thresholds(self, painter: QPainter, data: ChartData) -> None:
        plot, line = self._plot(), metrics(11).height()
        for place, (percent, amount) in enumerate(data.thresholds):
            tone = "warn" if place == 0 else "bad"
            y = self._y(data, amount)
            painter.setPen(_pen(color(tone), 1.25, (1.5, 3)))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            text = f"{self._formats.percent(Decimal(percent))} \u00b7 {self._formats.money_rounded(amount)}"
            box = QRectF(plot.left() + 6, y - line - 2, plot.width(), line)
            self._text(painter, box, _LEFT_FLAGS, text, (f"{tone}Text", 400))

    def _used(self, painter: QPainter, data: ChartData) -> None:
        if not data.points:
            return
        zero = Money.zero(data.top.currency)
        begin = QPointF(self._x(data, data.first), self._y(data, zero))
        line = [begin, *(QPointF(self._x(data, point.day), self._y(data, point.used)) for point in data.points)]
        under = QColor(color("c1"))
        under.setAlphaF(0.08)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(under)
        painter.drawPolygon(QPolygonF([*line, QPointF(line[-1].x(), begin.y())]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(color("c1"), 2.5))
        painter.drawPolyline(QPolygonF(line))

    def _budget(self, painter: QPainter, data: ChartData) -> None:
        if not data.steps or data.steps[-1].budget.minor <= 0:
            return
        corners: list[QPointF] = []
        for place, step in enumerate(data.steps):
            x = self._x(data, data.first if not place else min(max(step.day, data.first), data.last))
            y = self._y(data, step.budget)
            if corners:
                corners.append(QPointF(x, corners[-1].y()))
            corners.append(QPointF(x, y))
        corners.append(QPointF(self._x(data, data.last), corners[-1].y()))
        painter.setPen(_pen(color("text"), 1.75))
        painter.drawPolyline(QPolygonF(corners))
        line = metrics(11).height()
        for before, step in zip(data.steps, data.steps[1:], strict=False):
            x = self._x(data, min(max(step.day, data.first), data.last))
            y = self._y(data, step.budget)
            more = f"+{self._formats.money_rounded(step.budget - before.budget)}"
            self._text(painter, QRectF(x - 150, y - line / 2, 144, line), _RIGHT_FLAGS, more, ("text2", 400))
        text = _("Budget {amount}").format(amount=self._formats.money_rounded(data.steps[-1].budget))
        box = QRectF(corners[-1].x() - 180, corners[-1].y() - line - 3, 176, line)
        self._text(painter, box, _RIGHT_FLAGS, text, ("text", 600))

    def _ahead(self, painter: QPainter, data: ChartData) -> None:
        ahead = data.forecast
        if ahead is None or not data.points:
            return
        here = QPointF(self._x(data, data.points[-1].day), self._y(data, data.points[-1].used))
        x = self._x(data, data.end)
        low, middle, high = (QPointF(x, self._y(data, one)) for one in (ahead.low, ahead.middle, ahead.high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("cone"))
        painter.drawPolygon(QPolygonF([here, high, low]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(color("c1"), 2, (1.2, 2.2)))
        painter.drawLine(here, middle)
        line = metrics(11).height()
        words = [self._formats.money_rounded(rounded_to_ten(ahead.middle)), _("forecast")]
        for place, text in enumerate(words):
            box = QRectF(x + 8, middle.y() - line + place * line, RIGHT - 8, line)
            self._text(painter, box, _LEFT_FLAGS, text, ("text", 600 if not place else 400))

    def _today(self, painter: QPainter, data: ChartData) -> None:
        if not data.first <= data.today <= data.last:
            return
        plot, line = self._plot(), metrics(11).height()
        x = round(self._x(data, data.today))
        painter.fillRect(QRectF(x, plot.top() - 4, 1, plot.height() + 4), color("line2"))
        self._text(painter, QRectF(x - 60, plot.top() - 6 - line, 120, line), _CENTER_FLAGS, _("Today"), ("text3", 400))

    def _mark(self, painter: QPainter, data: ChartData) -> None:
        """The last point with its sum, or the week the keyboard stands on."""
        if not data.points:
            return
        chosen = self.current
        point = chosen or data.points[-1]
        spot = QPointF(self._x(data, point.day), self._y(data, point.used))
        painter.setPen(_pen(color("surface"), 1.5))
        painter.setBrush(color("c1"))
        painter.drawEllipse(spot, 5, 5)
        words = self.sentence(point) if chosen else _("{amount} used").format(amount=self._formats.money(point.used))
        width, line = metrics(11, 600).horizontalAdvance(words) + 2, metrics(11).height()
        left = min(max(spot.x() + 8, 4.0), self.width() - width - 4.0)
        self._text(painter, QRectF(left, spot.y() + 8, width, line), _LEFT_FLAGS, words, ("text", 600))

    # ------------------------------------------------------------------ keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or self._data is None or not self._data.points:
            event.ignore()
            return
        last = len(self._data.points) - 1
        self._at = max(0, min(last, (last + 1 if self._at < 0 else self._at) + step))
        point = self._data.points[self._at]
        self.setAccessibleDescription(self.sentence(point))
        self.setToolTip(self.sentence(point))
        self.stepped.emit(point)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._at = -1
        self.update()


def _pen(tint: QColor, width: float, dashes: tuple[float, float] | None = None) -> QPen:
    pen = QPen(tint, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes is not None:
        pen.setDashPattern(dashes)
    return pen
