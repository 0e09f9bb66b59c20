"""What My week reads in one look: values, retainers, how promptly time was logged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.firm.commands import add_absence, add_holiday
from app.kernel.money import Money
from app.timesheets.commands import submit_week
from app.timesheets.domain import extra_seconds
from app.timesheets.queries import Desk, desk, waiting, waiting_expenses
from tests.asked import asked
from tests.samples.clients import quayside
from tests.samples.engagements import clinic_retainer
from tests.samples.timesheets import acting, expense, log
from tests.timesheets.desk import Desk as Sample

H = 3600
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 4, day) for day in (27, 28, 29, 30))


def look(sample: Sample, **options: Any) -> Desk:
    return sample.office.book.read(desk, person_id=sample.person("PR"), **options)


def test_each_entry_is_worth_its_hours_at_the_agreed_rate(desk: Sample) -> None:
    first = log(desk.office, "PR", desk["Fieldwork"], MONDAY, 13.5)
    second = log(desk.office, "PR", desk["Third site extract"], WEDNESDAY, 1.5)
    third = log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, billable=False)
    fourth = log(desk.office, "PR", desk.meeting, MONDAY, 1)
    found = look(desk)
    worth = {value.entry_id: value for value in found.values}
    assert (worth[first].rate, worth[first].value, worth[first].held) == (Decimal(165), Money(222750, "GBP"), False)
    assert "Senior consultant" in worth[first].rule
    assert (worth[second].value, worth[second].held) == (Money(24750, "GBP"), True)
    assert (worth[third].value, worth[fourth].value) == (None, None)
    assert found.worth() == (Money(247500, "GBP"),)
    assert found.worth(held=True) == (Money(24750, "GBP"),)
    assert (found.today, found.view.period.first) == (THURSDAY, MONDAY)


def test_a_week_may_begin_on_sunday(desk: Sample) -> None:
    assert look(desk, first_weekday=6).view.period.first == date(2026, 4, 26)
    assert look(desk, monday=date(2026, 4, 20)).view.period.last == date(2026, 4, 26)


def test_retainer_hours_are_worth_something_past_the_included_ones_of_everybody(desk: Sample) -> None:
    with acting(desk.office, "EF"):
        sample = clinic_retainer(desk.office, quayside(desk.office))
    task = sample.tasks["PMO support"]
    for day, hours in ((20, 20), (21, 20), (22, 18)):
        log(desk.office, "TO", task, date(2026, 4, day), hours)
    across = log(desk.office, "PR", task, MONDAY, 3)
    beyond = log(desk.office, "PR", task, TUESDAY, 1)
    fresh = log(desk.office, "PR", task, date(2026, 5, 1), 2)
    found = look(desk)
    worth = {value.entry_id: (value.extra_seconds, value.value) for value in found.values}
    assert worth == {
        across: (H, Money(15000, "GBP")),
        beyond: (H, Money(15000, "GBP")),
        fresh: (0, Money(0, "GBP")),
    }
    (use,) = found.retainers
    assert (use.included_seconds, use.used_seconds) == (60 * H, 62 * H)


def test_extra_seconds_begin_inside_an_entry() -> None:
    assert extra_seconds([(1, 50), (2, 20), (3, 5)], 60) == {1: 0, 2: 10, 3: 5}
    assert extra_seconds([], 60) == {}


def test_time_written_on_the_next_working_day_is_in_time(desk: Sample) -> None:
    with acting(desk.office, "EF"):
        desk.office.book.perform(add_holiday, day=WEDNESDAY, name="Founders' day")
        desk.office.book.perform(add_absence, person_id=desk.person("PR"), day=TUESDAY, kind="leave")
    log(desk.office, "PR", desk["Fieldwork"], TUESDAY, 1)
    log(desk.office, "PR", desk["Fieldwork"], MONDAY, 1)
    desk.office.clock.set(datetime(2026, 5, 4, 9, tzinfo=UTC))
    log(desk.office, "PR", desk["Fieldwork"], date(2026, 5, 1), 1)
    found = look(desk, monday=MONDAY)
    assert (found.prompt.entries, found.prompt.in_time) == (3, 2)
    assert found.closed == {TUESDAY, WEDNESDAY}


def test_a_full_week_takes_no_more_statements_than_an_empty_one(desk: Sample) -> None:
    with asked(desk.office.book) as empty:
        look(desk)
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        for task in ("Fieldwork", "Steering", "Third site extract"):
            log(desk.office, "PR", desk[task], day, 1)
    with asked(desk.office.book) as full:
        look(desk)
    assert 0 < len(full) == len(empty) <= 12


def test_open_and_handed_in_hours_wait_for_the_partner(desk: Sample) -> None:
    log(desk.office, "PR", desk["Fieldwork"], MONDAY, 1, approved=False)
    desk.office.book.perform(submit_week, person_id=desk.person("PR"), monday=MONDAY)
    log(desk.office, "TO", desk["Fieldwork"], MONDAY, 1, approved=False)
    found = desk.office.act_as("EF").read(waiting)
    assert (found.today, [row.person_name for row in found.entries]) == (THURSDAY, ["Priya Raman", "Tom Okafor"])


def test_expenses_wait_until_they_are_approved_and_decided(desk: Sample) -> None:
    sow_id = desk.sow.sow_id
    first = expense(desk.office, "PR", sow_id, MONDAY, "Rail", "10", approved=False)
    second = expense(desk.office, "PR", sow_id, MONDAY, "Room", "20", billable=None)
    expense(desk.office, "PR", sow_id, MONDAY, "Hotel", "30")
    assert [row.id for row in desk.office.act_as("EF").read(waiting_expenses)] == [first, second]
    assert desk.office.act_as("JW").read(waiting_expenses) == []
