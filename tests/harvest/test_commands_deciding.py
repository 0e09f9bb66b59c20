"""Adding, changing, dismissing suggestions and taking it back; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import select

from app.harvest.commands import (
    accept_all,
    accept_suggestion,
    dismiss_suggestion,
    follow_calendar,
    restore_suggestion,
    take_back_suggestion,
)
from app.harvest.queries import grounds, suggestions
from app.harvest.records import Suggestion
from app.kernel.changes import Changes
from app.kernel.problems import Problem
from app.timesheets.commands import submit_week
from app.timesheets.queries import EntryRow, entries
from app.timesheets.records import TimeEntry
from tests.books import Office
from tests.samples.harvest import CALL, STANDUP, WEEK, WINDOW, WORKSHOP, Event, Workplace, at, calendar, workplace
from tests.samples.timesheets import log

MOVED = replace(CALL, start=at(29, "10:00"), end=at(29, "11:30"))


def entries_of(place: Workplace, initials: str = "PR") -> list[EntryRow]:
    """The person's time."""
    return place.office.book.read(entries, person_id=place.office.people[initials])


def test_adding_logs_the_proposed_time_with_its_instants_and_teaches_the_title(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    row = place.row(CALL.title)
    outcome = office.book.perform(accept_suggestion, suggestion_id=row.suggestion_id)
    assert outcome.changes.rooms == {"harvest", "timesheets"}
    (entry,) = entries_of(place)
    assert (entry.entry_id, entry.task_name, entry.day, entry.seconds, entry.note, entry.billable) == (
        outcome.result,
        "Steering",
        date(2026, 4, 28),
        3600,
        "Call with A. Mercer",
        True,
    )
    with office.book.engine.connect() as connection:
        starts = connection.execute(select(TimeEntry.starts_at)).scalar_one()
    assert starts == datetime(2026, 4, 28, 15, tzinfo=UTC)
    known = office.book.read(grounds, person_id=office.people["PR"])
    assert [(past.title_folded, past.task_id, past.count) for past in known.past] == [
        ("call with a. mercer", str(place.tasks["Steering"]), 1)
    ]


def test_adding_twice_gives_the_same_entry_and_no_second_one(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    number = place.row(CALL.title).suggestion_id
    first = office.book.perform(accept_suggestion, suggestion_id=number)
    again = office.book.perform(accept_suggestion, suggestion_id=number, seconds=7200)
    assert (again.result, again.changes) == (first.result, Changes())
    place.take(MOVED)
    assert office.book.perform(accept_suggestion, suggestion_id=number).result == first.result
    assert len(entries_of(place)) == 1


def test_a_suggestion_can_be_added_with_another_task_length_and_note(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    office.book.perform(
        accept_suggestion,
        suggestion_id=place.row(CALL.title).suggestion_id,
        task_id=place.tasks["Quality review"],
        seconds=2700,
        note="Review call",
    )
    (entry,) = entries_of(place)
    assert (entry.task_name, entry.seconds, entry.note) == ("Quality review", 2700, "Review call")


def test_another_task_for_one_meeting_is_proposed_for_the_others_of_that_title(office: Office) -> None:
    place = workplace(office)
    daily = Event("sync", "Sync", at(27, "09:00"), at(27, "09:15"), more=("RRULE:FREQ=DAILY;UNTIL=20260429T080000Z",))
    place.take(daily)
    first = min(place.view().rows, key=lambda row: row.day)
    assert first.task_id is None
    task_id = place.tasks["Fieldwork"]
    office.book.perform(accept_suggestion, suggestion_id=first.suggestion_id, task_id=task_id)
    rest = place.view().rows
    assert [(row.task_id, row.reason, row.preselected) for row in rest] == [
        (task_id, "Went here once before", True),
        (task_id, "Went here once before", True),
    ]
    place.take(daily)
    assert [row.task_name for row in place.view().rows] == ["Fieldwork", "Fieldwork"]


def test_without_a_task_adding_asks_for_one_and_writes_nothing(office: Office) -> None:
    place = workplace(office)
    place.take(Event("x", "Catch-up", at(28, "09:00"), at(28, "10:00"), ("someone@elsewhere.example",)))
    with pytest.raises(Problem) as refused:
        office.book.perform(accept_suggestion, suggestion_id=place.row("Catch-up").suggestion_id)
    assert (refused.value.code, refused.value.field) == ("harvest.no_task", "task_id")
    assert entries_of(place) == []


def test_a_meeting_that_is_not_over_waits(office: Office) -> None:
    place = workplace(office)
    place.take(replace(CALL, start=at(30, "15:00"), end=at(30, "16:00")))
    row = place.row(CALL.title)
    assert not row.acceptable
    with pytest.raises(Problem, match="not over yet"):
        office.book.perform(accept_suggestion, suggestion_id=row.suggestion_id)
    office.clock.set(at(30, "16:00"))
    assert place.row(CALL.title).acceptable
    office.book.perform(accept_suggestion, suggestion_id=row.suggestion_id)


def test_a_title_mark_makes_the_entry_not_billable_and_its_duration_wins(office: Office) -> None:
    place = workplace(office)
    place.take(replace(CALL, title="Call with A. Mercer 2h !nb"))
    row = place.view().rows[0]
    assert (row.seconds, row.billable, row.value) == (7200, False, None)
    office.book.perform(accept_suggestion, suggestion_id=row.suggestion_id)
    (entry,) = entries_of(place)
    assert (entry.billable, entry.seconds, entry.note) == (False, 7200, "Call with A. Mercer")


def test_add_all_takes_the_sure_ones_that_are_over_and_leaves_the_rest(office: Office) -> None:
    place = workplace(office)
    log(office, "PR", place.tasks["Pricing workshops"], date(2026, 4, 22), "1.5", "Pricing workshop 1")
    vague = Event("x", "Catch-up", at(28, "09:00"), at(28, "10:00"), ("someone@elsewhere.example",))
    later = replace(CALL, uid="later", start=at(30, "17:00"), end=at(30, "18:00"))
    place.take(WORKSHOP, CALL, STANDUP, vague, later)
    added = office.book.perform(accept_all, person_id=office.people["PR"], period=WEEK).result
    assert (len(added.entry_ids), added.seconds, added.left, added.refused) == (2, 7200, 3, ())
    assert sorted(place.titles()) == ["Call with A. Mercer", "Call with A. Mercer", "Catch-up"]
    again = office.book.perform(accept_all, person_id=office.people["PR"], period=WEEK).result
    assert again.entry_ids == ()


def test_add_all_goes_on_past_a_meeting_that_is_refused(office: Office) -> None:
    place = workplace(office)
    log(office, "PR", place.tasks["Fieldwork"], date(2026, 4, 27), "24.5")
    planning = Event("planning", "Team planning, week 18", at(27, "09:00"), at(27, "10:00"))
    place.take(planning, STANDUP)
    assert all(row.preselected for row in place.view().rows)
    added = office.book.perform(accept_all, person_id=office.people["PR"], period=WEEK).result
    assert len(added.entry_ids) == 1
    assert "more than a day has" in added.refused[0]
    assert place.titles() == [planning.title]


def test_taking_back_removes_the_entry_and_the_suggestion_waits_again(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    before = place.row(CALL.title)
    office.book.perform(accept_suggestion, suggestion_id=before.suggestion_id)
    office.book.perform(take_back_suggestion, suggestion_id=before.suggestion_id)
    assert entries_of(place) == []
    assert place.row(CALL.title) == before
    assert office.book.read(grounds, person_id=office.people["PR"]).past == ()
    assert office.book.perform(take_back_suggestion, suggestion_id=before.suggestion_id).changes == Changes()


def test_time_that_was_handed_in_cannot_be_taken_back(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    number = place.row(CALL.title).suggestion_id
    office.book.perform(accept_suggestion, suggestion_id=number)
    office.book.perform(submit_week, person_id=office.people["PR"], monday=WEEK.first)
    with pytest.raises(Problem, match="handed in"):
        office.book.perform(take_back_suggestion, suggestion_id=number)
    assert len(entries_of(place)) == 1
    assert place.titles() == []


def test_not_work_is_remembered_for_the_series_and_restored_with_it(office: Office) -> None:
    place = workplace(office)
    place.take(STANDUP, CALL)
    number = place.row(STANDUP.title).suggestion_id
    dismissed = office.book.perform(dismiss_suggestion, suggestion_id=number).result
    assert len(dismissed.suggestion_ids) == 2
    assert place.titles() == [CALL.title]
    assert place.titles(WINDOW) == [CALL.title]
    with pytest.raises(Problem, match="called not work"):
        office.book.perform(accept_suggestion, suggestion_id=number)
    restored = office.book.perform(restore_suggestion, suggestion_id=number).result
    assert set(restored.suggestion_ids) == set(dismissed.suggestion_ids)
    assert len(place.titles(WINDOW)) == 3
    assert office.book.read(grounds, person_id=office.people["PR"]).not_work == {}


def test_following_the_calendar_moves_the_entry(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    number = place.row(CALL.title).suggestion_id
    entry_id = office.book.perform(accept_suggestion, suggestion_id=number).result
    place.take(MOVED)
    assert office.book.perform(follow_calendar, suggestion_id=number).result == entry_id
    (entry,) = entries_of(place)
    assert (entry.entry_id, entry.day, entry.seconds) == (entry_id, date(2026, 4, 29), 5400)
    assert place.take(MOVED).changed == 0
    assert place.view().news == ()
    with pytest.raises(Problem, match="agree"):
        office.book.perform(follow_calendar, suggestion_id=number)


def test_following_a_cancelled_meeting_removes_the_entry(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    number = place.row(CALL.title).suggestion_id
    office.book.perform(accept_suggestion, suggestion_id=number)
    place.take(replace(CALL, more=("STATUS:CANCELLED",)))
    assert office.book.perform(follow_calendar, suggestion_id=number).result is None
    assert entries_of(place) == []
    assert place.take(CALL).changed == 1
    assert place.titles() == [CALL.title]


def test_other_peoples_calendars_are_for_the_office_only(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    number = place.row(CALL.title).suggestion_id
    priya = office.people["PR"]
    for initials in ("TO", "JW", "AC"):
        book = office.act_as(initials)
        attempts: tuple[Callable[[], object], ...] = (
            partial(book.read, suggestions, person_id=priya, period=WEEK),
            partial(book.perform, accept_suggestion, suggestion_id=number),
            partial(book.perform, dismiss_suggestion, suggestion_id=number),
            partial(book.perform, accept_all, person_id=priya, period=WEEK),
        )
        for attempt in attempts:
            with pytest.raises(Problem) as refused:
                attempt()
            assert refused.value.code in {"harvest.not_yours", "right.missing"}
    book = office.act_as("GB")
    assert len(book.read(suggestions, person_id=priya, period=WEEK).rows) == 1
    book.perform(accept_suggestion, suggestion_id=number)
    assert [row.person_id for row in entries_of(place)] == [priya]


def test_the_database_itself_forbids_two_suggestions_on_one_entry(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    entry_id = office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id).result
    other = place.row(STANDUP.title).suggestion_id

    def force(work: object) -> None:
        work.get(Suggestion, other).entry_id = entry_id  # type: ignore[attr-defined]

    with pytest.raises(Exception, match=r"(?i)unique|already|twice|exists"):
        office.book.perform(force)
    assert [row.title for row in place.view().rows] == [STANDUP.title]


def test_a_calendar_of_someone_who_left_is_not_read(office: Office) -> None:
    from app.firm.commands import change_person
    from app.firm.queries import person
    from app.harvest.reading import harvest_file

    place = workplace(office)
    book = office.act_as("EF")
    who = book.read(person, person_id=office.people["TO"])
    book.perform(change_person, person_id=who.id, version=who.version, active=False)
    with pytest.raises(Problem, match="has left"):
        harvest_file(book, person_id=who.id, name="Calendar", content=calendar(CALL), window=WINDOW)
    assert place.titles() == []


def test_add_all_takes_every_proposal_for_a_person_who_has_looked(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    added = office.book.perform(accept_all, person_id=office.people["PR"], period=WEEK, sure_only=False).result
    assert (len(added.entry_ids), added.left) == (2, 0)
