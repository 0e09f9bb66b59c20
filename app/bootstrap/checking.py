"""The whole check of a book, behind the window: each page, the history link by link, the sums of every room.

What must be known before a book is written is looked at when it opens (`app.storage.starting`). All else takes as long
as the book is large, so it runs once a week by itself and whenever somebody asks, with progress and a way to stop it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt import memory
from app.qt.progress import Progress

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.storage.book import Book

KEPT = "checked"
"""In the window's memory: for each book the day it was found sound."""
EVERY = timedelta(days=7)


def is_due(place: str, today: date) -> bool:
    """Whether a book was not found sound within a week, as far as this computer remembers."""
    known: dict[str, object] = memory.recall(KEPT, {})
    try:
        return today - date.fromisoformat(str(known.get(place, ""))) >= EVERY
    except ValueError:
        return True


def check_when_due(desk: Desk) -> None:
    """Once a week, without a word as long as all is well."""
    if desk.window.is_open:
        session = desk.window.session
        if not session.is_demo and is_due(session.place, session.today()):
            check_now(desk, quiet=True)


def check_now(desk: Desk, *, quiet: bool = False) -> None:
    """Check the book that is open, and say what was found."""
    session, book = desk.window.session, desk.backend.book
    if book is None or book.read_only:
        return  # what is only read was looked at when it opened, or is a copy that is gone
    place, today = session.place, session.today()

    def work(progress: Progress) -> list[Problem]:
        with book.beside() as beside:
            return found_in(beside, progress)

    def told(found: list[Problem]) -> None:
        if not found:
            memory.keep(KEPT, dict(memory.recall(KEPT, {})) | {place: today.isoformat()})
        desk.window.checked(place, words_for(found), sound=not found, quiet=quiet)

    progress = desk.operations.background(work, told)
    progress.setObjectName(KEPT)
    if quiet:
        from app.bootstrap.backing import gives_way

        progress.way = gives_way(desk)


def stop_check(desk: Desk) -> None:
    """Leave a check that runs: somebody needs the book alone."""
    for progress in desk.operations.findChildren(Progress, KEPT):
        progress.cancel()


def found_in(book: Book, progress: Progress) -> list[Problem]:
    """Everything that is wrong in a book, read beside whoever works in it; leaves when it is to stop."""
    from app.receivables.checks import in_words, steps
    from app.storage.check import stoppable

    found: list[Problem] = []

    def stops() -> bool:
        progress.way()
        return progress.cancelled

    stoppable(book.engine, stops)
    whole = steps()
    for done, step in enumerate(whole):
        progress.report(done, len(whole), step.name)
        progress.check()
        try:
            found += book.read(in_words(step.look))
        except Exception:
            progress.check()  # it failed because it was to stop
            raise
    return found


def words_for(found: list[Problem]) -> str:
    """What was found, in a sentence with the first of it."""
    if not found:
        return _("The book was checked from end to end: it is sound.")
    text = ngettext("The check of the book found {n} problem.", "The check of the book found {n} problems.", len(found))
    return f"{text} {found[0]}"
