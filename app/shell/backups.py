"""Backups as the window tells them: the last one, whether it is overdue, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext

OVERDUE = timedelta(days=7)
"""After which somebody is told in a bar over the page."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """What is known of the backups of the open book: when the last whole one was taken, and what went wrong since.

    `moved` tells that the book was changed after it; `problem` why the last try failed, "" where it did not.
    """

    last: datetime | None = None
    moved: bool = False
    problem: str = ""

    def words(self, now: datetime, formats: Formats) -> str:
        """For the bar at the bottom."""
        if self.problem:
            return _("backup failed")
        if self.last is None:
            return _("no backup yet")
        minutes = int((now - self.last).total_seconds()) // 60
        if minutes < 1:
            return _("backup just now")
        if minutes < 60:
            return ngettext("backup {n} min ago", "backup {n} min ago", minutes)
        day = local_date(self.last, formats.zone)
        if day == local_date(now, formats.zone):
            return _("backup at {time}").format(time=formats.time(self.last))
        return _("backup on {day}").format(day=formats.date(day))

    def overdue(self, now: datetime) -> bool:
        """Whether what was entered has no backup for so long that somebody must know."""
        return self.moved and self.last is not None and now - self.last > OVERDUE

    def tone(self, now: datetime) -> str:
        """The tone of the bar at the bottom; "" as long as all is well."""
        return "warn" if self.problem or self.overdue(now) else ""
