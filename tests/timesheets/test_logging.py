"""Logging and correcting time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.kernel.problems import Problem
from app.kernel.values import from_json, to_json
from app.storage.chain import chain_problems
from app.timesheets.commands import (
    Changed,
    Logged,
    approve_time,
    change_entry,
    log_time,
    remove_entry,
    set_cell,
    submit_week,
)
from app.timesheets.domain import TimeState
from app.timesheets.queries import EntryRow, entries
from tests.samples.timesheets import log
from tests.timesheets.desk import Desk, refusal

H = 3600
THURSDAY = date(2026, 4, 30)
MONDAY = date(2026, 4, 27)


def put(desk: Desk, task: int, hours: float = 1.5, day: date = THURSDAY, who: str = "PR", **options: Any) -> Logged:
    return desk.office.book.perform(
        log_time, person_id=desk.person(who), task_id=task, day=day, seconds=round(hours * H), **options
    ).result


def kept(desk: Desk, **options: Any) -> list[EntryRow]:
    return desk.office.book.read(entries, **options)


def test_logged_time_keeps_its_facts(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"], note="  Interviews \n with\x07 billing team ")
    (entry,) = kept(desk)
    assert (logged.entry_id, logged.day_seconds, logged.warning) == (entry.entry_id, 5400, "")
    assert (logged.after.version, logged.after.seconds) == (entry.version, 5400)
    assert (entry.client_name, entry.sow_number, entry.task_name) == (
        "Brightwater Utilities",
        "SOW-2026-014",
        "Fieldwork",
    )
    assert (entry.person_name, entry.day, entry.seconds) == ("Priya Raman", THURSDAY, 5400)
    assert (entry.note, entry.billable, entry.state, entry.held) == (
        "Interviews with billing team",
        True,
        TimeState.OPEN,
        False,
    )
    assert entry.logged_at == datetime(2026, 4, 30, 14, 20, tzinfo=UTC)


def test_internal_time_has_no_agreement_and_is_never_billable(desk: Desk) -> None:
    put(desk, desk.meeting)
    (entry,) = kept(desk)
    assert (entry.sow_id, entry.client_name, entry.billable) == (None, None, False)
    problem = refusal(
        desk, log_time, person_id=desk.person("PR"), task_id=desk.meeting, day=THURSDAY, seconds=60, billable=True
    )
    assert problem.code == "time.internal_not_billable"


def test_time_on_a_change_order_that_is_not_accepted_is_logged_and_held(desk: Desk) -> None:
    put(desk, desk["Third site extract"])
    (entry,) = kept(desk)
    assert (entry.held, entry.change_order_number, entry.billable) == (True, "CO-02", True)


def test_a_day_takes_at_most_25_hours_and_warns_above_12(desk: Desk) -> None:
    assert put(desk, desk["Fieldwork"], 12).warning == ""
    assert put(desk, desk["Steering"], 0.5).warning == "30 Apr 2026 now has 12.5\u00a0h. Is that right?"
    assert put(desk, desk["Steering"], 12.5).day_seconds == 25 * H
    problem = refusal(desk, log_time, person_id=desk.person("PR"), task_id=desk.meeting, day=THURSDAY, seconds=1)
    assert problem.code == "time.day_full"
    assert sum(entry.seconds for entry in kept(desk)) == 25 * H


@pytest.mark.parametrize("seconds", [0, -60, 25 * H + 1])
def test_an_entry_is_longer_than_nothing_and_shorter_than_a_day(desk: Desk, seconds: int) -> None:
    problem = refusal(
        desk, log_time, person_id=desk.person("PR"), task_id=desk["Fieldwork"], day=THURSDAY, seconds=seconds
    )
    assert (problem.code, problem.field) == ("time.seconds", "seconds")


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 2, 1), "time.outside_sow"),
        (date(2026, 5, 8), "time.too_far_ahead"),
    ],
)
def test_a_day_outside_the_agreement_or_far_ahead_is_refused(desk: Desk, day: date, code: str) -> None:
    problem = refusal(desk, log_time, person_id=desk.person("PR"), task_id=desk["Fieldwork"], day=day, seconds=H)
    assert (problem.code, problem.field) == (code, "day")


def test_the_refusal_names_the_dates_of_the_agreement(desk: Desk) -> None:
    desk.office.clock.set(datetime(2026, 6, 2, 9, tzinfo=UTC))
    problem = refusal(
        desk, log_time, person_id=desk.person("PR"), task_id=desk["Fieldwork"], day=date(2026, 6, 1), seconds=H
    )
    assert problem.message == "1 Jun 2026 is outside SOW-2026-014, which runs from 2 Feb 2026 to 29 May 2026."


def test_a_consultant_writes_the_own_time_only(desk: Desk) -> None:
    options: dict[str, Any] = {
        "person_id": desk.person("TO"),
        "task_id": desk["Fieldwork"],
        "day": THURSDAY,
        "seconds": H,
    }
    assert refusal(desk, log_time, **options).code == "time.not_yours"
    assert refusal(desk, set_cell, **options).code == "time.not_yours"
    desk.office.act_as("JW")
    assert refusal(desk, log_time, **options).code == "time.not_yours"
    desk.office.act_as("AC")
    assert refusal(desk, log_time, **options).code == "right.missing"
    desk.office.act_as("GB")
    desk.office.book.perform(log_time, **options)
    assert kept(desk)[0].person_name == "Tom Okafor"


def test_a_changed_entry_says_what_it_was(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"], note="Interviews")
    entry = kept(desk)[0]
    changed: Changed = desk.office.book.perform(
        change_entry,
        entry_id=logged.entry_id,
        version=entry.version,
        seconds=2 * H,
        note="Interviews, second day",
        task_id=desk["Steering"],
        day=date(2026, 4, 29),
        billable=False,
    ).result
    (now,) = kept(desk)
    assert (now.seconds, now.note, now.task_name, now.day, now.billable) == (
        2 * H,
        "Interviews, second day",
        "Steering",
        date(2026, 4, 29),
        False,
    )
    assert (changed.version, changed.day_seconds) == (now.version, 2 * H)
    assert (changed.before.seconds, changed.before.note, changed.before.day) == (5400, "Interviews", THURSDAY)
    assert from_json(to_json(changed), Changed) == changed


def test_the_second_of_two_editors_is_told(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"])
    version = kept(desk)[0].version
    desk.office.book.perform(change_entry, entry_id=logged.entry_id, version=version, note="first")
    problem = refusal(desk, change_entry, entry_id=logged.entry_id, version=version, note="second")
    assert problem.code == "record.changed_meanwhile"
    assert kept(desk)[0].note == "first"


def test_time_that_moves_to_internal_work_is_no_longer_billable(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"])
    desk.office.book.perform(change_entry, entry_id=logged.entry_id, task_id=desk.meeting)
    assert (kept(desk)[0].billable, kept(desk)[0].sow_id) == (False, None)


def test_instants_are_kept_until_the_duration_changes(desk: Desk) -> None:
    start, end = datetime(2026, 4, 30, 8, tzinfo=UTC), datetime(2026, 4, 30, 9, 30, tzinfo=UTC)
    logged = put(desk, desk["Fieldwork"], starts_at=start, ends_at=end)
    changed = desk.office.book.perform(change_entry, entry_id=logged.entry_id, note="x").result
    assert (changed.before.starts_at, changed.before.ends_at) == (start, end)
    desk.office.book.perform(change_entry, entry_id=logged.entry_id, seconds=H)
    again = desk.office.book.perform(change_entry, entry_id=logged.entry_id, note="y").result
    assert again.before.starts_at is None
    problem = refusal(
        desk,
        log_time,
        person_id=desk.person("PR"),
        task_id=desk["Fieldwork"],
        day=THURSDAY,
        seconds=H,
        starts_at=end,
        ends_at=start,
    )
    assert problem.code == "time.instants"


def test_a_removed_entry_is_gone_and_can_be_logged_again(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"], note="Interviews")
    removed = desk.office.book.perform(remove_entry, entry_id=logged.entry_id).result
    assert (kept(desk), removed.day_seconds, removed.before.note) == ([], 0, "Interviews")
    assert refusal(desk, remove_entry, entry_id=logged.entry_id).code == "record.gone"


def test_handed_in_and_approved_entries_are_locked_and_the_way_out_is_said(desk: Desk) -> None:
    logged = put(desk, desk["Fieldwork"])
    desk.office.book.perform(submit_week, person_id=desk.person("PR"), monday=MONDAY)
    assert refusal(desk, change_entry, entry_id=logged.entry_id, seconds=H).code == "time.submitted"
    assert refusal(desk, remove_entry, entry_id=logged.entry_id).code == "time.submitted"
    desk.office.act_as("EF").perform(approve_time, entry_ids=(logged.entry_id,))
    for initials in ("PR", "EF"):
        desk.office.act_as(initials)
        problem = refusal(desk, change_entry, entry_id=logged.entry_id, seconds=H)
        assert problem.code == "time.approved"
        assert "another entry" in problem.hint


def cell(desk: Desk, hours: float, note: str | None = None) -> Any:
    return desk.office.book.perform(
        set_cell,
        person_id=desk.person("PR"),
        task_id=desk["Fieldwork"],
        day=THURSDAY,
        seconds=round(hours * H),
        note=note,
    ).result


def test_a_cell_logs_changes_and_removes(desk: Desk) -> None:
    first = cell(desk, 1.5)
    assert (first.entry_id, first.day_seconds, first.before) == (kept(desk)[0].entry_id, 5400, None)
    second = cell(desk, 2, "Interviews")
    assert (second.entry_id, second.day_seconds, second.before.seconds) == (first.entry_id, 2 * H, 5400)
    assert (kept(desk)[0].note, len(kept(desk))) == ("Interviews", 1)
    third = cell(desk, 0)
    assert (third.entry_id, third.day_seconds, third.before.note, kept(desk)) == (None, 0, "Interviews", [])
    assert cell(desk, 0).before is None


def test_the_same_hours_again_change_nothing(desk: Desk) -> None:
    cell(desk, 1.5)
    outcome = desk.office.book.perform(
        set_cell, person_id=desk.person("PR"), task_id=desk["Fieldwork"], day=THURSDAY, seconds=5400
    )
    assert not outcome.changes


def test_of_several_entries_the_only_open_one_takes_the_difference(desk: Desk) -> None:
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 3)
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, approved=False)
    cell(desk, 4.5)
    assert [entry.seconds for entry in kept(desk)] == [3 * H, 5400]
    cell(desk, 3)
    assert [entry.seconds for entry in kept(desk)] == [3 * H]
    with pytest.raises(Problem, match="approved"):
        cell(desk, 4)


def test_several_open_entries_in_a_cell_ask_for_the_list(desk: Desk) -> None:
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1, approved=False)
    log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 2, approved=False)
    with pytest.raises(Problem) as caught:
        cell(desk, 4)
    assert caught.value.code == "time.several"


def test_a_command_repeated_with_its_id_logs_once_and_the_chain_is_whole(desk: Desk) -> None:
    book = desk.office.book
    line: dict[str, Any] = {"person_id": desk.person("PR"), "task_id": desk["Fieldwork"], "day": THURSDAY, "seconds": H}
    first = book.once("line-1", log_time, **line)
    again = book.once("line-1", log_time, **line)
    assert again.replayed
    assert first.result == again.result
    assert len(kept(desk)) == 1
    assert desk.office.book.read(chain_problems) == []
