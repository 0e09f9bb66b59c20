"""The top bar (where am I, search, one action) and the bottom bar (keys that work now, state)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.crumbs import Crumbs
from app.qt.elided import ElidedLabel
from app.qt.icons import paint_icon
from app.qt.keycaps import caps_width, key_words, paint_caps
from app.qt.labels import Picture, Shape, label
from app.qt.tokens import color, font, metrics, px

TOP_HEIGHT = 52
BOTTOM_HEIGHT = 27
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class SearchBox(QAbstractButton):
    """Looks like a field and opens the palette; a letter typed on it is the palette's first letter."""

    asked = Signal(str)

    def __init__(self) -> None:
        """A search box with its key."""
        super().__init__()
        self.setText(_("Search or type a command"))
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(key_words("Ctrl+K"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.fit()
        self.clicked.connect(lambda: self.asked.emit(""))

    def fit(self) -> None:
        """The widths for the present text size."""
        self.setMaximumWidth(px(292))
        self.setMinimumWidth(px(110))

    def sizeHint(self) -> QSize:
        return QSize(px(292), max(px(30), metrics(13).height() + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(110), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.asked.emit("")
        elif text.strip() and text.isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.asked.emit(text)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(color("line2"), 1))
        painter.setBrush(color("hoverRow" if self.underMouse() else "sunken"))
        painter.drawRoundedRect(box, 6, 6)
        side = px(15)
        paint_icon(painter, QRectF(box.left() + 10, box.center().y() - side / 2, side, side), "search", "text3")
        keys = caps_width("Ctrl+K")
        painter.setFont(font(13))
        painter.setPen(color("text3"))
        room = box.adjusted(side + 19, 0, -(keys + 14), 0)
        shown = metrics(13).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, shown)
        paint_caps(painter, box.right() - keys - 7, box.center().y(), "Ctrl+K")
        painter.end()


class TopBar(QFrame):
    """Breadcrumb, mark, search, one page action."""

    def __init__(self) -> None:
        """A top bar."""
        super().__init__()
        self.setObjectName("top")
        self.setAccessibleName(_("Top bar"))
        self.crumbs = Crumbs()
        self.mark = label("", "mark")
        self.mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.mark.hide()
        self.search = SearchBox()
        self._action: QWidget | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 0, 20, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.crumbs, 3)
        self._row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.search, 2)
        self.fit()

    def set_mark(self, text: str) -> None:
        """A mark that the reader must not overlook: "Demo, 30 Apr 2026"."""
        self.mark.setText(text)
        self.mark.setVisible(bool(text))

    def parts(self) -> list[QWidget]:
        """What the keyboard comes to, from left to right."""
        return [self.crumbs, self.search, *([self._action] if self._action is not None else [])]

    def set_action(self, widget: QWidget | None) -> None:
        """The page's one action; the one before is only hidden, it belongs to its page."""
        if self._action is widget:
            return
        if self._action is not None:
            self._row.removeWidget(self._action)
            self._action.hide()
        self._action = widget
        if widget is not None:
            self._row.addWidget(widget)
            widget.show()

    def fit(self) -> None:
        """The height for the present text size."""
        self.setFixedHeight(px(TOP_HEIGHT))
        self.search.fit()


MOMENT = 8_000
"""Milliseconds that something said in passing stays."""


class KeyStrip(QWidget):
    """Keys and their words, as many as fit; the last one, which leads to all keys, is always there."""

    accessible_role = Role.StaticText

    def __init__(self) -> None:
        """No keys yet."""
        super().__init__()
        self._keys: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show other keys."""
        self._keys = list(keys)
        self.setAccessibleName(", ".join(f"{key}: {words}" for key, words in self._keys))
        self.update()

    def keys(self) -> list[tuple[str, str]]:
        """All keys that work now."""
        return list(self._keys)

    def fitting(self) -> list[tuple[str, str]]:
        """The keys there is room for."""
        if not self._keys:
            return []
        *others, last = self._keys
        room = self.width() - _key_width(*last)
        shown: list[tuple[str, str]] = []
        for one in others:
            room -= _key_width(*one)
            if room < 0:
                break
            shown.append(one)
        return [*shown, last]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        x, middle = 0.0, self.height() / 2
        for keys, words in self.fitting():
            cap, text = caps_width(keys), metrics(11).horizontalAdvance(words)
            paint_caps(painter, x, middle, keys)
            x += cap + 6
            painter.setFont(font(11))
            painter.setPen(color("text3"))
            painter.drawText(QRectF(x, 0, text + 4, self.height()), _LEFT, words)
            x += text + 16
        painter.end()


def _key_width(keys: str, words: str) -> float:
    return caps_width(keys) + 6 + metrics(11).horizontalAdvance(words) + 16


class BottomBar(QFrame):
    """Keys at the left, state at the right."""

    def __init__(self) -> None:
        """An empty bar."""
        super().__init__()
        self.setObjectName("bottom")
        self.setAccessibleName(_("Keys and state"))
        self.strip = KeyStrip()
        self._shape = Shape("ok", 11)
        self._shape.hide()
        self._place = Picture("hard-drive", 12, "text3")
        self._place.hide()
        self._said = ("", "")
        self._moment = QTimer(self, singleShot=True, interval=MOMENT)
        self._moment.timeout.connect(lambda: self.set_state(*self._said))
        self.state = ElidedLabel("", "hint")
        self.state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(self.strip, 1)
        row.addWidget(self._shape)
        row.addWidget(self._place)
        row.addWidget(self.state)
        self.fit()

    def set_state(self, text: str, tone: str = "") -> None:
        """Say the period's and the book's state; a tone adds its shape."""
        self._moment.stop()
        self._said = (text, tone)
        self._show(text, tone)

    def say_for_a_moment(self, text: str) -> None:
        """Say something in passing, then the state again; a state that is no good one stays."""
        if self._said[1] not in {"warn", "bad"}:
            self._show(text, "info")
            self._moment.start()

    def _show(self, text: str, tone: str) -> None:
        self.state.setText(text)
        self._shape.setVisible(bool(tone))
        self._place.setVisible(bool(text) and not tone)
        if tone:
            self._shape.set(tone)

    def fit(self) -> None:
        """The height for the present text size."""
        self.setFixedHeight(max(px(BOTTOM_HEIGHT), metrics(11).height() + 12))
