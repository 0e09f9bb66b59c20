"""Files that are broken or mean harm: the good event survives, the bad one is named, nothing is taken for gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.harvest.feed import read_calendar
from app.harvest.feed import text as feed_text
from tests.data.calendars.made import YEAR, ZONE, calendar, codes, custom_zone, event, meeting, read


def good_survives(*components: str) -> list[str]:
    """The problem codes of a reading in which the good event must be."""
    reading = read(*components, meeting())
    assert "good" in {one.uid for one in reading.occurrences}
    return codes(reading)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=1000000000",
        "FREQ=MINUTELY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=1000000000",
        "FREQ=HOURLY;BYMINUTE=0,30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYYEARDAY=366",
        "FREQ=YEARLY;BYYEARDAY=400",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=SOMETIMES",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;COUNT=many",
        "FREQ=YEARLY;BYMONTH=one",
        "INTERVAL=2",
        "D1 #0",
        "RSCALE=CHINESE;FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1,2,3,4,5,6,7;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12",
    ],
)
def test_a_rule_that_never_ends_or_never_comes_is_refused_and_named(rule: str) -> None:
    assert good_survives(event("DTSTART:20260105T090000Z", f"RRULE:{rule}", uid="bad")) == ["feed.rule_refused"]


def test_the_refusal_names_title_day_and_reason() -> None:
    reading = read(event("DTSTART:20260105T090000Z", "RRULE:FREQ=SECONDLY", summary="Sprint"))
    assert str(reading.problems[0]) == "“Sprint” on 2026-01-05 could not be read: it repeats every second."
    assert not reading.may_be_gone("one")
    assert reading.may_be_gone("another")


def test_the_refusal_of_a_private_event_does_not_name_it() -> None:
    reading = read(event("DTSTART:20260105T090000Z", "RRULE:FREQ=SECONDLY", "CLASS:PRIVATE", summary="Dentist"))
    assert "Dentist" not in str(reading.problems[0])


@pytest.mark.parametrize(
    "lines",
    [
        ("DTEND:20260105T090000Z",),
        ("DTSTART:20260105T250000Z",),
        ("DTSTART:20261305",),
        ("DTSTART:00000101T000000Z",),
        ("DTSTART:tomorrow",),
        ("DTSTART:20260105T090000Z", "DURATION:P99999999999W"),
        ("DTSTART:20260105T090000Z", "DURATION:-PT1H"),
        ("DTSTART:20260105T090000Z", "DURATION:PT"),
        ("DTSTART:20260105T090000Z", "RDATE;VALUE=PERIOD:20260106T090000Z/20260107"),
        ("DTSTART:20260105T090000Z", "EXDATE:never", "RRULE:FREQ=DAILY"),
        ("DTSTART:20260105T090000Z", "DTEND:20290105T090000Z", "RRULE:FREQ=DAILY"),
    ],
)
def test_an_event_that_cannot_be_read_is_named_and_costs_nobody_else(lines: tuple[str, ...]) -> None:
    assert good_survives(event(*lines, uid="bad")) == ["feed.event_unreadable"]


@pytest.mark.parametrize("year", ["0001", "1601", "9999"])
@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=HOURLY;INTERVAL=7", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=6MO"])
def test_the_ends_of_the_calendar_cost_nobody_else(year: str, rule: str) -> None:
    times = (f"DTSTART;TZID=America/New_York:{year}1231T225900", f"DTEND;TZID=America/New_York:{year}1231T235900")
    assert set(good_survives(event(*times, f"RRULE:{rule}", uid="bad"))) <= {"feed.event_unreadable"}


def test_an_hourly_rule_is_read_up_to_five_thousand_times_and_said() -> None:
    reading = read(event("DTSTART:20260101T000000Z", "RRULE:FREQ=HOURLY", uid="hourly"), meeting())
    assert sum(one.uid == "hourly" for one in reading.occurrences) == 5_000
    assert codes(reading) == ["feed.too_many"]
    assert not reading.may_be_gone("hourly")
    assert reading.complete


def test_a_harvest_stops_at_twenty_thousand_and_takes_nothing_for_gone() -> None:
    reading = read(*(event("DTSTART:20260101T000000Z", "RRULE:FREQ=HOURLY", uid=f"h{number}") for number in range(5)))
    assert len(reading.occurrences) == 20_000
    assert not reading.complete


def test_a_file_cut_off_anywhere_is_never_complete() -> None:
    whole = calendar(meeting(uid="first"), meeting())
    end = whole.index(b"END:VCALENDAR")
    for length in range(20, end + len(b"END:VCALENDAR") - 1):
        reading = read_calendar(whole[:length], window=YEAR, zone=ZONE)
        assert not reading.complete, whole[:length][-20:]
        assert reading.problems
    assert read_calendar(whole, window=YEAR, zone=ZONE).complete


def test_what_came_whole_before_the_cut_is_still_read() -> None:
    whole = calendar(meeting(uid="first"), meeting())
    reading = read_calendar(whole[: whole.index(b"END:VCALENDAR") - 10], window=YEAR, zone=ZONE)
    assert [one.uid for one in reading.occurrences] == ["first"]
    assert not reading.may_be_gone("first")


def test_an_event_without_its_end_does_not_swallow_the_next() -> None:
    lost = event("DTSTART:20260105T090000Z", uid="bad").replace("END:VEVENT\r\n", "")
    assert good_survives(lost) == ["feed.cut_off", "feed.event_unreadable"]


@pytest.mark.parametrize("data", [b"", b"<html><body>Sign in</body></html>", b"\x1f\x8b\x08\x00", b"\0" * 100])
def test_what_is_no_calendar_is_said_to_be_none(data: bytes) -> None:
    reading = read_calendar(data, window=YEAR, zone=ZONE)
    assert codes(reading) == ["feed.not_a_calendar"]
    assert not reading.complete


def test_a_file_over_64_megabytes_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.harvest.feed.reading.LARGEST_FILE", 100)
    reading = read_calendar(calendar(meeting()) + b" " * 100, window=YEAR, zone=ZONE)
    assert codes(reading) == ["feed.too_big"]
    assert not reading.complete


def test_more_events_than_anyone_has_are_not_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_text, "MOST_EVENTS", 2)
    reading = read(*(meeting(uid=str(number)) for number in range(4)))
    assert len(reading.occurrences) == 2
    assert codes(reading) == ["feed.too_many"]
    assert not reading.complete


@pytest.mark.parametrize(
    ("charset", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("latin-1", b""), ("cp1252", b""), ("utf-16", b"")],
)
def test_umlauts_come_through_in_every_charset(charset: str, mark: bytes) -> None:
    text = calendar(event("DTSTART:20260105T090000Z", summary="Prüfung für Müller")).decode()
    reading = read_calendar(mark + text.encode(charset), window=YEAR, zone=ZONE)
    assert [one.title for one in reading.occurrences] == ["Prüfung für Müller"]


def test_a_letter_cut_in_two_by_folding_is_joined_again() -> None:
    data = calendar(event("DTSTART:20260105T090000Z", summary="Prüfung"))
    place = data.index("ü".encode()) + 1
    reading = read_calendar(data[:place] + b"\r\n " + data[place:], window=YEAR, zone=ZONE)
    assert [one.title for one in reading.occurrences] == ["Prüfung"]


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n"])
def test_every_line_ending_is_understood(ending: bytes) -> None:
    data = calendar(meeting()).replace(b"\r\n", ending)
    assert len(read_calendar(data, window=YEAR, zone=ZONE).occurrences) == 1


def test_mixed_line_endings_nul_bytes_and_stray_lines_do_no_harm() -> None:
    data = calendar(event("DTSTART:20260105T090000Z", "a line that belongs to nobody", "X-A;B=C")).replace(
        b"\r\n", b"\r", 3
    )
    reading = read_calendar(data.replace(b"SUMMARY", b"SUMM\0ARY"), window=YEAR, zone=ZONE)
    assert [one.title for one in reading.occurrences] == ["Meeting"]


def test_a_zone_that_ticks_every_second_is_not_computed() -> None:
    evil = custom_zone("Evil", "+0100").replace("END:STANDARD", "RRULE:FREQ=SECONDLY\r\nEND:STANDARD")
    assert good_survives(evil, event("DTSTART;TZID=Evil:20260105T090000", uid="bad")) == ["feed.zone_unknown"]


def test_a_zone_name_never_reaches_the_file_system() -> None:
    assert good_survives(event("DTSTART;TZID=../../../../etc/passwd:20260105T090000", uid="bad")) == [
        "feed.zone_unknown"
    ]


def test_deeply_nested_events_are_read_without_a_fall() -> None:
    nested = "BEGIN:VEVENT\r\n" * 500 + "END:VEVENT\r\n" * 500
    found = good_survives(nested)
    assert found[-1] == "feed.more"
    assert len(found) == 101


def test_alarms_and_their_descriptions_do_not_disturb_the_event() -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nSUMMARY:Reminder\r\nDURATION:PT5M\r\nEND:VALARM"
    reading = read(event(alarm, "DTSTART:20260105T090000Z", "DTEND:20260105T100000Z"))
    assert [(one.title, one.seconds) for one in reading.occurrences] == [("Meeting", 3600)]


def test_todos_and_free_busy_blocks_are_no_meetings() -> None:
    todo = "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20260105T090000Z\r\nSUMMARY:Buy milk\r\nEND:VTODO\r\n"
    assert read(todo).occurrences == ()


def test_five_thousand_events_under_one_uid_are_all_there() -> None:
    begin = datetime(2026, 1, 5, tzinfo=UTC)
    times = (begin + timedelta(hours=number) for number in range(5_000))
    reading = read(*(event(f"DTSTART:{start:%Y%m%dT%H%M%SZ}") for start in times))
    assert len({one.rid for one in reading.occurrences}) == 5_000
