"""Rechecking: once a week one old backup, whichever chance takes, is opened and checked again behind the window."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

from app.bootstrap.backing import backing_of, gives_way, is_backed_up, stepper
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt import memory
from app.qt.progress import Progress

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.storage.backups import Backup, Rechecked

KEPT = "rechecked"
"""In the window's memory: for each book the day one of its backups was looked at again."""
EVERY = timedelta(days=7)
_chance = SystemRandom()


def is_due(place: str, today: date) -> bool:
    """Whether none was looked at again within a week, as far as this computer remembers."""
    return memory.is_due(KEPT, place, today, EVERY)


def recheck_when_due(desk: Desk) -> None:
    """Look at one again, without a word as long as it is whole."""
    book = desk.backend.book
    if book is None or not is_backed_up(desk):
        return
    session, second = desk.window.session, backing_of(desk).second(book.place)
    place, now, today = session.place, session.clock.now(), session.today()
    if not is_due(place, today):
        return

    def work(progress: Progress) -> Rechecked | None:
        from app.receivables.checks import looks
        from app.storage.backups import listed, recheck, stand_of

        origin = stand_of(Path(place), book.root).origin
        good = [one for one in listed(place, origin, second) if one.good]
        old = [one for one in good if not timedelta() <= now - one.checked_at < EVERY]
        if not old:
            return None
        one: Backup = _chance.choice(old)
        return recheck(one, now, root=book.root, looks=looks(), step=stepper(progress), beside=True)

    def done(_looked: Rechecked | None) -> None:
        memory.keep_day(KEPT, place, today)

    def failed(problem: Problem) -> None:
        done(None)
        if desk.window.is_open and desk.window.session.place == place:
            text = _("{problem} The others are listed in the settings.").format(problem=problem)
            desk.window.frame.standing.offer(text, _("Show the backups"), lambda: desk.window.show_settings("backups"))

    progress = Progress(desk, quiet=True)
    progress.way = gives_way(desk)
    progress.finished.connect(progress.deleteLater)
    desk.operations.background(work, done, failed=failed, progress=progress)
