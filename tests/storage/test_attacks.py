"""What was issued, paid and told cannot be changed: every attack of the list is refused, on both databases.

Also in books that an older program made. And the attacks are real: without the guards they succeed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.invoices.commands import bring_opening_invoice
from app.invoices.domain import OpeningLine
from app.kernel.clock import FixedClock
from app.kernel.money import Money
from app.receivables.commands import record_payment
from app.storage import schema
from app.storage.book import Book, open_book
from app.storage.engine import postgres_engine, sqlite_engine
from tests.books import NOW, SYSTEMS, the_office
from tests.figures import Report
from tests.storage.attacks import ATTACKS, Attack
from tests.storage.old_books import fill, step_to
from tests.tampering import past_the_guards

OLDER = schema.revisions()[:-1]
EACH = [
    *(pytest.param((system, OLDER[0]), id=f"{system} {OLDER[0]}") for system in SYSTEMS),
    *(
        pytest.param((system, revision), id=f"{system} {revision} of all", marks=pytest.mark.soak)
        for revision in OLDER
        for system in SYSTEMS
    ),
]


@pytest.fixture(params=EACH)
def old_book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """A book of an older revision, opened by this program: two clients' invoices, one of them with its paper, paid."""
    system, revision = request.param
    if system == "sqlite":
        place: str | Path = tmp_path / "old.watertight"
        engine = sqlite_engine(Path(place), create=True)
    else:
        place = request.getfixturevalue("postgres_database")()
        engine = postgres_engine(str(place))
    fill(engine, OLDER[0])
    step_to(engine, revision)
    engine.dispose()
    with open_book(place, FixedClock(NOW)) as book:
        book.actor = the_office(book).actors["EF"]
        add_to(book)
        yield book


def add_to(book: Book) -> None:
    """What the attacks need besides: payments, one of them not spent, an invoice of another client, a command id."""
    with book.engine.connect() as connection:
        (number, client, currency), *_ = connection.exec_driver_sql("SELECT id, client_id, currency FROM invoice").all()
        sow, other = connection.exec_driver_sql(f"SELECT id, client_id FROM sow WHERE client_id <> {client}").one()
    day = date(2026, 4, 30)
    allocations = ((number, Money(10_000, currency)),)
    book.once(
        "k-1",
        record_payment,
        client_id=client,
        received_on=day,
        amount=Money(10_000, currency),
        allocations=allocations,
    )
    book.perform(record_payment, client_id=client, received_on=day, amount=Money(90_000_000, currency), allocations=())
    book.perform(
        bring_opening_invoice, number="OLD-9", client_id=other, sow_id=sow, issued_on=day, due_on=day,
        lines=(OpeningLine(title="Advice", quantity="2", unit="hours", rate="100"),), tax_code="S20",
    )  # fmt: skip


def on(book: Book) -> list[Attack]:
    return [attack for attack in ATTACKS if attack.on in ("both", book.engine.dialect.name)]


def tried(connection: Connection, attack: Attack) -> str:
    """What the database says to an attack, which is taken back; "" when it lets it pass."""
    savepoint = connection.begin_nested()
    try:
        for statement in attack.sql.split(";") if "TRIGGER" not in attack.sql else [attack.sql]:
            connection.exec_driver_sql(statement)
    except DBAPIError as error:
        return str(error.orig)
    else:
        return ""
    finally:
        savepoint.rollback()


def state(book: Book) -> str:
    """All rows of all tables, and all parts of the file, as one number."""
    digest = hashlib.sha256()
    with book.engine.connect() as connection:
        for table in schema.whole_records().sorted_tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY 1").all()
            digest.update(repr((table.name, rows)).encode())
        if book.engine.dialect.name == "sqlite":
            digest.update(repr(connection.exec_driver_sql("SELECT * FROM sqlite_master").all()).encode())
    return digest.hexdigest()


def test_every_attack_is_refused_and_without_the_guards_it_succeeds(old_book: Book, report: Report) -> None:
    before = state(old_book)
    with old_book.engine.begin() as connection:
        heard = {attack.name: (attack.said, tried(connection, attack)) for attack in on(old_book)}
    passed = {name: was for name, (said, was) in heard.items() if not re.search(said, was)}
    counted = {"books of older revisions": 1, "attacks": len(heard), "not refused": len(passed)}
    report(f"attacks, {old_book.engine.dialect.name}", counted)
    assert passed == {}
    assert len(heard) >= 60
    assert state(old_book) == before
    with past_the_guards(old_book) as connection:
        still = {attack.name: was for attack in on(old_book) if attack.guard and (was := tried(connection, attack))}
    assert still == {}
    assert state(old_book) == before


def test_the_list_is_long_and_says_each_attack_once() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(set(names)) == len(names) >= 90
    assert sum(attack.on == "both" for attack in ATTACKS) >= 55
