"""Books for tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from app.kernel.clock import FixedClock
from app.storage import engine
from app.storage.actor import Actor
from app.storage.book import Book, create, open_book
from tests.kept import Memory, Shelf, end_of, shelf_for

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
SYSTEMS = ("sqlite", "postgres")


@contextmanager
def compiled_once() -> Iterator[None]:
    """What a statement is in SQL is worked out once for all books of this process, not once for each.

    A program has one book open and compiles each statement once; a test has a book, hence an engine, of its own, and a
    quarter of the time of tests went there.
    """
    make = engine.__dict__["create_engine"]
    texts: dict[str, LRUCache[Any, Any]] = {}

    def sharing(*arguments: Any, **options: Any) -> Any:
        made = make(*arguments, **options)
        made._compiled_cache = texts.setdefault(made.dialect.name, LRUCache(3_000))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        patch.setattr(engine, "create_engine", sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once_for_all_books_of_a_run() -> Iterator[None]:
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty book file, made once, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.watertight"
    create(path, FixedClock(NOW)).close()
    return path


@pytest.fixture(scope="session")
def founded_file(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Path:
    """A book file with the sample firm, made once, to be copied."""
    path = tmp_path_factory.mktemp("founded") / "founded.watertight"
    shutil.copy(empty_file, path)
    with open_book(path, FixedClock(NOW)) as book:
        found_office(book)
    return path


def make_empty(url: str) -> None:
    """Make an empty book in an empty database."""
    create(url, FixedClock(NOW)).close()


def make_founded(url: str) -> None:
    """Make a book with the sample firm in an empty database."""
    with create(url, FixedClock(NOW)) as book:
        found_office(book)


@pytest.fixture(params=SYSTEMS)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty book on each database, its clock standing on 30 April 2026."""
    with _copy(request, tmp_path, "empty_file", make_empty) as opened:
        yield opened


def _copy(request: pytest.FixtureRequest, folder: Path, file: str, make: Callable[[str], None]) -> Book:
    clock = FixedClock(NOW)
    if request.param == "sqlite":
        path = folder / "firm.watertight"
        shutil.copy(request.getfixturevalue(file), path)
        return open_book(path, clock)
    return open_book(request.getfixturevalue("postgres_database")(prepare=make), clock)


@dataclass
class Office:
    """A founded firm with a person of each role."""

    book: Book
    people: dict[str, int]
    actors: dict[str, Actor]
    shelf: Shelf | None = field(default=None, repr=False, compare=False)
    stands: tuple[str, object] | None = field(default=None, repr=False, compare=False)
    """What the book holds (see `tests.kept`): its name, and the end of the history it had then."""

    @property
    def clock(self) -> FixedClock:
        """The clock of the book."""
        assert isinstance(self.book.clock, FixedClock)
        return self.book.clock

    def act_as(self, initials: str) -> Book:
        """Let a person act; the book is returned for a chained call."""
        self.book.actor = self.actors[initials]
        return self.book


PEOPLE = (
    ("PR", "Priya Raman", "consultant", "Senior consultant"),
    ("TO", "Tom Okafor", "consultant", "Consultant"),
    ("SL", "Sofia Lindqvist", "consultant", "Analyst"),
    ("JW", "Jonas Weber", "manager", "Consultant"),
    ("GB", "Grace Bennett", "office_manager", None),
    ("AC", "Ada Cole", "accountant", None),
)


def found_office(book: Book) -> Office:
    """Found the sample firm in an empty book through its commands."""
    from app.firm.commands import add_person, found_firm
    from app.firm.domain import AccessRole

    founded = book.perform(
        found_firm,
        name="Alder & Finch Advisory LLP",
        country="GB",
        language="en-GB",
        zone="Europe/London",
        currency="GBP",
        person_name="Eleanor Finch",
        initials="EF",
        grade="Partner",
        address="14 Welsh Back\nBristol BS1 4RR",
        tax_number="GB999999973",
        registration="registered in England OC399999",
        account_name="Alder & Finch Advisory LLP",
        iban="GB82WEST12345698765432",
        payment_page="https://pay.alderfinch.example/",
        contact_name="Grace Bennett",
        contact_phone="0117 496 0100",
        contact_email="billing@alderfinch.example",
    ).result
    office = Office(
        book, {"EF": founded.person_id}, {"EF": Actor(founded.person_id, "Eleanor Finch", "partner", "Europe/London")}
    )
    office.act_as("EF")
    for initials, name, role, grade in PEOPLE:
        number = book.perform(
            add_person,
            name=name,
            initials=initials,
            access_role=AccessRole(role),
            grade=grade,
            weekly_hours=Decimal("37.5"),
        ).result
        office.people[initials] = number
        office.actors[initials] = Actor(number, name, role, "Europe/London")
    return office


def the_office(book: Book) -> Office:
    """The sample firm in a book that has it; the partner acts."""
    from app.firm.queries import people

    rows = book.read(people)
    office = Office(
        book,
        {row.initials: row.id for row in rows},
        {row.initials: Actor(row.id, row.name, row.access_role.value, row.zone) for row in rows},
    )
    office.act_as("EF")
    return office


@pytest.fixture(params=SYSTEMS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """A founded firm on each database; the partner acts."""
    with _copy(request, tmp_path, "founded_file", make_founded) as opened:
        yield _shelved(the_office(opened), request, request.param)


@pytest.fixture
def sqlite_office(request: pytest.FixtureRequest, tmp_path: Path, founded_file: Path) -> Iterator[Office]:
    """A founded firm on SQLite only, for tests of screens."""
    path = tmp_path / "firm.watertight"
    shutil.copy(founded_file, path)
    with open_book(path, FixedClock(NOW)) as opened:
        yield _shelved(the_office(opened), request, "sqlite")


@pytest.fixture(scope="session")
def memory_shelf() -> Iterator[Memory]:
    """What samples built in book files of this run."""
    shelf = Memory()
    yield shelf
    shelf.close()


def _shelved(office: Office, request: pytest.FixtureRequest, system: str) -> Office:
    office.shelf = shelf_for(request, system)
    office.stands = ("founded", end_of(office.book)) if office.shelf else None
    return office
