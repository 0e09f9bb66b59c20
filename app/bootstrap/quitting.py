"""Quitting: Ctrl+C and the system's request to end close the book properly."""

from __future__ import annotations

import signal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


def quit_when_asked(app: QApplication) -> None:
    """End the application when the system asks; Python hears that between events only, so there is a beat."""
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda _number, _frame: app.quit())
    beat = QTimer(app)
    beat.timeout.connect(lambda: None)
    app.aboutToQuit.connect(beat.stop)
    beat.start(400)
