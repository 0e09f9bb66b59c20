"""Tabs of a page: a row of names with counts. Left and Right move in it, Ctrl+Tab from anywhere on the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from app.kernel.words import _
from app.qt.tokens import color, font, metrics

_CENTER = int(Qt.AlignmentFlag.AlignCenter)
SIDE = 12


class Tabs(QTabBar):
    """A row of tabs by key. It says which one was chosen; its page shows it."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        """No tabs yet; `name` says what they are parts of."""
        super().__init__()
        self._keys: list[str] = []
        self.setAccessibleName(name)
        self.setProperty("ownFocus", "true")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currentChanged.connect(self._changed)

    def bind(self, page: QWidget) -> None:
        """Ctrl+Tab and Ctrl+Shift+Tab anywhere on a page."""
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.step(by))

    @staticmethod
    def keys() -> list[tuple[str, str]]:
        """The keys for the bottom bar."""
        return [("Ctrl+Tab", _("next tab"))]

    def set_tabs(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Show tabs of (key, words); the chosen one stays, if it is still there."""
        wanted = self.current
        same = [key for key, _words in tabs] == self._keys
        self.blockSignals(True)
        if not same:
            while self.count():
                self.removeTab(0)
            self._keys = [key for key, _words in tabs]
            for _key, words in tabs:
                self.addTab(words)
        for place, (_key, words) in enumerate(tabs):
            if self.tabText(place) != words:
                self.setTabText(place, words)
            self.setTabToolTip(place, words)
        found = self._keys.index(wanted) if wanted in self._keys else 0
        self.setCurrentIndex(found)
        self.blockSignals(False)
        self.update()
        if self._keys and self.current != wanted:
            self.chosen.emit(self.current)

    @property
    def current(self) -> str:
        """The key of the chosen tab; "" without tabs."""
        place = self.currentIndex()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def choose(self, key: str) -> None:
        """Choose a tab; nothing happens for one that is not there."""
        if key in self._keys:
            self.setCurrentIndex(self._keys.index(key))

    def step(self, by: int) -> None:
        """On to the next tab, around the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def _changed(self, _place: int) -> None:
        self.chosen.emit(self.current)

    # ------------------------------------------------------------------ painting

    def tabSizeHint(self, place: int) -> QSize:
        width = metrics(13, 600).horizontalAdvance(self.tabText(place)) + 2 * SIDE
        return QSize(width, metrics(13).height() + 18)

    def minimumTabSizeHint(self, place: int) -> QSize:
        return QSize(min(self.tabSizeHint(place).width(), metrics(13).averageCharWidth() * 6 + 2 * SIDE), 0)

    def sizeHint(self) -> QSize:
        return QSize(sum(self.tabSizeHint(place).width() for place in range(self.count())), metrics(13).height() + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), color("line"))
        for place in range(self.count()):
            box = QRectF(self.tabRect(place))
            on = place == self.currentIndex()
            weight = 600 if on else 500
            room = int(box.width()) - 2 * SIDE + 2
            text = metrics(13, weight).elidedText(self.tabText(place), Qt.TextElideMode.ElideRight, room)
            painter.setFont(font(13, weight))
            painter.setPen(color("accentText" if on else "text2"))
            painter.drawText(box, _CENTER, text)
            if on:
                painter.fillRect(QRectF(box.left(), self.height() - 2, box.width(), 2), color("accent"))
            if on and self.hasFocus():
                painter.setPen(QPen(color("focus"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 2, -1, -3), 5, 5)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
