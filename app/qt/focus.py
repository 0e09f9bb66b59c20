"""Focus: one ring per window around the control that the keyboard has reached.

A style sheet switches Qt's own focus rectangle off, and a `:focus` border cannot be seen on a filled button, so the
ring is a click-through widget of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.qt.tokens import color

if TYPE_CHECKING:
    Mixed = QWidget
else:
    Mixed = object  # a class has one base of Qt's, the one it is mixed with

MARGIN = 4
OWN_MARK = (QAbstractItemView, QLineEdit, QPlainTextEdit, QComboBox)
"""Widgets that show their focus themselves: a current cell or a 2 px border."""


def _parents(control: QWidget) -> list[QWidget]:
    """What a control stands in, up to the window: when one of them moves, the ring moves with it."""
    found: list[QWidget] = []
    inner = control.parentWidget()
    while inner is not None and not inner.isWindow():
        found.append(inner)
        inner = inner.parentWidget()
    return found


def takes_focus(widget: QWidget) -> bool:
    """Whether Tab can reach a widget as it is now."""
    return (
        widget.isVisible()  # first: of all pages of a window one is seen
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not widget.focusProxy()
    )


class HandsOn:
    """Mixed into a widget: the keyboard that comes to it goes on to one of its parts.

    Not Qt's focus proxy: of a widget that has one among its own parts Tab passes over all the others.
    """

    _part: QWidget | None = None

    def hand_on_to(self, part: QWidget) -> None:
        """The part that takes the keyboard from now on."""
        self._part = part

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Hand on what the program gives, at once: a window that is not active sends no event yet."""
        if self._part is not None and isValid(self._part):
            self._part.setFocus(reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand on what comes from the window."""
        if self._part is not None and isValid(self._part):
            self._part.setFocus(event.reason())


_BY_KEYS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
_BACK = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
_PRESSES = {QEvent.Type.MouseButtonPress: False, QEvent.Type.KeyPress: True}


class RingByKeys(Mixed):
    """Mixed into a chart that paints its own ring: `ring` is on for who came by keys, and from the first key here on.

    The program gives the keyboard to a chart when its page opens; who opened it by mouse sees the chart, not a ring.
    """

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _BACK:  # back from a dialog or a menu it is as it was
            mouse = event.reason() == Qt.FocusReason.MouseFocusReason
            self.ring = event.reason() in _BY_KEYS or (not mouse and bool(self.window().property("lastByKeys")))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and not self.ring:
            self.ring = True
            self.update()
        return super().event(event)


class FocusOverlay(QWidget):
    """A 2 px ring, 2 px outside the focused control, for keyboard focus only.

    The window's property "lastByKeys" says whether its last press was of a key.
    """

    def __init__(self, window: QWidget) -> None:
        """Watch the focus inside a window."""
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._watch_presses()
        # A signal plus a filter on the target: no Python filter runs for every event of the application.
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        self._target = new if new is not None and self._marks(new) else None
        if self._target is not None:
            self._watched = [self._target, *_parents(self._target)]
            for watched in self._watched:
                watched.installEventFilter(self)
        self._place()

    def _marks(self, control: QWidget) -> bool:
        by_keyboard = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        own = isinstance(control, OWN_MARK) or bool(control.property("ownFocus"))
        return by_keyboard and control.window() is self._window and not own

    def _watch_presses(self) -> None:
        """What comes to the window as a whole is little: its presses and moves, not the events of its widgets."""
        handle = self._window.windowHandle() if isValid(self._window) else None
        if handle is not None:
            handle.installEventFilter(self)  # once more is still once

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QWindow):
            if kind in _PRESSES:
                self._window.setProperty("lastByKeys", _PRESSES[kind])
            return False
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        elif kind == QEvent.Type.Hide:
            self.hide()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(self._window, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.raise_()
        self.show()

    def target(self) -> QWidget | None:
        """The control that carries the ring, if any."""
        return self._target if self.isVisible() else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("focus"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()
