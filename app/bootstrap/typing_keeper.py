"""The keeper of what is typed: writes it into the open book in the database thread, and finds what a lost window left.

What is typed belongs to one person in one book: when by the time of writing another book or person has come, nothing
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.typed import AT_WORK, AtWork, LeftTyped, Typed
from app.qt.keeping import Other
from app.qt.telling import Subject
from app.shell.typed import AtWorkHere, TypedDesk
from app.storage.keeping_typed import (
    at_work_on,
    changed_last,
    forget_old,
    forget_typed,
    has_old,
    keep_typed,
    left_typed,
    new_window,
)

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.shell.session import Session
    from app.storage.book import Book
    from app.storage.reading import Reads

LATER = 800
"""Milliseconds after somebody came to the window: the first page is read before."""
AGAIN = int(AT_WORK.total_seconds() * 1_000) + 10_000
"""Milliseconds until a window that nobody has can no longer look as if it lived."""
KINDS = {
    "client": "Client",
    "contact": "Contact",
    "person": "Person",
    "firm": "Firm",
    "sow": "StatementOfWork",
    "task": "Task",
    "change_order": "ChangeOrder",
    "milestone": "Milestone",
    "entry": "TimeEntry",
    "draft": "Draft",
}
"""What forms are about, by the names that the history has for them."""


class Keeper(TypedDesk):
    """Keeps what the person of a session types in the book of that session."""

    def __init__(self, desk: Desk, session: Session) -> None:
        """For one person and one book."""
        self.window = new_window()
        self._desk, self._session = desk, session
        self._book = desk.backend.book
        self._taken_up: LeftTyped | None = None

    # ------------------------------------------------------------------ for forms

    def keep(self, typed: Typed) -> None:
        self._write(lambda book: book.perform(keep_typed, typed=typed))

    def forget(self, key: str) -> None:
        self.throw_away([key])

    def at_work(self, about: Subject, then: Callable[[Sequence[AtWork]], object]) -> None:
        kind, record_id = about
        self._desk.operations.read(
            at_work_on, then, failed=_nothing, kind=kind, record_id=record_id, window=self.window
        )

    def changed_by(self, about: Subject, then: Callable[[Other | None], object]) -> None:
        kind, record_id = about
        name = KINDS.get(kind)
        if name is None:
            then(None)
            return
        self._desk.operations.read(
            _who,
            then,
            failed=lambda _problem: then(None),
            record=f"{name}:{record_id}",
            formats=self._session.formats,
        )

    def taken_up(self, form: str, about: Subject | None) -> LeftTyped | None:
        left = self._taken_up
        if left is None or (left.typed.form, left.typed.about) != (form, about):
            return None
        self._taken_up = None
        return left

    # ------------------------------------------------------------------ for the window

    def left(self, then: Callable[[Sequence[LeftTyped]], object]) -> None:
        self._desk.operations.read(left_typed, then, failed=_nothing, window=self.window)

    def throw_away(self, keys: Sequence[str]) -> None:
        self._write(lambda book: book.perform(forget_typed, keys=tuple(keys)))

    def take_up(self, left: LeftTyped) -> None:
        self._taken_up = left

    def tidy(self) -> None:
        """Throw away what is too old to be gone on with."""

        def tidy(book: Book) -> None:
            if book.read(has_old):
                book.perform(forget_old)

        self._write(tidy)

    def _write(self, write: Callable[[Book], object]) -> None:
        self._desk.operations.in_turn(partial(self._written, write), _nothing)

    def _written(self, write: Callable[[Book], object]) -> None:
        """In the database thread. That it cannot be kept is no news: the next save will say why."""
        book = self._desk.backend.book
        mine = book is self._book and book is not None and book.actor.person_id == self._session.person_id
        if book is None or not mine or book.read_only:
            return
        try:
            write(book)
        except Problem:
            return


def keep_typing(desk: Desk, session: Session) -> None:
    """A person sits at the window: what is typed is kept from now on; what a lost window left is asked about once."""
    frame = desk.window.frame
    if frame.findChild(AtWorkHere) is None:
        AtWorkHere(frame)
    if session.read_only:
        frame.keeper = None
        return
    keeper = Keeper(desk, session)
    frame.keeper = keeper
    QTimer.singleShot(LATER, frame, partial(_look, desk, keeper))


def _look(desk: Desk, keeper: Keeper) -> None:
    if desk.window.frame.keeper is keeper:
        keeper.tidy()
        keeper.left(partial(_ask, desk, keeper, again=True))


def _ask(desk: Desk, keeper: Keeper, left: Sequence[LeftTyped], *, again: bool = False) -> None:
    """A window that was lost a moment ago may look as if it lived: where nothing was left it is looked once more."""
    from app.shell.typed import ask_about

    frame = desk.window.frame
    if frame.keeper is not keeper:
        return
    if left:
        ask_about(desk.window, left)
    elif again:
        QTimer.singleShot(AGAIN, frame, lambda: keeper.left(partial(_ask, desk, keeper)))


def _nothing(_what: Any) -> None:
    """Nobody waits for it."""


def _who(reads: Reads, *, record: str, formats: Formats) -> Other | None:
    from app.firm.queries import person
    from app.history.queries import when

    found = changed_last(reads, record=record)
    if found is None:
        return None
    person_id, at = found
    own = person_id is not None and person_id == reads.actor.person_id
    name = "Watertight" if person_id is None else person(reads, person_id=person_id).name
    return Other(name, when(formats, at), own)
