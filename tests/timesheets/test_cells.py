"""Many cells at once, and putting entries back: all or nothing, and never over somebody's later change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from app.timesheets.commands import (
    CellWish,
    change_entry,
    log_time,
    remove_entry,
    set_cells,
    submit_week,
    withdraw_week,
)
from app.timesheets.domain import TimeState
from app.timesheets.queries import entries, week
from tests.samples.timesheets import log
from tests.timesheets.desk import Desk, code_of
from tests.undone import back, why_not_back

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 4, day) for day in (27, 28, 29, 30))
H = 3600


def do(desk: Desk, command: Any, **facts: Any) -> Any:
    return desk.office.book.perform(command, **facts).result


def mine(desk: Desk) -> dict[str, int]:
    return {"person_id": desk.person("PR")}


def hours(desk: Desk) -> list[tuple[int, int]]:
    return [(entry.day.day, entry.seconds) for entry in desk.office.book.read(entries)]


def test_several_cells_are_set_in_one_go_with_notes_and_billing(desk: Desk) -> None:
    task = desk["Fieldwork"]
    done = do(
        desk,
        set_cells,
        **mine(desk),
        cells=(CellWish(task, MONDAY, 2 * H, "Interviews", False), CellWish(task, TUESDAY, H)),
    )
    assert [one.day_seconds for one in done.cells] == [2 * H, H]
    first, second = desk.office.book.read(entries)
    assert (first.note, first.billable, second.note, second.billable) == ("Interviews", False, "", True)


def test_one_refused_cell_refuses_all(desk: Desk) -> None:
    task = desk["Fieldwork"]
    cells = (CellWish(task, MONDAY, 2 * H), CellWish(task, date(2025, 1, 1), H))
    assert code_of(desk, set_cells, **mine(desk), cells=cells) == "time.outside_sow"
    assert hours(desk) == []


def test_setting_many_cells_warns_once_about_a_long_day(desk: Desk) -> None:
    cells = (CellWish(desk["Fieldwork"], MONDAY, 12 * H), CellWish(desk.meeting, MONDAY, H))
    assert "13.0" in do(desk, set_cells, **mine(desk), cells=cells).warning


def test_a_removed_entry_comes_back_as_it_was_first_written(desk: Desk) -> None:
    starts, ends = datetime(2026, 4, 28, 8, tzinfo=UTC), datetime(2026, 4, 28, 9, tzinfo=UTC)
    logged = do(
        desk,
        log_time,
        **mine(desk),
        task_id=desk["Fieldwork"],
        day=TUESDAY,
        seconds=H,
        note="Call",
        starts_at=starts,
        ends_at=ends,
    )
    removed = desk.office.book.perform(remove_entry, entry_id=logged.entry_id)
    before = removed.result.before
    assert hours(desk) == []
    again = back(desk.office.book, removed)
    (entry,) = desk.office.book.read(entries)
    assert (entry.note, entry.starts_at, entry.ends_at, entry.logged_at) == ("Call", starts, ends, before.logged_at)
    assert (entry.entry_id, entry.version) == (logged.entry_id, before.version + 1)
    back(desk.office.book, again)
    assert hours(desk) == []


def test_a_changed_entry_gets_its_start_and_end_back(desk: Desk) -> None:
    starts, ends = datetime(2026, 4, 28, 8, tzinfo=UTC), datetime(2026, 4, 28, 9, tzinfo=UTC)
    logged = do(
        desk,
        log_time,
        **mine(desk),
        task_id=desk["Fieldwork"],
        day=TUESDAY,
        seconds=H,
        starts_at=starts,
        ends_at=ends,
    )
    wanted: dict[str, Any] = {"seconds": 2 * H, "day": MONDAY, "task_id": desk["Steering"]}
    back(desk.office.book, desk.office.book.perform(change_entry, entry_id=logged.entry_id, **wanted))
    (entry,) = desk.office.book.read(entries)
    assert (entry.task_name, entry.day, entry.seconds) == ("Fieldwork", TUESDAY, H)
    assert (entry.starts_at, entry.ends_at) == (starts, ends)


def test_undo_never_takes_back_what_somebody_changed_later(desk: Desk) -> None:
    task = desk["Fieldwork"]
    me = desk.person("PR")
    logged = desk.office.book.perform(log_time, person_id=me, task_id=task, day=MONDAY, seconds=H)
    do(desk, submit_week, **mine(desk), monday=MONDAY)
    assert why_not_back(desk.office.book, logged) == "record.changed_meanwhile"
    again = desk.office.book.perform(log_time, person_id=me, task_id=task, day=TUESDAY, seconds=H)
    do(desk, change_entry, entry_id=again.result.entry_id, note="Somebody else wrote this")
    assert why_not_back(desk.office.book, again) == "record.changed_meanwhile"
    assert hours(desk) == [(27, H), (28, H)]


def test_nobody_takes_back_what_somebody_else_did(desk: Desk) -> None:
    task, tom = desk["Fieldwork"], desk.person("TO")
    logged = desk.office.act_as("TO").perform(log_time, person_id=tom, task_id=task, day=MONDAY, seconds=H)
    assert why_not_back(desk.office.act_as("PR"), logged) == "undo.other"
    removed = desk.office.act_as("TO").perform(remove_entry, entry_id=logged.result.entry_id)
    assert why_not_back(desk.office.act_as("PR"), removed) == "undo.other"


def test_a_day_that_would_be_too_long_is_not_put_back(desk: Desk) -> None:
    logged = do(desk, log_time, **mine(desk), task_id=desk["Fieldwork"], day=MONDAY, seconds=10 * H)
    removed = desk.office.book.perform(remove_entry, entry_id=logged.entry_id)
    do(desk, log_time, **mine(desk), task_id=desk.meeting, day=MONDAY, seconds=20 * H)
    assert why_not_back(desk.office.book, removed) == "time.day_full"


def test_a_week_handed_in_is_taken_back_until_somebody_looked_at_it(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Fieldwork"], MONDAY, 1, approved=False)
    submitted = do(desk, submit_week, **mine(desk), monday=MONDAY)
    do(desk, withdraw_week, **mine(desk), before=submitted.before)
    assert [row.state for row in desk.office.book.read(entries, entry_ids=(number,))] == [TimeState.OPEN]
    assert code_of(desk, withdraw_week, **mine(desk), before=submitted.before) == "record.changed_meanwhile"
    again = do(desk, submit_week, **mine(desk), monday=MONDAY)
    desk.office.act_as("TO")
    theirs = {"person_id": desk.person("TO")}
    assert code_of(desk, withdraw_week, **theirs, before=again.before) == "time.not_yours"


def test_the_sums_of_the_week_follow_each_step_and_its_undo(desk: Desk) -> None:
    task, meeting = desk["Fieldwork"], desk.meeting

    def sums() -> tuple[int, tuple[int, ...]]:
        view = desk.office.book.read(week, person_id=desk.person("PR"), monday=MONDAY)
        kept = desk.office.book.read(entries, person_id=desk.person("PR"))
        by_day = tuple(sum(one.seconds for one in kept if one.day == day) for day in view.period.days())
        assert (view.seconds, view.day_seconds) == (sum(by_day), by_day)
        return view.seconds, by_day[:4]

    cells = (CellWish(task, MONDAY, 4 * H), CellWish(meeting, MONDAY, H), CellWish(task, THURSDAY, 2 * H))
    book = desk.office.book
    set_all = book.perform(set_cells, **mine(desk), cells=cells)
    assert sums() == (7 * H, (5 * H, 0, 0, 2 * H))
    none = (CellWish(task, MONDAY, 0), CellWish(task, THURSDAY, 0))
    emptied = book.perform(set_cells, **mine(desk), cells=none)
    assert sums() == (H, (H, 0, 0, 0))
    back(book, emptied)
    assert sums() == (7 * H, (5 * H, 0, 0, 2 * H))
    back(book, set_all)
    assert sums() == (0, (0, 0, 0, 0))
