"""Many cells at once, and putting entries back: all or nothing, and never over somebody's later change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.timesheets.commands import (
    CellWish,
    Turn,
    change_entry,
    log_time,
    put_back,
    remove_entry,
    set_cells,
    submit_week,
    withdraw_week,
)
from app.timesheets.domain import TimeState
from app.timesheets.queries import entries, week
from tests.samples.timesheets import log
from tests.timesheets.desk import Desk, code_of

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
    before = do(desk, remove_entry, entry_id=logged.entry_id).before
    assert hours(desk) == []
    (now,) = do(desk, put_back, **mine(desk), turns=(Turn(None, None, before),)).entries
    (entry,) = desk.office.book.read(entries)
    assert (entry.note, entry.starts_at, entry.ends_at, entry.logged_at) == ("Call", starts, ends, before.logged_at)
    assert (now.entry_id, now.version) == (entry.entry_id, entry.version)
    do(desk, put_back, **mine(desk), turns=(Turn(now.entry_id, now.version, None),))
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
    changed = do(desk, change_entry, entry_id=logged.entry_id, seconds=2 * H, day=MONDAY, task_id=desk["Steering"])
    turn = Turn(logged.entry_id, changed.version, changed.before)
    do(desk, put_back, **mine(desk), turns=(turn,))
    (entry,) = desk.office.book.read(entries)
    assert (entry.task_name, entry.day, entry.seconds) == ("Fieldwork", TUESDAY, H)
    assert (entry.starts_at, entry.ends_at) == (starts, ends)


def test_undo_never_takes_back_what_somebody_changed_later(desk: Desk) -> None:
    logged = do(desk, log_time, **mine(desk), task_id=desk["Fieldwork"], day=MONDAY, seconds=H)
    do(desk, change_entry, entry_id=logged.entry_id, note="Somebody else wrote this")
    turn = Turn(logged.entry_id, logged.after.version, None)
    assert code_of(desk, put_back, **mine(desk), turns=(turn,)) == "record.changed_meanwhile"
    do(desk, submit_week, **mine(desk), monday=MONDAY)
    assert code_of(desk, put_back, **mine(desk), turns=(turn,)) == "time.submitted"
    assert hours(desk) == [(27, H)]


def test_nobody_puts_back_an_entry_of_somebody_else(desk: Desk) -> None:
    other = log(desk.office, "TO", desk["Fieldwork"], MONDAY, 1, approved=False)
    assert code_of(desk, put_back, **mine(desk), turns=(Turn(other, None, None),)) == "time.not_yours"
    own = do(desk, log_time, **mine(desk), task_id=desk["Fieldwork"], day=MONDAY, seconds=H).after
    foreign = replace(own, person_id=desk.person("TO"))
    for turn in (Turn(None, None, foreign), Turn(own.entry_id, own.version, foreign)):
        assert code_of(desk, put_back, **mine(desk), turns=(turn,)) == "time.not_yours"


def test_a_day_that_would_be_too_long_is_not_put_back(desk: Desk) -> None:
    removed = do(
        desk,
        remove_entry,
        entry_id=do(desk, log_time, **mine(desk), task_id=desk["Fieldwork"], day=MONDAY, seconds=10 * H).entry_id,
    ).before
    do(desk, log_time, **mine(desk), task_id=desk.meeting, day=MONDAY, seconds=20 * H)
    assert code_of(desk, put_back, **mine(desk), turns=(Turn(None, None, removed),)) == "time.day_full"


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
    set_all = do(desk, set_cells, **mine(desk), cells=cells)
    assert sums() == (7 * H, (5 * H, 0, 0, 2 * H))
    emptied = do(desk, set_cells, **mine(desk), cells=(CellWish(task, MONDAY, 0), CellWish(task, THURSDAY, 0)))
    assert sums() == (H, (H, 0, 0, 0))
    turns = tuple(Turn(None, None, one.before) for one in emptied.cells)
    now = do(desk, put_back, **mine(desk), turns=turns).entries
    assert sums() == (7 * H, (5 * H, 0, 0, 2 * H))
    meeting_cell = set_all.cells[1].after
    gone = [Turn(one.entry_id, one.version, None) for one in (*now, meeting_cell)]
    do(desk, put_back, **mine(desk), turns=tuple(gone))
    assert sums() == (0, (0, 0, 0, 0))
