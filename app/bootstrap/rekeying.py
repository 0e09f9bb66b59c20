"""Books made, unlocked and written anew: what the desk does about keys, with the slow part behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.bootstrap.checking import stop_check
from app.bootstrap.entering import opened, signed_in
from app.bootstrap.unlocking import kept_for_next_time, make_book, unlocked
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.progress import Cancelled, after_all
from app.shell import areas
from app.shell.keys import NewBook, NewKeys, Rekeyed, Typed
from app.storage.rekey import LAST_TO_STOP, STEPS, encrypt
from app.storage.rekey import rekey as give_root
from app.storage.secrets import Secret

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.qt.progress import Progress
    from app.shell.session import Session
    from app.storage.book import Book

Done = tuple[tuple["Book", "Session | None"], Rekeyed]


def unlock(desk: Desk, place: str, typed: Typed) -> None:
    """Open a locked book by what was typed."""
    how = desk.how

    def work(_progress: Progress) -> tuple[tuple[Book, Session | None], Problem | None]:
        found = opened(place, unlocked(place, typed), how=how)
        return found, kept_for_next_time(found[0], typed)

    def show(done: tuple[tuple[Book, Session | None], Problem | None]) -> None:
        found, problem = done
        desk.ready(found)
        if problem is not None:
            desk.operations.in_turn(lambda: None, lambda _shown: desk.operations.problem.emit(problem))

    desk.operations.background(work, show, failed=partial(desk.not_opened, place))


def make_new(desk: Desk, new: NewBook) -> None:
    """Make a book with its keys and its firm, and open it on what can be brought in."""

    def work(_progress: Progress) -> tuple[Book, Session | None]:
        return signed_in(make_book(new), new.place, areas.BRING_IN)

    desk.operations.background(work, desk.ready, failed=desk.window.not_made)


def rekey(desk: Desk, new: NewKeys) -> None:
    """In the window's thread; the pages are left, for nothing can be typed into a closed book.

    What reads the book behind the window would keep it from being written anew: a check begins again later, a copy is
    waited for.
    """
    book = desk.backend.book
    if book is None:
        return
    root = book.root

    def show(done: Done) -> None:
        desk.ready(done[0])
        desk.operations.in_turn(lambda: None, lambda _shown: desk.window.rekeyed(done[1]))

    def work(_closed: None) -> None:
        desk.operations.background(partial(written_anew, new, root), show, failed=partial(desk.not_opened, new.place))

    desk.window.waiting(_("Writing the book anew\u2026"))
    stop_check(desk)
    after_all(desk.operations.running, lambda: desk.operations.in_turn(desk.backend.close, work))


def written_anew(new: NewKeys, root: Secret | None, progress: Progress) -> Done:
    """Closed before, opened after: with the new keys, or with the old ones where it could not be done."""

    def reached(step: str) -> None:
        place = STEPS.index(step) + 1
        progress.report(place, len(STEPS), _("Writing the book anew"))
        if place <= STEPS.index(LAST_TO_STOP) + 1:
            progress.check()

    secret = new.root.secret
    if not isinstance(secret, Secret):
        raise TypeError(type(secret))
    words = Secret(new.passphrase) if new.passphrase else None
    try:
        progress.report(0, len(STEPS), _("Writing the book anew"))
        if root is None:
            done = encrypt(
                new.place, SystemClock(), root=secret, passphrase=words, keyring=new.remember, reached=reached
            )
        else:
            done = give_root(
                new.place,
                SystemClock(),
                root=root,
                new_root=secret,
                passphrase=words,
                keyring=new.remember,
                reached=reached,
            )
    except Problem as problem:
        return opened(new.place, root), Rekeyed(problem=problem)
    except Cancelled:
        stopped = Problem("key.stopped", _("The book is as it was: you stopped before anything was changed."))
        return opened(new.place, root), Rekeyed(problem=stopped)
    return opened(new.place, secret), Rekeyed(before=str(done.before), plain_before=done.plain_before)
