"""The whole check of the demo firm, on both databases: sound as it is, and each break is found with its record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo import build
from app.demo.build import demo_copy
from app.invoices.commands import issue_invoice, keep_finding
from app.invoices.domain import DraftState, Reason
from app.invoices.queries import run_rows
from app.kernel.clock import FixedClock
from app.kernel.money import Money
from app.receivables.checks import findings, steps
from app.receivables.commands import record_payment
from app.storage.book import Book, open_book
from app.storage.reading import Reading
from tests.books import NOW, SYSTEMS, the_office
from tests.demo.breaks import BREAKS
from tests.storage.test_chain import taken_back
from tests.tampering import past_the_guards

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(params=SYSTEMS)
def demo(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """The demo firm, whose approved drafts are issued; a reason was kept, and a payment came by a click."""
    if request.param == "sqlite":
        book = open_book(demo_copy(tmp_path / "demo"), FixedClock(NOW))
    else:
        book = build(request.getfixturevalue("postgres_database")())
    with book:
        book.actor = the_office(book).actors["EF"]
        yield book


def go_on(book: Book) -> None:
    """What the demo leaves to be done."""
    rows = book.read(run_rows)
    for row in rows:
        if row.state is DraftState.APPROVED:
            book.perform(issue_invoice, draft_id=row.draft_id)
    row, check = next((row, one) for row in rows for one in row.checks if one.needs_reason)
    book.perform(
        keep_finding,
        draft_id=row.draft_id,
        version=row.version,
        key=check.key,
        mark=check.mark,
        reason=Reason.PROMISE,
    )
    book.once(
        "k-1",
        record_payment,
        client_id=row.client_id,
        received_on=NOW.date(),
        amount=Money.of("1", "GBP"),
        allocations=(),
    )


def test_the_demo_is_sound_and_each_break_of_it_is_found_with_its_record(demo: Book) -> None:
    bill = next(row for row in demo.read(run_rows) if row.sow_number == "SOW-2026-014")
    assert bill.sums.gross == Money.of("23259.72", "GBP")
    go_on(demo)
    for step in steps():
        assert demo.read(findings, step=step) == [], step.name
    with past_the_guards(demo) as connection:
        reading = Reading(connection, demo.actor, NOW)
        for one in BREAKS:
            with taken_back(connection):
                wanted = connection.exec_driver_sql(one.about).scalar_one()
                for statement in one.sql.split(";"):
                    connection.exec_driver_sql(statement)
                wanted = connection.exec_driver_sql(one.about).scalar_one() if "max(id) FROM" in one.about else wanted
                found = [(problem.code, problem.about) for problem in one.look(reading)]
                assert (one.code, wanted) in found, one.name
        assert all(one.look(reading) == [] for one in BREAKS)
