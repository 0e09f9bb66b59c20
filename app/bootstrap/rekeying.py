"""Books made, unlocked and written anew: what the desk does about keys, with the slow part behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.bootstrap.checking import stop_check
from app.bootstrap.entering import opened, signed_in
from app.bootstrap.opening import clock_for
from app.bootstrap.unlocking import asks_again, kept_for_next_time, make_book, unlocked
from app.firm.domain import KeyAct
from app.firm.noting import acts_of, note_keys
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.progress import Cancelled, after_all
from app.shell import areas
from app.shell.keys import NewBook, NewKeys, Rekeyed, Typed
from app.storage.actor import SETUP, Actor
from app.storage.making import Ways
from app.storage.rekey import encrypt
from app.storage.rekey import rekey as give_root
from app.storage.secrets import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from app.bootstrap.desk import Desk
    from app.qt.progress import Progress
    from app.shell.session import Session
    from app.storage.book import Book

WHOLE = 100
"""Per cent: the bytes of a large book are more than a number of Qt's can hold."""
Unlocked = tuple[tuple["Book", "Session | None"], Problem | None, bool | None]
Done = tuple[tuple["Book", "Session | None"], Rekeyed]


def unlock(desk: Desk, place: str, typed: Typed) -> None:
    """Open a locked book by what was typed."""
    how = desk.how

    def work(_progress: Progress) -> Unlocked:
        found = opened(place, unlocked(place, typed), how=how, anchors=desk.places.anchors)
        problem = kept_for_next_time(found[0], typed)
        return found, problem, asks_again(found[0], typed) if problem is None else None

    def show(done: Unlocked) -> None:
        found, problem, again = done
        desk.ready(found)
        if problem is not None:
            desk.operations.in_turn(lambda: None, lambda _shown: desk.operations.problem.emit(problem))
        elif again is not None:
            desk.operations.in_turn(lambda: None, lambda _shown: desk.window.opened_by_code(can_remember=again))

    desk.operations.background(work, show, failed=partial(desk.not_opened, place))


def make_new(desk: Desk, new: NewBook) -> None:
    """Make a book with its keys and its firm, and open it on what can be brought in."""

    def work(_progress: Progress) -> tuple[Book, Session | None]:
        return signed_in(make_book(new, desk.places.anchors), new.place, areas.BRING_IN)

    desk.operations.background(work, desk.ready, failed=desk.window.not_made)


def rekey(desk: Desk, new: NewKeys) -> None:
    """In the window's thread; the pages are left, for nothing can be typed into a closed book.

    What reads the book behind the window would keep it from being written anew: a check begins again later, a copy is
    waited for.
    """
    book = desk.backend.book
    if book is None:
        return
    root, actor = book.root, book.actor

    def show(done: Done) -> None:
        desk.ready(done[0])
        desk.operations.in_turn(lambda: None, lambda _shown: desk.window.rekeyed(done[1]))

    def work(_closed: None) -> None:
        job = partial(written_anew, new, root, actor=actor, anchors=desk.places.anchors)
        desk.operations.background(job, show, failed=partial(desk.not_opened, new.place))

    desk.window.waiting(_("Writing the book anew\u2026"))
    stop_check(desk)
    after_all(desk.operations.running, lambda: desk.operations.in_turn(desk.backend.close, work))


def _keep_before(place: str, root: Secret | None, progress: Progress) -> None:
    """A backup of the book with its old keys, opened and checked; the demo has none."""
    from app.bootstrap.backing import stepper
    from app.bootstrap.opening import is_demo
    from app.receivables.checks import looks
    from app.storage.backups import Reason, take

    if not is_demo(place):
        take(place, clock_for(place), Reason.KEYS, root=root, looks=looks(), step=stepper(progress))


def written_anew(
    new: NewKeys, root: Secret | None, progress: Progress, actor: Actor = SETUP, anchors: Path | None = None
) -> Done:
    """Closed before, opened after: with the new keys, or with the old ones where it could not be done.

    That the `actor` did it stands in the new book.
    """

    def step(done: int, total: int) -> None:
        if done * WHOLE // total != progress.done:  # the window is told when something is seen of it
            progress.report(done * WHOLE // total, WHOLE, _("Writing the book anew"))
        progress.check()

    def note(book: Book) -> None:
        book.actor = actor
        act = KeyAct.ENCRYPTED if root is None else KeyAct.RENEWED
        note_keys(book, act, *acts_of(passphrase=bool(new.passphrase), keyring=new.remember))

    secret = new.root.secret
    if not isinstance(secret, Secret):
        raise TypeError(type(secret))
    words = Secret(new.passphrase) if new.passphrase else None
    clock, ways = clock_for(new.place), Ways(words, new.remember)
    try:
        _keep_before(new.place, root, progress)
        progress.report(0, 0, _("Writing the book anew"))
        if root is None:
            done = encrypt(new.place, clock, root=secret, ways=ways, note=note, step=step)
        else:
            done = give_root(new.place, clock, root=root, new_root=secret, ways=ways, note=note, step=step)
    except Problem as problem:
        return opened(new.place, root, anchors=anchors), Rekeyed(problem=problem)
    except Cancelled:
        stopped = Problem("key.stopped", _("The book is as it was: you stopped before anything was changed."))
        return opened(new.place, root, anchors=anchors), Rekeyed(problem=stopped)
    return opened(new.place, secret, anchors=anchors), Rekeyed(before=str(done.before), plain_before=done.plain_before)
