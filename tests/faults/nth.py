"""Every command with a fault at its n-th step (T3): the book is as before or as after, never between.

    python tests/faults/nth.py BOOK CODE SEED some|every      faults of the file, under the recorder

A command of the story of all commands (`tests/samples/every_command.py`) is tried with faults before it is let through:
at a statement, at the commit, after a commit whose answer is lost, and at a call that writes to the disk.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psycopg
import sqlcipher3
from sqlalchemy import Engine, event, text

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import secrets
from app.storage.book import Book, open_book
from app.storage.copies import copy_book
from app.storage.descriptors import reading
from app.storage.reading import Reading
from app.storage.secrets import Secret, root_of
from app.storage.work import Outcome
from tests.books import NOW, Office, compiled_once, the_office
from tests.faults.at_work import wrong_with
from tests.faults.cut_stories import cheap_passphrases
from tests.samples.every_command import CHAPTERS

KINDS = ("FULL", "IOERR", "BUSY", "KeyboardInterrupt")
_SERVER = {
    "FULL": psycopg.errors.DiskFull("could not extend file: No space left on device"),
    "IOERR": psycopg.errors.IoError("could not write block: Input/output error"),
    "BUSY": psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"),
}
_FILE = {"FULL": "database or disk is full", "IOERR": "disk I/O error", "BUSY": "database is locked"}


def fault(kind: str, dialect: str) -> BaseException:
    """What the driver raises."""
    if kind == "KeyboardInterrupt":
        return KeyboardInterrupt()
    if dialect == "postgresql":
        return _SERVER[kind]
    error: BaseException = sqlcipher3.OperationalError(_FILE[kind])
    error.__dict__["sqlite_errorname"] = f"SQLITE_{kind}"
    return error


def content(reads: Reading, *, without: tuple[str, ...] = ()) -> str:
    """One number for all rows of all tables of a file, or for those `without` some values: past SQLAlchemy, quickly."""
    bare: Any = reads.connection.connection.driver_connection
    digest = hashlib.sha256()
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
    for (name,) in bare.execute(names).fetchall():
        rows = bare.execute(f'SELECT * FROM "{name}"').fetchall()
        if without:
            rows = [row for row in rows if not set(without) & set(row)]
        digest.update(repr((name, rows)).encode())
    return digest.hexdigest()


class Eyes:
    """Look at all of a book. On a server by a connection that stays: one whose commit failed is thrown away.

    To plan this anew for each connection, and to have a new one learn all tables, took most of the time of this test.
    """

    def __init__(self, book: Book) -> None:
        """Open them."""
        self._book = book
        self._bare: Any = None
        if book.engine.dialect.name == "postgresql":
            url = book.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._bare = psycopg.connect(url, autocommit=True)

    def see(self) -> str:
        """One number for every row of every table."""
        if self._bare is None:
            return self._book.read(content)
        names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        tables = [name for (name,) in self._bare.execute(names, prepare=True)]
        everything = " UNION ALL ".join(f"SELECT '{name}', t::text FROM \"{name}\" t" for name in tables)
        return hashlib.sha256(repr(sorted(self._bare.execute(everything, prepare=True))).encode()).hexdigest()

    def close(self) -> None:
        """Shut them."""
        if self._bare is not None:
            self._bare.close()


class Steps:
    """Counts what an engine is asked to do, and lets one of it fail."""

    def __init__(self, engine: Engine) -> None:
        """Stand between the engine and its driver."""
        self.dialect = engine.dialect.name
        self.count = 0
        self._at = 0
        self._commit = ""
        self._kind = ""
        self._real_commit = engine.dialect.do_commit
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            event.listen(engine, name, self._step)
        engine.dialect.__dict__["do_commit"] = self._committed

    def fail(self, kind: str, *, at: int = 0, commit: str = "") -> None:
        """Let the statement number `at` fail, or the commit: it is "refused", or its answer is "lost"."""
        self.count, self._at, self._commit, self._kind = 0, at, commit, kind

    def rest(self) -> None:
        """Nothing fails."""
        self.fail("")

    def _step(self, *_call: object) -> None:
        self.count += 1
        if self._kind and self.count == self._at:
            raise fault(self._kind, self.dialect)

    def _committed(self, connection: Any) -> None:
        if self._commit == "refused":
            raise fault(self._kind, self.dialect)
        self._real_commit(connection)
        if self._commit == "lost":
            self._commit = ""
            raise fault(self._kind, self.dialect)


@dataclass
class Tally:
    """What was tried, and what went wrong."""

    commands: set[str] = field(default_factory=set)
    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """As it is reported."""
        return f"{len(self.commands)} commands, {self.tried.total():,} faults, {len(self.wrong)} wrong"


class Trial:
    """Tries each command with faults of statements and commits, then lets it through."""

    def __init__(self, seed: int, *, every: bool) -> None:
        """`every` step with every kind of fault, or some that the seed chooses, and each command once."""
        self.tally = Tally()
        self._chance = random.Random(seed)
        self._every = every
        self._steps: Steps | None = None
        self._eyes: Eyes

    def play(self, office: Office, chapter: Callable[[Office], None]) -> None:
        """One chapter of the story."""
        self._steps = Steps(office.book.engine)
        with closing(Eyes(office.book)) as self._eyes, instead_of_perform(self._perform):
            chapter(office)
        self.tally.wrong += wrong_with(office.book)

    def _perform(self, real: Callable[..., Outcome[Any]], book: Book, command: Any, options: Any) -> Outcome[Any]:
        assert self._steps is not None
        name = command.__name__
        if name in self.tally.commands and not self._every:
            self._steps.rest()
            return real(book, command, **options)
        self.tally.commands.add(name)
        before = self._eyes.see()
        self._refused(book, command, options, before, "commit refused", commit="refused")
        statements = self._steps.count
        if self._every:
            plan = [(at, kind) for at in range(1, statements + 1) for kind in KINDS]
        else:
            plan = [(self._chance.randint(1, statements), self._chance.choice(KINDS))]
        for at, kind in plan:
            self._refused(book, command, options, before, f"statement {at}", kind=kind, at=at)
        return self._lost(book, command, options, before)

    def _refused(
        self,
        book: Book,
        command: Any,
        options: Any,
        before: str,
        where: str,
        *,
        kind: str = "",
        at: int = 0,
        commit: str = "",
    ) -> None:
        """One try that fails: nothing is told as done, and nothing is."""
        steps, kind = self._steps, kind or self._chance.choice(KINDS)
        assert steps is not None
        told = f"{command.__name__}, {where}, {kind}"
        self.tally.tried[kind] += 1
        steps.fail(kind, at=at, commit=commit)
        try:
            book.once(uuid4().hex, command, **options)
            self.tally.wrong.append(f"{told}: told as done")
        except KeyboardInterrupt:
            if kind != "KeyboardInterrupt":
                raise
        except Problem as problem:
            if kind == "KeyboardInterrupt" or not problem.hint:
                self.tally.wrong.append(f"{told}: told as {problem.code}")
        except Exception as error:  # noqa: BLE001 - whatever else comes is what is looked for
            self.tally.wrong.append(f"{told}: {error!r}")
        finally:
            count = steps.count
            steps.rest()
        if self._eyes.see() != before:
            self.tally.wrong.append(f"{told}: not as before")
        steps.count = count

    def _lost(self, book: Book, command: Any, options: Any, before: str) -> Outcome[Any]:
        """The commit is done and its answer lost: the same command again finds that out and changes nothing."""
        steps, kind, key = self._steps, self._chance.choice(KINDS), uuid4().hex
        assert steps is not None
        told = f"{command.__name__}, answer lost, {kind}"
        self.tally.tried[kind] += 1
        steps.fail(kind, commit="lost")
        try:
            book.once(key, command, **options)
            self.tally.wrong.append(f"{told}: told as done")
        except (KeyboardInterrupt, Problem):
            pass
        finally:
            steps.rest()
        after = self._eyes.see()
        if after == before:
            self.tally.wrong.append(f"{told}: the commit was done and is not there")
        outcome = book.once(key, command, **options)
        if not outcome.replayed or self._eyes.see() != after:
            self.tally.wrong.append(f"{told}: done twice")
        return outcome


@contextmanager
def instead_of_perform(way: Callable[..., Outcome[Any]]) -> Iterator[None]:
    """Let each command of a story go another way, which is given the usual one."""
    real = Book.perform

    def perform(book: Book, command: Any, /, **options: Any) -> Outcome[Any]:
        return way(real, book, command, options)

    Book.perform = perform  # type: ignore[method-assign, assignment] # for the time of a chapter
    try:
        yield
    finally:
        Book.perform = real  # type: ignore[method-assign]


# ------------------------------------------------------------------------------------------ faults of the file

NUMBERS = {"FULL": errno.ENOSPC, "IOERR": errno.EIO}
MOST = 400


class FileTrial:
    """Tries each command with calls to the disk that fail. Runs under the recorder."""

    def __init__(self, seed: int, *, every: bool) -> None:
        """Find the recorder in this process."""
        self.tally = Tally()
        self._chance = random.Random(seed)
        self._every = every
        self._recorder = ctypes.CDLL(None)
        self._turn = 0
        self._untouched = ""

    def play(self, office: Office, chapter: Callable[[Office], None]) -> None:
        """One chapter of the story."""
        with instead_of_perform(self._perform):
            chapter(office)
        self.tally.wrong += wrong_with(office.book)

    def _perform(self, real: Callable[..., Outcome[Any]], book: Book, command: Any, options: Any) -> Outcome[Any]:
        if command.__name__ in self.tally.commands and not self._every:
            return real(book, command, **options)
        self.tally.commands.add(command.__name__)
        before = book.read(content)
        self._untouched = book.read(lambda reads: content(reads, without=("command_id",)))
        if self._every:
            return self._at_each_call(book, command, options, before)
        at, kind = self._chance.randint(1, 12), self._chance.choice(list(NUMBERS))
        outcome, _fired = self._tried(book, command, options, before, at=at, kind=kind)
        return real(book, command, **options) if outcome is None else outcome

    def _at_each_call(self, book: Book, command: Any, options: Any, before: str) -> Outcome[Any]:
        """The first call fails, then the second, until there is none left to fail: that time it is carried out.

        Where a fault is of no consequence the command is done, as after one that hides the answer; then the book is
        put back as it was, for the calls after it. Every other command begins with a log that others have written to.
        """
        self._turn += 1
        with_a_log = self._turn % 2 == 0
        book_before = self._files(book, with_a_log=with_a_log)
        for at in range(1, MOST):
            outcome, fired = self._tried(book, command, options, before, at=at, kind=self._chance.choice(list(NUMBERS)))
            if not fired and outcome is not None:
                return outcome
            if outcome is not None or with_a_log:
                self._put_back(book, book_before)
        raise AssertionError(command, "there is no end to its calls")

    @staticmethod
    def _files(book: Book, *, with_a_log: bool) -> dict[str, bytes]:
        """What stands in the file and in its log now, or in the file when the log is folded into it."""
        if not with_a_log:
            book.engine.dispose()
        found = {}
        for place in (Path(book.place), Path(f"{book.place}-wal")):
            with suppress(FileNotFoundError), reading(place) as file:
                found[str(place)] = file.read()
        return found

    @staticmethod
    def _put_back(book: Book, files: dict[str, bytes]) -> None:
        book.engine.dispose()
        assert not Path(f"{book.place}-shm").exists(), "somebody has it open, who would not see this"
        for place, content_before in files.items():
            Path(place).write_bytes(content_before)

    def _tried(
        self, book: Book, command: Any, options: Any, before: str, *, at: int, kind: str
    ) -> tuple[Outcome[Any] | None, bool]:
        told, key = f"{command.__name__}, call {at}, {kind}", uuid4().hex
        self._recorder.faults_from(ctypes.c_long(at), NUMBERS[kind])
        try:
            outcome = book.once(key, command, **options)
        except Problem:
            outcome = None
        except Exception as error:  # noqa: BLE001
            outcome = None
            self.tally.wrong.append(f"{told}: {error!r}")
        finally:
            fired = self._recorder.faults_passed() >= at
            self._recorder.faults_from(ctypes.c_long(0), 0)
        self.tally.tried[kind] += fired
        known, trail = self._traces(book, key)
        if outcome is None and known:
            outcome = book.once(key, command, **options)
            if not outcome.replayed:
                self.tally.wrong.append(f"{told}: done twice")
        if outcome is None and book.read(content) != before:
            self.tally.wrong.append(f"{told}: neither before nor after")
        if outcome is not None and not (known and (trail or self._touched_nothing(book, key))):
            self.tally.wrong.append(f"{told}: told as done and is not")
        return outcome, fired

    @staticmethod
    def _traces(book: Book, key: str) -> tuple[bool, bool]:
        """Whether the book knows a command id, and has entries of it in its history."""
        with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            found = connection.execute(text("SELECT count(*) FROM command_id WHERE key = :key"), {"key": key})
            trail = connection.execute(text("SELECT count(*) FROM audit_entry WHERE command_id = :key"), {"key": key})
            return bool(found.scalar()), bool(trail.scalar())

    def _touched_nothing(self, book: Book, key: str) -> bool:
        """Whether the book is as before but for the command id and its counter: that leaves no entry behind."""
        return book.read(lambda reads: content(reads, without=(key, "command_id"))) == self._untouched

    def copies(self, place: Path, root: Secret) -> None:
        """A copy with a fault is not there, leaves nothing, and is told; the next one succeeds."""
        for at in range(1, MOST * 10):
            target = place.parent / "copies" / f"{at}.watertight"
            self._recorder.faults_from(ctypes.c_long(at), self._chance.choice(list(NUMBERS.values())))
            try:
                copy_book(place, target, root=root)
                done = True
            except Problem:
                done = False
            except Exception as error:  # noqa: BLE001
                done = False
                self.tally.wrong.append(f"copy, call {at}: {error!r}")
            finally:
                fired = self._recorder.faults_passed() >= at
                self._recorder.faults_from(ctypes.c_long(0), 0)
            self.tally.tried["copy"] += fired
            left = [path.name for path in target.parent.glob(f"{at}.watertight*")] if target.parent.exists() else []
            if done != target.exists() or (not done and any(name.endswith(".part") for name in left)):
                self.tally.wrong.append(f"copy, call {at}: told {done}, left {left}")
            if not fired:
                return
            if not self._every:
                at_most = self._chance.randint(1, 60)
                if at > at_most:
                    return


def main(place: Path, root: Secret, seed: int, *, every: bool) -> int:
    """Play all chapters on copies of a founded book; exit 0 when nothing was between."""
    cheap_passphrases()
    trial, clock = FileTrial(seed, every=every), FixedClock(NOW)
    with compiled_once():
        for number, chapter in enumerate(CHAPTERS):
            copy = place.parent / str(number) / place.name
            copy.parent.mkdir()
            shutil.copy(place, copy)
            with open_book(copy, clock, root=root) as book:
                trial.play(the_office(book), chapter)
        secrets.protect(copy, root, passphrase=Secret("first word of all"), keyring=False)
        trial.copies(copy, root)
    tally = trial.tally
    told = {"commands": sorted(tally.commands), "tried": tally.tried, "wrong": tally.wrong[:10], "said": str(tally)}
    print(json.dumps(told))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), root_of(sys.argv[2]), int(sys.argv[3]), every=sys.argv[4] == "every"))
