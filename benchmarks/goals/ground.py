"""What goals are measured on: a copy of the big firm, its people, and how patient the measuring is."""

from __future__ import annotations

import cProfile
import pstats
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.firm.queries import people
from app.storage.actor import Actor
from app.storage.book import Book
from benchmarks.big.build import actor, cached, copied, opened
from benchmarks.big.sizes import NOW, Size
from benchmarks.pair import By, Pair, paired
from benchmarks.statements import Sent, sent_by

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ground:
    """Where and how it is measured; `patience` is how many seconds one pair may take before it has fewer rounds."""

    size: Size
    folder: Path
    rounds: int = 9
    patience: float = 20
    minutes: float = 2
    """How long the window is used when its memory is looked at."""
    _books: dict[str, Book] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """A copy of the firm that is only read."""
        return self.fresh("read") if "read" not in self._books else self._books["read"]

    def copy(self, name: str, size: Size | None = None) -> Path:
        """A copy of a firm's file, in a folder of its own, as it was on its last day; its clock ticks from then on."""
        from app.bootstrap.opening import DEMO_MARK

        place = copied(size or self.size, self.folder / name)
        (place.parent / DEMO_MARK).write_text(f"{place.name}\n{NOW.isoformat()}\n", encoding="utf-8")
        return place

    def fresh(self, name: str) -> Book:
        """A fresh copy, open; its clock stands."""
        if name in self._books:
            self._books.pop(name).close()
        self._books[name] = opened(self.copy(name))
        return self._books[name]

    def done(self, name: str) -> None:
        """A copy that is not needed any more."""
        self._books.pop(name).close()
        shutil.rmtree(self.folder / name)

    def act_as(self, initials: str, book: Book | None = None) -> Book:
        """Let a person act in the copy that is read, or in another one."""
        found = self.book if book is None else book
        if not self._actors:
            self._actors = {row.initials: actor(row) for row in found.read(people)}
        found.actor = self._actors[initials]
        return found

    def person(self, initials: str) -> int:
        """The id of a person."""
        self.act_as(initials)
        number = self._actors[initials].person_id
        if number is None:
            raise LookupError(initials)
        return number

    def sent_by(self, work: Callable[[], object], book: Book | None = None) -> Sent:
        """The statements a piece of work sends."""
        return sent_by((self.book if book is None else book).engine, work)

    def pair(self, one: Callable[[], object], other: Callable[[], object], by: By = "cpu") -> Pair:
        """Measure one thing against another in turn."""
        return paired(one, other, by=by, rounds=self.rounds, patience=self.patience)

    def cached(self) -> Path:
        """The firm's file itself, not to be changed."""
        return cached(self.size)

    def close(self) -> None:
        """Close what is open."""
        while self._books:
            self._books.popitem()[1].close()


def profile(work: Callable[[], object], most: int = 4) -> str:
    """Where the time of a piece of work goes: the functions of ours that took the most, with all they called."""
    profiler = cProfile.Profile()
    profiler.enable()
    work()
    profiler.disable()
    stats: Any = pstats.Stats(profiler)
    total = stats.total_tt or 1.0
    own: list[tuple[float, str]] = []
    for (file, _line, name), (_calls, _all, alone, _with, _callers) in stats.stats.items():
        place = Path(file)
        where = place.relative_to(ROOT).as_posix() if place.is_relative_to(ROOT) and ".venv" not in file else place.name
        own.append((alone, f"{name.strip('<>')} ({where})" if where not in ("~", "") else name.strip("<>")))
    own.sort(reverse=True)
    return ", ".join(f"{name} {100 * alone / total:.0f} %" for alone, name in own[:most])
