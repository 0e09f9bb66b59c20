"""The icon in the tray: open, log time, quit. Only where the system has a tray, and only when somebody wants it."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget

from app.kernel.words import _
from app.qt import preferences
from app.qt.icons import mark_icon


def has_tray() -> bool:
    """Whether this system has a tray."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Follows the preferences. With "close to tray" closing the window hides it; Quit really quits."""

    open_wanted = Signal()
    log_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, window: QWidget) -> None:
        """Nothing is shown before somebody chooses it."""
        super().__init__(window)
        self._window = window
        self._quitting = False
        self.open_wanted.connect(self.show_window)
        self.log_wanted.connect(self.show_window)
        self.quit_wanted.connect(self._quit)
        window.installEventFilter(self)
        preferences.current.changed.connect(self.follow)
        self.follow()

    @property
    def menu(self) -> QMenu:
        """What the icon offers."""
        self.icon  # noqa: B018 - it comes with the icon
        return self._menu

    def _offer(self) -> QMenu:
        menu = QMenu()
        for words, signal in (
            (_("Open Watertight"), self.open_wanted),
            (_("Log time"), self.log_wanted),
            (_("Quit"), self.quit_wanted),
        ):
            menu.addAction(words).triggered.connect(signal)
        return menu

    @cached_property
    def icon(self) -> QSystemTrayIcon:
        """The icon; most people never choose it, so it is made when they do."""
        icon = QSystemTrayIcon(mark_icon(), self)
        self._menu = self._offer()  # a window speaks one language: for another one it is made anew, with its tray
        icon.setContextMenu(self._menu)
        icon.setToolTip("Watertight")
        icon.activated.connect(self._pressed)
        return icon

    @property
    def hides(self) -> bool:
        """Whether closing the window leaves the program in the tray."""
        now = preferences.current.now
        return now.tray and now.close_to_tray and self.icon.isVisible() and not self._quitting

    def follow(self, *_news: object) -> None:
        """Show or hide the icon as chosen."""
        shown = preferences.current.now.tray and has_tray()
        if shown or "icon" in vars(self):
            self.icon.setVisible(shown)

    def show_window(self) -> None:
        """Bring the window to the front."""
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()

    def _pressed(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.show_window()

    def _quit(self) -> None:
        self._quitting = True
        self._window.close()
        app = QApplication.instance()
        if app is not None:
            app.quit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Close and self.hides:
            event.ignore()
            self._window.hide()
            return True
        return False
