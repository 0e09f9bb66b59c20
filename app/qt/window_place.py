"""Where the window stood: remembered on closing, and put where a screen is when the old one is gone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.qt import memory

KEY = "window.place"
_NOTHING: list[int] = []


def fitted(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """The wanted place inside the screen it overlaps most, else inside the first one: no edge out of reach."""
    if not screens:
        return wanted

    def shared(screen: QRect) -> int:
        common = screen.intersected(wanted)
        return common.width() * common.height() if common.isValid() else 0

    screen = max(screens, key=shared)
    if not shared(screen):
        screen = screens[0]
        wanted = QRect(wanted)
        wanted.moveCenter(screen.center())
    size = QSize(min(wanted.width(), screen.width()), min(wanted.height(), screen.height()))
    left = max(screen.left(), min(wanted.left(), screen.right() + 1 - size.width()))
    top = max(screen.top(), min(wanted.top(), screen.bottom() + 1 - size.height()))
    return QRect(left, top, size.width(), size.height())


def screens() -> list[QRect]:
    """What can be used of each screen, the main one first."""
    main = QGuiApplication.primaryScreen()
    found = sorted(QGuiApplication.screens(), key=lambda one: one is not main)
    return [one.availableGeometry() for one in found]


class WindowPlace(QObject):
    """Keeps the place of a window when it closes; brings the window back when its screen goes."""

    def __init__(self, window: QWidget) -> None:
        """Watch a window from now on."""
        super().__init__(window)
        self._window = window
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(300)
        self._later.timeout.connect(self.bring_back)
        window.installEventFilter(self)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._later.start)

    def restore(self, usual: QSize) -> None:
        """Stand where the window stood last, or in the middle of the main screen."""
        kept = memory.recall(KEY, _NOTHING)
        there = screens()
        if len(kept) == 5 and all(isinstance(one, int) for one in kept):
            left, top, width, height, full = kept
            self._window.setGeometry(fitted(QRect(left, top, max(1, width), max(1, height)), there))
            if full:
                self._window.showMaximized()
            return
        place = QRect(0, 0, usual.width(), usual.height())
        if there:
            place.moveCenter(there[0].center())
        self._window.setGeometry(fitted(place, there))

    def keep(self) -> None:
        """Remember the place; of a maximized window the one it goes back to."""
        window = self._window
        place = window.normalGeometry() if window.isMaximized() else window.geometry()
        if place.isValid():
            full = int(window.isMaximized())
            memory.keep(KEY, [place.x(), place.y(), place.width(), place.height(), full])

    def bring_back(self) -> None:
        """A screen is gone: no part of the window is left out of reach."""
        if not self._window.isMaximized():
            self._window.setGeometry(fitted(self._window.geometry(), screens()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close:
            self.keep()
        return False
