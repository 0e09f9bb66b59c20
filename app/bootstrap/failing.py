"""Failures nobody expected, on their way to the window: of a job, outside every job, of the last run; and hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.bootstrap.crashes import Report, deaths
from app.bootstrap.logs import log_crash, log_event, tell_crashes, watch_signals

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.qt.watch import Stall, Watch


def tell(desk: Desk, report: Report) -> None:
    """Show a report as it would be sent; one that was shown before makes only a notice."""
    desk.window.tell_failure(report.text, report.path, first=report.first)


def tell_job(desk: Desk, trace: str) -> None:
    """A job of the desk failed; after the second failure in a row the book is only read."""
    tell(desk, log_crash(trace))
    book = desk.backend.book
    if book is not None and book.read_only:
        desk.window.only_read(book.read_only)


def watch_hangs(app: QApplication) -> Watch:
    """The watch over the window's thread, reporting to the log."""
    from app.qt.watch import Watch

    def note(stall: Stall) -> None:
        log_event(f"the window was blocked for {stall.milliseconds} ms, {stall.own} ms of them by itself\n{stall}")

    watch = Watch(note, app)
    watch.start()
    return watch


class Failures(QObject):
    """Hears until the program ends what fails outside every job, in whatever thread; a death leaves its places."""

    _outside = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Tells at once if the program died of a signal the last time."""
        super().__init__(desk)
        self._outside.connect(lambda report: tell(desk, report), Qt.ConnectionType.QueuedConnection)
        tell_crashes(self._outside.emit)
        self._unwatch = watch_signals(desk.places.logs)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.end)
        report = deaths(desk.places.logs)
        if report is not None:
            desk.window.tell_failure(report.text, report.path, died=True)

    def end(self) -> None:
        """The program ends as it should."""
        tell_crashes(None)
        self._unwatch()
