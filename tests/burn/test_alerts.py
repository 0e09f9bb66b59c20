"""Alerts: one for each crossing of a threshold, answered once with a note."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.bootstrap.opening import react
from app.burn.commands import acknowledge, bring_in, watch_budgets
from app.burn.queries import alerts
from app.burn.records import Alert
from app.engagements.commands import accept_change_order, add_internal_task, change_sow, finish_sow
from app.engagements.queries import sow
from app.kernel.changes import Changes
from app.kernel.problems import Problem
from app.storage.reading import Reading
from app.storage.work import Work
from app.timesheets.commands import change_entry, remove_entry
from tests.books import Office
from tests.burn.conftest import Scene
from tests.samples.clients import nordhavn
from tests.samples.engagements import margin_diagnostic, pounds
from tests.samples.timesheets import log

APRIL = date(2026, 4, 20)


def almost(scene: Scene) -> None:
    """Use 71,835.00 of 96,000: an hour of a senior consultant is missing to 75 %."""
    scene.office.book.perform(
        bring_in, sow_id=scene.sow.sow_id, source="before", used_on=date(2026, 3, 31), amount=pounds(71835)
    )


def stored(office: Office) -> int:
    def count(reads: Reading) -> int:
        return int(reads.execute(select(func.count()).select_from(Alert)).scalar_one())

    return office.book.read(count)


def test_crossing_a_line_raises_one_alert(scene: Scene) -> None:
    almost(scene)
    assert scene.watch() == ()
    scene.log("PR", APRIL, 1)
    assert len(scene.watch()) == 1
    assert scene.watch() == ()
    (row,) = scene.office.book.read(alerts)
    assert (row.percent, row.crossed_on, row.used, row.budget) == (75, APRIL, pounds(72000), pounds(96000))
    assert (row.number, row.client_name, row.open) == ("SOW-2026-014", "Brightwater Utilities", True)


def test_going_back_below_and_over_again_raises_no_second_alert(scene: Scene) -> None:
    almost(scene)
    entry_id = scene.log("PR", APRIL, 1)
    scene.watch()
    scene.office.book.perform(remove_entry, entry_id=entry_id, version=1)
    assert scene.watch() == ()
    scene.log("PR", APRIL, 2)
    assert scene.watch() == ()
    assert stored(scene.office) == 1


def test_one_entry_over_several_lines_raises_an_alert_for_each(scene: Scene) -> None:
    scene.office.book.perform(bring_in, sow_id=scene.sow.sow_id, source="before", used_on=APRIL, amount=pounds(90000))
    assert len(scene.watch()) == 2
    assert [row.percent for row in scene.office.book.read(alerts)] == [90, 75]


def test_an_accepted_change_order_lifts_every_line(scene: Scene) -> None:
    book = scene.office.book
    almost(scene)
    scene.log("PR", APRIL, 1)
    scene.watch()
    orders = {row.number: row.change_order_id for row in book.read(sow, sow_id=scene.sow.sow_id).change_orders}
    book.perform(
        accept_change_order, change_order_id=orders["CO-02"], accepted_on=date(2026, 4, 30), accepted_by="A. Mercer"
    )
    assert scene.watch() == ()
    assert book.read(alerts) == []
    assert [row.superseded for row in book.read(alerts, open_only=False)] == [True]
    book.perform(bring_in, sow_id=scene.sow.sow_id, source="more", used_on=APRIL, amount=pounds(7200))
    assert len(scene.watch()) == 1
    (row,) = book.read(alerts)
    assert (row.percent, row.budget, row.used) == (75, pounds(105600), pounds(79200))


def test_an_alert_is_acknowledged_once_and_with_a_note(scene: Scene) -> None:
    almost(scene)
    scene.log("PR", APRIL, 1)
    (alert_id,) = scene.watch()
    book = scene.office.act_as("GB")
    with pytest.raises(Problem, match="needs a note") as caught:
        book.perform(acknowledge, alert_id=alert_id, note="  \n ")
    assert caught.value.field == "note"
    book.perform(acknowledge, alert_id=alert_id, note=" Told Alice Mercer. ")
    assert book.read(alerts) == []
    (row,) = book.read(alerts, open_only=False)
    assert (row.answered_by, row.note, row.open) == ("Grace Bennett", "Told Alice Mercer.", False)
    with pytest.raises(Problem, match="acknowledged before"):
        book.perform(acknowledge, alert_id=alert_id, note="Again.")
    assert scene.watch() == ()


def test_a_manager_answers_for_the_own_engagements_only(scene: Scene) -> None:
    office = scene.office
    almost(scene)
    scene.log("PR", APRIL, 1)
    (alert_id,) = scene.watch()
    other = margin_diagnostic(office, nordhavn(office))
    office.book.perform(bring_in, sow_id=other.sow_id, source="x", used_on=APRIL, amount=pounds(28000))
    scene.watch()
    book = office.act_as("JW")
    (mine,) = book.read(alerts)
    assert mine.number == "SOW-2026-009"
    with pytest.raises(Problem, match="Somebody else leads SOW-2026-014"):
        book.perform(acknowledge, alert_id=alert_id, note="Seen.")
    book.perform(acknowledge, alert_id=mine.alert_id, note="Seen.")


@pytest.mark.parametrize("initials", ["PR", "AC"])
def test_who_does_not_answer_for_budgets_sees_no_alerts(scene: Scene, initials: str) -> None:
    almost(scene)
    scene.log("PR", APRIL, 1)
    (alert_id,) = scene.watch()
    book = scene.office.act_as(initials)
    with pytest.raises(Problem, match="acknowledge budget alerts"):
        book.read(alerts)
    with pytest.raises(Problem, match="acknowledge budget alerts"):
        book.perform(acknowledge, alert_id=alert_id, note="Seen.")


def test_the_program_watches_whoever_logs(scene: Scene) -> None:
    almost(scene)
    scene.office.book.reactions.append((frozenset({"timesheets"}), watch_budgets))
    scene.log("PR", APRIL, 1)
    assert stored(scene.office) == 1
    scene.office.act_as("PR")
    assert scene.watch() == ()


def test_own_thresholds_are_watched_and_finished_work_is_not(scene: Scene) -> None:
    book = scene.office.book
    row = book.read(sow, sow_id=scene.sow.sow_id)
    book.perform(change_sow, sow_id=row.sow_id, version=row.version, thresholds=(50,))
    almost(scene)
    assert len(scene.watch()) == 1
    assert [alert.percent for alert in book.read(alerts)] == [50]
    row = book.read(sow, sow_id=scene.sow.sow_id)
    book.perform(finish_sow, sow_id=row.sow_id, version=row.version)
    book.perform(bring_in, sow_id=row.sow_id, source="late", used_on=APRIL, amount=pounds(30000))
    assert scene.watch() == ()


def test_alerts_of_one_statement_of_work_can_be_asked_for(scene: Scene) -> None:
    almost(scene)
    scene.log("PR", APRIL, 1)
    scene.watch()
    assert len(scene.office.book.read(alerts, sow_id=scene.sow.sow_id)) == 1
    assert scene.office.book.read(alerts, sow_id=scene.sow.sow_id + 1) == []


def test_only_where_something_changed_is_looked(scene: Scene) -> None:
    office = scene.office
    other = margin_diagnostic(office, nordhavn(office))
    meeting = office.book.perform(add_internal_task, name="Team meeting").result
    for sow_id, amount in ((scene.sow.sow_id, 72000), (other.sow_id, 28000)):
        office.book.perform(bring_in, sow_id=sow_id, source="x", used_on=APRIL, amount=pounds(amount))
    react(office.book)
    log(office, "PR", meeting, APRIL, 1, approved=False)
    assert stored(office) == 0
    scene.log("PR", APRIL, 1)
    assert [row.number for row in office.book.read(alerts)] == ["SOW-2026-014"]
    office.book.catch_up()
    assert {row.number for row in office.book.read(alerts)} == {"SOW-2026-014", "SOW-2026-009"}


def test_an_answer_that_failed_is_given_with_the_next_change(scene: Scene) -> None:
    office = scene.office
    other = margin_diagnostic(office, nordhavn(office))
    almost(scene)
    told: list[set[int]] = []

    def fail_once(work: Work, *, changes: Changes) -> object:
        told.append({number for _kind, table, number in changes.points if table == "sow"})
        if len(told) == 1:
            raise Problem("book.busy", "Somebody else writes.")
        return watch_budgets(work, changes=changes)

    office.book.reactions.append((frozenset({"timesheets"}), fail_once))
    scene.log("PR", APRIL, 1)
    assert stored(office) == 0
    log(office, "PR", other.tasks["Steering"], APRIL, 1, approved=False)
    assert stored(office) == 1
    log(office, "PR", other.tasks["Steering"], APRIL, 1, approved=False)
    assert told == [{scene.sow.sow_id}, {scene.sow.sow_id, other.sow_id}, {other.sow_id}]


def test_a_bug_in_an_answer_does_not_tell_what_was_saved_as_failed(scene: Scene) -> None:
    office = scene.office
    almost(scene)
    told: list[Exception] = []

    def broken(_work: Work, *, changes: Changes) -> object:
        raise ZeroDivisionError(sorted(changes.rooms))

    office.book.reactions[:] = [(frozenset({"timesheets"}), broken)]
    with pytest.raises(ZeroDivisionError):
        scene.log("PR", APRIL, 1)
    office.book.bug_behind = told.append
    entry_id = scene.log("PR", APRIL, 1)
    assert office.book.perform(remove_entry, entry_id=entry_id, version=1).changes.rooms == {"timesheets"}
    assert [type(bug) for bug in told] == [ZeroDivisionError, ZeroDivisionError]


def test_an_entry_that_moves_tells_of_both_its_statements_of_work(scene: Scene) -> None:
    other = margin_diagnostic(scene.office, nordhavn(scene.office))
    entry_id = scene.log("PR", APRIL, 1)
    book = scene.office.book
    moved = book.perform(change_entry, entry_id=entry_id, task_id=other.tasks["Steering"])
    assert {("TimeEntry", "sow", scene.sow.sow_id), ("TimeEntry", "sow", other.sow_id)} <= moved.changes.points
    removed = book.perform(remove_entry, entry_id=entry_id)
    sows = {number for _kind, table, number in removed.changes.points if table == "sow"}
    assert sows == {other.sow_id}
