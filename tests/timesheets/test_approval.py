"""Handing in, approving and returning time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.engagements.commands import change_sow
from app.engagements.queries import sow
from app.invoices.commands import take_back_time
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.timesheets.commands import (
    approve_expense,
    approve_time,
    approve_week,
    change_entry,
    change_expense,
    return_time,
    submit_week,
)
from app.timesheets.domain import TimeState
from app.timesheets.queries import expenses, waiting_for_approval
from tests.samples.clients import nordhavn
from tests.samples.engagements import margin_diagnostic
from tests.samples.invoices import approved as approved_draft
from tests.samples.invoices import collected
from tests.samples.timesheets import expense, log
from tests.timesheets.desk import Desk, code_of, entry
from tests.undone import back, why_not_back

MONDAY = date(2026, 4, 27)
TUESDAY = date(2026, 4, 28)
THURSDAY = date(2026, 4, 30)


def put(desk: Desk, who: str, task: int, day: date = THURSDAY, hours: float = 1) -> int:
    return log(desk.office, who, task, day, hours, approved=False)


def hand_in(desk: Desk, who: str, monday: date = MONDAY) -> Any:
    return desk.office.act_as(who).perform(submit_week, person_id=desk.person(who), monday=monday).result


def test_a_week_is_handed_in_once_and_only_its_days(desk: Desk) -> None:
    inside = put(desk, "PR", desk["Fieldwork"]), put(desk, "PR", desk.meeting, MONDAY)
    before = put(desk, "PR", desk["Fieldwork"], date(2026, 4, 26))
    submitted = hand_in(desk, "PR")
    assert (submitted.count, set(submitted.entry_ids)) == (2, set(inside))
    assert entry(desk, before).state is TimeState.OPEN
    assert code_of(desk, submit_week, person_id=desk.person("PR"), monday=MONDAY) == "time.nothing_open"


def test_nobody_hands_in_the_week_of_another_consultant(desk: Desk) -> None:
    put(desk, "TO", desk["Fieldwork"])
    assert code_of(desk, submit_week, person_id=desk.person("TO"), monday=MONDAY) == "time.not_yours"


def test_approving_says_who_and_when_and_what_it_was(desk: Desk) -> None:
    first, second = put(desk, "PR", desk["Fieldwork"]), put(desk, "TO", desk["Fieldwork"])
    hand_in(desk, "PR")
    approved = desk.office.act_as("EF").perform(approve_time, entry_ids=(first, second)).result
    assert approved.count == 2
    assert [(before.entry_id, before.state) for before in approved.before] == [
        (first, TimeState.SUBMITTED),
        (second, TimeState.OPEN),
    ]
    row = entry(desk, first)
    assert (row.state, row.approved_by) == (TimeState.APPROVED, "Eleanor Finch")
    assert row.approved_at == datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
    assert desk.office.book.perform(approve_time, entry_ids=(first, second)).result.count == 0


def test_only_partner_and_office_manager_approve_their_own_time(desk: Desk) -> None:
    for who, internal in (("EF", False), ("GB", True)):
        mine = put(desk, who, desk.meeting if internal else desk["Steering"])
        desk.office.act_as(who).perform(approve_time, entry_ids=(mine,))
        assert entry(desk, mine).state is TimeState.APPROVED
    own = put(desk, "JW", desk.meeting)
    desk.office.act_as("JW")
    assert code_of(desk, approve_time, entry_ids=(own,)) == "time.own_approval"
    desk.office.act_as("PR")
    assert code_of(desk, approve_time, entry_ids=(own,)) == "right.missing"


def test_a_manager_approves_the_agreements_led_and_internal_time(desk: Desk) -> None:
    desk.office.act_as("EF")
    led = margin_diagnostic(desk.office, nordhavn(desk.office))
    mine, inside, foreign = (
        put(desk, "TO", led.tasks["Margin model"]),
        put(desk, "TO", desk.meeting),
        put(desk, "TO", desk["Fieldwork"]),
    )
    hand_in(desk, "TO")
    desk.office.act_as("JW")
    assert {row.entry_id for row in desk.office.book.read(waiting_for_approval)} == {mine, inside}
    assert code_of(desk, approve_time, entry_ids=(mine, foreign)) == "time.not_your_sow"
    assert entry(desk, mine).state is TimeState.SUBMITTED
    approved = desk.office.book.perform(approve_week, person_id=desk.person("TO"), monday=MONDAY).result
    assert {before.entry_id for before in approved.before} == {mine, inside}
    assert code_of(desk, approve_week, person_id=desk.person("TO"), monday=MONDAY) == "time.not_your_sow"


def test_a_returned_entry_is_open_again_with_its_reason_until_it_is_handed_in(desk: Desk) -> None:
    number = put(desk, "PR", desk["Fieldwork"])
    hand_in(desk, "PR")
    desk.office.act_as("EF")
    assert code_of(desk, return_time, entry_ids=(number,), reason="  ") == "time.reason_missing"
    returned = desk.office.book.perform(return_time, entry_ids=(number,), reason="Which site?").result
    assert (returned.count, returned.before[0].state) == (1, TimeState.SUBMITTED)
    assert (entry(desk, number).state, entry(desk, number).returned_reason) == (TimeState.OPEN, "Which site?")
    hand_in(desk, "PR")
    assert entry(desk, number).returned_reason == ""


def test_approved_time_is_not_returned_but_its_approval_taken_back_by_the_office(desk: Desk) -> None:
    number = log(desk.office, "PR", desk["Fieldwork"], THURSDAY, 1)
    desk.office.act_as("EF")
    assert code_of(desk, return_time, entry_ids=(number,), reason="No") == "time.already_approved"
    desk.office.act_as("JW")
    assert code_of(desk, take_back_time, entry_ids=(number,), reason="No") == "time.take_back"
    desk.office.act_as("GB").perform(take_back_time, entry_ids=(number,), reason="Wrong task")
    row = entry(desk, number)
    assert (row.state, row.approved_by, row.approved_at, row.returned_reason) == (
        TimeState.OPEN,
        None,
        None,
        "Wrong task",
    )


def test_an_entry_that_is_gone_stops_the_approval_of_all(desk: Desk) -> None:
    number = put(desk, "PR", desk["Fieldwork"])
    desk.office.act_as("EF")
    assert code_of(desk, approve_time, entry_ids=(number, number + 7)) == "record.gone"
    assert entry(desk, number).state is TimeState.OPEN


def test_at_month_end_open_entries_can_be_shown_for_approval_too(desk: Desk) -> None:
    early, late = put(desk, "PR", desk["Fieldwork"], TUESDAY), put(desk, "PR", desk["Fieldwork"], date(2026, 5, 1))
    desk.office.act_as("EF")
    assert desk.office.book.read(waiting_for_approval) == []
    waiting = desk.office.book.read(waiting_for_approval, include_open=True, through=date(2026, 4, 30))
    assert [row.entry_id for row in waiting] == [early]
    assert len(desk.office.book.read(waiting_for_approval, include_open=True)) == 2
    assert late


def test_who_may_not_approve_does_not_see_what_waits(desk: Desk) -> None:
    with pytest.raises(Problem):
        desk.office.book.read(waiting_for_approval)


# ------------------------------------------------------------------------------------------ and back again


def test_an_approval_is_undone_to_what_each_entry_was(desk: Desk) -> None:
    first, second = put(desk, "PR", desk["Fieldwork"]), put(desk, "TO", desk["Fieldwork"])
    hand_in(desk, "PR")
    approved = desk.office.act_as("EF").perform(approve_time, entry_ids=(first, second))
    back(desk.office.book, approved)
    assert [entry(desk, number).state for number in (first, second)] == [TimeState.SUBMITTED, TimeState.OPEN]
    assert (entry(desk, first).approved_by, entry(desk, first).approved_at) == (None, None)


def test_undo_of_an_approval_never_takes_back_somebody_s_later_change(desk: Desk) -> None:
    number = put(desk, "PR", desk["Fieldwork"])
    hand_in(desk, "PR")
    approved = desk.office.act_as("EF").perform(approve_time, entry_ids=(number,))
    desk.office.act_as("GB").perform(take_back_time, entry_ids=(number,), reason="Wrong task")
    desk.office.book.perform(approve_time, entry_ids=(number,))
    desk.office.act_as("EF")
    assert why_not_back(desk.office.book, approved) == "record.changed_meanwhile"
    assert (entry(desk, number).state, entry(desk, number).approved_by) == (TimeState.APPROVED, "Grace Bennett")


def test_a_manager_undoes_only_the_own_approval(desk: Desk) -> None:
    desk.office.act_as("EF")
    led = margin_diagnostic(desk.office, nordhavn(desk.office))
    number = put(desk, "TO", led.tasks["Margin model"])
    approved = desk.office.act_as("EF").perform(approve_time, entry_ids=(number,))
    assert why_not_back(desk.office.act_as("JW"), approved) == "undo.other"
    own = put(desk, "TO", led.tasks["Margin model"])
    approved = desk.office.act_as("JW").perform(approve_time, entry_ids=(own,))
    back(desk.office.book, approved)
    assert entry(desk, own).state is TimeState.OPEN


def test_a_manager_who_leads_it_no_longer_takes_no_decision_back(desk: Desk) -> None:
    desk.office.act_as("EF")
    led = margin_diagnostic(desk.office, nordhavn(desk.office))
    own = put(desk, "TO", led.tasks["Margin model"])
    approved = desk.office.act_as("JW").perform(approve_time, entry_ids=(own,))
    version = desk.office.book.read(sow, sow_id=led.sow_id).version
    desk.office.act_as("EF").perform(change_sow, sow_id=led.sow_id, version=version, lead_id=desk.person("EF"))
    assert why_not_back(desk.office.act_as("JW"), approved) == "time.not_your_sow"


def test_an_approval_that_is_billed_stays(desk: Desk) -> None:
    number = put(desk, "PR", desk["Fieldwork"], TUESDAY)
    approved = desk.office.act_as("EF").perform(approve_time, entry_ids=(number,))
    for draft in collected(desk.office):
        approved_draft(desk.office, draft)
    desk.office.act_as("EF")
    assert why_not_back(desk.office.book, approved) == "work.on_approved_draft"
    assert entry(desk, number).state is TimeState.APPROVED


def test_nobody_decides_about_hours_that_were_changed_and_handed_in_again_unseen(desk: Desk) -> None:
    number, other = put(desk, "PR", desk["Fieldwork"]), put(desk, "PR", desk["Fieldwork"], TUESDAY)
    hand_in(desk, "PR")
    book = desk.office.act_as("EF")
    looked_at = {"entry_ids": (number, other), "seen": (entry(desk, number).version, entry(desk, other).version)}
    book.perform(return_time, entry_ids=(number,), reason="Which site?")
    desk.office.act_as("PR").perform(change_entry, entry_id=number, seconds=9 * 3600)
    hand_in(desk, "PR")
    desk.office.act_as("EF")
    assert code_of(desk, return_time, reason="Which site?", **looked_at) == "record.changed_meanwhile"
    with pytest.raises(Problem, match=r"1 of these entries .* Priya Raman, 2026-04-30") as refused:
        book.perform(approve_time, **looked_at)
    assert refused.value.code == "record.changed_meanwhile"
    assert [entry(desk, one).state for one in (number, other)] == [TimeState.SUBMITTED] * 2
    now = tuple(entry(desk, one).version for one in (number, other))
    assert book.perform(approve_time, entry_ids=(number, other), seen=now).result.count == 2


def test_nobody_approves_an_expense_that_was_changed_unseen(desk: Desk) -> None:
    number = expense(desk.office, "PR", desk.sow.sow_id, TUESDAY, "Rail", "10.00", billable=True, approved=False)
    (looked_at,) = desk.office.book.read(expenses)
    desk.office.act_as("PR").perform(change_expense, expense_id=number, net=Money.of("1000.00", "GBP"))
    desk.office.act_as("EF")
    code = code_of(desk, approve_expense, expense_id=number, billable=True, version=looked_at.version)
    assert (code, desk.office.book.read(expenses)[0].approved) == ("record.changed_meanwhile", False)


def test_a_return_is_undone_until_the_person_has_changed_something(desk: Desk) -> None:
    number = put(desk, "PR", desk["Fieldwork"])
    hand_in(desk, "PR")
    desk.office.act_as("EF")
    back(desk.office.book, desk.office.book.perform(return_time, entry_ids=(number,), reason="Which site?"))
    assert (entry(desk, number).state, entry(desk, number).returned_reason) == (TimeState.SUBMITTED, "")
    returned = desk.office.book.perform(return_time, entry_ids=(number,), reason="Which site?")
    desk.office.act_as("PR").perform(change_entry, entry_id=number, note="Exeter")
    desk.office.act_as("EF")
    assert why_not_back(desk.office.book, returned) == "record.changed_meanwhile"


def test_the_approval_of_an_expense_is_undone_until_somebody_changed_it(desk: Desk) -> None:
    number = expense(desk.office, "PR", desk.sow.sow_id, TUESDAY, "Rail", "10.00", billable=None, approved=False)
    desk.office.act_as("EF")
    done = desk.office.book.perform(approve_expense, expense_id=number, billable=True)
    back(desk.office.book, done)
    (row,) = desk.office.book.read(expenses)
    assert (row.approved, row.billable) == (False, None)
    assert why_not_back(desk.office.book, done) == "record.changed_meanwhile"
