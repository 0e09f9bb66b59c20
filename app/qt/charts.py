"""Charts that stand in cards: the budget bar and the aging bar. Painted, with their message in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.accessible import Role
from app.qt.delegate import paint_bar
from app.qt.tokens import color, font, metrics

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
AGES = ("age0", "age1", "age2", "age3", "age4")


def budget_tone(ratio: float, thresholds: Sequence[float]) -> str:
    """The tone of a used share: act from the last threshold on, watch from the first, else none."""
    if thresholds and ratio >= thresholds[-1]:
        return "bad"
    return "warn" if thresholds and ratio >= thresholds[0] else ""


class BudgetBar(QWidget):
    """How much of a budget is used, with its thresholds as ticks; above 100 % a diamond, never a longer bar."""

    accessible_role = Role.Chart

    def __init__(
        self,
        ratio: float = 0.0,
        *,
        text: str = "",
        thresholds: Sequence[float] = (0.75, 0.9, 1.0),
        tone: str | None = None,
    ) -> None:
        """`text` says it in words: "76 % of £96,000 used". Without a tone it follows the thresholds."""
        super().__init__()
        self._thresholds = tuple(thresholds)
        self._ratio = ratio
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(ratio, text, tone)

    def set(self, ratio: float, text: str, tone: str | None = None) -> None:
        """Show another share."""
        self._ratio = ratio
        self._tone = tone
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    @property
    def tone(self) -> str:
        """The tone shown."""
        return self._tone if self._tone is not None else budget_tone(self._ratio, self._thresholds)

    def sizeHint(self) -> QSize:
        return QSize(160, 16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_bar(painter, box, self._ratio, self.tone)
        for threshold in self._thresholds:
            if threshold < 1:
                x = round(box.left() + box.width() * threshold)
                painter.fillRect(QRectF(x, box.center().y() - 6, 1, 12), color("control"))
        painter.end()


@dataclass(frozen=True)
class AgingBucket:
    """One age: "1–30 days", its sum, and a note such as "2 invoices · 39%"."""

    label: str
    amount: Money
    note: str = ""


class AgingBar(QWidget):
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
        self.current = -1
        self.setProperty("ownFocus", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, buckets: Sequence[AgingBucket]) -> None:
        """Show other sums, youngest first, at most five."""
        self._buckets = tuple(buckets[: len(AGES)])
        self.current = -1
        self._place = min(self._place, max(0, len(self._buckets) - 1))
        self._say()
        self.updateGeometry()
        self.update()

    def _say(self) -> None:
        sums = [f"{one.label} {self._formats.money(one.amount)}" for one in self._buckets]
        self.setAccessibleName(": ".join(part for part in (self._name, ", ".join(sums)) if part))
        if self._buckets:
            one = self._buckets[self._place]
            words = (one.label, self._formats.money(one.amount), one.note)
            self.setAccessibleDescription(", ".join(part for part in words if part))

    def sizeHint(self) -> QSize:
        lines = metrics(12).height() + metrics(17, 600).height() + metrics(11).height()
        return QSize(620, 14 + 12 + lines + 8)

    def _column(self, place: int) -> QRectF:
        width = self.width() / max(1, len(self._buckets))
        return QRectF(place * width, 22, width, self.height() - 22)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        for place, one in enumerate(self._buckets):
            self._paint_label(painter, place, one)
        painter.end()

    def _paint_bar(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        whole = sum(max(0, one.amount.minor) for one in self._buckets)
        parts = [place for place, one in enumerate(self._buckets) if one.amount.minor > 0]
        if not whole:
            painter.setBrush(color("neutralBg"))
            painter.drawRoundedRect(QRectF(0, 0, self.width(), 14), 3, 3)
            return
        room = self.width() - 2 * (len(parts) - 1)
        x = 0.0
        for place in parts:
            width = max(2.0, room * self._buckets[place].amount.minor / whole)
            faint = self.current not in {-1, place}
            painter.setOpacity(0.35 if faint else 1.0)
            painter.setBrush(color(AGES[place]))
            painter.drawRoundedRect(QRectF(x, 0, min(width, self.width() - x), 14), 3, 3)
            x += width + 2
        painter.setOpacity(1.0)

    def _paint_label(self, painter: QPainter, place: int, one: AgingBucket) -> None:
        box = self._column(place)
        high, middle, low = metrics(12).height(), metrics(17, 600).height(), metrics(11).height()
        if place == self.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accentSoft"))
            painter.drawRoundedRect(box.adjusted(-4 if place else 0, -3, -10, 0), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(AGES[place]))
        painter.drawRoundedRect(QRectF(box.left(), box.top() + high / 2 - 4, 9, 9), 2, 2)
        lines = (
            (box.left() + 16, box.top(), high, one.label, (12, 400), "text2"),
            (box.left(), box.top() + high + 1, middle, self._formats.money(one.amount), (17, 600), "text"),
            (box.left(), box.top() + high + middle + 2, low, one.note, (11, 400), "text3"),
        )
        for x, y, height, text, face, tint in lines:
            painter.setFont(font(*face))
            painter.setPen(color(tint))
            painter.drawText(QRectF(x, y, box.right() - x, height), _LEFT, text)
        if self.hasFocus() and place == self._place:
            painter.setPen(QPen(color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1 if not place else -5, -3, -11, -1), 6, 6)

    # ------------------------------------------------------------------ choosing

    def _choose(self, place: int) -> None:
        self._place = place
        self.current = -1 if self.current == place else place
        self._say()
        self.update()
        self.chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._buckets:
            self._place = max(0, min(len(self._buckets) - 1, self._place + step))
            self._say()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and self._buckets:
            self._choose(self._place)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        width = self.width() / max(1, len(self._buckets))
        place = int(event.position().x() // width)
        if 0 <= place < len(self._buckets):
            self._choose(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
