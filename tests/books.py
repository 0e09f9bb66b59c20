"""Books for tests: every test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.storage.actor import Actor
from app.storage.book import Book, create, open_book

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
SYSTEMS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated empty book file, made once, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.watertight"
    create(path, FixedClock(NOW)).close()
    return path


@pytest.fixture(params=SYSTEMS)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """An empty book on each database, its clock standing on 30 April 2026."""
    clock = FixedClock(NOW)
    if request.param == "sqlite":
        path = tmp_path / "firm.watertight"
        shutil.copy(request.getfixturevalue("empty_file"), path)
        opened = open_book(path, clock)
    else:
        opened = create(request.getfixturevalue("postgres_database")(), clock)
    yield opened
    opened.close()


@dataclass
class Office:
    """A founded firm with a person of each role."""

    book: Book
    people: dict[str, int]
    actors: dict[str, Actor]

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


@pytest.fixture
def office(book: Book) -> Office:
    """A founded firm on each database; the partner acts."""
    return found_office(book)


@pytest.fixture
def sqlite_office(tmp_path: Path, empty_file: Path) -> Iterator[Office]:
    """A founded firm on SQLite only, for tests of screens."""
    path = tmp_path / "firm.watertight"
    shutil.copy(empty_file, path)
    with open_book(path, FixedClock(NOW)) as opened:
        yield found_office(opened)
