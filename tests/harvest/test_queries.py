"""What the panel reads: what waits, what is logged already, values, and how few statements it takes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.firm.commands import add_absence
from app.harvest.commands import accept_suggestion
from app.harvest.queries import offer, suggestions
from app.kernel.money import Money
from app.kernel.problems import Problem
from tests.asked import asked
from tests.books import Office
from tests.samples.harvest import CALL, STANDUP, WEEK, WORKSHOP, Event, at, starting_later, workplace
from tests.samples.timesheets import log


def test_the_value_is_the_hours_at_the_rate_that_would_be_billed(office: Office) -> None:
    place = workplace(office)
    place.take(WORKSHOP, CALL, STANDUP)
    assert [(row.task_name, row.value, row.billable) for row in place.view().rows] == [
        ("Pricing workshops", Money(24750, "GBP"), True),
        ("Steering", Money(16500, "GBP"), True),
        ("Team meeting", None, False),
    ]


def test_what_is_logged_on_that_day_and_task_is_not_offered(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    log(office, "PR", place.tasks["Steering"], date(2026, 4, 28), "0.5")
    assert CALL.title in place.titles()
    log(office, "PR", place.tasks["Steering"], date(2026, 4, 28), "0.5")
    assert place.titles() == [STANDUP.title]
    log(office, "TO", place.tasks["Team meeting"], date(2026, 4, 30), "0.5")
    assert place.titles() == [STANDUP.title]


def test_a_logged_hour_covers_one_event_and_an_added_event_covers_no_other(office: Office) -> None:
    place = workplace(office)
    second = Event("call2", "Second call with A. Mercer", at(28, "18:00"), at(28, "19:00"), CALL.guests)
    place.take(CALL, second)
    office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id)
    assert place.titles() == [second.title]
    log(office, "PR", place.tasks["Steering"], date(2026, 4, 28), "1")
    assert place.titles() == []


def test_events_on_a_day_away_are_left_out_and_counted(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    office.act_as("EF").perform(add_absence, person_id=office.people["PR"], day=date(2026, 4, 28), kind="leave")
    view = place.view()
    assert [row.title for row in view.rows] == [STANDUP.title]
    assert view.away_left_out == 1


def test_before_any_calendar_was_read_the_view_says_so(office: Office) -> None:
    view = workplace(office).view()
    assert (view.name, view.read_at, view.rows) == ("", None, ())


def test_a_person_that_is_not_there_is_a_problem(office: Office) -> None:
    office.act_as("GB")
    with pytest.raises(Problem, match="not in the book"):
        office.book.read(suggestions, person_id=9_999, period=WEEK)


def test_a_period_reads_its_own_days_only(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    before = type(WEEK)(WEEK.first - timedelta(7), WEEK.last - timedelta(7))
    assert [row.day for row in place.view(before).rows] == [date(2026, 4, 23)]


def test_the_panel_costs_four_statements_whatever_waits(office: Office) -> None:
    place = workplace(office)
    many = [Event(f"m{day}", f"Controls testing {day}", at(day, "09:00"), at(day, "10:00")) for day in range(20, 30)]
    place.take(*many, WORKSHOP, CALL, STANDUP)
    with asked(office.book) as reads:
        assert len(place.view().rows) > 4
    assert len(reads) == 4


def test_what_a_day_lies_outside_of_is_told_where_it_may_be_missed(office: Office) -> None:
    place = workplace(office)
    starting_later(place, "PR")
    starting_later(place, "EF", title="Warehouse audit", number="SOW-2026-031")

    def told(title: str, day: date = date(2026, 4, 28)) -> list[str]:
        found = office.book.read(offer, person_id=office.people["PR"], day=day, title=title)
        assert all(task.open_on(day) for task in found.tasks)
        assert {"Fieldwork", "Team meeting"} <= {task.name for task in found.tasks} or day.year == 2025
        return [row.title for row in found.outside]

    assert told("Catch-up") == ["Operating model"], "the person's own"
    assert told("Audit: kick-off") == ["Warehouse audit"], "what the title names"
    assert told("Operating model and warehouse") == ["Operating model", "Warehouse audit"]
    assert told("Catch-up", date(2026, 5, 4)) == []
    assert told("Audit: kick-off", date(2026, 2, 20)) == [], "too far away to be looked for"
    # before the first agreement there is nothing of a client to choose: everything near by is told
    assert told("Catch-up", date(2025, 12, 20)) == ["Billing controls review", "Pricing and trade terms"]
    office.act_as("TO")
    with pytest.raises(Problem, match="your own calendar only"):
        office.book.read(offer, person_id=office.people["PR"], day=date(2026, 4, 28), title="")
