"""Length, day and worth of an occurrence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.harvest.domain import Kind, Occurrence, Partstat, Status, acceptable, worked_seconds, worth_suggesting

TODAY = date(2026, 1, 9)
BERLIN = ZoneInfo("Europe/Berlin")
MEETING = Occurrence(
    uid="one",
    rid="",
    start=datetime(2026, 1, 5, 9, tzinfo=BERLIN),
    end=datetime(2026, 1, 5, 10, tzinfo=BERLIN),
    kind=Kind.INSTANT,
    title="Review",
)
ALL_DAY = replace(MEETING, start=date(2026, 1, 5), end=date(2026, 1, 6), kind=Kind.ALL_DAY)


def test_a_night_with_a_clock_change_has_its_real_length() -> None:
    night = replace(
        MEETING, start=datetime(2026, 3, 28, 23, tzinfo=BERLIN), end=datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    )
    assert night.seconds == 4 * 3600


def test_the_day_is_the_persons_not_the_events() -> None:
    late = replace(MEETING, start=datetime(2026, 1, 5, 23, tzinfo=UTC), end=datetime(2026, 1, 6, 0, tzinfo=UTC))
    assert late.day("Europe/London") == date(2026, 1, 5)
    assert late.day("Europe/Berlin") == date(2026, 1, 6)


def test_a_timed_meeting_is_worth_suggesting() -> None:
    assert worth_suggesting(MEETING, TODAY)
    assert worked_seconds(MEETING) == 3600


@pytest.mark.parametrize(
    "event",
    [
        replace(MEETING, private=True, title=""),
        replace(MEETING, status=Status.CANCELLED),
        replace(MEETING, partstat=Partstat.DECLINED),
        replace(MEETING, end=MEETING.start),
        replace(MEETING, end=datetime(2026, 1, 6, 2, tzinfo=BERLIN)),
        replace(MEETING, title="Lunch !skip"),
        ALL_DAY,
    ],
    ids=["private", "cancelled", "declined", "no length", "17 hours", "skip", "all day"],
)
def test_what_cannot_be_billed_is_not_suggested(event: Occurrence) -> None:
    assert not worth_suggesting(event, TODAY)


def test_a_duration_in_the_title_makes_time_of_a_whole_day_and_wins_over_the_length() -> None:
    assert worked_seconds(replace(ALL_DAY, title="#ACME-12 2h design review")) == 7200
    assert worth_suggesting(replace(ALL_DAY, title="#ACME-12 2h design review"), TODAY)
    assert worked_seconds(replace(MEETING, title="Review 30m")) == 1800


def test_a_tentative_or_unanswered_meeting_is_still_suggested() -> None:
    assert worth_suggesting(replace(MEETING, status=Status.TENTATIVE), TODAY)
    assert worth_suggesting(replace(MEETING, partstat=Partstat.NEEDS_ACTION), TODAY)


def test_coming_meetings_are_shown_a_month_ahead_and_acceptable_when_they_are_over() -> None:
    assert worth_suggesting(MEETING, date(2025, 12, 20))
    assert not worth_suggesting(MEETING, date(2025, 11, 20))
    assert not acceptable(MEETING, datetime(2026, 1, 5, 8, 59, tzinfo=UTC), "Europe/Berlin")
    assert acceptable(MEETING, datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "Europe/Berlin")
    assert not acceptable(ALL_DAY, datetime(2026, 1, 4, 22, 59, tzinfo=UTC), "Europe/Berlin")
    assert acceptable(ALL_DAY, datetime(2026, 1, 4, 23, 0, tzinfo=UTC), "Europe/Berlin")
