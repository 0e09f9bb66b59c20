"""Where this is: the parts of the way, the last one bold; earlier ones lead back when they are places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.kernel.words import _
from app.qt.elided import ElidedLabel
from app.qt.labels import Picture
from app.qt.tokens import color, font, metrics, px

LEAST = 40
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Way(QAbstractButton):
    """A part that leads somewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(_("Go back to it"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(metrics(15).horizontalAdvance(self.text()) + 4, max(24, metrics(15).height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LEAST), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        on = self.underMouse() or self.hasFocus()
        painter.setFont(font(15))
        painter.setPen(color("accentText" if on else "text3"))
        box = QRectF(self.rect()).adjusted(1, 0, -1, 0)
        shown = metrics(15).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, _LEFT, shown)
        if on:
            low = box.center().y() + metrics(15).ascent() / 2
            painter.fillRect(QRectF(box.left(), low, metrics(15).horizontalAdvance(shown), 1), color("accentText"))
        painter.end()


class Crumbs(QWidget):
    """The parts, each as wide as it needs while there is room; the first ones give way first."""

    pressed = Signal(int)

    def __init__(self) -> None:
        """Nowhere yet."""
        super().__init__()
        self._parts: tuple[str, ...] = ()
        self._leads: tuple[bool, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(80)

    def set(self, parts: Sequence[str], leads: Callable[[str], bool] = lambda _part: False) -> None:
        """Show other parts; `leads` says which of the earlier ones are places to go to."""
        wanted = tuple(parts)
        ways = tuple(leads(part) for part in wanted[:-1])
        if (wanted, ways) == (self._parts, self._leads):
            return
        self._parts, self._leads = wanted, ways
        self.setAccessibleName(" / ".join(wanted))
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, part in enumerate(wanted):
            self._add(place, part)
        self._row.addStretch(1)

    def _add(self, place: int, part: str) -> None:
        last = place == len(self._parts) - 1
        if last:
            words: QWidget = ElidedLabel(part, "place")
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        elif self._leads[place]:
            way = _Way(part)
            way.clicked.connect(lambda: self.pressed.emit(place))
            words = way
        else:
            words = ElidedLabel(part, "crumb")
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        if isinstance(words, QLabel):
            words.setAccessibleName(part)
        self._row.addWidget(words)
        if not last:
            self._row.addWidget(Picture("chevron-right", 14, "text3"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._share()
        return super().event(event)

    def _share(self) -> None:
        """From the last part on each is given what it needs, as long as the earlier ones keep their least."""
        items = (self._row.itemAt(place) for place in range(self._row.count()))
        shown = [one for one in (item.widget() for item in items if item is not None) if one is not None]
        least = px(LEAST)
        words, marks = shown[::2], shown[1::2]
        room = self.width() - sum(mark.sizeHint().width() for mark in marks) - self._row.spacing() * len(shown)
        for before in range(len(words) - 1, -1, -1):
            wide = max(least, min(words[before].sizeHint().width(), room - before * least))
            words[before].setMinimumWidth(min(wide, words[before].sizeHint().width()))
            room -= wide

    def parts(self) -> tuple[str, ...]:
        """The parts shown."""
        return self._parts
