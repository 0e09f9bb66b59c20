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
from contextlib import contextmanager
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


def content(reading: Reading) -> str:
    """One number for every row of every table.

    Past SQLAlchemy, and on a server planned once for each connection: to look took most of the time of this test.
    """
    bare: Any = reading.connection.connection.driver_connection
    digest = hashlib.sha256()
    if reading.connection.dialect.name == "sqlite":
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name"
        for (name,) in bare.execute(names).fetchall():
            digest.update(repr((name, bare.execute(f'SELECT * FROM "{name}"').fetchall())).encode())
        return digest.hexdigest()
    names = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    tables = [name for (name,) in bare.execute(names, prepare=True)]
    rows = " UNION ALL ".join(f"SELECT '{name}', t::text FROM \"{name}\" t" for name in tables)
    digest.update(repr(sorted(bare.execute(rows, prepare=True))).encode())
    return digest.hexdigest()


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

    def play(self, office: Office, chapter: Callable[[Office], None]) -> None:
        """One chapter of the story."""
        self._steps = Steps(office.book.engine)
        with instead_of_perform(self._perform):
            chapter(office)
        self.tally.wrong += wrong_with(office.book)

    def _perform(self, real: Callable[..., Outcome[Any]], book: Book, command: Any, options: Any) -> Outcome[Any]:
        assert self._steps is not None
        name = command.__name__
        if name in self.tally.commands and not self._every:
            self._steps.rest()
            return real(book, command, **options)
        self.tally.commands.add(name)
        before = book.read(content)
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
        if book.read(content) != before:
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
        after = book.read(content)
        if after == before:
            self.tally.wrong.append(f"{told}: the commit was done and is not there")
        outcome = book.once(key, command, **options)
        if not outcome.replayed or book.read(content) != after:
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
        for at in range(1, MOST) if self._every else [self._chance.randint(1, 12)]:
            kind = self._chance.choice(list(NUMBERS))
            outcome, fired = self._tried(book, command, options, before, at=at, kind=kind)
            if outcome is not None:
                return outcome
            if not fired:
                break
        return real(book, command, **options)

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
        if outcome is not None:
            if not self._known(book, key):
                self.tally.wrong.append(f"{told}: told as done and is not")
        elif self._known(book, key):
            return book.once(key, command, **options), fired
        elif book.read(content) != before:
            self.tally.wrong.append(f"{told}: neither before nor after")
        return outcome, fired

    @staticmethod
    def _known(book: Book, key: str) -> bool:
        with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            found = connection.execute(text("SELECT count(*) FROM command_id WHERE key = :key"), {"key": key})
            trail = connection.execute(text("SELECT count(*) FROM audit_entry WHERE command_id = :key"), {"key": key})
            return bool(found.scalar()) and bool(trail.scalar())

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
