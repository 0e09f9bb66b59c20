"""People, days away, holidays and settings, on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.firm.commands import (
    add_absence,
    add_holiday,
    add_person,
    change_person,
    choose_setting,
    remove_absence,
    remove_holiday,
)
from app.firm.domain import AccessRole
from app.firm.queries import absences, holidays, people, person, setting
from app.kernel.periods import Period, month_of
from app.kernel.problems import Problem
from app.storage.actor import Actor
from app.storage.book import Book
from tests.books import Office

DAY = date(2026, 5, 4)
MAY = month_of(DAY)
MARCUS: dict[str, Any] = {"name": "Marcus Alder", "initials": "MA", "access_role": AccessRole.PARTNER}


def test_a_person_gets_the_zone_and_language_of_the_firm_unless_told_otherwise(office: Office) -> None:
    first = office.book.perform(add_person, **MARCUS, weekly_hours=Decimal(30)).result
    row = office.book.read(person, person_id=first)
    assert (row.zone, row.language, row.weekly_seconds, row.active) == ("Europe/London", "en-GB", 108_000, True)
    second = office.book.perform(
        add_person, **MARCUS | {"initials": "MB"}, zone="Europe/Berlin", language="de-DE", email="m@alderfinch.example"
    ).result
    row = office.book.read(person, person_id=second)
    assert (row.zone, row.language, row.email) == ("Europe/Berlin", "de-DE", "m@alderfinch.example")


def test_people_come_by_name_and_those_who_left_come_last(office: Office) -> None:
    names = [row.name for row in office.book.read(people)]
    assert names == sorted(names)
    office.book.perform(change_person, person_id=office.people["PR"], version=1, active=False)
    assert "Priya Raman" not in [row.name for row in office.book.read(people)]
    assert office.book.read(people, active_only=False)[-1].name == "Priya Raman"


def test_initials_belong_to_one_person_and_the_refusal_names_her(office: Office) -> None:
    with pytest.raises(Problem, match="Priya Raman has the initials PR already") as told:
        office.book.perform(add_person, **MARCUS | {"initials": "pr"})
    assert told.value.field == "initials"
    with pytest.raises(Problem, match="Priya Raman"):
        office.book.perform(change_person, person_id=office.people["TO"], version=1, initials="PR")
    office.book.perform(change_person, person_id=office.people["PR"], version=1, initials="PR", grade="Principal")
    assert office.book.read(person, person_id=office.people["PR"]).grade == "Principal"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"access_role": AccessRole.SETUP}, "access_role"),
        ({"weekly_hours": Decimal(100)}, "weekly_hours"),
        ({"weekly_hours": Decimal("NaN")}, "weekly_hours"),
        ({"email": "x"}, "email"),
        ({"zone": "Mars"}, "zone"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_person_who_cannot_be_is_refused_at_the_field(office: Office, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as told:
        office.book.perform(add_person, **MARCUS | change)
    assert told.value.field == field
    with pytest.raises(Problem) as told:
        office.book.perform(change_person, person_id=office.people["PR"], version=1, **change)
    assert told.value.field == field


def test_an_account_of_this_computer_belongs_to_one_person(office: Office) -> None:
    office.book.perform(change_person, person_id=office.people["PR"], version=1, os_account="priya")
    assert [row.initials for row in office.book.read(people) if row.os_account == "priya"] == ["PR"]
    with pytest.raises(Problem, match="The account priya of this computer belongs to Priya Raman already"):
        office.book.perform(change_person, person_id=office.people["TO"], version=1, os_account="priya")
    office.book.perform(change_person, person_id=office.people["PR"], version=2, os_account=None)
    assert "priya" not in {row.os_account for row in office.book.read(people)}


def test_somebody_who_may_change_the_firm_always_stays(office: Office) -> None:
    office.book.perform(change_person, person_id=office.people["GB"], version=1, access_role=AccessRole.CONSULTANT)
    with pytest.raises(Problem, match="Then nobody could change the firm any more"):
        office.book.perform(change_person, person_id=office.people["EF"], version=1, active=False)
    assert office.book.read(person, person_id=office.people["EF"]).active


def test_the_second_of_two_changes_is_told_and_loses_nothing(office: Office) -> None:
    assert office.book.perform(change_person, person_id=office.people["PR"], version=1, grade="Principal").result == 2
    with pytest.raises(Problem) as told:
        office.book.perform(change_person, person_id=office.people["PR"], version=1, grade="Partner")
    assert told.value.code == "record.changed_meanwhile"
    with pytest.raises(Problem, match="is not in the book"):
        office.book.read(person, person_id=999)


@pytest.mark.parametrize("initials", ["PR", "JW", "AC"])
def test_only_the_office_changes_people(office: Office, initials: str) -> None:
    book = office.act_as(initials)
    with pytest.raises(Problem, match="Ask a partner or the office manager"):
        book.perform(add_person, **MARCUS)
    with pytest.raises(Problem, match="Ask a partner or the office manager"):
        book.perform(change_person, person_id=office.people[initials], version=1, access_role=AccessRole.PARTNER)


def test_before_the_firm_there_are_no_people(book: Book) -> None:
    with pytest.raises(Problem, match="may not change the firm"):
        book.perform(add_person, **MARCUS)
    book.actor = Actor(None, "Somebody", "partner")
    with pytest.raises(Problem) as told:
        book.perform(add_person, **MARCUS)
    assert told.value.code == "firm.missing"


def test_the_office_closes_on_holidays(office: Office) -> None:
    office.book.perform(add_holiday, day=DAY, name="Early May bank holiday")
    office.book.perform(add_holiday, day=date(2026, 12, 25), name="Christmas")
    assert office.book.read(holidays, period=MAY) == {DAY}
    with pytest.raises(Problem, match="Early May bank holiday"):
        office.book.perform(add_holiday, day=DAY, name="Again")
    office.book.perform(remove_holiday, day=DAY)
    assert office.book.read(holidays, period=MAY) == frozenset()
    with pytest.raises(Problem):
        office.book.perform(remove_holiday, day=DAY)
    with pytest.raises(Problem):
        office.act_as("PR").perform(add_holiday, day=DAY, name="Mine")


def test_people_note_their_own_days_away_and_the_office_those_of_all(office: Office) -> None:
    priya, tom = office.people["PR"], office.people["TO"]
    office.act_as("PR").perform(add_absence, person_id=priya, day=DAY, kind="Leave")
    with pytest.raises(Problem, match="Your role may not"):
        office.book.perform(add_absence, person_id=tom, day=DAY, kind="Leave")
    office.act_as("GB").perform(add_absence, person_id=tom, day=DAY, kind="Sick")
    assert [(row.person_id, row.kind) for row in office.book.read(absences, period=MAY)] == [
        (priya, "Leave"),
        (tom, "Sick"),
    ]
    assert [row.kind for row in office.book.read(absences, period=MAY, person_id=tom)] == ["Sick"]
    assert office.book.read(absences, period=Period(DAY.replace(day=5), DAY.replace(day=6))) == []
    with pytest.raises(Problem, match="That day is noted already: Sick"):
        office.book.perform(add_absence, person_id=tom, day=DAY, kind="Leave")
    office.book.perform(remove_absence, person_id=tom, day=DAY)
    with pytest.raises(Problem, match="not noted as away"):
        office.book.perform(remove_absence, person_id=tom, day=DAY)


def test_a_choice_is_the_firms_or_ones_own(office: Office) -> None:
    office.book.perform(choose_setting, key="week.start", value='"mon"')
    office.act_as("PR").perform(choose_setting, key="week.start", value='"sun"', own=True)
    office.book.perform(choose_setting, key="week.start", value='"sat"', own=True)
    assert office.book.read(setting, key="week.start") == '"mon"'
    assert office.book.read(setting, key="week.start", person_id=office.people["PR"]) == '"sat"'
    assert office.book.read(setting, key="week.start", person_id=office.people["TO"]) is None
    with pytest.raises(Problem, match="Your role may not"):
        office.book.perform(choose_setting, key="week.start", value="x")


def test_settings_with_strange_names_or_unknown_tax_codes_are_refused(office: Office) -> None:
    with pytest.raises(Problem) as told:
        office.book.perform(choose_setting, key="Week Start!", value="x")
    assert told.value.code == "setting.key"
    with pytest.raises(Problem, match="There is no tax code S99"):
        office.book.perform(choose_setting, key="usual_tax_code", value="S99")
    office.book.perform(choose_setting, key="usual_tax_code", value="O0")
