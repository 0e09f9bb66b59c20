"""The copy of the demo firm that is measured, and ways to measure its queries against the bare SQL they send."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.demo.build import NAME, demo_copy
from app.demo.source import LAST
from app.firm.queries import people
from app.kernel.clock import FixedClock
from app.storage.actor import Actor
from app.storage.book import Book, open_book
from benchmarks.harness import Subject
from benchmarks.statements import Sent, bare, by_hand, sent_by


class Desk:
    """An open copy of the demo book in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Copy the demo (it is built on first use) and open it."""
        self.folder = folder
        self._ends: list[Callable[[], object]] = []
        self.pristine = demo_copy(folder / "pristine")
        self.book = self.fresh("measured")
        self._actors = {row.initials: Actor(row.id, row.name, row.access_role.value, row.zone) for row in self.people()}

    def fresh(self, name: str) -> Book:
        """Another copy, as it was on the demo's last day."""
        place = self.folder / name / NAME
        shutil.rmtree(place.parent, ignore_errors=True)
        place.parent.mkdir(parents=True)
        shutil.copyfile(self.pristine, place)
        return open_book(place, FixedClock(LAST))

    def people(self) -> list[Any]:
        """Who works in the demo firm."""
        return self.book.read(people)

    def act_as(self, initials: str, book: Book | None = None) -> Book:
        """Let a person act in the measured book, or in another copy of it."""
        found = self.book if book is None else book
        found.actor = self._actors[initials]
        return found

    def person(self, initials: str) -> int:
        """The id of a person."""
        number = self._actors[initials].person_id
        if number is None:
            raise LookupError(initials)
        return number

    def sow(self, number: str) -> int:
        """The id of a statement of work."""
        from app.engagements.queries import sow_by_number

        found = self.act_as("EF").read(sow_by_number, number=number)
        if found is None:
            raise LookupError(number)
        return found.sow_id

    def sent_by(self, work: Callable[[], object], book: Book | None = None) -> Sent:
        """The statements a piece of work sends to the database, with their parameters."""
        return sent_by((self.book if book is None else book).engine, work)

    def query(self, initials: str, query: Callable[..., object], **arguments: object) -> Subject:
        """A query as a person asks it, against the same SQL sent by hand and its rows fetched."""
        actor = self._actors[initials]

        def run() -> object:
            self.book.actor = actor
            return self.book.read(query, **arguments)

        sent = self.sent_by(run)
        yardstick = by_hand(bare(self.book.place), sent)
        return Subject(run, yardstick, "the same SQL by hand", statements=lambda: len(sent))

    def at_end(self, end: Callable[[], object]) -> None:
        """What is done before the book is closed."""
        self._ends.append(end)

    def close(self) -> None:
        """Close the measured book."""
        for end in self._ends:
            end()
        self.book.close()
