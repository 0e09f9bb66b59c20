"""A book: everything a firm keeps, in one file or one PostgreSQL database, behind two doors: read and perform."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.kernel.changes import Changes
from app.kernel.clock import Clock
from app.kernel.files import file_itself
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import address, leftovers, schema, secrets
from app.storage.actor import SETUP, Actor
from app.storage.anchor import Anchor
from app.storage.descriptors import start_of
from app.storage.ends import Ends
from app.storage.engine import APPLICATION_ID, SQLITE_HEADER, Guard, postgres_engine, same_file_guard, sqlite_engine
from app.storage.failures import damaged, explain
from app.storage.lock import BookLock, this_holder
from app.storage.making import Reached, Ways, make_file
from app.storage.only_reading import only_looked_at, open_to_read
from app.storage.pipeline import LOOKING
from app.storage.reading import Reading
from app.storage.secrets import Secret
from app.storage.sharing import open_shared, said_of_server
from app.storage.starting import Held, Started, keep_before, not_a_book, open_to_write, said_about
from app.storage.work import Outcome, Work, perform, refuse_inner

P = ParamSpec("P")
T = TypeVar("T")
SUFFIX = ".watertight"
Reaction = tuple[frozenset[str], Callable[..., object]]
"""Rooms to listen to, and the command of a later room that answers when one of them changed.

It is told the `changes`; None when it must look at everything.
"""
HEADER_LENGTH = 100
"""Of a plain file; what stands further back in it tells a plain book whose beginning was harmed."""
PAGE = 4096
"""An encrypted file is a number of these, and nothing else shows what it is."""
BUGS = 2
"""Failures nobody expected, in a row, after which a book is only read: what goes wrong twice may go wrong with data."""


def _no_guard(*, after: bool = False) -> None:
    """PostgreSQL keeps its own files."""


class Book:
    """An open book with the clock it lives by and the person who acts."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        place: str,
        *,
        guard: Guard = _no_guard,
        held: Held | None = None,
        root: Secret | None = None,
        read_only: str = "",
        way_out: str = "",
        warnings: tuple[Problem, ...] = (),
        anchor: Anchor | None = None,
        lost: Problem | None = None,
    ) -> None:
        """Use `create` or `open_book` instead. `root` is the secret of an encrypted file, None of any other book."""
        self.place, self.root = place, root
        self.read_only = read_only
        """Why nothing is written, in a sentence; "" where it is."""
        self.way_out = way_out
        self.warnings = warnings
        self.lost = lost
        """What of its end is missing, where it is only read all the same."""
        self.anchor = anchor
        self._bugs = 0
        self.engine, self.clock = engine, clock
        self.actor: Actor = SETUP
        self.reactions: list[Reaction] = []
        self.bug_behind: Callable[[Exception], object] = _raised
        """Told of a failure nobody expected in a reaction: the command before it is saved and not to be done again."""
        self._unanswered: dict[Callable[..., object], Changes | None] = {}
        self.at_close: list[Callable[[], object]] = []
        """What ends before its connections are closed."""
        self._guard = guard
        self._held = held

    def read(self, query: Callable[Concatenate[Reading, P], T], /, *arguments: P.args, **options: P.kwargs) -> T:
        """Answer a query from one consistent look at the book."""
        try:
            try:
                return self._look(query, arguments, options)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return self._look(query, arguments, options)  # it was lost while nobody asked: the next is a new one
        except (DBAPIError, OSError, UnicodeDecodeError) as error:
            problem = explain(error)
            if problem is None:
                raise
            raise problem from error

    def _look(self, query: Callable[..., T], arguments: Sequence[Any], options: Mapping[str, Any]) -> T:
        looking = {"sqlite_begin": "DEFERRED"} if self.engine.dialect.name == "sqlite" else LOOKING
        with self.engine.connect().execution_options(**looking) as connection:
            return query(Reading(connection, self.actor, self.clock.now()), *arguments, **options)

    def perform(
        self, command: Callable[Concatenate[Work, P], T], /, *arguments: P.args, **options: P.kwargs
    ) -> Outcome[T]:
        """Run a command as the book's actor and commit it."""
        return self._carry_out(None, command, arguments, options)

    def once(
        self, command_id: str, command: Callable[Concatenate[Work, P], T], /, *arguments: P.args, **options: P.kwargs
    ) -> Outcome[T]:
        """Like `perform`, but the same id again changes nothing and answers what it answered the first time."""
        return self._carry_out(command_id, command, arguments, options)

    def _carry_out(
        self, command_id: str | None, command: Callable[..., T], arguments: Sequence[Any], options: Mapping[str, Any]
    ) -> Outcome[T]:
        if arguments:  # PEP 612 cannot say "keywords only", so they are refused here
            message = "commands take keyword arguments"
            raise TypeError(message)
        outcome = self._written(command, options, command_id)
        changes = outcome.changes | self._react(outcome.changes)
        return Outcome(outcome.result, changes, outcome.replayed, notes=outcome.notes)

    def _written(
        self, command: Callable[..., T], options: Mapping[str, Any], command_id: str | None = None
    ) -> Outcome[T]:
        self.ensure_written()
        refuse_inner(command)
        schema.load_records()
        now = self.clock.now()
        try:
            done = perform(self.engine, self.actor, now, command, options, command_id=command_id, guard=self._guard)
        except Problem:
            raise
        except Exception:
            self._bugs += 1
            if self._bugs >= BUGS:
                self.read_only = _("Two things in a row failed in a way nobody expected.")
            raise
        self._bugs = 0
        if self.anchor is not None and done.head is not None:
            self.anchored(self.anchor)
            self.anchor.sealed(done.head, now)
        return done

    def anchored(self, anchor: Anchor | None) -> None:
        """Keep from now on, outside the book, how far its history reaches; a new one is known once it has an entry."""
        self.anchor = anchor
        if anchor is not None and not anchor.known:
            with suppress(Problem):  # what was saved is not told as failed because of this
                self.read(lambda reads: anchor.look(reads.connection, reads.now))

    def ensure_written(self) -> None:
        """Problem where this book is open to be read only: nothing of it is changed then, nor of its keys beside it."""
        if self.read_only:
            raise _only_read(self.read_only)

    def _react(self, changes: Changes) -> Changes:
        """Let later rooms answer to what changed, each in a Work of its own."""
        more = Changes()
        for rooms, command in self.reactions:
            if rooms & changes.rooms:
                earlier = self._unanswered.get(command, Changes())
                more |= self._answer(command, None if earlier is None else earlier | changes)
        return more

    def _answer(self, command: Callable[..., object], changes: Changes | None) -> Changes:
        try:
            answered = self._written(command, {"changes": changes}).changes
        except Problem:
            # what was asked for is saved already and must not be told as failed; the answer comes with the next change
            self._unanswered[command] = changes
            return Changes()
        except Exception as bug:  # noqa: BLE001 - whatever it is, what was asked for is saved
            self._unanswered[command] = changes
            self.bug_behind(bug)
            return Changes()
        self._unanswered.pop(command, None)
        return answered

    def catch_up(self) -> None:
        """Let every reaction look at everything once: for what was saved while nobody could answer."""
        if self.read_only:
            return
        for _rooms, command in self.reactions:
            self._answer(command, None)

    def beside(self) -> Book:
        """The same open book for reading in another thread, by connections of its own.

        Opening it anew would read its file past SQLite, and closing that would drop the locks held here.
        """
        if is_url(self.place):
            engine = postgres_engine(self.engine.url.render_as_string(hide_password=False))
        else:
            engine = sqlite_engine(Path(self.place), key=_key(self.root), read_only=True)
        return Book(engine, self.clock, self.place, root=self.root, read_only=only_looked_at())

    def close(self) -> None:
        """Close all connections and let go of the lock, or of the copy that was read."""
        while self.at_close:
            self.at_close.pop()()
        self.engine.dispose()
        if self.anchor is not None:
            self.anchor.close()
        if self._held is not None:
            self._held.release()
            self._held = None

    def __enter__(self) -> Self:
        """The book itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the book."""
        self.close()


def _raised(bug: Exception) -> None:
    raise bug


def _only_read(why: str) -> Problem:
    return Problem(
        "book.read_only_mode",
        _("This book is open to be read only. {why}").format(why=why),
        hint=_("Nothing was changed; what you typed is kept. Open the book again to write in it."),
    )


def create(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret | None = None,
    ways: Ways | None = None,
    first: Callable[[Book], object] = lambda _book: None,
    reached: Reached = lambda _step: None,
) -> Book:
    """Make a new book: a file that must not exist yet, or one in an empty PostgreSQL database (a URL).

    With a root the file is encrypted; `ways` say what opens it besides the root's code. Without one it is plain. What
    `first` writes is in it before anybody finds it under its name; where that fails no file is left.
    """
    if is_url(place):
        book = Book(postgres_engine(str(place)), clock, address.parted(str(place))[0])
        try:
            with said_of_server():
                schema.upgrade(book.engine)
            first(book)
        except BaseException:
            book.close()
            raise
        return book
    path = Path(place)

    def fill(draft: Path, engine: Engine) -> None:
        first(Book(engine, clock, str(path), guard=same_file_guard(draft), root=root))

    engine, lock = make_file(path, this_holder(clock.now()), root=root, ways=ways, fill=fill, reached=reached)
    return Book(engine, clock, str(path), guard=same_file_guard(path), held=lock, root=root)


def open_book(
    place: str | Path,
    clock: Clock,
    *,
    root: Secret | None = None,
    read_only: bool = False,
    take_over: bool = False,
    anchor: Anchor | None = None,
    go_on: bool = False,
) -> Book:
    """Open a book that exists, bring its schema up to date, or say in one sentence why it cannot be opened.

    An encrypted one opens with its root, without one by this computer's keyring. To look at it only, nothing of it is
    written, and `Book.read_only` says why. `take_over` takes the lock another computer left, after somebody was asked.
    With an `anchor` it must reach as far as when it was last open; `go_on` goes on without what is missing of its end.
    """
    ends = Ends(clock.now(), anchor, go_on)
    if is_url(place):
        started = open_shared(str(place), ends, read_only=read_only)
        return _opened(started, clock, address.parted(str(place))[0], anchor)
    with said_about(Path(place)):
        path, me = file_itself(Path(place)), this_holder(clock.now())
        encrypted = _look_at(path)

    def unlock() -> str | None:
        nonlocal root
        root = (root or secrets.unlock(path)) if encrypted else None
        return _key(root)

    if read_only:
        started = open_to_read(path, me, unlock, ends)
    else:
        started = open_to_write(path, me, unlock, ends, lambda: keep_before(path, clock, root), take_over=take_over)
        _tidied(path, root, started.held)
    return _opened(started, clock, str(path), anchor, guard=same_file_guard(path), root=root)


def _opened(
    started: Started,
    clock: Clock,
    place: str,
    anchor: Anchor | None,
    *,
    guard: Guard = _no_guard,
    root: Secret | None = None,
) -> Book:
    return Book(
        started.engine,
        clock,
        place,
        guard=guard,
        held=started.held,
        root=root,
        read_only=started.read_only,
        way_out=started.way_out,
        warnings=started.warnings,
        anchor=None if started.read_only else anchor,
        lost=started.lost,
    )


def _tidied(path: Path, root: Secret | None, held: Held | None) -> None:
    """What was broken off beside a book that is open for writing is finished, or removed where nobody else has it."""
    if root is not None:
        secrets.settle(path, root)
    if isinstance(held, BookLock) and held.alone:
        leftovers.clear(path, None if root is None else secrets.book_mark(root))


def _key(root: Secret | None) -> str | None:
    return None if root is None else secrets.database_key(root)


def is_url(place: str | Path) -> bool:
    """Whether a place is a shared database rather than a file."""
    return isinstance(place, str) and place.startswith(("postgresql://", "postgresql+psycopg://"))


def is_encrypted(place: str | Path) -> bool:
    """Whether a book that is not open is an encrypted file; a Problem when there can be no book at the place."""
    if is_url(place):
        return False
    with said_about(Path(place)):
        return _look_at(file_itself(Path(place)))


def _look_at(path: Path) -> bool:
    """A Problem when there is nothing at a path that could be a book; else whether it is an encrypted one."""
    if path.is_dir():
        raise Problem(
            "book.folder", _("{path} is a folder.").format(path=path), hint=_("Choose the book's file in it.")
        )
    if not path.exists():
        raise Problem(
            "book.missing",
            _("There is no book at {path}.").format(path=path),
            hint=_("Choose another place, restore a backup, or start a new book."),
        )
    start = start_of(path, HEADER_LENGTH)
    if not start.strip(b"\x00"):  # nothing, or what is left after a power cut; an encrypted file begins with chance
        raise Problem(
            "book.zero",
            _("{path} is empty: its content was lost.").format(path=path),
            hint=_("It was not touched. Restore a backup."),
        )
    if start.startswith(SQLITE_HEADER):
        return False
    if start[21:24] == b"\x40\x20\x20" and start[68:72] == APPLICATION_ID.to_bytes(4, "big"):
        raise damaged()  # a plain one whose first bytes are wrong: no code was ever printed that opens it
    if secrets.key_file(path).exists() or (path.suffix == SUFFIX and path.stat().st_size % PAGE == 0):
        return True
    raise not_a_book(path)
