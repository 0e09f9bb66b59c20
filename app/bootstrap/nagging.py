"""Nagging: what is long overdue about the backups of a book is told in a bar over the page, at most once a week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.kernel.words import _
from app.qt import memory
from app.shell.backups import Nag, Standing

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.storage.backups import Backup

KEPT = "told of backups"
"""In the window's memory: for each book and what was told, the day."""
AGAIN = timedelta(days=7)


def standing_of(found: list[Backup], now: datetime, *, moved: bool, second: Path | None) -> Standing:
    """How the backups of a book stand, from the list of those beside it and those in the second place."""
    from app.storage.backups import as_they_came

    good = [one for one in as_they_came(found, now) if one.good]
    there = [one.made for one in good if second is not None and one.place.parent == second]
    return Standing(
        min((one.made for one in good), default=None),
        good[0].made if good else None,
        moved,
        "" if second is None else str(second),
        there[0] if there else None,
    )


def nag(desk: Desk, found: list[Backup], *, moved: bool, second: Path | None) -> None:
    """Tell what is overdue, unless it was told within a week."""
    window = desk.window
    session = window.session
    now = session.clock.now()
    what = standing_of(found, now, moved=moved, second=second).nag(now)
    if what is None or not is_due(f"{what} {session.place}", session.today()):
        return
    text, action = _words(what, second)
    act = window.back_up if what is Nag.OVERDUE else lambda: window.show_settings("backups")
    window.frame.standing.offer(text, action, act)


def is_due(key: str, today: date) -> bool:
    """Whether something was not told within a week; then it counts as told."""
    due = memory.is_due(KEPT, key, today, AGAIN)
    if due:
        memory.keep_day(KEPT, key, today)
    return due


def _words(what: Nag, second: Path | None) -> tuple[str, str]:
    if what is Nag.OVERDUE:
        return _("This book was changed, and its last backup is more than a week old."), _("Back up now")
    if what is Nag.NO_SECOND:
        text = _("All backups lie on this computer, which may break or be stolen. Choose a second place for them.")
        return text, _("Choose\u2026")
    text = _("The second place {folder} has not taken a backup for more than a week.").format(folder=second)
    return text, _("Show the backups")
