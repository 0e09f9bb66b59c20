"""All time of a period: sums, any part by its place, words of note, client, SOW, task and person; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kernel.periods import Period
from app.timesheets.queries import EntryRow, all_time, entries
from tests.books import Office
from tests.examples import examples
from tests.kept import kept
from tests.samples.clients import brightwater, nordhavn
from tests.samples.engagements import billing_review, margin_diagnostic
from tests.samples.timesheets import internal_task, log

FIRST = date(2026, 3, 2)
DAYS = 20


@pytest.fixture
def filled(office: Office) -> Office:
    return fill(office)


@kept
def fill(office: Office) -> Office:
    """Two people, two clients and internal work; several entries on most days."""
    office.act_as("EF")
    review, margin = billing_review(office, brightwater(office)), margin_diagnostic(office, nordhavn(office))
    meeting = internal_task(office, "Team meeting")
    for number in range(DAYS):
        day = FIRST + timedelta(number)
        log(office, "PR", review.tasks["Fieldwork"], day, 2, f"Interviews {number}", approved=number % 3 == 0)
        if number % 2:
            log(office, "TO", margin.tasks["Margin model"], day, 1, "Sample of 100% invoices", approved=False)
        if number % 5 == 0:
            log(office, "PR", meeting, day, "0.5", "Weekly r\u00e9sum\u00e9", approved=False)
    return office


def ordered(office: Office, period: Period | None = None) -> list[EntryRow]:
    found = office.book.read(entries, period=period)
    return sorted(found, key=lambda row: (row.day, row.entry_id), reverse=True)


@given(
    days=st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)),
    place=st.tuples(st.integers(0, 45), st.integers(0, 30)),
    newest_first=st.booleans(),
)
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_part_is_that_part_of_all_entries_of_the_period(
    filled: Office, days: tuple[int, int], place: tuple[int, int], newest_first: bool
) -> None:
    office, (begin, long), (start, many) = filled.book, days, place
    period = Period(FIRST + timedelta(begin), FIRST + timedelta(begin + long))
    every = ordered(filled, period)
    if not newest_first:
        every.reverse()
    part = office.read(all_time, period=period, start=start, many=many, newest_first=newest_first)
    assert list(part.rows) == every[start : start + many]
    assert (part.count, part.seconds) == (len(every), sum(row.seconds for row in every))
    again = office.read(
        all_time, period=period, start=start, many=many, newest_first=newest_first, known=(part.count, part.seconds)
    )
    assert again == part


FOUND: dict[str, Callable[[EntryRow], object]] = {
    "interv": lambda row: row.note.startswith("Interviews"),
    "bright": lambda row: row.client_name and row.client_name.startswith("Brightwater"),
    "Okaf": lambda row: row.person_name == "Tom Okafor",
    "meeting": lambda row: row.task_name == "Team meeting",
    "priya interviews": lambda row: row.person_name == "Priya Raman" and row.note.startswith("Interviews"),
    "nordhavn interviews": lambda _row: False,
    "-- ,;": lambda _row: True,
    "100%": lambda row: "100%" in row.note,
    "%": lambda _row: True,
}


def test_each_word_is_found_in_the_note_or_in_a_name(filled: Office) -> None:
    for text, by in FOUND.items():
        found = filled.book.read(all_time, text=text, many=500)
        wanted = [row for row in ordered(filled) if by(row)]
        assert list(found.rows) == wanted, text
        assert (found.count, found.seconds) == (len(wanted), sum(row.seconds for row in wanted)), text


def test_names_are_found_whatever_the_case_of_their_letters_in_any_language(filled: Office) -> None:
    log(filled, "PR", internal_task(filled, "\u00dcbergabe"), FIRST, 1, "", approved=False)
    log(filled, "PR", internal_task(filled, "D\u00c9J\u00c0 vu"), FIRST, 1, "", approved=False)
    for text in ("\u00fcbergabe", "\u00dcBERGABE", "\u00dcber", "d\u00e9j\u00e0"):
        assert filled.book.read(all_time, text=text).count == 1, text
    assert filled.book.read(all_time, text="\u00fcberall").count == 0


def test_the_number_of_a_statement_of_work_finds_its_time(filled: Office) -> None:
    row = next(one for one in ordered(filled) if one.sow_number)
    found = filled.book.read(all_time, text=str(row.sow_number), many=500)
    assert {one.sow_number for one in found.rows} == {row.sow_number}
    assert found.count == sum(one.sow_number == row.sow_number for one in ordered(filled))


def test_who_may_not_see_others_time_sees_and_finds_only_the_own(filled: Office) -> None:
    every = ordered(filled)
    filled.act_as("TO")
    part = filled.book.read(all_time, many=500)
    assert part.own
    assert list(part.rows) == [row for row in every if row.person_name == "Tom Okafor"]
    assert filled.book.read(all_time, text="interviews").count == 0


def test_what_is_before_and_behind_the_list_is_nothing(filled: Office) -> None:
    part = filled.book.read(all_time, start=10_000)
    assert (part.rows, part.count) == ((), len(ordered(filled)))
    empty = filled.book.read(all_time, period=Period(date(1999, 1, 1), date(1999, 12, 31)))
    assert (empty.rows, empty.count, empty.seconds) == ((), 0, 0)
