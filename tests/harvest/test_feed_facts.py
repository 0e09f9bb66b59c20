"""What is kept of an event besides its times, and what is not."""

from __future__ import annotations

import pytest

from app.harvest.domain import Partstat, Status, key_of, to_raw_json
from tests.data.calendars.made import event, meeting, only, read

TIMES = ("DTSTART:20260105T090000Z", "DTEND:20260105T103000Z")


def test_a_private_event_leaves_neither_title_nor_people() -> None:
    found = only(
        read(
            event(
                *TIMES,
                "CLASS:PRIVATE",
                "DESCRIPTION:#ACME-12 root canal",
                "ORGANIZER:mailto:boss@acme.example",
                "ATTENDEE:mailto:dentist@teeth.example",
                summary="Dentist",
            )
        )
    )
    assert found.private
    assert (found.title, found.organizer, found.attendee_emails, found.code_in_text) == ("", "", (), "")
    assert "Dentist" not in repr(found)
    assert "teeth" not in repr(found)


def test_people_are_addresses_in_small_letters_and_rooms_are_nobody() -> None:
    found = only(
        read(
            event(
                *TIMES,
                'ORGANIZER;CN="Mercer; Alice: head":MAILTO:A.Mercer@Brightwater.example',
                "ATTENDEE;PARTSTAT=ACCEPTED:mailto:priya@alderfinch.example",
                "ATTENDEE;CUTYPE=ROOM:mailto:room1@alderfinch.example",
                "ATTENDEE;EMAIL=second@brightwater.example:urn:uuid:1234",
                "ATTENDEE:invalid:nomail",
            )
        )
    )
    assert found.organizer == "a.mercer@brightwater.example"
    assert found.attendee_emails == ("priya@alderfinch.example", "second@brightwater.example")
    assert found.guests == ("a.mercer@brightwater.example", *found.attendee_emails)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:Me@alderfinch.example", Partstat.DECLINED),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@alderfinch.example", Partstat.ACCEPTED),
        ("ATTENDEE:mailto:me@alderfinch.example", Partstat.NEEDS_ACTION),
        ("ATTENDEE;PARTSTAT=X-ODD:mailto:me@alderfinch.example", Partstat.NEEDS_ACTION),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:other@alderfinch.example", None),
    ],
)
def test_the_own_answer_is_found_by_the_own_addresses(line: str, answer: Partstat | None) -> None:
    found = only(read(event(*TIMES, line), own=("ME@alderfinch.example",)))
    assert found.partstat is answer
    assert found.declined == (answer is Partstat.DECLINED)


def test_status_free_time_and_title_are_read() -> None:
    found = only(read(event(*TIMES, "STATUS:tentative", "TRANSP:TRANSPARENT", summary="Plan\\, review\\nand more")))
    assert found.status is Status.TENTATIVE
    assert found.transparent
    assert found.title == "Plan, review and more"
    assert found.seconds == 5400


def test_of_a_description_only_a_code_in_its_first_line_is_kept() -> None:
    found = only(read(event(*TIMES, "DESCRIPTION:Booked on #ACME-12\\nsecret #OTHER-1")))
    assert found.code_in_text == "acme-12"
    assert "secret" not in repr(found)


def test_a_single_event_has_no_original_start_and_a_series_has() -> None:
    assert only(read(event(*TIMES))).rid == ""
    series = read(event(*TIMES, "RRULE:FREQ=WEEKLY;COUNT=2"))
    assert [one.rid for one in series.occurrences] == ["2026-01-05T09:00:00Z", "2026-01-12T09:00:00Z"]
    assert {one.repeats for one in series.occurrences} == {"weekly"}


def test_a_moved_meeting_keeps_its_identity_and_changes_its_fingerprint() -> None:
    master = event(*TIMES, "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("RECURRENCE-ID:20260112T090000Z", "DTSTART:20260113T140000Z", "DTEND:20260113T150000Z")
    before, after = read(master).occurrences[1], read(master, moved).occurrences[1]
    assert key_of("7", before) == key_of("7", after) == ("7", "one", "2026-01-12T09:00:00Z")
    assert before.fingerprint != after.fingerprint


def test_the_same_meeting_written_in_another_zone_has_the_same_fingerprint() -> None:
    berlin = only(read(event("DTSTART;TZID=Europe/Berlin:20260105T100000", "DTEND;TZID=Europe/Berlin:20260105T113000")))
    assert berlin.fingerprint == only(read(event(*TIMES))).fingerprint


def test_a_fresh_stamp_or_description_does_not_change_the_fingerprint() -> None:
    one = only(read(event(*TIMES, "DTSTAMP:20260101T000000Z", "DESCRIPTION:old")))
    two = only(read(event(*TIMES, "DTSTAMP:20260202T000000Z", "DESCRIPTION:new", "SEQUENCE:3")))
    assert one == two


def test_an_event_without_uid_keeps_one_identity_through_readings() -> None:
    bare = event(*TIMES, uid="")
    first = only(read(bare))
    (again,) = (one for one in read(meeting(), bare).occurrences if one.uid != "good")
    assert first.uid == again.uid
    assert first.uid.startswith("nouid:")
    assert to_raw_json(first)["uid"] == ""


def test_copies_without_uid_are_told_apart() -> None:
    reading = read(event(*TIMES, uid=""), event(*TIMES, uid=""))
    assert len({key_of("7", one) for one in reading.occurrences}) == 2


def test_raw_facts_have_the_six_keys() -> None:
    found = only(read(event("DTSTART;TZID=Europe/Berlin:20260705T090000", "DURATION:PT30M", "STATUS:CANCELLED")))
    assert to_raw_json(found) == {
        "uid": "one",
        "start": "2026-07-05T09:00:00+02:00",
        "end": "2026-07-05T09:30:00+02:00",
        "start_utc": "2026-07-05T07:00:00Z",
        "kind": "instant",
        "cancelled": True,
    }


def test_raw_facts_of_floating_times_are_the_wall_clock_and_of_days_are_dates() -> None:
    floating = to_raw_json(only(read(event("DTSTART:20260705T090000", "DTEND:20260705T100000"))))
    days = to_raw_json(only(read(event("DTSTART;VALUE=DATE:20260705"))))
    assert (floating["start"], floating["end"], floating["start_utc"]) == (
        "2026-07-05T09:00:00",
        "2026-07-05T10:00:00",
        None,
    )
    assert (days["start"], days["end"], days["kind"]) == ("2026-07-05", "2026-07-06", "all-day")
