"""What programs write against the standard, and what it means all the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.harvest.domain import Flag, Kind
from app.kernel.periods import Period
from tests.data.calendars.made import codes, custom_zone, event, only, read, starts


def test_a_date_with_a_zone_is_a_whole_day_not_24_billable_hours() -> None:
    found = only(read(event("DTSTART;TZID=Europe/Paris:20260105", "DTEND;TZID=Europe/Paris:20260106")))
    assert found.kind is Kind.ALL_DAY
    assert (found.start, found.end) == (date(2026, 1, 5), date(2026, 1, 6))


def test_until_without_z_is_local_time_and_keeps_the_last_meeting() -> None:
    reading = read(
        event(
            "DTSTART;TZID=America/New_York:20260105T160000",
            "DTEND;TZID=America/New_York:20260105T170000",
            "RRULE:FREQ=DAILY;UNTIL=20260107T160000",
        )
    )
    assert [start[:10] for start in starts(reading)] == ["2026-01-05", "2026-01-06", "2026-01-07"]


def test_single_events_that_share_a_uid_are_all_kept() -> None:
    reading = read(
        *(event(f"DTSTART:202601{day:02}T090000Z", f"DTEND:202601{day:02}T100000Z", "SEQUENCE:0") for day in (5, 6, 7))
    )
    assert len(reading.occurrences) == 3
    assert {one.rid for one in reading.occurrences} == {f"2026-01-{day:02}T09:00:00Z" for day in (5, 6, 7)}


def test_of_several_versions_of_an_event_the_highest_sequence_counts() -> None:
    reading = read(
        event("DTSTART:20260105T090000Z", "DTEND:20260105T100000Z", "SEQUENCE:2"),
        event("DTSTART:20260106T090000Z", "DTEND:20260106T100000Z", "SEQUENCE:1"),
    )
    assert starts(reading) == ["2026-01-05T09:00:00+00:00"]


def test_an_exchange_override_named_by_local_midnight_moves_the_day() -> None:
    reading = read(
        event("DTSTART;VALUE=DATE:20260202", "DTEND;VALUE=DATE:20260203", "RRULE:FREQ=WEEKLY;COUNT=3"),
        event(
            "RECURRENCE-ID;TZID=W. Europe Standard Time:20260209T000000",
            "DTSTART;VALUE=DATE:20260210",
            "DTEND;VALUE=DATE:20260211",
        ),
    )
    assert starts(reading) == ["2026-02-02", "2026-02-10", "2026-02-16"]
    assert [one.rid for one in reading.occurrences] == ["2026-02-02", "2026-02-09", "2026-02-16"]


def test_an_override_named_by_a_bare_day_replaces_the_meeting_of_that_day() -> None:
    reading = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20260202T090000",
            "DTEND;TZID=Europe/Berlin:20260202T100000",
            "RRULE:FREQ=WEEKLY;COUNT=3",
        ),
        event(
            "RECURRENCE-ID;VALUE=DATE:20260209",
            "DTSTART;TZID=Europe/Berlin:20260209T140000",
            "DTEND;TZID=Europe/Berlin:20260209T150000",
        ),
    )
    assert [start[:16] for start in starts(reading)] == ["2026-02-02T09:00", "2026-02-09T14:00", "2026-02-16T09:00"]


def test_an_excluded_time_without_a_zone_is_excluded_in_the_zone_of_the_series() -> None:
    reading = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20260202T090000",
            "DTEND;TZID=Europe/Berlin:20260202T100000",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE:20260209T090000",
        )
    )
    assert [start[:10] for start in starts(reading)] == ["2026-02-02", "2026-02-16"]


def test_an_utc_series_does_not_follow_the_clock_of_the_calendar() -> None:
    reading = read(
        event("DTSTART:20260316T090000Z", "DTEND:20260316T100000Z", "RRULE:FREQ=MONTHLY;COUNT=2"),
        head="X-WR-TIMEZONE:Europe/Berlin\r\n",
    )
    assert starts(reading) == ["2026-03-16T09:00:00+00:00", "2026-04-16T09:00:00+00:00"]


def test_a_time_with_z_is_utc_whatever_zone_is_named() -> None:
    found = only(read(event("DTSTART;TZID=Asia/Tokyo:20260105T090000Z")))
    assert found.start == datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "name",
    [
        "Europe/Berlin",
        "Europe/Berlin ",
        "/Europe/Berlin",
        "/freeassociation.sourceforge.net/Europe/Berlin",
        "W. Europe Standard Time",
        '"W. Europe Standard Time"',
    ],
)
def test_a_zone_is_known_by_many_names(name: str) -> None:
    found = only(read(event(f"DTSTART;TZID={name}:20260705T090000")))
    assert found.start == datetime(2026, 7, 5, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert found.kind is Kind.INSTANT


def test_a_known_name_wins_over_the_rules_in_the_file() -> None:
    zone = custom_zone("New Zealand Standard Time", "+0100")
    found = only(read(zone, event("DTSTART;TZID=New Zealand Standard Time:20260105T090000")))
    assert found.start == datetime(2026, 1, 4, 20, tzinfo=UTC)


def test_a_zone_of_the_files_own_is_used() -> None:
    found = only(
        read(custom_zone("Customized Time Zone", "-0400"), event("DTSTART;TZID=Customized Time Zone:20260105T140000"))
    )
    assert found.start == datetime(2026, 1, 5, 18, tzinfo=UTC)


def test_custom_zones_do_not_leak_from_one_calendar_into_the_next() -> None:
    meeting = event("DTSTART;TZID=Customized Time Zone:20260105T140000")
    first = only(read(custom_zone("Customized Time Zone", "-0400"), meeting))
    second = only(read(custom_zone("Customized Time Zone", "+0900"), meeting))
    third = read(meeting)
    assert first.start == datetime(2026, 1, 5, 18, tzinfo=UTC)
    assert second.start == datetime(2026, 1, 5, 5, tzinfo=UTC)
    assert third.occurrences[0].start == datetime(2026, 1, 5, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    assert codes(third) == ["feed.zone_unknown"]


def test_an_unknown_zone_is_read_as_the_persons_and_said() -> None:
    reading = read(event("DTSTART;TZID=Moon/Copernicus:20260705T090000"), zone="Europe/London")
    (found,) = reading.occurrences
    assert found.start == datetime(2026, 7, 5, 9, tzinfo=ZoneInfo("Europe/London"))
    assert found.flags == (Flag.ZONE_UNKNOWN,)
    assert codes(reading) == ["feed.zone_unknown"]


def test_outlook_zone_names_with_a_colon_do_not_break_the_line() -> None:
    reading = read(event("DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20260105T090000"))
    assert starts(reading) == ["2026-01-05T09:00:00+01:00"]


def test_floating_times_stand_on_the_persons_clock() -> None:
    found = only(read(event("DTSTART:20260705T090000", "DTEND:20260705T100000"), zone="America/New_York"))
    assert found.kind is Kind.FLOATING
    assert found.start == datetime(2026, 7, 5, 13, tzinfo=UTC)


def test_an_end_before_the_start_suggests_no_length() -> None:
    reading = read(event("DTSTART:20260105T090000Z", "DTEND:20260105T080000Z"))
    (found,) = reading.occurrences
    assert found.seconds == 0
    assert found.flags == (Flag.END_BEFORE_START,)


def test_this_and_future_moves_the_rest_and_keeps_the_original_starts() -> None:
    reading = read(
        event("DTSTART:20260105T090000Z", "DTEND:20260105T100000Z", "RRULE:FREQ=DAILY;COUNT=4"),
        event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z", "DTSTART:20260107T110000Z", "DTEND:20260107T130000Z"
        ),
    )
    assert [start[8:16] for start in starts(reading)] == ["05T09:00", "06T09:00", "07T11:00", "08T11:00"]
    assert [one.rid[8:16] for one in reading.occurrences] == ["05T09:00", "06T09:00", "07T09:00", "08T09:00"]
    assert [one.seconds // 3600 for one in reading.occurrences] == [1, 1, 2, 2]


def test_added_periods_have_their_own_length() -> None:
    reading = read(
        event("DTSTART:20260105T090000Z", "DTEND:20260105T100000Z", "RDATE;VALUE=PERIOD:20260106T090000Z/PT3H")
    )
    assert [one.seconds // 3600 for one in reading.occurrences] == [1, 3]


def test_a_rule_that_ended_before_it_began_never_happens() -> None:
    reading = read(event("DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY;UNTIL=20250101T000000Z"))
    assert reading.occurrences == ()


def test_a_weekly_meeting_keeps_its_hour_across_the_clock_change() -> None:
    reading = read(
        event(
            "DTSTART;TZID=Europe/Berlin:20260323T090000",
            "DTEND;TZID=Europe/Berlin:20260323T100000",
            "RRULE:FREQ=WEEKLY;COUNT=2",
        )
    )
    assert starts(reading) == ["2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00"]
    assert [one.rid for one in reading.occurrences] == ["2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"]


def test_the_window_counts_days_of_the_person() -> None:
    late = event("DTSTART:20260105T230000Z", "DTEND:20260105T233000Z")
    sixth = Period(date(2026, 1, 6), date(2026, 1, 6))
    assert len(read(late, window=sixth, zone="Europe/Berlin").occurrences) == 1
    assert read(late, window=sixth, zone="UTC").occurrences == ()


def test_a_very_old_daily_rule_is_as_quick_as_a_new_one() -> None:
    reading = read(event("DTSTART;TZID=Europe/Berlin:00010101T090000", "RRULE:FREQ=DAILY;INTERVAL=2"))
    assert len(reading.occurrences) in {182, 183}
    assert {start[11:16] for start in starts(reading)} == {"09:00"}


def test_an_override_of_another_kind_does_not_cost_the_series() -> None:
    reading = read(
        event("DTSTART:20260105T090000Z", "DTEND:20260105T100000Z", "RRULE:FREQ=MONTHLY;COUNT=12"),
        event("RECURRENCE-ID:20260205T090000Z", "DTSTART;VALUE=DATE:20260206", "DTEND;VALUE=DATE:20260207"),
        event("RECURRENCE-ID;VALUE=DATE:20260305", "DTSTART:20260306T120000", "DTEND:20260306T130000"),
    )
    assert len(reading.occurrences) == 12
    assert [one.kind for one in reading.occurrences[:4]] == [Kind.INSTANT, Kind.ALL_DAY, Kind.FLOATING, Kind.INSTANT]
    assert reading.occurrences[1].rid == "2026-02-05T09:00:00Z"
