"""Weekly: the whole check of a book is begun by itself, some time after it was opened and nobody waits any more."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.bootstrap.doorbell import attend
from app.qt.progress import Progress
from app.shell.ahead import are_loaded

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk

NEEDED = (
    "app.bootstrap.backing",
    "app.bootstrap.backup_desk",
    "app.bootstrap.goes_on",
    "app.bootstrap.hearing",
    "app.bootstrap.nagging",
    "app.bootstrap.shared_backups",
    "app.storage.backups",
)
LATER = 60_000
"""Milliseconds after a book was opened: what somebody opened it for comes first."""


class Weekly(QObject):
    """Begins the check once for each book that is opened at a desk."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is begun yet."""
        super().__init__(desk)
        self._desk = desk
        self._place = ""
        self._timer = QTimer(self, singleShot=True, interval=LATER)
        self._timer.timeout.connect(self._begin)

    def look(self) -> None:
        """A book is shown: if it is another one than before, its check may be due in a while."""
        place = self._desk.window.session.place
        if place != self._place:
            self._place = place
            self._timer.start()

    def _begin(self) -> None:
        from app.bootstrap.checking import check_when_due
        from app.bootstrap.rechecking import recheck_when_due

        check_when_due(self._desk)
        recheck_when_due(self._desk)


def look_after(desk: Desk) -> None:
    """The first page is filled: a second start is heard from now on, and what others do in the book; backups are taken.

    What that takes is imported in a thread: in the window's own it was felt.
    """
    attend(desk)
    if are_loaded(NEEDED):
        _begin(desk)
        return
    progress = Progress(desk, quiet=True)
    progress.finished.connect(progress.deleteLater)
    desk.operations.background(
        lambda _progress: [import_module(name) for name in NEEDED], lambda _there: _begin(desk), progress=progress
    )


def _begin(desk: Desk) -> None:
    from app.bootstrap.backing import backing_of
    from app.bootstrap.hearing import attend as hear

    if not desk.window.is_open:
        return
    hear(desk)
    backing_of(desk).attend()
    known = desk.findChildren(Weekly)
    (known[0] if known else Weekly(desk)).look()
