"""The doorbell of an open book: a second start of the same book brings its window to the front, and ends.

Each window listens for the book it shows, on a local socket that only this account can reach.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from app.bootstrap.second_start import name_of

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk

PATIENCE = 700
"""Milliseconds a running window has to answer; one that hangs is not waited for."""
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What a desktop hands to a start, so that the window may come to the front."""
HERE = b"here\n"


def ring(name: str) -> bool:
    """Ask the window that listens by a name to come to the front; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return False
    tokens = [f"{name}={os.environ[name]}" for name in TOKENS if name in os.environ]
    socket.write("\n".join([*tokens, "\n"]).encode())
    socket.waitForBytesWritten(PATIENCE)
    answered = socket.waitForReadyRead(PATIENCE) and socket.readAll().data() == HERE
    socket.disconnectFromServer()
    return bool(answered)


class Doorbell(QObject):
    """Listens for the book that is open; `rung` when somebody started it a second time."""

    rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Listens for nothing yet."""
        super().__init__(parent)
        self._place = ""
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._open)

    def listen(self, place: str) -> None:
        """Listen for a book from now on, unless another window does. What a killed one left is cleared away."""
        if place == self._place:
            return
        self._server.close()
        self._place, name = place, name_of(place)
        if not _answers(name):  # asked first: a server takes the name of another that still listens
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Listen for nothing any more."""
        self._server.close()

    def _open(self) -> None:
        socket = self._server.nextPendingConnection()

        def answer() -> None:
            told = bytes(socket.readAll().data()).decode(errors="replace")
            for line in told.splitlines():
                name, _sign, value = line.partition("=")
                if name in TOKENS and sys.platform.startswith("linux"):
                    os.environ[name] = value  # Qt takes it when the window asks to be activated
            socket.write(HERE)
            socket.flush()
            self.rung.emit()

        socket.readyRead.connect(answer)
        socket.disconnected.connect(socket.deleteLater)


def attend(desk: Desk) -> None:
    """Listen for the book that the desk shows."""
    bell = next(iter(desk.findChildren(Doorbell)), None)
    if bell is None:
        bell = Doorbell(desk)
        bell.rung.connect(lambda: come_to_front(desk.window.frame))
        desk.app.aboutToQuit.connect(bell.close)
    bell.listen(desk.window.session.place)


def _answers(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    there = socket.waitForConnected(PATIENCE)
    socket.abort()
    return there


def come_to_front(window: QWidget) -> None:
    """Show a window that was hidden, folded away or covered."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
