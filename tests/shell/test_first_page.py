"""Which page a person starts on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.firm.commands import add_holiday
from app.firm.domain import AccessRole
from app.qt.operations import SynchronousOperations
from app.shell import areas
from app.shell.pages.first_page import billing_time, choose_start, chosen_start, first_page, start_choices, usual_start
from tests.books import Office

HOLIDAYS = frozenset({date(2026, 5, 4), date(2026, 5, 25)})


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 27), False),
        (date(2026, 4, 28), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), True),
        (date(2026, 5, 3), True),
        (date(2026, 5, 8), True),
        (date(2026, 5, 9), False),
        (date(2026, 5, 26), False),
        (date(2026, 5, 27), True),
        (date(2026, 5, 31), True),
    ],
)
def test_bills_are_made_around_the_end_of_a_month_by_the_firm_s_working_days(day: date, expected: bool) -> None:
    assert billing_time(day, HOLIDAYS) is expected


def test_each_role_starts_with_what_it_has_to_do() -> None:
    middle = date(2026, 5, 14)
    assert usual_start(AccessRole.CONSULTANT, middle, HOLIDAYS) == areas.WEEK
    assert usual_start(AccessRole.OFFICE_MANAGER, middle, HOLIDAYS) == areas.COLLECTIONS
    assert usual_start(AccessRole.OFFICE_MANAGER, date(2026, 4, 30), HOLIDAYS) == areas.BILLING
    assert usual_start(AccessRole.PARTNER, middle, HOLIDAYS) == areas.START
    assert usual_start(AccessRole.MANAGER, middle, HOLIDAYS) == areas.START
    assert usual_start(AccessRole.ACCOUNTANT, middle, HOLIDAYS) == areas.COLLECTIONS


def test_a_choice_offers_the_areas_of_the_role_only() -> None:
    assert [key for key, _words in start_choices(AccessRole.CONSULTANT)] == ["", *areas.keys_for(AccessRole.CONSULTANT)]
    assert start_choices(AccessRole.OFFICE_MANAGER)[0][1].startswith("Billing run around")
    assert all(words for _key, words in start_choices(AccessRole.PARTNER))


def test_a_person_starts_where_the_person_chose(office: Office) -> None:
    book = office.act_as("GB")
    assert (book.read(chosen_start), book.read(first_page)) == ("", areas.BILLING)
    operations = SynchronousOperations(book)
    said: list[str] = []
    choose_start(operations, areas.CLIENTS, lambda: said.append("kept"))
    assert (book.read(chosen_start), book.read(first_page), said) == (areas.CLIENTS, areas.CLIENTS, ["kept"])
    assert office.act_as("EF").read(first_page) == areas.START
    office.act_as("GB")
    choose_start(operations, "")
    assert book.read(first_page) == areas.BILLING
    operations.close()


def test_an_area_the_role_may_not_use_any_more_is_no_start(office: Office) -> None:
    book = office.act_as("PR")
    operations = SynchronousOperations(book)
    choose_start(operations, areas.COLLECTIONS)
    assert book.read(first_page) == areas.WEEK
    operations.close()


def test_the_firm_s_holidays_count(office: Office) -> None:
    office.clock.set(datetime(2026, 5, 8, 9, tzinfo=UTC))
    assert office.act_as("GB").read(first_page) == areas.COLLECTIONS
    office.act_as("EF").perform(add_holiday, day=date(2026, 5, 4), name="Early May bank holiday")
    assert office.act_as("GB").read(first_page) == areas.BILLING
