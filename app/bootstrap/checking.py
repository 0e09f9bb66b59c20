"""The whole check of a book, behind the window: each page, the history link by link, what every room says must hold.

What must be known before a book is written is looked at when it opens (`app.storage.starting`). All else takes as long
as the book is large, so it runs once a week by itself and whenever somebody asks, with progress and a way to stop it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.firm.domain import Right
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt import memory
from app.qt.progress import Progress
from app.shell import areas
from app.shell.checks import CheckView, End, PartRow, State

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.receivables.checks import Finding, Step
    from app.storage.book import Book
    from app.storage.head import Head

    Checked = tuple[list[Finding], Head | None]
    """What was found, and where the history ended."""

KEPT = "checked"
"""In the window's memory: for each book the day it was found sound."""
EVERY = timedelta(days=7)
UNREAD = frozenset({"book.damaged", "book.disk_failed"})
"""What a part of the check says of a file that does not let itself be read there: a finding like others."""
Told = Callable[[int, int, int], object]
"""Which part is done, what was counted in it, how many things it found."""


def is_due(place: str, today: date) -> bool:
    """Whether a book was not found sound within a week."""
    return memory.is_due(KEPT, place, today, EVERY)


def check_when_due(desk: Desk) -> None:
    """Once a week, without a word as long as all is well."""
    if desk.window.is_open:
        session = desk.window.session
        if not session.is_demo and is_due(session.place, session.today()):
            checking_of(desk).start(quiet=True)


def stop_check(desk: Desk) -> None:
    """Leave a check that runs: somebody needs the book alone."""
    for known in desk.findChildren(Checking):
        known.cancel()


def checking_of(desk: Desk) -> Checking:
    """The one of a desk."""
    known = desk.findChildren(Checking)
    return known[0] if known else Checking(desk)


class Checking(QObject):
    """Checks the book of a desk, and knows how that stands."""

    moved = Signal()
    _went_on = Signal(object, int, int, int)

    def __init__(self, desk: Desk) -> None:
        """Nothing is known yet."""
        super().__init__(desk)
        self._desk = desk
        self._place = ""
        self._view = CheckView()
        self.running: Progress | None = None
        self._last: Progress | None = None
        self._went_on.connect(self._part_done)

    @property
    def view(self) -> CheckView:
        """How the check of the open book stands; of another book nothing is told."""
        window = self._desk.window
        place = window.session.place if window.is_open else ""
        if place == self._place and self._view.state is not State.NEVER:
            return self._view
        sound_on = memory.day_of(KEPT, place, window.session.today()) if window.is_open else None
        return CheckView(parts=_all_parts(), sound_on=sound_on)

    def show(self, view: CheckView) -> None:
        """Let this be how it stands; what a check that has ended still has to say does not count any more."""
        self._last = None
        self._place, self._view = self._desk.window.session.place, view
        self.moved.emit()

    def start(self, *, quiet: bool = False) -> None:
        """Check the open book, unless that is being done; `quiet` says nothing as long as all is well."""
        window, book = self._desk.window, self._desk.backend.book
        if book is None or book.read_only or not window.is_open:
            return  # what is only read was looked at when it opened, or is a copy that is gone
        session = window.session
        if self.running is not None:
            if self._place == session.place:
                return
            self.running.cancel()  # of the book that was open before
        place, begun = session.place, session.clock.now()
        running = self.running = Progress(self, quiet=True)
        if quiet:
            from app.bootstrap.backing import gives_way

            running.way = gives_way(self._desk)
        self.show(CheckView(State.RUNNING, _all_parts(), begun=begun))

        def work(progress: Progress) -> Checked:
            with book.beside() as beside:
                found = found_in(beside, progress, lambda *part: self._went_on.emit(running, *part))
                return found, end_of(beside)

        def told(result: Checked) -> None:
            if running is self._last:
                self._ended(place, session.clock.now(), result, quiet=quiet)

        self._last = running
        running.finished.connect(partial(self._stopped, running))
        self._desk.operations.background(work, told, progress=running)

    def cancel(self) -> None:
        """Stop it."""
        if self.running is not None:
            self.running.cancel()

    def seen(self) -> None:
        """Somebody looks at it: the bar over the page goes."""
        self._desk.window.frame.standing.withdraw(self._show_page)

    def _show_page(self) -> None:
        self._desk.window.frame.ask_page(areas.CHECK)

    # ------------------------------------------------------------------ how it goes on

    def _part_done(self, running: Progress, place: int, count: int, found: int) -> None:
        from app.receivables.checks import steps

        window = self._desk.window
        if running is not self.running or not window.is_open or self._view.state is not State.RUNNING:
            return
        parts = list(self._view.parts)
        words = steps()[place].said(count, window.session.formats.number)
        parts[place] = replace(parts[place], counted=words, found=found)
        self._view = replace(self._view, parts=tuple(parts))
        self.moved.emit()

    def _stopped(self, running: Progress) -> None:
        """It is over, whichever way; what it found is told right after this, or never."""
        running.deleteLater()
        if running is self.running:
            self.running = None
            QTimer.singleShot(0, self, partial(self._settle, running))

    def _settle(self, ended: Progress) -> None:
        if ended is self._last and self._view.state is State.RUNNING:
            self._view = replace(self._view, state=State.STOPPED)
            self.moved.emit()

    def _ended(self, place: str, ended: datetime, result: Checked, *, quiet: bool) -> None:
        found, head = result
        desk, window = self._desk, self._desk.window
        state = State.FOUND if found else State.SOUND
        end = None if head is None else End(head.sequence, head.letters)
        self._view = replace(self._view, state=state, findings=tuple(found), head=end, ended=ended)
        if not found:
            day = ended.date() if not window.is_open else window.session.today()
            memory.keep_day(KEPT, place, day)
        self.moved.emit()
        if not window.is_open or window.session.place != place or window.frame.current_key == areas.CHECK:
            return
        if found:
            self._tell(found)
        elif not quiet:
            desk.window.frame.notify(words_for(found))

    def _tell(self, found: Sequence[Finding]) -> None:
        """What is wrong stays in sight; who may not see money is told that there is something, not what."""
        window = self._desk.window
        if window.session.may(Right.SEE_MONEY):
            window.frame.standing.offer(words_for(found), _("Show what was found"), self._show_page, tone="warn")
        else:
            whom = _("Tell a partner.")
            window.frame.standing.warn([f"{_counted(len(found))} {whom}"])


def _all_parts() -> tuple[PartRow, ...]:
    """The parts of the check, none of them done."""
    from app.receivables.checks import steps

    return tuple(PartRow(step.name) for step in steps())


def found_in(book: Book, progress: Progress, told: Told = lambda *_part: None) -> list[Finding]:
    """Everything that is wrong in a book, read beside whoever works in it; leaves when it is to stop."""
    from app.receivables.checks import findings, steps
    from app.storage.check import stoppable

    found: list[Finding] = []

    def stops() -> bool:
        progress.way()
        return progress.cancelled

    stoppable(book.engine, stops)
    whole = steps()
    for done, step in enumerate(whole):
        progress.report(done, len(whole), step.name)
        progress.check()
        some, count = [], 0
        try:
            some = book.read(findings, step=step)
            count = book.read(step.counted)
        except Exception as error:
            progress.check()  # it failed because it was to stop
            if not isinstance(error, Problem) or error.code not in UNREAD:
                raise
            some = [*some, unread(step, error)]
        found += some
        told(done, count, len(some))
    return found


def unread(step: Step, problem: Problem) -> Finding:
    """A part that the file itself did not let anybody go through: the others are gone through all the same."""
    from app.receivables.checks import Finding

    text = _("Not gone through: \u201c{part}\u201d. {problem}").format(part=step.name, problem=problem.message)
    return Finding(problem.code, text, step.of, hint=problem.hint)


def end_of(book: Book) -> Head | None:
    """Where the history ends; None where the file cannot be read there."""
    from app.storage.head import head_of

    try:
        return book.read(head_of)
    except Problem as problem:
        if problem.code not in UNREAD:
            raise
        return None


def words_for(found: Sequence[Finding]) -> str:
    """What was found, in a sentence with the first of it."""
    if not found:
        return _("The book was checked from end to end: it is sound.")
    return f"{_counted(len(found))} {found[0].sentence} {found[0].hint}".strip()


def _counted(count: int) -> str:
    return ngettext("The check of the book found {n} problem.", "The check of the book found {n} problems.", count)
