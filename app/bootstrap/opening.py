"""Opening books: which one, by which clock, with what reacts to what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.bootstrap.places import Places
from app.bootstrap.sign_in import sign_in
from app.kernel.clock import Clock, ShiftedClock, SystemClock
from app.kernel.problems import Problem
from app.kernel.words import _
from app.shell.refusals import How
from app.storage.address import joined, parted
from app.storage.anchor import Anchor
from app.storage.book import Book, create, is_encrypted, is_url, open_book
from app.storage.head import Head

if TYPE_CHECKING:
    from app.firm.commands import Founded
    from app.kernel.changes import Changes
    from app.storage.backups import Backup, Held
    from app.storage.making import Ways
    from app.storage.secrets import Secret
    from app.storage.work import Work

    RootFor = Callable[[Path], Secret | None]

DEMO_MARK = "demo.mark"
"""Lies beside a copy of the demo book: the name of its file, and the instant its clock starts from."""


def clock_for(place: str | Path) -> Clock:
    """The computer's clock, or the demo's."""
    start = _demo_start(place)
    return SystemClock() if start is None else ShiftedClock(start)


def is_demo(place: str | Path) -> bool:
    """Whether a book is a copy of the demo. Another book in the same folder is not."""
    return _demo_start(place) is not None


def _demo_start(place: str | Path) -> datetime | None:
    if is_url(place):
        return None
    try:
        name, start = (Path(place).parent / DEMO_MARK).read_text(encoding="utf-8").splitlines()
        instant = datetime.fromisoformat(start)
    except (OSError, ValueError):
        return None
    return instant if name == Path(place).name and instant.tzinfo is not None else None


def copy_demo(folder: Path) -> Path:
    """A fresh copy of the demo book, marked so that its clock starts on the demo's last day.

    An earlier copy there is replaced; a book of the same name that is not the demo's stays, and is a problem.
    """
    from app.demo.build import NAME, demo_copy
    from app.demo.source import LAST

    target = folder / NAME
    if target.exists() and not is_demo(target):
        raise Problem(
            "demo.in_the_way",
            _("{path} is there already and is not the demo.").format(path=target),
            hint=_("Choose another folder."),
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DEMO_MARK).write_text(f"{NAME}\n{LAST.isoformat()}\n", encoding="utf-8")
    return demo_copy(folder)


def watch_budgets(work: Work, *, changes: Changes | None) -> object:
    """The command of that name; its room is loaded when something changed, not by everybody who only reads."""
    from app.burn import commands

    return commands.watch_budgets(work, changes=changes)


def react(book: Book) -> Book:
    """Let later rooms answer to earlier ones: budgets are watched whenever time, scope or a grade changed."""
    book.reactions.append((frozenset({"timesheets", "engagements", "burn", "firm"}), watch_budgets))
    return book


def open_for(
    places: Places,
    place: str | None,
    person: str | None,
    root_for: RootFor | None = None,
    password_for: Callable[[], Secret | None] = lambda: None,
    *,
    read_only: bool = False,
    take_over: bool = False,
    go_on: bool = False,
) -> Book:
    """Open the book asked for, else the last one, as the person asked for, else this account's.

    `root_for` is asked for the root of an encrypted one before the keyring is; `password_for` for the password of a
    shared one whose server asks for it, after the keyring was.
    """
    chosen = place or places.last_book()
    if chosen is None:
        raise Problem(
            "book.none",
            _("There is no book yet."),
            hint=_("Name one with --book, or start the window once and make a new book."),
        )
    root = root_for(Path(chosen)) if root_for is not None and is_encrypted(chosen) else None
    how = How(read_only, take_over, go_on)
    try:
        book = open_at(chosen, root, how=how, anchors=places.anchors)
    except Problem as problem:
        password = password_for() if problem.code == "book.password" else None
        if password is None:
            raise
        book = open_at(joined(chosen, password), how=how, anchors=places.anchors)
    try:
        sign_in(book, person)
    except BaseException:
        book.close()
        raise
    return book


def open_at(place: str, root: Secret | None = None, *, how: How | None = None, anchors: Path | None = None) -> Book:
    """Open the book at a path or address, with the clock it lives by and what reacts to what.

    `anchors` is the folder in which this computer keeps how far each book reached.
    """
    where, wanted = address(place) if is_url(place) else Path(place), how or How()
    return react(
        open_book(
            where,
            clock_for(place),
            root=root,
            read_only=wanted.read_only,
            take_over=wanted.take_over,
            anchor=anchor_for(place, anchors),
            go_on=wanted.go_on,
        )
    )


def anchor_for(place: str | Path, anchors: Path | None) -> Anchor | None:
    """What keeps how far the book at a place reached; a copy of the demo begins anew each time."""
    if anchors is None or is_demo(place):
        return None
    return Anchor(anchors, parted(str(place))[0] if is_url(place) else str(Path(place).resolve()))


def foresee(held: Backup | Held, made: str | Path, anchors: Path) -> None:
    """What a backup holds became a book at a place. It is older than the one that was open: nobody is asked."""
    anchor = anchor_for(made, anchors)
    if anchor is not None and held.sequence:
        head = Head(held.sequence, bytes.fromhex(held.head))
        anchor.foresee(bytes.fromhex(held.origin), head, clock_for(made).now())


def founded_at(
    place: str, root: Secret | None, ways: Ways | None, firm: Mapping[str, Any], *, anchors: Path | None = None
) -> tuple[Book, Founded]:
    """Make a book with its firm at a path, encrypted when there is a root, or in an empty shared database.

    The firm is founded, and that the keys were made is noted, before anybody finds the file under its name.
    """
    from app.firm.commands import found_firm
    from app.firm.domain import KeyAct
    from app.firm.noting import acts_of, note_keys
    from app.storage.making import Ways

    founded: list[Founded] = []

    def first(book: Book) -> None:
        founded.append(book.perform(found_firm, **firm).result)
        if root is not None:
            sign_in(book)
            given = ways or Ways()
            note_keys(book, KeyAct.MADE, *acts_of(passphrase=given.passphrase is not None, keyring=given.keyring))

    where = address(place) if is_url(place) else Path(place)
    book = create(where, clock_for(where), root=root, ways=ways, first=first)
    book.anchored(anchor_for(place, anchors))
    return react(book), founded[0]


def address(url: str) -> str:
    """The address itself; Problem when it cannot be read."""
    try:
        urlsplit(url).port  # noqa: B018 - reading it checks it
    except ValueError:
        raise Problem(
            "book.address",
            _("The address of the shared book cannot be read."),
            hint=_("It looks like postgresql://person@computer:5432/book."),
        ) from None
    return url
