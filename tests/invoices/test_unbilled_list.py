"""The database's own list of billable time that nothing has billed: whatever happens to an entry, it is right."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.invoices.queries import invariants
from app.invoices.records import unbilled_time
from app.storage.book import Book
from app.timesheets.commands import change_entry, remove_entry
from tests.books import Office
from tests.samples.invoices import brightwater_april, collected, issued
from tests.samples.timesheets import internal_task, log

DAY = date(2026, 4, 28)


def waiting(book: Book) -> set[int]:
    return book.read(lambda reads: set(reads.execute(select(unbilled_time.c.entry_id)).scalars()))


def test_time_waits_from_the_day_it_is_logged_until_a_bill_takes_it(office: Office) -> None:
    brightwater_april(office)
    before = waiting(office.book)
    (row,) = collected(office)
    assert waiting(office.book) == before
    issued(office, row)
    left = waiting(office.book)
    assert len(before - left) == 23
    assert left < before
    assert office.book.read(invariants) == []


def test_it_follows_every_change_of_an_entry(office: Office) -> None:
    sample = brightwater_april(office)
    before = waiting(office.book)
    log(office, "PR", internal_task(office, "Reading"), DAY, "1", approved=False)
    assert waiting(office.book) == before
    entry = log(office, "PR", sample.tasks["Steering"], DAY, "1", approved=False)
    assert waiting(office.book) == {*before, entry}
    office.act_as("PR").perform(change_entry, entry_id=entry, billable=False)
    assert waiting(office.book) == before
    office.book.perform(change_entry, entry_id=entry, billable=True)
    assert waiting(office.book) == {*before, entry}
    office.book.perform(remove_entry, entry_id=entry)
    assert waiting(office.book) == before


def test_a_list_that_says_something_else_than_the_bills_is_told(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    issued(office, row)
    with office.book.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO unbilled_time (entry_id) SELECT min(unit_id) FROM allocation WHERE unit_kind = 'time'"
        )
    (problem,) = office.book.read(invariants)
    assert (problem.code, str(problem)) == ("check.unbilled", "The list of unbilled time is wrong about 1 entry.")
