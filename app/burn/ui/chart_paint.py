"""Painting the burn chart: lines that differ by their dashes as well as by color, each with its words at hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.burn.ui.chart_data import ChartData, axis_step, rounded_to_ten
from app.burn.ui.chart_places import Places, apart
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.tokens import color, font, metrics, px

DASHES: dict[str, tuple[float, ...]] = {
    "plan": (4, 3),
    "ahead": (1.2, 1.6),
    "risk": (0.8, 1.9),
    "low": (0.8, 2.6),
    "high": (0.8, 2.6, 3, 2.6),
}
"""Each kind of line has its own dashes, so that a print in black can be read."""
HEAD = Decimal("1.08")
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
MIDDLE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)


def pen(tint: QColor, width: float, dashes: str = "") -> QPen:
    """A pen with round ends and the dashes of a kind of line."""
    result = QPen(tint, width)
    result.setCapStyle(Qt.PenCapStyle.RoundCap)
    result.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        result.setDashPattern(DASHES[dashes])
    return result


class Drawing:
    """One painting of the chart into a box: first the lines, then the words where there is room for them."""

    def __init__(self, painter: QPainter, data: ChartData, formats: Formats, box: QRectF) -> None:
        """Measure what stands around the plot."""
        self._painter = painter
        self._data = data
        self._formats = formats
        self._line = metrics(11).height()
        self._amounts = self._axis()
        left = max(metrics(11).horizontalAdvance(text) for _money, text in self._amounts) + 22
        ends = self._end_words()
        wide = max((metrics(11, 600).horizontalAdvance(text) for text, _tint, _weight in ends), default=0)
        right = min(wide + 30, round(box.width() / 3)) if ends else 34
        # the height of the words "Today" above, of the days below
        self.plot = box.adjusted(left, self._line + 14, -right, -self._line - 14)
        self.places = Places(QRectF(self.plot.left(), box.top() + 2, self.plot.width(), self.plot.bottom() - box.top()))
        self._box = box

    # ------------------------------------------------------------------ places

    def x(self, day: date) -> float:
        """Where a day stands."""
        return self.plot.left() + self.plot.width() * (day - self._data.first).days / self._data.days

    def y(self, amount: Money) -> float:
        """Where an amount stands."""
        top = Decimal(max(1, self._data.top.minor)) * HEAD
        return self.plot.bottom() - self.plot.height() * float(Decimal(amount.minor) / top)

    def spot(self, day: date, amount: Money) -> QPointF:
        """Where an amount of a day stands."""
        return QPointF(self.x(day), self.y(amount))

    def paint(self) -> None:
        """All of it."""
        self._grid()
        self._lines()
        self._words()

    def text(self, box: QRectF, flags: int, text: str, tint: str, weight: int = 400) -> None:
        """One line of small words."""
        self._painter.setFont(font(11, weight))
        self._painter.setPen(color(tint))
        short = metrics(11, weight).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        self._painter.drawText(box, flags, short)

    def _clear(self, box: QRectF) -> None:
        """Words are not struck through by a line of the grid, which more contrast draws strongly."""
        for money, _text in self._amounts:
            y = round(self.y(money))
            if box.top() < y < box.bottom():
                self._painter.fillRect(QRectF(box.left() - 2, y, box.width() + 4, 1), color("surface"))

    def _polyline(self, corners: list[QPointF], line: QPen) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(line)
        self._painter.drawPolyline(QPolygonF(corners))

    def _area(self, corners: list[QPointF], tint: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(tint)
        self._painter.drawPolygon(QPolygonF(corners))

    # ------------------------------------------------------------------ axes

    def _axis(self) -> list[tuple[Money, str]]:
        data, found = self._data, []
        step = axis_step(data.top.amount)
        amount = Decimal(0)
        while amount <= data.top.amount * HEAD:
            money = Money(int(amount / Money(1, data.top.currency).amount), data.top.currency)
            found.append((money, self._formats.money_short(money) if money else self._formats.number(0)))
            amount += step
        return found

    def _grid(self) -> None:
        plot, data = self.plot, self._data
        for money, text in self._amounts:
            y = round(self.y(money))
            self._painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), color("grid"))
            box = QRectF(self._box.left(), y - self._line / 2, plot.left() - self._box.left() - 8, self._line)
            self.text(box, RIGHT, text, "text3")
        days = [data.first + timedelta(28 * turn) for turn in range(data.days // 28 + 1)]
        room = plot.width() * 28 / data.days
        widest = max(metrics(11).horizontalAdvance(self._formats.day(day)) for day in [*days, data.last]) + 12
        every = max(1, -(-widest // max(1, int(room))))
        days = days[::every]
        if len(days) > 1 and self.x(data.last) - self.x(days[-1]) < widest:
            days.pop()
        for day in dict.fromkeys([*days, data.last]):
            x = self.x(day)
            self._painter.fillRect(QRectF(round(x), plot.bottom(), 1, 5), color("line2"))
            left = x - widest / 2 if day != data.first else x - 2
            flags = MIDDLE if day != data.first else LEFT
            self.text(QRectF(left, plot.bottom() + 8, widest, self._line), flags, self._formats.day(day), "text3")

    # ------------------------------------------------------------------ lines

    def stair(self) -> list[QPointF]:
        """The corners of the budget."""
        data = self._data
        if data.budget.minor <= 0:
            return []
        corners: list[QPointF] = []
        for place, step in enumerate(data.steps):
            here = self.spot(data.first if not place else min(max(step.day, data.first), data.last), step.budget)
            if corners:
                corners.append(QPointF(here.x(), corners[-1].y()))
            corners.append(here)
        corners.append(QPointF(self.x(data.last), corners[-1].y()))
        return corners

    def used(self) -> list[QPointF]:
        """The corners of what was used."""
        data = self._data
        begin = self.spot(data.first, Money.zero(data.top.currency))
        return [begin, *(self.spot(point.day, point.used) for point in data.points)] if data.points else []

    def _lines(self) -> None:
        data = self._data
        used, stair = self.used(), self.stair()
        if used:
            under = QColor(color("c1"))
            under.setAlphaF(0.08)
            self._area([*used, QPointF(used[-1].x(), self.plot.bottom())], under)
        self._ahead_cone()
        if data.budget.minor > 0:
            zero = Money.zero(data.budget.currency)
            plan = [self.spot(data.begin, zero), self.spot(data.end, data.budget)]
            self._polyline(plan, pen(color("c4"), 1.5, "plan"))
            self.places.keep_off(plan)
        for place, (_percent, amount) in enumerate(data.thresholds):
            y = self.y(amount)
            across = [QPointF(self.plot.left(), y), QPointF(self.plot.right(), y)]
            self._polyline(across, pen(color("warn" if not place else "bad"), 1.5, "low" if not place else "high"))
            self.places.keep_off(across)
        if stair:
            self._polyline(stair, pen(color("text"), 1.75))
            self.places.keep_off(stair)
        if data.first <= data.today <= data.last:
            x = round(self.x(data.today))
            top = self._box.top() + 6
            self._painter.fillRect(QRectF(x, top, 1, self.plot.bottom() - top), color("line2"))
            self.places.keep_off([QPointF(x, top), QPointF(x, self.plot.bottom())])
        self._ahead_lines()
        if used:
            self._polyline(used, pen(color("c1"), 2.5))
            self.places.keep_off(used)
            self.dot(used[-1])

    def dot(self, spot: QPointF) -> None:
        """A point that stands out from its line."""
        self._painter.setPen(QPen(color("surface"), 2))
        self._painter.setBrush(color("c1"))
        self._painter.drawEllipse(spot, 5.5, 5.5)

    def _ahead_cone(self) -> None:
        data = self._data
        if data.ahead is not None and data.points:
            here = self.spot(data.points[-1].day, data.points[-1].used)
            ends = [self.spot(data.ahead.day, amount) for amount in (data.ahead.high, data.ahead.low)]
            self._area([here, *ends], color("cone"))

    def _ahead_lines(self) -> None:
        data, ahead = self._data, self._data.ahead
        if ahead is None or not data.points:
            return
        here = self.spot(data.points[-1].day, data.points[-1].used)
        middle = [here, self.spot(ahead.day, ahead.middle)]
        self._polyline(middle, pen(color("c1"), 2.25, "ahead"))
        self.places.keep_off(middle)
        if ahead.risk is not None:
            risk = [here, self.spot(ahead.day, ahead.risk)]
            self._polyline(risk, pen(color("bad"), 1.75, "risk"))
            self.places.keep_off(risk)
            x, y = risk[-1].x(), risk[-1].y()
            self._painter.setPen(QPen(color("surface"), 1))
            corners = [QPointF(x, y - 6.5), QPointF(x + 6.5, y), QPointF(x, y + 6.5), QPointF(x - 6.5, y)]
            self._painter.setBrush(color("bad"))
            self._painter.drawPolygon(QPolygonF(corners))

    # ------------------------------------------------------------------ words

    def _words(self) -> None:
        self._today_words()
        self._step_words()
        self._threshold_words()
        self._used_words()
        self._ends()

    def _width(self, text: str, weight: int = 400) -> float:
        return metrics(11, weight).horizontalAdvance(text) + 2

    def _today_words(self) -> None:
        data = self._data
        if not data.first <= data.today <= data.last:
            return
        text, x = _("Today"), self.x(data.today)
        width = self._width(text)
        top = self._box.top() + 6
        left = QRectF(x - width - 6, top, width, self._line)
        box = self.places.put([left, QRectF(x + 6, top, width, self._line)])
        self.text(box, LEFT, text, "text3")

    def _step_words(self) -> None:
        data, stair = self._data, self.stair()
        if not stair:
            return
        for step in data.steps[1:]:
            text = step_words(step.names, step.more, self._formats)
            width = self._width(text) + 12
            spot = self.spot(min(max(step.day, data.first), data.last), step.budget)
            high = self._line + 4
            above, below = spot.y() - high - 5, spot.y() + 6
            lefts = (spot.x() - 4, spot.x() - width / 2, spot.x() - width - 6)
            candidates = [QRectF(left, above, width, high) for left in lefts]
            candidates.append(QRectF(spot.x() + 8, below, width, high))
            box = self.places.put(candidates)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(color("neutralBg"))
            self._painter.drawRoundedRect(box, 4, 4)
            self.text(box, MIDDLE, text, "text2")
        text = _("Budget {amount}").format(amount=self._formats.money_rounded(data.budget))
        start = self.x(min(max(data.steps[-1].day, data.first), data.last)) + 6 if len(data.steps) > 1 else 0
        self._along(text, stair[-1].y(), ("text", 600), start, only_on=len(data.steps) > 1)

    def _threshold_words(self) -> None:
        data = self._data
        start = self.x(min(max(data.steps[-1].day, data.first), data.last)) + 10 if len(data.steps) > 1 else 0
        for place, (percent, amount) in enumerate(data.thresholds):
            share, sum_ = self._formats.percent(Decimal(percent)), self._formats.money_rounded(amount)
            text = f"{share} \u00b7 {sum_}"
            self._along(text, self.y(amount), ("warnText" if not place else "badText", 400), start)

    def _along(self, text: str, y: float, look: tuple[str, int], start: float, *, only_on: bool = False) -> None:
        """Words on a level line: above it, from a place on to the right, then from the left; else below it.

        `only_on` when the line is only there from that place on.
        """
        tint, weight = look
        width, plot = self._width(text, weight), self.plot
        first = max(plot.left() + 6, start)
        steps = [plot.left() + 6 + turn * px(24) for turn in range(max(1, int((plot.width() - width) // px(24))))]
        lefts = [first, *(left for left in steps if left > first)]
        if not only_on:
            lefts += [left for left in steps if left <= first]
        above = [QRectF(left, y - self._line - 2, width, self._line) for left in lefts]
        below = [QRectF(left, y + 2, width, self._line) for left in lefts]
        box = self.places.put([*above, *below])
        self._clear(box)
        self.text(box, LEFT, text, tint, weight)

    def _used_words(self) -> None:
        data = self._data
        if not data.points:
            return
        point = data.points[-1]
        spot = self.spot(point.day, point.used)
        text = _("{amount} used").format(amount=self._formats.money(point.used))
        width, high = self._width(text, 600), self._line
        below, above = spot.y() + 8, spot.y() - high - 8
        right, left = spot.x() + 10, spot.x() - width - 10
        candidates = [
            QRectF(x, y, width, high)
            for x, y in ((right, below), (right, below + high), (left, above), (left, below), (right, above))
        ]
        self.text(self.places.put(candidates), LEFT, text, "text", 600)

    def _end_words(self) -> list[tuple[str, str, int]]:
        ahead, rounded = self._data.ahead, self._formats.money_rounded
        if ahead is None:
            return [(_("forecast: too early"), "text3", 400)] if self._data.too_early and self._data.points else []
        words = [(_("{amount} forecast").format(amount=rounded(rounded_to_ten(ahead.middle))), "accentText", 600)]
        if ahead.risk is not None:
            amount, numbers = rounded(rounded_to_ten(ahead.risk)), self._formats.listing(ahead.risky)
            words.append((_("{amount} with {numbers}").format(amount=amount, numbers=numbers), "badText", 400))
        return words

    def _ends(self) -> None:
        """The words at the ends of the lines ahead, moved apart where the ends lie close."""
        ahead, words = self._data.ahead, self._end_words()
        if not words:
            return
        if ahead is None:
            amounts = [self._data.points[-1].used]
        else:
            amounts = [ahead.middle, *([ahead.risk] if ahead.risk is not None else [])]
        half = self._line / 2
        wished = [self.y(amount) - half for amount in amounts]
        tops = apart(wished, self._line + 3, self._box.top() + 2, self.plot.bottom())
        left = self.x(self._data.end) + 14
        for (text, tint, weight), top in zip(words, tops, strict=True):
            self.text(QRectF(left, top, self._box.right() - left - 4, self._line), LEFT, text, tint, weight)


def step_words(names: tuple[str, ...], more: Money, formats: Formats) -> str:
    """A step of the budget: "CO-01 +£12,000"."""
    signed = formats.money_rounded(more)
    amount = f"+{signed}" if more.minor > 0 else signed
    return _("{numbers} {amount}").format(numbers=formats.listing(names), amount=amount)
