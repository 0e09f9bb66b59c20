"""A book whose file or log has a wrong bit: is it refused, does it read as before, or is something else read?

The book is made by the program's own commands, its states are remembered as each command left them. Then single bits
are turned, one copy after the other, and the copy is opened and read as the program does.
"""

from __future__ import annotations

import hashlib
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import secrets
from app.storage.anchor import Anchor
from app.storage.book import create, open_book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.storage.ends import AGREEABLE
from app.storage.reading import Reading
from app.storage.secrets import Secret
from app.timesheets.commands import log_time
from tests.books import NOW, Office, found_office, the_office
from tests.samples.invoices import issued_april
from tests.samples.timesheets import internal_task

CLOCK = FixedClock(NOW)
LATER_DAYS = 12
"""Commands that are in the log only."""


@dataclass
class Tally:
    """What became of so many wrong bits."""

    refused: Counter[str] = field(default_factory=Counter)
    as_before: int = 0
    told: Counter[str] = field(default_factory=Counter)
    """Refused because its end is missing, and read-only it reads as an earlier command left it."""
    untold: list[str] = field(default_factory=list)
    """Reads as an earlier command left it, and nobody says so."""
    silent: list[str] = field(default_factory=list)
    """Something else was read, and neither opening nor reading said a word."""
    unnoticed: int = 0
    """Of the silent ones those that the check of the books calls whole."""

    @property
    def count(self) -> int:
        """All of them."""
        return self.refused.total() + self.as_before + self.told.total() + len(self.untold) + len(self.silent)

    def __str__(self) -> str:
        """As it is reported."""
        refused, told = (
            ", ".join(f"{code} {count}" for code, count in sorted(codes.items())) for codes in (self.refused, self.told)
        )
        return (
            f"{self.count}: refused {self.refused.total()} ({refused}), as before {self.as_before}, "
            f"an earlier state {self.told.total() + len(self.untold)} ({told}, untold {len(self.untold)}), "
            f"silent {len(self.silent)} ({self.unnoticed} pass the check)"
        )


def content(reading: Reading) -> str:
    """One number for every row of every table."""
    ask = reading.connection.exec_driver_sql
    names = ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name")
    digest = hashlib.sha256()
    for name in names.scalars().all():
        digest.update(repr((name, ask(f'SELECT * FROM "{name}"').all())).encode())
    return digest.hexdigest()


class Bench:
    """A book with its file, its log and the states its commands left behind."""

    def __init__(self, folder: Path, root: Secret | None) -> None:
        """Make the book: an April with its invoice in the file, some days of work in the log."""
        self.root = root
        self._folder = folder
        made = folder / "made" / "firm.watertight"
        with create(made, CLOCK, root=root) as book:
            found_office(book)
            issued_april(the_office(book))
            task = internal_task(the_office(book), "Reading")
        if root is not None:
            secrets.protect(made, root, passphrase=Secret("correct horse battery"), keyring=False)
        self._beside = [secrets.key_file(made)] if root is not None else []
        self.file = made.read_bytes()
        with open_book(made, CLOCK, root=root) as book:
            office = the_office(book)
            self.states = [book.read(content)]
            for number in range(LATER_DAYS):
                self._work(office, task, number)
                self.states.append(book.read(content))
            anchor = Anchor(folder, "elsewhere")
            book.read(lambda reads: anchor.look(reads.connection, NOW))
            anchor.keep()  # as it was last open here
            self.log = made.with_name(made.name + "-wal").read_bytes()
            assert made.read_bytes() == self.file, "nothing was to reach the file yet"
        assert len(set(self.states)) == len(self.states)

    @staticmethod
    def _work(office: Office, task: int, number: int) -> None:
        """One command, one commit."""
        office.act_as("PR").perform(
            log_time,
            person_id=office.people["PR"],
            task_id=task,
            day=date(2026, 4, 30) - timedelta(number),
            seconds=3600,
            note=f"day {number}",
        )

    def turn(self, count: int, *, seed: int, log: bool) -> Tally:
        """Turn single bits of the file, or of the log beside a whole file."""
        chance, tally = random.Random(seed), Tally()
        whole = self.log if log else self.file
        for _turn in range(count):
            bad = bytearray(whole)
            at = chance.randrange(len(bad))
            bad[at] ^= 1 << chance.randrange(8)
            self._try(tally, f"byte {at}", *((self.file, bad) if log else (bad, None)))
        return tally

    def cut(self, count: int, *, seed: int) -> Tally:
        """Cut the file, and the log, each time somewhere else."""
        chance, tally = random.Random(seed), Tally()
        for turn in range(count):
            of_log = turn % 2 == 1
            whole = self.log if of_log else self.file
            end = chance.randrange(len(whole))
            self._try(tally, f"cut at {end}", *((self.file, whole[:end]) if of_log else (whole[:end], None)))
        return tally

    def untouched(self) -> Tally:
        """Both ways without any harm: the bench itself is right."""
        tally = Tally()
        self._try(tally, "the file", self.file, None)
        self._try(tally, "the log", self.file, self.log)
        return tally

    def _try(self, tally: Tally, what: str, file: bytes | bytearray, log: bytes | bytearray | None) -> None:
        """Open to write; where that is refused, to read, which may show what is whole of it and nothing else."""
        refused = ""
        for read_only in (False, True):
            with self._copy(file, log) as path:
                found, noticed, problem = self._read(path, read_only=read_only, anchored=log is not None)
            if not read_only and problem is not None:
                refused = problem.code if problem.message and problem.hint else "without a word"
            elif found is not None:
                expected = {self.states[0]} if log is None else set(self.states)
                if found not in expected:
                    tally.silent.append(what)
                    tally.unnoticed += not noticed
                    return
                if refused in AGREEABLE:
                    assert found != self.states[-1], f"{what}: nothing is missing, and {refused} is told"
                    tally.told[refused] += 1
                    return
                if not refused and (log is None or found == self.states[-1]):
                    tally.as_before += 1
                    return
                if not refused:
                    tally.untold.append(what)
                    return
        tally.refused[refused] += 1

    def _read(self, path: Path, *, read_only: bool, anchored: bool) -> tuple[str | None, bool, Problem | None]:
        """What is read, whether the check of the books finds fault with it, and what was told instead.

        This computer knows how far the book reached with all of its log.
        """
        found, anchor = None, Anchor(self._folder, "here") if anchored else None
        try:
            with open_book(path, CLOCK, root=self.root, read_only=read_only, anchor=anchor) as book:
                found = book.read(content)
                return found, bool(book.read(file_problems) or book.read(chain_problems)), None
        except Problem as problem:
            return found if read_only else None, True, problem

    @contextmanager
    def _copy(self, file: bytes | bytearray, log: bytes | bytearray | None) -> Iterator[Path]:
        folder = self._folder / "tried"
        folder.mkdir()
        path = folder / "firm.watertight"
        path.write_bytes(file)
        if log is not None:
            path.with_name(path.name + "-wal").write_bytes(log)
        for one in self._beside:
            shutil.copy(one, folder)
        try:
            yield path
        finally:
            shutil.rmtree(folder)
