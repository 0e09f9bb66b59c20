"""A book that an older program made opens with all its data, on both databases: nobody has to start again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clients.queries import find_clients
from app.invoices.commands import adjust_draft, approve_draft, choose_parts, issue_invoice, reopen_draft
from app.invoices.domain import PaperSize, Part, Reason
from app.invoices.queries import (
    draft,
    draft_document,
    find_invoices,
    invariants,
    invoice,
    invoice_pdf,
    invoices,
    reason_counts,
    run_rows,
)
from app.kernel.clock import FixedClock
from app.kernel.money import Money
from app.storage import schema
from app.storage.book import Book, open_book
from app.storage.chain import chain_problems
from app.storage.engine import postgres_engine, sqlite_engine
from app.storage.frozen import expected_names, trigger_names
from app.storage.search import words_of
from app.timesheets.queries import entries, find_entries
from tests.books import NOW, SYSTEMS, the_office
from tests.storage.old_books import fill, rows_of


@pytest.fixture(params=SYSTEMS)
def first_book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    """The book of revision 0001: an issued invoice with its file, an approved draft."""
    if request.param == "sqlite":
        place: str | Path = tmp_path / "old.watertight"
        engine = sqlite_engine(Path(place), create=True)
    else:
        place = request.getfixturevalue("postgres_database")()
        engine = postgres_engine(str(place))
    fill(engine, "0001")
    engine.dispose()
    with open_book(place, FixedClock(NOW)) as book:
        the_office(book)
        book.actor = the_office(book).actors["EF"]
        yield book


def test_a_first_book_opens_with_every_row_it_had(first_book: Book) -> None:
    with first_book.engine.connect() as connection:
        assert schema.is_current(connection)
        assert schema.differences(connection) == []
        assert trigger_names(connection) == expected_names(connection.dialect.name)
        for table, kept in rows_of("0001").items():
            count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            assert count == len(kept["rows"]), table
    assert first_book.read(chain_problems) == []
    assert first_book.read(invariants) == []


def test_what_is_in_it_is_found_by_its_words(first_book: Book) -> None:
    (row,) = first_book.read(invoices)
    assert [one.number for one in first_book.read(find_invoices, text=row.number)] == [row.number]
    assert [one.id for one in first_book.read(find_clients, text=row.client_name[:5])] == [row.client_id]
    note = next(one.note for one in first_book.read(entries) if words_of(one.note))
    assert note in {one.note for one in first_book.read(find_entries, text=note)}


def test_its_issued_invoice_keeps_its_words_and_its_bytes(first_book: Book) -> None:
    (row,) = first_book.read(invoices)
    view = first_book.read(invoice, invoice_id=row.invoice_id)
    assert view.snapshot.sums.gross == Money.of("23259.72", "GBP")
    assert (view.snapshot.left_out, view.snapshot.paper) == ((), None)
    content = first_book.read(invoice_pdf, invoice_id=row.invoice_id)
    kept = rows_of("0001")["invoice_file"]
    digest = dict(zip(kept["columns"], kept["rows"][0], strict=True))["digest"]
    assert hashlib.sha256(content).hexdigest() == digest == view.digest


def test_its_draft_prints_every_part_until_somebody_chooses_and_is_issued_so(first_book: Book) -> None:
    (row,) = first_book.read(run_rows)
    assert (row.left_out, row.paper) == ((), None)
    assert first_book.read(draft_document, draft_id=row.draft_id).left_out == ()
    version = first_book.perform(reopen_draft, draft_id=row.draft_id).result.version
    chosen = first_book.perform(
        choose_parts, draft_id=row.draft_id, left_out=("people",), paper=PaperSize.LETTER, version=version
    ).result
    first_book.perform(approve_draft, draft_id=row.draft_id, version=chosen.version)
    issued = first_book.perform(issue_invoice, draft_id=row.draft_id).result
    snapshot = first_book.read(invoice, invoice_id=issued.invoice_id).snapshot
    assert (snapshot.left_out, snapshot.paper) == ((Part.PEOPLE,), PaperSize.LETTER)


def test_its_draft_takes_a_reason_from_the_list_and_its_older_lines_have_none(first_book: Book) -> None:
    (row,) = first_book.read(run_rows)
    version = first_book.perform(reopen_draft, draft_id=row.draft_id).result.version
    first_book.perform(
        adjust_draft,
        draft_id=row.draft_id,
        amount=Money.of("-10.00", "GBP"),
        title="Goodwill",
        reason="",
        why=Reason.GOODWILL,
        version=version,
    )
    lines = first_book.read(draft, draft_id=row.draft_id).lines
    assert [line.why for line in lines] == [""] * (len(lines) - 1) + ["goodwill"]
    assert {item.reason: item.count for item in first_book.read(reason_counts)}[Reason.GOODWILL] == 1
