"""A calendar taken in, again, changed, cut off; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.harvest.commands import Harvested, accept_suggestion, dismiss_suggestion, keep_entry, take_calendar
from app.harvest.domain import Note
from app.harvest.queries import reader
from app.harvest.reading import harvest_file, read_content
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.timesheets.commands import change_entry, remove_entry
from app.timesheets.queries import entries
from tests.books import Office
from tests.samples.harvest import CALL, DENTIST, LEAVE, STANDUP, WEEK, WINDOW, WORKSHOP, Event, at, calendar, workplace
from tests.samples.timesheets import log

MOVED = replace(CALL, start=at(29, "10:00"), end=at(29, "11:30"))
CANCELLED = replace(CALL, more=("STATUS:CANCELLED",))
AGAIN = Harvested(new=0, changed=0, withdrawn=0, unchanged=4, known=4)


def test_a_calendar_becomes_suggestions_with_a_reason_and_the_same_again_is_nothing(office: Office) -> None:
    place = workplace(office)
    log(office, "PR", place.tasks["Pricing workshops"], date(2026, 4, 22), "1.5", "Pricing workshop 1")
    events = (WORKSHOP, CALL, STANDUP, DENTIST, LEAVE)
    assert place.take(*events) == Harvested(new=4, changed=0, withdrawn=0, unchanged=0, known=0)
    before = place.view()
    assert place.take(*events) == AGAIN
    assert place.view() == before
    assert [(row.title, row.task_name, row.reason) for row in before.rows] == [
        ("Foxglove pricing workshop 2", "Pricing workshops", "Workshop 1 went here; 3 guests from the client"),
        ("Call with A. Mercer", "Steering", "A. Mercer is a Brightwater contact"),
        ("Team stand-up", "Team meeting", "Repeats every Thursday"),
    ]
    assert (before.private_left_out, before.all_day_left_out) == (1, 1)


def test_a_moved_event_moves_its_suggestion(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    first = place.row(CALL.title)
    assert place.take(MOVED).changed == 1
    again = place.row(CALL.title)
    assert again.suggestion_id == first.suggestion_id
    assert (again.day, again.seconds, again.starts_at) == (
        date(2026, 4, 29),
        5400,
        datetime(2026, 4, 29, 9, tzinfo=UTC),
    )


def test_a_cancelled_event_leaves_the_list_and_comes_back_with_the_event(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    assert place.take(CANCELLED).withdrawn == 1
    assert place.titles() == []
    assert place.take(CANCELLED) == Harvested(0, 0, 0, 1, 1)
    assert place.take(CALL).changed == 1
    assert place.titles() == [CALL.title]


def test_an_event_that_is_gone_is_withdrawn_only_inside_the_window(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, STANDUP)
    assert place.take(CALL, window=Period(date(2026, 4, 27), date(2026, 4, 29))).withdrawn == 0
    assert place.take(CALL).withdrawn == 2
    assert place.titles() == [CALL.title]


def test_a_file_cut_off_withdraws_nothing_and_says_so(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, WORKSHOP)
    harvested = place.take(CALL, cut=True)
    assert (harvested.withdrawn, harvested.unchanged) == (0, 1)
    assert "breaks off" in harvested.problems[0]
    assert len(place.titles()) == 2


def test_a_file_that_is_no_calendar_is_refused_whole(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    read_at = place.view().read_at
    with pytest.raises(Problem, match="not a calendar"):
        harvest_file(office.book, person_id=office.people["PR"], name="Calendar", content=b"<html>", window=WINDOW)
    assert place.view().read_at == read_at


def test_many_events_gone_at_once_wait_until_a_person_says_so(office: Office) -> None:
    place = workplace(office)
    many = [Event(f"m{day}", f"Controls testing {day}", at(day, "09:00"), at(day, "10:00")) for day in range(20, 28)]
    place.take(*many, CALL)
    assert place.take(CALL) == Harvested(new=0, changed=0, withdrawn=0, unchanged=1, known=1, held=8)
    book = office.book
    owner = book.read(reader, person_id=office.people["PR"])
    read = read_content("Calendar", calendar(CALL), window=WINDOW, zone=owner.zone, own_addresses=owner.own_addresses)
    believed = book.perform(take_calendar, **read.arguments(office.people["PR"]), believe_gone=True).result
    assert (believed.withdrawn, believed.held) == (8, 0)


def test_an_added_event_that_moved_is_news_and_the_entry_stays(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    entry_id = office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id).result
    before = office.book.read(entries, entry_ids=(entry_id,))
    assert place.take(MOVED).changed == 1
    assert place.take(MOVED).changed == 0
    (news,) = place.view().news
    assert (news.news, news.can_follow, news.entry_day, news.day) == (
        Note.MOVED,
        True,
        date(2026, 4, 28),
        date(2026, 4, 29),
    )
    assert office.book.read(entries, entry_ids=(entry_id,)) == before
    assert place.titles() == []
    assert place.take(CALL).changed == 1
    assert place.view().news == ()


def test_an_added_event_that_was_called_off_is_asked_about_once(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    suggestion_id = place.row(CALL.title).suggestion_id
    entry_id = office.book.perform(accept_suggestion, suggestion_id=suggestion_id).result
    place.take(CANCELLED)
    assert [row.news for row in place.view().news] == [Note.CANCELLED]
    office.book.perform(keep_entry, suggestion_id=suggestion_id)
    assert place.take() == Harvested(0, 0, 0, 0, 0)
    assert place.take(CANCELLED).changed == 0
    assert place.view().news == ()
    assert place.take(CALL).changed == 1
    assert place.view().news == ()
    assert len(office.book.read(entries, entry_ids=(entry_id,))) == 1


def test_an_entry_changed_by_hand_is_only_told_about_a_move(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    entry_id = office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id).result
    office.book.perform(change_entry, entry_id=entry_id, seconds=7200)
    place.take(MOVED)
    (news,) = place.view().news
    assert (news.news, news.can_follow) == (Note.MOVED, False)
    office.book.perform(keep_entry, suggestion_id=news.suggestion_id)
    assert place.take(MOVED).changed == 0
    assert place.view().news == ()


def test_an_answer_to_the_invitation_after_adding_is_no_news(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id)
    assert place.take(replace(CALL, guests=(*CALL.guests, "new@elsewhere.example"))).changed == 0
    assert place.view().news == ()


def test_a_dismissed_event_stays_dismissed_and_so_does_its_series(office: Office) -> None:
    place = workplace(office)
    place.take(STANDUP, CALL)
    office.book.perform(dismiss_suggestion, suggestion_id=place.row(STANDUP.title).suggestion_id)
    office.book.perform(dismiss_suggestion, suggestion_id=place.row(CALL.title).suggestion_id)
    later = Period(date(2026, 5, 4), date(2026, 5, 10))
    assert place.take(STANDUP, MOVED).changed == 0
    place.take(STANDUP, window=later)
    assert place.titles() == []
    assert place.titles(later) == []
    assert len(place.view().dismissed) == 2
    assert len(place.view(later).dismissed) == 1
    assert place.take(replace(CALL, title="Call with A. Mercer #brightwater")).changed == 1
    assert place.titles() == ["Call with A. Mercer #brightwater"]


def test_an_added_event_whose_entry_was_removed_by_hand_is_not_offered_again(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    entry_id = office.book.perform(accept_suggestion, suggestion_id=place.row(CALL.title).suggestion_id).result
    office.book.perform(remove_entry, entry_id=entry_id)
    place.take(CALL)
    assert place.titles() == []
    assert [row.title for row in place.view().dismissed] == [CALL.title]


def test_the_same_meeting_in_two_calendars_is_one_suggestion(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, name="Work")
    assert place.take(CALL, name="Shared") == Harvested(0, 0, 0, 1, 1)
    assert place.take(name="Shared").withdrawn == 0
    assert place.titles() == [CALL.title]
    assert place.take(MOVED, name="Shared").changed == 1
    assert place.take(name="Shared").withdrawn == 1


def test_a_private_event_leaves_no_trace_but_its_day(office: Office) -> None:
    place = workplace(office)
    place.take(CALL)
    place.take(replace(CALL, more=("CLASS:PRIVATE",)), DENTIST)
    assert place.titles() == []
    assert place.view().private_left_out == 2
    assert place.view(Period(date(2026, 4, 20), date(2026, 4, 26))).private_left_out == 0


def test_two_people_in_one_meeting_both_get_it(office: Office) -> None:
    place = workplace(office)
    place.take(CALL, person="PR")
    place.take(CALL, person="TO")
    assert place.titles(person="TO") == place.titles(person="PR") == [CALL.title]


def test_a_series_is_kept_by_its_original_days(office: Office) -> None:
    place = workplace(office)
    place.take(STANDUP)
    moved = Event(
        "standup", "Team stand-up", at(30, "15:00"), at(30, "15:30"), more=("RECURRENCE-ID:20260430T080000Z",)
    )
    assert place.take(STANDUP, moved) == Harvested(new=0, changed=1, withdrawn=0, unchanged=1, known=2)
    assert [row.starts_at for row in place.view(WEEK).rows] == [datetime(2026, 4, 30, 14, tzinfo=UTC)]
