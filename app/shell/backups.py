"""Backups as the window tells them: the last one, whether it is overdue, the list, and what going back would cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext

if TYPE_CHECKING:
    from app.qt.progress import Progress

OVERDUE = timedelta(days=7)
"""After which somebody is told in a bar over the page."""
WRONG = 10
"""Minutes ahead of now from which on a time was written by a clock that was wrong: its day is told."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """What is known of the backups of the open book: when the last whole one was taken, and what went wrong since.

    `moved` tells that the book was changed after it; `problem` why the last try failed, "" where it did not. Of a
    `shared` book it is what its server knows: whether somebody has `checked` the last one, `since` when the book is.
    """

    last: datetime | None = None
    moved: bool = False
    problem: str = ""
    shared: bool = False
    checked: bool = True
    since: datetime | None = None

    def words(self, now: datetime, formats: Formats) -> str:
        """For the bar at the bottom."""
        if self.problem:
            return _("backup failed")
        if self.last is None:
            return _("no backup known") if self.shared else _("no backup yet")
        if not self.checked:
            return _("last backup not checked")
        minutes = int((now - self.last).total_seconds()) // 60
        if -WRONG <= minutes < 1:
            return _("backup just now")
        if 1 <= minutes < 60:
            return ngettext("backup {n} min ago", "backup {n} min ago", minutes)
        day = local_date(self.last, formats.zone)
        if day == local_date(now, formats.zone):
            return _("backup at {time}").format(time=formats.time(self.last))
        return _("backup on {day}").format(day=formats.date(day))

    def overdue(self, now: datetime) -> bool:
        """Whether what was entered has no backup for so long that somebody must know."""
        last = self.last or self.since
        return self.moved and last is not None and now - last > OVERDUE

    def tone(self, now: datetime) -> str:
        """The tone of the bar at the bottom; "" as long as all is well."""
        return "warn" if self.problem or self.overdue(now) else ""


class Nag(StrEnum):
    """What somebody is told in a bar over the page, at most once a week."""

    OVERDUE = "overdue"
    NO_SECOND = "no second place"
    AWAY = "second place away"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the backups of a book stand: the first and the last whole one, and the last one in the second place.

    `second` is its folder, "" for none; a folder that is not there has no last one.
    """

    first: datetime | None
    last: datetime | None
    moved: bool
    second: str = ""
    second_last: datetime | None = None

    def nag(self, now: datetime) -> Nag | None:
        """What is overdue by more than a week."""
        if self.moved and self.last is not None and now - self.last > OVERDUE:
            return Nag.OVERDUE
        if self.first is None or now - self.first <= OVERDUE:
            return None
        if not self.second:
            return Nag.NO_SECOND
        if self.second_last is None or (self.last is not None and self.last - self.second_last > OVERDUE):
            return Nag.AWAY
        return None


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup as a list shows it; `made` sorts it, `damage` is a sentence, "" for a whole one."""

    place: str
    made: datetime
    taken: str
    reason: str
    size: int
    checked: str
    entries: int
    where: str
    encrypted: bool
    damage: str = ""
    findings: int = 0

    @property
    def good(self) -> bool:
        """Whether the last look found it whole."""
        return not self.damage


@dataclass(frozen=True, slots=True)
class BackupsView:
    """The backups of a book, the newest first, and its second place: where, whether it is there, the last one in it.

    `failed` says why the last try came to nothing, "" where it did not.
    """

    rows: tuple[BackupRow, ...] = ()
    folder: str = ""
    second: str = ""
    second_there: bool = False
    second_last: str = ""
    failed: str = ""

    @property
    def newest(self) -> BackupRow | None:
        """The newest whole one."""
        return next((row for row in self.rows if row.good), None)


@dataclass(frozen=True, slots=True)
class GoingBack:
    """What going back to a backup would mean, in sentences: what would be missing, and where the new book goes."""

    backup: BackupRow
    book: str
    target: str
    summary: str
    missing: tuple[tuple[str, str], ...] = ()
    """What and how many, and from when to when."""
    who: tuple[tuple[str, str], ...] = ()


class Backups(Protocol):
    """The desk's answers; all but `now` are slow, for a thread behind. Each may raise a Problem."""

    def now(self) -> None:
        """Back the open book up; the window tells when it is done."""

    def known(self, place: str) -> str:
        """What the server of a shared book knows of its backups, in a sentence."""

    def view(self, place: str) -> BackupsView:
        """The backups of a book."""

    def recheck(self, place: str, backup: str, progress: Progress) -> str:
        """Look at a backup again; what was found, in a sentence."""

    def choose(self, place: str, folder: str) -> None:
        """Keep the backups of a book in a second place from now on."""

    def forget(self, place: str) -> None:
        """No second place any more; what lies there stays."""

    def going_back(self, place: str, backup: str, progress: Progress) -> GoingBack:
        """What going back to a backup would mean."""

    def restore(self, place: str, backup: str, progress: Progress) -> str:
        """Make a new book of a backup; where it is."""
