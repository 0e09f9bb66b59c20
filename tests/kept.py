"""What samples build is built once a run on each database; who asks for the same again gets the book as it was then.

    @kept
    def open_debts(office: Office) -> Debts: ...

A sample office is filled by dozens or hundreds of commands, the same ones before hundreds of tests. Here what the book
held afterwards is kept with what the function answered, and put into the book of the next office from which the same is
asked in the same state: the one its fixture made or one that was put back, and nothing was carried out since. Anything
else is built as if this were not there, and so it is wherever a test patches something.
"""

from __future__ import annotations

import functools
import io
import pickle
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

import pytest
import sqlcipher3
from sqlalchemy import select

from app.storage.audit import AuditHead
from app.storage.book import Book

if TYPE_CHECKING:
    from app.storage.reading import Reading
    from tests.books import Office

P = ParamSpec("P")
T = TypeVar("T")


class Shelf(Protocol):
    """Where the books of a run are kept, by the name of what they hold."""

    def find(self, name: str) -> bytes | None:
        """What was answered when that book was built; None where it was not."""

    def keep(self, book: Book, name: str, answer: bytes) -> None:
        """Keep what a book holds now."""

    def put_back(self, book: Book, name: str) -> None:
        """Let a book hold what is kept."""


class Memory:
    """The shelf of book files: a copy of each in memory, a page as it was, by SQLite's own means of copying."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Any, bytes]] = {}

    def find(self, name: str) -> bytes | None:
        found = self._kept.get(name)
        return found[1] if found else None

    def keep(self, book: Book, name: str, answer: bytes) -> None:
        copy = sqlcipher3.connect(":memory:", check_same_thread=False)
        connection = book.engine.raw_connection()
        try:
            connection.driver_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            connection.close()
        self._kept[name] = (copy, answer)

    def put_back(self, book: Book, name: str) -> None:
        connection = book.engine.raw_connection()
        try:
            self._kept[name][0].backup(connection.driver_connection)
        finally:
            connection.close()

    def close(self) -> None:
        for copy, _answer in self._kept.values():
            copy.close()


def kept(build: Callable[Concatenate[Office, P], T]) -> Callable[Concatenate[Office, P], T]:
    """Build once a run on each database what a function builds in the same state of an office."""

    def built(office: Office, /, *arguments: P.args, **options: P.kwargs) -> T:
        shelf, state = office.shelf, _state(office)
        if shelf is None or state is None:
            return build(office, *arguments, **options)
        name = f"{state} {build.__module__}.{build.__qualname__} {arguments!r} {options!r}"
        answer = shelf.find(name)
        if answer is not None:
            shelf.put_back(office.book, name)
            result: T = _take_up(office, answer)
        else:
            office.shelf = None  # what it calls itself is a part of it
            result = build(office, *arguments, **options)
            office.shelf = shelf
            shelf.keep(office.book, name, _written_down(office, result))
        office.stands = (name, end_of(office.book))
        return result

    functools.update_wrapper(built, build)
    return built


def _state(office: Office) -> str | None:
    """What an office holds and who acts when; None when something was done to it that nobody wrote down."""
    book = office.book
    if office.stands is None or book.reactions or office.stands[1] != end_of(book):
        return None
    return f"{office.stands[0]} {book.actor!r} {office.clock.now()}"


def end_of(book: Book) -> tuple[Any, ...]:
    """The end of the history, and of a file also whether something was written past it."""
    signs: list[Any] = [book.read(_head)]
    if book.engine.dialect.name == "sqlite":
        for path in (Path(book.place), Path(f"{book.place}-wal")):
            signs += [(path.stat().st_size, path.stat().st_mtime_ns) if path.exists() else None]
    return tuple(signs)


def _head(reads: Reading) -> bytes | None:
    return reads.execute(select(AuditHead.hash)).scalar()


class _Pen(pickle.Pickler):
    """Writes everything down but the office itself."""

    office: Office

    def persistent_id(self, thing: Any) -> str | None:
        return "office" if thing is self.office else "book" if thing is self.office.book else None


class _Reader(pickle.Unpickler):
    office: Office

    def persistent_load(self, name: str) -> Any:
        return self.office if name == "office" else self.office.book


def _written_down(office: Office, result: object) -> bytes:
    written = io.BytesIO()
    pen = _Pen(written)
    pen.office = office
    pen.dump((result, office.people, office.actors, office.book.actor, office.clock.now()))
    return written.getvalue()


def _take_up(office: Office, answer: bytes) -> Any:
    reader = _Reader(io.BytesIO(answer))
    reader.office = office
    now: datetime
    result, office.people, office.actors, office.book.actor, now = reader.load()
    office.clock.set(now)
    return result


def shelf_for(request: pytest.FixtureRequest, system: str) -> Shelf | None:
    """The shelf of a database for the test of this request; a test that patches something does without."""
    if "monkeypatch" in request.fixturenames:
        return None
    shelf: Shelf = request.getfixturevalue("memory_shelf" if system == "sqlite" else "postgres_shelf")
    return shelf
