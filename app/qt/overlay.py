"""Overlays: a layer over the window with a scrim, for the palette and the key sheet. Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QWidget

SCRIM = QColor(16, 28, 36, 97)


class Overlay(QWidget):
    """A child of the window that fills it; the focus stays inside while it is open and goes back afterwards."""

    closed = Signal()

    def __init__(self, host: QWidget, name: str) -> None:
        """A hidden layer over a window; subclasses fill `panel`."""
        super().__init__(host)
        self._host = host
        self._before: QWidget | None = None
        self._muted: list[QShortcut] = []
        self.panel = QFrame(self)
        self.panel.setProperty("raised", "true")
        shadow = QGraphicsDropShadowEffect(self.panel)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 12)
        shadow.setColor(QColor(0, 0, 0, 71))
        self.panel.setGraphicsEffect(shadow)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        host.installEventFilter(self)
        self.hide()

    def open_layer(self, focus: QWidget) -> None:
        """Cover the window and take the keyboard."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
            self._mute()
        self.setGeometry(self._host.rect())
        self.arrange()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_layer(self) -> None:
        """Uncover the window and give the keyboard back."""
        if not self.isVisible():
            return
        for shortcut in self._muted:
            shortcut.setEnabled(True)
        self._muted = []
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def give_back_to(self, part: QWidget) -> None:
        """What came meanwhile gets the keyboard when the layer is closed."""
        self._before = part

    def _mute(self) -> None:
        """The window's own keys rest while the layer is open, except what belongs to the layer."""
        for shortcut in self._host.findChildren(QShortcut):
            owner = shortcut.parent()
            inside = isinstance(owner, QWidget) and self.isAncestorOf(owner)
            if shortcut.isEnabled() and not inside:
                shortcut.setEnabled(False)
                self._muted.append(shortcut)

    def arrange(self) -> None:
        """Place the panel for the present size."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
            self.arrange()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.close_layer()
        event.accept()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab does not leave the layer."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_layer()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), SCRIM)
        painter.end()


def give_keyboard(window: QWidget, part: QWidget) -> None:
    """To a part of a window; under a layer that is open, when the layer is closed."""
    layer = next((one for one in window.children() if isinstance(one, Overlay) and one.isVisible()), None)
    if layer is None:
        part.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        layer.give_back_to(part)
