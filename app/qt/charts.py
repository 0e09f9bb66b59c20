"""Charts that stand in cards: the budget bar and the aging bar. Painted, with their message in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.focus import RingByKeys
from app.qt.labels import announce
from app.qt.tokens import color, font, metrics, px

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
AGES = ("age0", "age1", "age2", "age3", "age4")
BAR, GAP, SQUARE = 14, 10, 9
"""The height of the aging bar, the room under it, and the side of a label's square."""
EDGE = 6
"""The ground of a chosen label stands out that far at the left; a layout gives it that room."""


@dataclass(frozen=True)
class AgingBucket:
    """One age: "1–30 days", its sum, and a note such as "2 invoices · 39%"."""

    label: str
    amount: Money
    note: str = ""


class AgingBar(RingByKeys, QWidget):
    """Sums by age as one bar with labels; a click or Enter chooses an age, the same one again all of them."""

    accessible_role = Role.Chart

    chosen = Signal(int)

    def __init__(self, formats: Formats, *, name: str = "") -> None:
        """An empty bar; `name` says what is owed to whom."""
        super().__init__()
        self._formats = formats
        self._name = name
        self._buckets: tuple[AgingBucket, ...] = ()
        self._place = 0
        self._hovered = -1
        self._short = False
        self.current = -1
        self.setMouseTracking(True)
        self.setProperty("ownFocus", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, buckets: Sequence[AgingBucket]) -> None:
        """Show other sums, youngest first, at most five; the age that was chosen stays chosen."""
        self._buckets = tuple(buckets[: len(AGES)])
        self._place = min(self._place, max(0, len(self._buckets) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        sums = [f"{one.label} {self._formats.money(one.amount)}" for one in self._buckets]
        self.setAccessibleName(": ".join(part for part in (self._name, ", ".join(sums)) if part))
        if self._buckets:
            self.setAccessibleDescription(self._sentence(self._place))

    def _sentence(self, place: int) -> str:
        """One age in words, and what Enter does with it."""
        one = self._buckets[place]
        does = _("Enter shows all ages") if place == self.current else _("Enter shows only these")
        return ", ".join(part for part in (one.label, self._formats.money(one.amount), one.note, does) if part)

    def sizeHint(self) -> QSize:
        low = 0 if self._short else metrics(11).height()
        lines = metrics(12).height() + metrics(17, 600).height() + low
        return QSize(max(self.whole_width(), px(480)), px(BAR) + GAP + lines + (4 if self._short else 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())

    def whole_width(self) -> int:
        """The width at which no label is shortened."""
        widest = 0
        for one in self._buckets:
            widest = max(
                widest,
                metrics(12).horizontalAdvance(one.label) + px(SQUARE) + 7,
                metrics(17, 600).horizontalAdvance(self._formats.money(one.amount)),
                metrics(11).horizontalAdvance(one.note),
            )
        return EDGE + len(self._buckets) * (widest + 20)

    def set_short(self, short: bool) -> None:
        """Leave the notes under the sums away where a page is low; they stay in the tooltip and are read aloud."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def _column(self, place: int) -> QRectF:
        width = (self.width() - EDGE) / max(1, len(self._buckets))
        top = px(BAR) + GAP
        return QRectF(EDGE + place * width, top, width, self.height() - top)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        for place, one in enumerate(self._buckets):
            self._paint_label(painter, place, one)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        high = px(BAR)
        whole = sum(max(0, one.amount.minor) for one in self._buckets)
        parts = [place for place, one in enumerate(self._buckets) if one.amount.minor > 0]
        if not whole:
            painter.setBrush(color("neutralBg"))
            painter.drawRoundedRect(QRectF(EDGE, 0, self.width() - EDGE, high), 3, 3)
            return
        room = self.width() - EDGE - 2 * (len(parts) - 1)
        x = float(EDGE)
        for place in parts:
            width = max(3.0, room * self._buckets[place].amount.minor / whole)
            faint = self.current not in {-1, place}
            painter.setOpacity(0.35 if faint else 1.0)
            painter.setBrush(color(AGES[place]))
            painter.drawRoundedRect(QRectF(x, 0, min(width, self.width() - x), high), 3, 3)
            x += width + 2
        painter.setOpacity(1.0)

    def _paint_label(self, painter: QPainter, place: int, one: AgingBucket) -> None:
        box = self._column(place)
        high, middle, low = metrics(12).height(), metrics(17, 600).height(), metrics(11).height()
        ground = box.adjusted(-EDGE, -4, -10, -1)
        if place in {self.current, self._hovered}:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accentSoft" if place == self.current else "hoverRow"))
            painter.drawRoundedRect(ground, 6, 6)
        if place == self.current:  # chosen is more than a color
            painter.setBrush(color("accent"))
            painter.drawRoundedRect(QRectF(ground.left(), ground.bottom() - 2, ground.width(), 3), 1.5, 1.5)
        side = px(SQUARE)
        left = box.left()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(AGES[place]))
        painter.drawRoundedRect(QRectF(left, box.top() + (high - side) / 2, side, side), 2, 2)
        lines = (
            (left + side + 7, box.top(), high, one.label, (12, 400), "text2"),
            (left, box.top() + high + 1, middle, self._formats.money(one.amount), (17, 600), "text"),
            (left, box.top() + high + middle + 2, low, one.note, (11, 400), "text3"),
        )
        for x, y, height, text, face, tint in lines[: 2 if self._short else 3]:
            room = ground.right() - 2 - x
            painter.setFont(font(*face))
            painter.setPen(color(tint))
            shown = metrics(*face).elidedText(text, Qt.TextElideMode.ElideRight, int(room) + 1)
            painter.drawText(QRectF(x, y, room + 2, height), _LEFT, shown)
        if self.hasFocus() and self.ring and place == self._place:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, 0), 6, 6)

    # ------------------------------------------------------------------ choosing

    def _choose(self, place: int) -> None:
        self._place = place
        self.current = -1 if self.current == place else place
        self._say()
        self.update()
        announce(self)
        self.chosen.emit(self.current)

    def choose(self, place: int) -> None:
        """Choose an age from outside without telling anybody; -1 is all of them."""
        self.current = place
        self._say()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._buckets:
            self._place = max(0, min(len(self._buckets) - 1, self._place + step))
            self._say()
            self.update()
            announce(self)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._buckets:
            self._choose(self._place)
        elif event.key() == Qt.Key.Key_Escape and self.current >= 0:
            self._choose(self.current)
        else:
            event.ignore()

    def _place_at(self, x: float, y: float) -> int:
        """The age at a point: its part of the bar, or its label; -1 beside them."""
        if y >= px(BAR):
            place = int((x - EDGE) // ((self.width() - EDGE) / max(1, len(self._buckets))))
            return place if 0 <= place < len(self._buckets) else -1
        whole = sum(max(0, one.amount.minor) for one in self._buckets)
        edge = float(EDGE)
        for place, one in enumerate(self._buckets):
            if one.amount.minor > 0:
                edge += max(3.0, (self.width() - EDGE) * one.amount.minor / whole)
                if x <= edge:
                    return place
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._place_at(event.position().x(), event.position().y())
        if over != self._hovered:
            self._hovered = over
            self.setToolTip(self._sentence(over) if over >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x(), event.position().y())
        if place >= 0:
            self._choose(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
