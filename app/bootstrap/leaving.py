"""Leaving: the window is closed already when the last backup of its book is taken; nobody waits for it unless asked.

After half a second a small window says what is still being done, with a way to leave without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

from app.bootstrap.backing import backing_of, is_backed_up, note, taken_if_moved
from app.qt.progress import Progress
from app.shell.leaving import LeavingWindow

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk

PATIENCE = 500
"""Milliseconds after which somebody is told why the program has not ended yet."""


def leave(desk: Desk) -> None:
    """The window is closed: it remembers where it stood, and its book is backed up once more if it has changed.

    Comes back when that is done, failed, or was left; then the book may be closed.
    """
    desk.place.keep()
    book = desk.backend.book
    if book is None or not is_backed_up(desk):
        return
    from app.bootstrap.checking import stop_check
    from app.storage.backups import Reason

    desk.window.frame.hide()
    stop_check(desk)
    keeper = backing_of(desk)
    running, second = keeper.running, keeper.second(book.place)
    if running is not None:
        running.cancel()  # it may hold less than what was saved since
    loop, progress = QEventLoop(), Progress(desk, quiet=True)
    told = LeavingWindow(progress)
    timer = QTimer(desk, singleShot=True, interval=PATIENCE)
    timer.timeout.connect(told.appear)

    def work(_saved: None) -> None:
        desk.operations.background(
            lambda inner: taken_if_moved(book, Reason.EXIT, inner, second),
            lambda _done: None,
            failed=note,
            progress=progress,
        )

    progress.finished.connect(loop.quit)
    desk.operations.crashed.connect(loop.quit)
    timer.start()
    desk.operations.in_turn(lambda: None, work)  # what was asked for before is saved first
    loop.exec()
    timer.stop()
    told.hide()
    told.deleteLater()
