"""What is done while the power may fail, story by story, and what must be there when it comes back (T2).

    python tests/faults/cut_stories.py FOLDER SEED        plays all stories under the recorder

A story begins in a folder that was prepared, is played by a child that tells what the program called done, and looks at
what a cut left: whatever was told must be there and the book must open, be whole and go on.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import event

from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import backups, rekey, secrets
from app.storage.anchor import Anchor
from app.storage.book import Book, create, open_book
from app.storage.copies import copy_book
from app.storage.engine import sqlite_engine
from app.storage.making import Ways
from app.storage.permitted import only_rows
from app.storage.secrets import Secret, sealing
from tests.books import NOW, compiled_once, found_office
from tests.faults.at_work import Told, Worker, office_with_work, turn_of, wrong_with
from tests.storage import old_books

ROOT = Secret("0123456789ABCDEFGHJKMNPQRS")
OTHER = Secret("ZYXWVTSRQPNMKJHGFEDCBA9876")
FIRST_WORD = Secret("passphrase number 0")
CLOCK = FixedClock(NOW)
Say = Callable[[str, object], None]


def cheap_passphrases() -> None:
    """Trying one is slow on purpose; how slow has nothing to do with power cuts."""
    sealing.MEMORY, sealing.PASSES, sealing.LANES = 64, 1, 1


class Story(ABC):
    """A piece of work in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """The book lies in a folder below, as a new book does."""
        self.folder = folder
        self.place = folder / "book" / "firm.watertight"

    def prepare(self, made: Mapping[str, Path]) -> None:
        """What is there, and safe, before the work begins: usually an office with work, made once for all stories."""
        shutil.copytree(made["encrypted"], self.place.parent)

    @abstractmethod
    def play(self, say: Say, seed: int) -> None:
        """Do the work; what is said is on the disk."""

    @abstractmethod
    def wrong(self, told: list[bytes]) -> list[str]:
        """What is missing or broken, in words."""

    def opened(self, place: Path | None = None, root: Secret | None = ROOT, *, read_only: bool = False) -> Book:
        """A book of the story."""
        anchor = Anchor(self.folder / "anchors", str(self.place)) if place is None and not read_only else None
        return open_book(place or self.place, CLOCK, root=root, read_only=read_only, anchor=anchor)

    def whole(self, told: list[bytes], root: Secret | None = ROOT) -> list[str]:
        """The book opens to be written, has all that was told, is whole, and goes on working."""
        heard = Told()
        for line in told:
            heard.hear(line)
        try:
            with self.opened(root=root) as book:
                found = [*heard.missing(book), *wrong_with(book)]
                before = turn_of(book)
                Worker(book, 1, lambda _said: None).turn()
                if turn_of(book) != before + 1:
                    found.append("what was written afterwards is not there")
        except Problem as problem:
            return [f"does not open, {problem.code}: {problem}"]
        return found


def short_log(book: Book, mode: str = "FULL") -> None:
    """Let the log be carried into the file every few commands, as it is every few days otherwise."""
    book.engine.dispose()

    @event.listens_for(book.engine, "connect")
    def shorten(connection: Any, _record: object) -> None:
        connection.set_authorizer(None)  # an ordinary connection may not choose this
        connection.execute("PRAGMA wal_autocheckpoint=60")
        connection.execute(f"PRAGMA synchronous={mode}")
        only_rows(connection)


class Work(Story):
    """Commands of every kind; now and then the book is closed and opened again."""

    MODE = "FULL"

    def play(self, say: Say, seed: int) -> None:
        for part in range(3):
            with self.opened() as book:
                short_log(book, self.MODE)
                worker = Worker(book, seed + part, lambda said: say(*json.loads(said)))
                for kind in worker.kinds:
                    kind()
                worker.work(6)

    def wrong(self, told: list[bytes]) -> list[str]:
        return self.whole(told)


class NormalWork(Work):
    """The same without waiting for the disk at each commit: the tester must find what is lost then."""

    MODE = "NORMAL"


class Copies(Story):
    """The book is copied while work goes on; each copy that was told must hold what had been told before it."""

    def play(self, say: Say, seed: int) -> None:
        with self.opened() as book:
            worker = Worker(book, seed, lambda said: say(*json.loads(said)))
            for number in range(6):
                worker.work(2)
                copied = copy_book(self.place, self.copies / f"{number}.watertight", root=ROOT)
                say("copy", copied.place.name)

    @property
    def copies(self) -> Path:
        """Where they lie."""
        return self.folder / "copies"

    def wrong(self, told: list[bytes]) -> list[str]:
        found, before, copies = list[str](), list[bytes](), set[str]()
        for line in told:
            kind, value = json.loads(line)
            if kind == "copy":
                copies.add(value)
                found += self._of_copy(value, before)
            else:
                before.append(line)
        there = {path.name for path in self.copies.glob("*.watertight")}
        found += [problem for name in there - copies for problem in self._of_copy(name, [])]
        return [*found, *self.whole(before)]

    def _of_copy(self, name: str, before: list[bytes]) -> list[str]:
        place, heard = self.copies / name, Told()
        for line in before:
            heard.hear(line)
        if not place.exists():
            return [f"copy {name} is not there"]
        try:
            with self.opened(place, secrets.unlock(place, passphrase=FIRST_WORD), read_only=True) as book:
                found = [*heard.missing(book), *wrong_with(book)]
        except Problem as problem:
            found = [f"does not open: {problem}"]
        return [f"copy {name}: {item}" for item in found]


class Backups(Copies):
    """The same with backups, as the window takes them: what is listed as checked is whole."""

    def play(self, say: Say, seed: int) -> None:
        with self.opened() as book:
            worker = Worker(book, seed, lambda said: say(*json.loads(said)))
            for _number in range(6):
                worker.work(2)
                taken = backups.take(self.place, CLOCK, backups.Reason.TIME, root=ROOT)
                say("copy", taken.place.name)

    def wrong(self, told: list[bytes]) -> list[str]:
        listed = {backup.place.name for backup in backups.listed(self.place)}
        said = [json.loads(line) for line in told]
        found = [f"{name} is not listed" for kind, name in said if kind == "copy" and name not in listed]
        before = list[bytes]()
        for line, (kind, name) in zip(told, said, strict=True):
            if kind == "copy":
                found += self._of_copy(name, before)
            else:
                before.append(line)
        found += [problem for name in listed for problem in self._of_copy(name, [])]
        return [*found, *self.whole(before)]

    @property
    def copies(self) -> Path:
        return backups.folder_of(self.place)


class Keys(Story):
    """Passphrases are set and changed: the last one that was told opens, or the one that was being set."""

    @staticmethod
    def word(number: int) -> Secret:
        return Secret(f"passphrase number {number}")

    def play(self, say: Say, seed: int) -> None:
        for number in range(1, 9):
            secrets.set_passphrase(self.place, ROOT, self.word(number))
            say("passphrase", number)

    def wrong(self, told: list[bytes]) -> list[str]:
        last = max((json.loads(line)[1] for line in told), default=0)
        opens = [number for number in (last, last + 1) if self._opens(number)]
        found = [] if opens else [f"neither passphrase {last} nor the one after it opens"]
        return [*found, *self.whole([])]

    def _opens(self, number: int) -> bool:
        try:
            return secrets.unlock(self.place, passphrase=self.word(number)).reveal() == ROOT.reveal()
        except Problem:
            return False


class NewRoot(Story):
    """The book is written anew under another root: it opens by the new one or by the old one, with all it had."""

    OLD: Secret | None = ROOT

    def play(self, say: Say, seed: int) -> None:
        assert self.OLD is not None
        with self.opened() as book:
            Worker(book, seed, lambda said: say(*json.loads(said))).work(5)
        self._moved(say, rekey.rekey(self.place, CLOCK, root=self.OLD, new_root=OTHER, ways=Ways(Keys.word(1))))

    @staticmethod
    def _moved(say: Say, done: rekey.Rekeyed) -> None:
        say("rekeyed", done.before.name)

    def wrong(self, told: list[bytes]) -> list[str]:
        before = [line for line in told if json.loads(line)[0] != "rekeyed"]
        kept = [json.loads(line)[1] for line in told if json.loads(line)[0] == "rekeyed"]
        found = []
        if kept:
            root: Secret | None = OTHER
            if not (self.place.parent / kept[0]).exists():
                found.append("the book as it was is not kept")
        else:
            root = self.OLD if self._by(self.OLD) else OTHER
        if root is not None and not self._by_passphrase(root):
            found.append("the passphrase of this root does not open it")
        return [*found, *self.whole(before, root)]

    def _by(self, root: Secret | None) -> bool:
        try:
            self.opened(root=root, read_only=True).close()
        except Problem:
            return False
        return True

    def _by_passphrase(self, root: Secret) -> bool:
        for word in (Keys.word(1), FIRST_WORD):
            try:
                if secrets.unlock(self.place, passphrase=word).reveal() == root.reveal():
                    return True
            except Problem:
                continue
        return False


class FirstRoot(NewRoot):
    """A plain book is encrypted."""

    OLD = None

    def prepare(self, made: Mapping[str, Path]) -> None:
        shutil.copytree(made["plain"], self.place.parent)

    def play(self, say: Say, seed: int) -> None:
        with self.opened(root=None) as book:
            Worker(book, seed, lambda said: say(*json.loads(said))).work(5)
        self._moved(say, rekey.encrypt(self.place, CLOCK, root=OTHER, ways=Ways(Keys.word(1))))


class Upgrade(Story):
    """A book of an older program is brought up to date: it opens, before or after, with every row it had."""

    def prepare(self, made: Mapping[str, Path]) -> None:
        self.place.parent.mkdir(parents=True)
        engine = sqlite_engine(self.place, create=True)
        old_books.fill(engine, "0001")
        engine.dispose()

    def play(self, say: Say, seed: int) -> None:
        self.opened(root=None).close()
        say("upgraded", True)

    def wrong(self, told: list[bytes]) -> list[str]:
        expected = {table: len(kept["rows"]) for table, kept in old_books.rows_of("0001").items()}
        try:
            with self.opened(root=None) as book, book.engine.connect() as connection:
                there = {
                    table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
                    for table in expected
                    if table != "alembic_version"
                }
                found = wrong_with(book)
        except Problem as problem:
            return [f"does not open: {problem}"]
        return found + [f"{table} has {there[table]} rows" for table in there if there[table] < expected[table]]


class Made(Story):
    """A new book: once it was told it is there; until then there is none, or one that says what it is."""

    def prepare(self, made: Mapping[str, Path]) -> None:
        self.place.parent.mkdir(parents=True)

    def play(self, say: Say, seed: int) -> None:
        with create(self.place, CLOCK, root=ROOT, ways=Ways(FIRST_WORD)) as book:
            say("made", True)
            office_with_work(found_office(book))
            say("founded", True)
            Worker(book, seed, lambda said: say(*json.loads(said))).work(6)

    def wrong(self, told: list[bytes]) -> list[str]:
        kinds = [json.loads(line)[0] for line in told]
        work = [line for line in told if json.loads(line)[0] not in {"made", "founded"}]
        if "founded" in kinds:
            word = secrets.unlock(self.place, passphrase=FIRST_WORD)
            return [] if word.reveal() == ROOT.reveal() and not self.whole(work) else self.whole(work) or ["no key"]
        try:
            self.opened().close()
        except Problem as problem:
            return [f"was made and does not open: {problem}"] if "made" in kinds else []
        return []


STORIES: Mapping[str, type[Story]] = {
    "work": Work,
    "normal": NormalWork,
    "copies": Copies,
    "backups": Backups,
    "keys": Keys,
    "new-root": NewRoot,
    "first-root": FirstRoot,
    "upgrade": Upgrade,
    "made": Made,
}


def prepared(folder: Path) -> dict[str, Story]:
    """All stories, each in a folder of its own, ready to be played."""
    made: dict[str, Path] = {}
    for name, root in (("encrypted", ROOT), ("plain", None)):
        place = folder / "made" / name / "firm.watertight"
        with create(place, CLOCK, root=root, ways=None if root is None else Ways(FIRST_WORD)) as book:
            office_with_work(found_office(book))
        made[name] = place.parent
    stories = {name: kind(folder / name) for name, kind in STORIES.items()}
    for story in stories.values():
        story.prepare(made)
    return stories


def main(folder: Path, seed: int) -> None:
    """Play all stories, and tell on the descriptor of the recorder where each begins."""
    tell = int(os.environ["RECORDED_TOLD"])

    def say(kind: str, value: object) -> None:
        os.write(tell, (json.dumps([kind, value]) + "\n").encode())

    cheap_passphrases()
    with compiled_once():
        for name, kind in STORIES.items():
            say("story", name)
            kind(folder / name).play(say, seed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
