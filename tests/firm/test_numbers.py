"""Document numbers: gapless after a rollback and with two writers, begun again each year, never given twice."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.firm.commands import set_series, take_number
from app.firm.queries import next_number, number_series
from app.kernel.problems import Problem
from app.storage.book import Book
from app.storage.work import Work
from tests.books import Office

DAY = date(2026, 4, 30)
NEXT_YEAR = date(2027, 1, 4)


def take_and_stumble(work: Work, *, on: date) -> str:
    take_number(work, key="invoice", on=on)
    raise Problem("test.stumble", "Stumbled.")


def take_two(work: Work, *, on: date) -> str:
    first = take_number(work, key="invoice", on=on)
    return f"{first} {take_number(work, key='invoice', on=on)}"


def document(work: Work, *, key: str, on: date) -> str:
    """A command that gives a document its number."""
    return take_number(work, key=key, on=on)


def take(book: Book, on: date = DAY) -> str:
    return book.perform(document, key="invoice", on=on).result


def set_next(book: Book, number: int, pattern: str = "INV-{year}-{0000}", on: date = DAY) -> str:
    return book.perform(set_series, key="invoice", pattern=pattern, next_number=number, on=on).result


def test_numbers_follow_each_other_and_a_look_takes_none(office: Office) -> None:
    assert office.book.read(next_number, key="invoice", on=DAY) == "INV-2026-0001"
    assert [take(office.book) for _ in range(3)] == ["INV-2026-0001", "INV-2026-0002", "INV-2026-0003"]
    assert office.book.perform(take_two, on=DAY).result == "INV-2026-0004 INV-2026-0005"
    assert office.book.read(next_number, key="invoice", on=DAY) == "INV-2026-0006"


def test_a_number_that_was_not_used_after_all_was_never_taken(office: Office) -> None:
    take(office.book)
    with pytest.raises(Problem, match="Stumbled"):
        office.book.perform(take_and_stumble, on=DAY)
    with pytest.raises(Problem, match="Stumbled"):
        office.book.perform(take_and_stumble, on=NEXT_YEAR)
    assert [row.year for row in office.book.read(number_series)] == [2026]
    assert take(office.book) == "INV-2026-0002"


def test_a_new_year_begins_with_one_and_the_old_year_goes_on(office: Office) -> None:
    take(office.book)
    assert office.book.read(next_number, key="invoice", on=NEXT_YEAR) == "INV-2027-0001"
    assert take(office.book, NEXT_YEAR) == "INV-2027-0001"
    assert take(office.book) == "INV-2026-0002"
    assert take(office.book, NEXT_YEAR) == "INV-2027-0002"
    assert [(row.year, row.next_number) for row in office.book.read(number_series)] == [(2026, 3), (2027, 3)]


def test_a_series_without_years_goes_on_forever(office: Office) -> None:
    take(office.book)
    assert set_next(office.book, 500, "R-{00000}") == "R-00500"
    assert [take(office.book), take(office.book, NEXT_YEAR)] == ["R-00500", "R-00501"]
    assert set_next(office.book, 700, "INV-{year}-{0000}", NEXT_YEAR) == "INV-2027-0700"
    assert take(office.book, NEXT_YEAR) == "INV-2027-0700"
    assert [row.year for row in office.book.read(number_series)] == [2027]


def test_the_first_number_of_a_book_follows_those_given_before_it(office: Office) -> None:
    assert set_next(office.book, 118) == "INV-2026-0118"
    assert set_next(office.book, 107) == "INV-2026-0107"
    assert take(office.book) == "INV-2026-0107"


def test_going_back_is_refused_once_a_number_was_taken(office: Office) -> None:
    set_next(office.book, 118)
    take(office.book)
    with pytest.raises(Problem) as told:
        set_next(office.book, 118)
    assert told.value.code == "series.back"
    assert str(told.value) == "Numbers below 119 may be on documents already. Choose 119 or a higher one."
    assert told.value.field == "next_number"
    with pytest.raises(Problem):
        set_next(office.book, 1, "{0000}")
    set_next(office.book, 130)
    assert take(office.book) == "INV-2026-0130"


@pytest.mark.parametrize(("number", "pattern", "field"), [(0, "{0000}", "next_number"), (1, "INV", "pattern")])
def test_a_series_that_cannot_count_is_refused(office: Office, number: int, pattern: str, field: str) -> None:
    with pytest.raises(Problem) as told:
        set_next(office.book, number, pattern)
    assert told.value.field == field


def test_a_document_dated_before_the_book_needs_its_own_number(office: Office) -> None:
    before = date(2025, 12, 31)
    sentence = "The numbers of this book begin in 2026; there is none for 2025"
    with pytest.raises(Problem, match=sentence):
        take(office.book, before)
    with pytest.raises(Problem, match=sentence):
        office.book.read(next_number, key="invoice", on=before)
    set_next(office.book, 40, on=before)
    assert take(office.book, before) == "INV-2025-0040"


def test_an_unknown_series_is_named_and_another_one_counts_by_itself(office: Office) -> None:
    with pytest.raises(Problem, match="There is no number series \u201ccredit\u201d"):
        office.book.perform(document, key="credit", on=DAY)
    with pytest.raises(Problem):
        office.book.read(next_number, key="credit", on=DAY)
    office.book.perform(set_series, key="credit", pattern="CN-{000}", next_number=1, on=DAY)
    assert office.book.perform(document, key="credit", on=DAY).result == "CN-001"
    assert take(office.book) == "INV-2026-0001"


def test_only_the_office_sets_a_series(office: Office) -> None:
    with pytest.raises(Problem, match="Your role may not change the firm"):
        set_next(office.act_as("JW"), 5)


@pytest.mark.parametrize("on", [DAY, NEXT_YEAR])
def test_two_writers_share_the_numbers_without_gap_or_double(office: Office, on: date) -> None:
    rounds = 12
    start = threading.Barrier(2)
    taken: list[str] = []
    failed: list[BaseException] = []

    def writer() -> None:
        start.wait()
        try:
            for turn in range(rounds):
                if turn % 4 == 3:
                    with pytest.raises(Problem, match="Stumbled"):
                        office.book.perform(take_and_stumble, on=on)
                taken.append(take(office.book, on))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(taken) == [f"INV-{on.year}-{number:04d}" for number in range(1, 2 * rounds + 1)]
