"""Backing up the open book behind the window: every half an hour if something changed, and when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.progress import GivingWay, Progress
from app.shell.backups import BackupState

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.storage.backups import Backup, Held, Reason
    from app.storage.book import Book

EVERY = 30 * 60_000
"""Milliseconds between two looks whether the book has changed."""
FIRST = 60_000
"""Milliseconds after a book was opened: what somebody opened it for comes first."""
MINUTE = 60_000
ROW = timedelta(minutes=30)
"""How long a row of commands that bring in much may take."""


UNSOUND = frozenset({"backup.damaged", "book.damaged"})
"""Why no backup was taken, where the book itself may be what is wrong."""


def is_backed_up(desk: Desk) -> bool:
    """Whether the open book is one that is backed up by itself: no demo, no shared one, none that is only read."""
    return can_be_backed_up(desk) and not desk.window.session.is_demo


def can_be_backed_up(desk: Desk) -> bool:
    """Whether a backup can be taken here when somebody asks for it."""
    book = desk.backend.book
    if book is None or book.read_only or not desk.window.is_open:
        return False
    return not desk.window.session.shared


def taken(book: Book, reason: Reason, progress: Progress | None = None, second: Path | None = None) -> Backup:
    """Take a backup of a book, bring it to the second place if that is there, and let go of those no longer needed.

    That a drive is not there, or takes nothing, is no reason to call the backup itself failed: the settings tell it.
    None is let go of before somebody goes back.
    """
    from app.receivables.checks import looks
    from app.storage.backups import Reason as Reasons
    from app.storage.backups import listed, take, thin
    from app.storage.backups.marks import in_folder, of_book
    from app.storage.backups.second import bring

    step = stepper(progress)
    done = take(book.place, book.clock, reason, root=book.root, looks=looks(), step=step, beside=progress is not None)
    lets_go = reason is not Reasons.RESTORE  # the one that somebody goes back to may be the next to go
    if lets_go:
        thin(listed(book.place, done.origin), book.clock.now())
    if second is not None:
        try:
            bring([done], second, step)
            if lets_go:
                thin(of_book(in_folder(second), done.book, done.origin), book.clock.now())
        except Problem as problem:
            note(problem)
    return done


def taken_if_moved(
    book: Book, reason: Reason, progress: Progress | None = None, second: Path | None = None
) -> Backup | None:
    """The same for a book that has changed since its last backup; it may be closed already."""
    from app.storage.backups import has_moved, listed, stand_of

    now = stand_of(Path(book.place), book.root)
    return taken(book, reason, progress, second) if has_moved(now, listed(book.place, now.origin)) else None


def kept_before_bulk(book: Book) -> None:
    """A backup before what brings in much at once; a row of such commands has one before the first of them.

    Problem where none can be taken: then nothing is brought in.
    """
    from app.bootstrap.opening import is_demo
    from app.storage.backups import Reason, has_moved, listed, stand_of

    if "://" in book.place or book.read_only or is_demo(book.place):
        return
    now = stand_of(Path(book.place), book.root)
    found = listed(book.place, now.origin)
    moment = book.clock.now()
    recent = any(one.reason is Reason.IMPORT and timedelta() <= moment - one.made <= ROW for one in found)
    if has_moved(now, found) and not recent:
        taken(book, Reason.IMPORT)


def stepper(progress: Progress | None) -> Callable[[int, int], None]:
    """Says how far a backup is, and leaves it when somebody wants to; told only when there is something new to tell."""
    if progress is None:
        return lambda _done, _total: None
    text = _("Backing up the book")

    def step(done: int, total: int) -> None:
        progress.check()
        if total:
            progress.report(done, total, text)
        elif progress.total:
            progress.report(0, 0, _("Checking the backup"))

    return step


class Backing(QObject):
    """Keeps the book of a desk backed up, and knows how that stands."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is known yet."""
        super().__init__(desk)
        self._desk = desk
        self._place = self._origin = ""
        self._book: Book | None = None
        self.state = BackupState()
        self.running: Progress | None = None
        self._beat = QTimer(self, interval=EVERY)
        self._beat.timeout.connect(self.look)
        self._first = QTimer(self, singleShot=True, interval=FIRST)
        self._first.timeout.connect(self.look)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self.tell)

    def attend(self) -> None:
        """A book is shown: if it is another one than before, see how its backups stand."""
        from app.bootstrap.backup_desk import DeskBackups
        from app.bootstrap.shared_backups import ask, is_shared

        self._desk.window.backup_state = self._words
        self._desk.window.backups = DeskBackups(self._desk, self.why_none)
        place, left, origin = self._desk.window.session.place, self._book, self._origin
        self._book = self._desk.backend.book if is_backed_up(self._desk) else None
        if place == self._place:
            if self._book is not None and not self._minute.isActive():
                self._go_on()
            self.tell()
            return
        self._place, self._origin, self.state = place, "", BackupState()
        if left is not None:
            self._close(left, origin)
        self._rest()
        if self._book is not None:
            self._go_on()
            self._stand(self._begin)
        elif is_shared(self._desk):
            self._go_on()
            ask(self._desk, self._noted)

    def _rest(self) -> None:
        for timer in (self._beat, self._first, self._minute):
            timer.stop()

    def _go_on(self) -> None:
        for timer in (self._beat, self._first, self._minute):
            timer.start()

    def _close(self, left: Book, origin: str) -> None:
        """Another book was opened in this window: the one before is backed up as at the end."""
        from app.storage.backups import Reason

        progress, second = Progress(self, quiet=True), self.second(left.place, origin)
        progress.way = gives_way(self._desk)
        progress.finished.connect(progress.deleteLater)
        self._desk.operations.background(
            lambda inner: taken_if_moved(left, Reason.EXIT, inner, second),
            lambda _done: None,
            failed=note,
            progress=progress,
        )

    def look(self) -> None:
        """Take a backup if the book has changed since the last one; of a shared one look whether somebody has."""
        from app.bootstrap.shared_backups import ask, is_shared
        from app.storage.backups import Reason

        if is_shared(self._desk):
            ask(self._desk, self._noted)
        if is_backed_up(self._desk) and self.running is None:
            self._stand(lambda now, found: self._take_if_moved(Reason.TIME, now, found))

    def now(self) -> None:
        """Take one because somebody asked for it."""
        from app.storage.backups import Reason

        if can_be_backed_up(self._desk) and self.running is None:
            self._take(Reason.ASKED, told=True)

    # ------------------------------------------------------------------ how it stands

    def _stand(self, then: Callable[[Held, list[Backup]], object]) -> None:
        """Where the book stands, and its backups; read in the threads for it."""
        from app.storage.backups import listed, where_it_stands

        place = self._place

        def go_on(now: Held) -> None:
            def show(found: list[Backup]) -> None:
                if place == self._place:
                    self._origin = now.origin
                    then(now, found)

            def look(_progress: Progress) -> list[Backup]:
                return listed(place, now.origin, self.second(place, now.origin))

            self._desk.operations.background(look, show)

        self._desk.operations.read(where_it_stands, go_on)

    def _known(self, now: Held, found: list[Backup]) -> None:
        from app.storage.backups import has_moved, newest_good

        newest, moved = newest_good(found, self._desk.window.session.clock.now()), has_moved(now, found)
        problem = self.state.problem if moved else ""  # another window has taken one since it failed here
        self.state = replace(self.state, last=None if newest is None else newest.made, moved=moved, problem=problem)
        self.tell()

    def _take_if_moved(self, reason: Reason, now: Held, found: list[Backup]) -> None:
        from app.storage.backups import has_moved

        self._known(now, found)
        if has_moved(now, found):
            self._take(reason)

    def _noted(self, state: BackupState) -> None:
        """What the server of a shared book knows."""
        self.state = state
        self.tell()

    def _begin(self, now: Held, found: list[Backup]) -> None:
        """A book was opened: what is long overdue is told."""
        from app.bootstrap.goes_on import look
        from app.bootstrap.nagging import nag

        self._known(now, found)
        nag(self._desk, found, moved=self.state.moved, second=self.second(self._place))
        look(self._desk, found)

    # ------------------------------------------------------------------ taking

    def _take(self, reason: Reason, *, told: bool = False) -> None:
        book, place = self._desk.backend.book, self._place
        if book is None:
            return
        second = self.second(place)

        def done(backup: Backup) -> None:
            if place == self._place:
                self.state = BackupState(backup.made)
                self.tell()
                if backup.findings:
                    self._look_closer()
            if told:
                self._desk.window.frame.notify(_("Backed up and checked: {name}.").format(name=backup.place.name))
            self._show_settings()

        def failed(problem: Problem) -> None:
            if place == self._place:
                self.state = replace(self.state, moved=True, problem=str(problem))
                self.tell()
                if problem.code in UNSOUND:
                    self._look_closer()
            if told:
                self._desk.operations.problem.emit(problem)
            self._show_settings()

        self.running = Progress(self, quiet=not told)
        self.running.way = gives_way(self._desk)
        self.running.finished.connect(self._ended)
        self._desk.operations.background(
            lambda progress: taken(book, reason, progress, second), done, failed=failed, progress=self.running
        )
        self.tell()

    def _look_closer(self) -> None:
        """Something may not fit in the book itself: the whole check tells what, unless it has told before."""
        from app.bootstrap.checking import checking_of
        from app.shell.checks import State

        checking = checking_of(self._desk)
        if checking.view.state is not State.FOUND:
            checking.start(quiet=True)

    def _show_settings(self) -> None:
        """The list in the settings shows the new one, or why there is none."""
        from app.shell import areas
        from app.shell.settings_places import BACKUPS

        page = self._desk.window.frame.page(areas.SETTINGS)
        section = getattr(page, "sections", {}).get(BACKUPS)
        if section is not None:
            section.refresh()

    def _ended(self) -> None:
        if self.running is not None:
            self.running.deleteLater()
        self.running = None
        self.tell()

    def second(self, place: str, origin: str = "") -> Path | None:
        """The second place of a book."""
        from app.bootstrap.second_places import SecondPlaces

        known = origin or (self._origin if place == self._place else "")
        return SecondPlaces(self._desk.places.config).of(place, known)

    # ------------------------------------------------------------------ telling

    def why_none(self, place: str) -> str:
        """Why the last try to back up a book came to nothing; callable from any thread."""
        return self.state.problem if place == self._place else ""

    def tell(self) -> None:
        """Let the window say it anew: minutes pass. Where no book is open, there is nothing to be said."""
        if self._desk.backend.book is None:
            self._rest()
        else:
            self._desk.window.say_backup()

    def _words(self) -> tuple[str, str]:
        """The words and the tone for the bar at the bottom; none for a book that is not backed up here."""
        if not is_backed_up(self._desk) and not self.state.shared:
            return "", ""
        if self.running is not None:
            return _("backing up\u2026"), ""
        session = self._desk.window.session
        now = session.clock.now()
        return self.state.words(now, session.formats), self.state.tone(now)


def gives_way(desk: Desk) -> GivingWay:
    """What a long job behind the window asks again and again: whoever works in the window comes first."""
    collector = desk.collector
    return GivingWay(lambda: collector.touched)


def note(problem: Problem) -> None:
    """Nobody is there any more to be told; the next start tells that there is no newer backup."""
    from app.bootstrap.logs import log_event

    log_event(f"no backup: {problem.code}")


def backing_of(desk: Desk) -> Backing:
    """The one of a desk."""
    known = desk.findChildren(Backing)
    return known[0] if known else Backing(desk)
