"""Harvesting again: what was there stays, what is new comes once, whatever the calendar did in between."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from app.harvest.domain import FeedReading, Note, Occurrence, State, key_of, next_state
from tests.data.calendars.made import event, read
from tests.examples import examples

Book = dict[tuple[str, str, str], tuple[State, str]]


@dataclass(frozen=True)
class Planned:
    """One series of a made-up calendar."""

    number: int
    day: int
    hour: int
    rule: str
    zone: str
    moved: int
    cancelled: bool

    def text(self) -> str:
        name = f";TZID={self.zone}" if self.zone not in {"", "Z"} else ""
        utc = "Z" if self.zone == "Z" else ""

        def moment(property_: str, hour: int, day: int = self.day) -> str:
            return f"{property_}{name}:202603{day:02}T{hour:02}0000{utc}"

        master = [moment("DTSTART", self.hour), moment("DTEND", self.hour + 1)]
        master += [f"RRULE:{self.rule}"] if self.rule else []
        master += ["STATUS:CANCELLED"] if self.cancelled else []
        override = [moment("RECURRENCE-ID", self.hour), moment("DTSTART", self.hour + self.moved)]
        override += [moment("DTEND", self.hour + self.moved + 1)]
        uid = f"series-{self.number}"
        return event(*master, uid=uid) + (event(*override, uid=uid) if self.moved and self.rule else "")


SERIES = st.builds(
    Planned,
    number=st.integers(1, 4),
    day=st.integers(1, 28),
    hour=st.integers(6, 18),
    rule=st.sampled_from(["", "FREQ=WEEKLY;COUNT=5", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,TH"]),
    zone=st.sampled_from(["", "Z", "Europe/Berlin", "Eastern Standard Time", "Moon/Copernicus"]),
    moved=st.sampled_from([0, 0, 2]),
    cancelled=st.booleans(),
)
CALENDARS = st.lists(SERIES, max_size=4, unique_by=lambda series: series.number)


def reading_of(plan: list[Planned]) -> FeedReading:
    return read(*(series.text() for series in plan))


def harvest(book: Book, plan: list[Planned]) -> Book:
    """The states of a person's suggestions after one harvest, by the rules of the domain alone."""
    reading = reading_of(plan)
    seen: dict[tuple[str, str, str], Occurrence] = {key_of("7", one): one for one in reading.occurrences}
    after: Book = {}
    for key in book.keys() | seen.keys():
        now = seen.get(key)
        state, was = book.get(key, (State.WITHDRAWN, ""))
        if now is None and not reading.may_be_gone(key[1]):
            after[key] = (state, was)
            continue
        state, _note = next_state(state, was, now, hand_edited=False)
        free = state in {State.SUGGESTED, State.WITHDRAWN}
        after[key] = (state, now.fingerprint if now and free else was)
    return after


def alive(book: Book) -> Book:
    """The book without what was withdrawn: history does not count."""
    return {key: value for key, value in book.items() if value[0] is not State.WITHDRAWN}


@given(CALENDARS)
@settings(max_examples=examples(60), deadline=None)
def test_each_occurrence_has_its_own_key_and_reading_again_gives_the_same(plan: list[Planned]) -> None:
    one, two = reading_of(plan), reading_of(plan)
    assert one.occurrences == two.occurrences
    keys = [key_of("7", occurrence) for occurrence in one.occurrences]
    assert len(set(keys)) == len(keys)


@given(CALENDARS)
@settings(max_examples=examples(60), deadline=None)
def test_harvesting_the_same_calendar_again_gives_nothing_new(plan: list[Planned]) -> None:
    once = harvest({}, plan)
    assert harvest(once, plan) == once


@given(CALENDARS, CALENDARS)
@settings(max_examples=examples(60), deadline=None)
def test_there_and_back_again_ends_where_it_began(plan: list[Planned], other: list[Planned]) -> None:
    once = harvest({}, plan)
    assert alive(harvest(harvest(once, other), plan)) == alive(once)


@given(CALENDARS)
@settings(max_examples=examples(40), deadline=None)
def test_the_order_of_events_in_the_file_does_not_matter(plan: list[Planned]) -> None:
    assert reading_of(list(reversed(plan))).occurrences == reading_of(plan).occurrences


@given(CALENDARS, st.lists(CALENDARS, max_size=3))
@settings(max_examples=examples(40), deadline=None)
def test_accepted_time_is_conserved_through_every_later_harvest(
    plan: list[Planned], later: list[list[Planned]]
) -> None:
    book = {
        key: (State.ACCEPTED, was) if state is State.SUGGESTED else (state, was)
        for key, (state, was) in harvest({}, plan).items()
    }
    accepted = {key: was for key, (state, was) in book.items() if state is State.ACCEPTED}
    for other in later:
        book = harvest(book, other)
    for key, was in accepted.items():
        state, kept = book[key]
        assert state in {State.ACCEPTED, State.CHANGED}
        assert kept == was


def test_a_cut_file_makes_nothing_disappear() -> None:
    assert next_state(State.SUGGESTED, "x", None, hand_edited=False) == (State.WITHDRAWN, Note.CANCELLED)
    reading = read(event("DTSTART:20260302T090000Z"), "BEGIN:VEVENT\r\nUID:two\r\n")
    assert not reading.may_be_gone("one")
    assert not reading.may_be_gone("two")
