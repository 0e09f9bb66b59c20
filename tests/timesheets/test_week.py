"""A person's week as the grid shows it, and the other reads of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from app.engagements.commands import accept_change_order
from app.engagements.queries import sow, task
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.timesheets.commands import approve_time
from app.timesheets.domain import TimeState
from app.timesheets.queries import empty_row, entries, recent_tasks, week, worked
from tests.samples.clients import nordhavn
from tests.samples.engagements import margin_diagnostic
from tests.samples.timesheets import acting, log
from tests.timesheets.desk import Desk

if TYPE_CHECKING:
    from app.timesheets.queries import WeekView

H = 3600
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 4, day) for day in (27, 28, 29, 30))


def view(desk: Desk, monday: date = MONDAY, who: str = "PR") -> WeekView:
    return desk.office.book.read(week, person_id=desk.person(who), monday=monday)


def test_a_week_has_a_row_per_task_and_its_sums(desk: Desk) -> None:
    log(desk.office, "PR", desk["Fieldwork"], MONDAY, 4, "Draft findings")
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1.5, "Interviews", approved=False)
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 0.5, "Notes", approved=False, billable=False)
    log(desk.office, "PR", desk["Third site extract"], WEDNESDAY, 1.5, approved=False)
    log(desk.office, "PR", desk.meeting, MONDAY, 0.5, approved=False)
    log(desk.office, "TO", desk["Fieldwork"], MONDAY, 7.5)
    found = view(desk)
    assert [(row.task_name, row.seconds) for row in found.rows] == [
        ("Fieldwork", 6 * H),
        ("Third site extract", 5400),
        ("Team meeting", 1800),
    ]
    assert found.day_seconds == (16200, 0, 5400, 7200, 0, 0, 0)
    assert (found.seconds, found.billable_seconds) == (8 * H, 7 * H)
    assert (found.weekly_seconds, found.grade) == (135_000, "Senior consultant")
    assert (found.state, found.count(TimeState.OPEN), found.count(TimeState.APPROVED)) == (TimeState.OPEN, 4, 1)


def test_a_cell_says_what_is_behind_it(desk: Desk) -> None:
    approved = log(desk.office, "PR", desk["Fieldwork"], MONDAY, 4, "Draft findings")
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1.5, "Interviews", approved=False)
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 0.5, "Notes", approved=False, billable=False)
    log(desk.office, "PR", desk["Third site extract"], WEDNESDAY, 1.5, approved=False)
    field, third = view(desk).rows
    assert (field.cells[0].entry_ids, field.cells[0].editable, field.cells[0].state) == (
        (approved,),
        False,
        TimeState.APPROVED,
    )
    assert field.cells[0].version is not None
    assert (field.cells[1].seconds, field.cells[1].state, field.cells[1].editable) == (0, None, True)
    assert (len(field.cells[3].entry_ids), field.cells[3].note, field.cells[3].billable) == (
        2,
        "Interviews; Notes",
        None,
    )
    assert (third.held, third.change_order_number, third.sow_number) == (True, "CO-02", "SOW-2026-014")


def test_tasks_of_last_week_wait_to_be_copied_unless_they_are_closed_or_used_already(desk: Desk) -> None:
    log(desk.office, "PR", desk["Fieldwork"], date(2026, 4, 22), 4)
    log(desk.office, "PR", desk["Steering"], date(2026, 4, 15), 4)
    assert (view(desk).rows, view(desk).before) == ((), (desk["Fieldwork"],))
    assert view(desk, date(2026, 6, 1)).before == ()
    log(desk.office, "PR", desk["Fieldwork"], MONDAY, 1)
    assert ([row.task_name for row in view(desk).rows], view(desk).before) == (["Fieldwork"], ())


def test_a_row_for_a_task_nobody_logged_on_is_empty(desk: Desk) -> None:
    found = desk.office.book.read(task, task_id=desk["Third site extract"])
    assert found is not None
    row = empty_row(found, Period(MONDAY, date(2026, 5, 3)))
    assert (row.task_name, row.held, row.seconds, len(row.cells)) == ("Third site extract", True, 0, 7)


def test_clients_come_by_name_and_internal_work_last(desk: Desk) -> None:
    with acting(desk.office, "EF"):
        led = margin_diagnostic(desk.office, nordhavn(desk.office))
    for number in (desk.meeting, led.tasks["Margin model"], desk["Steering"], desk["Fieldwork"]):
        log(desk.office, "PR", number, MONDAY, 1)
    assert [row.task_name for row in view(desk).rows] == ["Steering", "Fieldwork", "Margin model", "Team meeting"]


def test_a_consultant_sees_the_own_week_only(desk: Desk) -> None:
    with pytest.raises(Problem) as caught:
        view(desk, who="TO")
    assert caught.value.code == "right.missing"
    desk.office.act_as("JW")
    assert view(desk, who="TO").person_name == "Tom Okafor"


def test_the_tasks_used_last_come_first(desk: Desk) -> None:
    for name in ("Fieldwork", "Steering", "Fieldwork", "Controls testing"):
        log(desk.office, "PR", desk[name], MONDAY, 1)
    found = desk.office.book.read(recent_tasks, person_id=desk.person("PR"))
    assert found == (desk["Controls testing"], desk["Fieldwork"], desk["Steering"])


def test_entries_are_found_by_person_agreement_period_and_state(desk: Desk) -> None:
    first = log(desk.office, "PR", desk["Fieldwork"], MONDAY, 1)
    second = log(desk.office, "TO", desk["Fieldwork"], TUESDAY, 1, approved=False)
    third = log(desk.office, "PR", desk.meeting, WEDNESDAY, 1, approved=False)
    read = desk.office.book.read

    def found(**options: Any) -> list[int]:
        return [row.entry_id for row in read(entries, **options)]

    assert found() == [first, second, third]
    assert found(person_id=desk.person("PR")) == [first, third]
    assert found(sow_id=desk.sow.sow_id) == [first, second]
    assert found(period=Period(TUESDAY, WEDNESDAY)) == [second, third]
    assert found(state=TimeState.APPROVED) == [first]
    assert found(person_id=desk.person("PR"), state=TimeState.OPEN, period=Period(MONDAY, THURSDAY)) == [third]
    assert found(limit=1) == [first]
    assert found(entry_ids=()) == []


def test_worked_time_says_whether_it_is_held(desk: Desk) -> None:
    log(desk.office, "PR", desk["Fieldwork"], MONDAY, 4, "Draft findings")
    log(desk.office, "TO", desk["Third site extract"], WEDNESDAY, 1.5, approved=False)
    log(desk.office, "PR", desk.meeting, MONDAY, 1)
    rows = desk.office.book.read(worked)
    assert [(row.task_name, row.change_order_accepted, row.change_order_number) for row in rows] == [
        ("Fieldwork", True, None),
        ("Third site extract", False, "CO-02"),
    ]
    first = rows[0]
    assert (first.person_name, first.grade, first.day, first.seconds) == (
        "Priya Raman",
        "Senior consultant",
        MONDAY,
        4 * H,
    )
    assert first.line_id is not None
    assert [row.task_name for row in desk.office.book.read(worked, through=TUESDAY)] == ["Fieldwork"]
    assert desk.office.book.read(worked, sow_ids=()) == []
    desk.office.act_as("EF")
    order = next(
        order for order in desk.office.book.read(sow, sow_id=desk.sow.sow_id).change_orders if order.number == "CO-02"
    )
    desk.office.book.perform(
        accept_change_order, change_order_id=order.change_order_id, accepted_on=THURSDAY, accepted_by="Alice Mercer"
    )
    assert all(row.change_order_accepted for row in desk.office.book.read(worked, sow_ids=(desk.sow.sow_id,)))


def test_held_time_may_be_approved(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Third site extract"], WEDNESDAY, 1.5, approved=False)
    desk.office.act_as("EF").perform(approve_time, entry_ids=(number,))
    (row,) = desk.office.book.read(worked)
    assert (row.state, row.change_order_accepted) == (TimeState.APPROVED, False)
