"""What a fresh look into the calendar does to a suggestion: every cell of the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.harvest.domain import Kind, Note, Occurrence, Partstat, State, Status, next_state, too_many_gone

MEETING = Occurrence(
    uid="one",
    rid="",
    start=datetime(2026, 1, 5, 9, tzinfo=UTC),
    end=datetime(2026, 1, 5, 10, tzinfo=UTC),
    kind=Kind.INSTANT,
    title="Review",
)
WAS = MEETING.fingerprint
MOVED = replace(MEETING, start=datetime(2026, 1, 5, 9, 30, tzinfo=UTC))
RETITLED = replace(MEETING, title="Review of the review")
CANCELLED = replace(MEETING, status=Status.CANCELLED)
DECLINED = replace(MEETING, partstat=Partstat.DECLINED)
OFF = [CANCELLED, DECLINED, None]


def after(
    state: State, now: Occurrence | None, *, hand_edited: bool = False, locked: bool = False
) -> tuple[State, Note]:
    return next_state(state, WAS, now, hand_edited=hand_edited, locked=locked)


def test_a_suggestion_follows_its_event() -> None:
    assert after(State.SUGGESTED, MEETING) == (State.SUGGESTED, Note.NONE)
    assert after(State.SUGGESTED, MOVED) == (State.SUGGESTED, Note.MOVED)
    assert after(State.SUGGESTED, RETITLED) == (State.SUGGESTED, Note.MOVED)


@pytest.mark.parametrize("now", [*OFF, replace(MEETING, private=True, title="")])
def test_a_suggestion_is_withdrawn_with_its_event_and_comes_back_with_it(now: Occurrence | None) -> None:
    assert after(State.SUGGESTED, now) == (State.WITHDRAWN, Note.CANCELLED)
    assert after(State.WITHDRAWN, now) == (State.WITHDRAWN, Note.NONE)
    assert after(State.WITHDRAWN, MEETING) == (State.SUGGESTED, Note.BACK)


def test_an_accepted_entry_never_changes_by_itself_but_proposes() -> None:
    assert after(State.ACCEPTED, MEETING) == (State.ACCEPTED, Note.NONE)
    assert after(State.ACCEPTED, MOVED) == (State.CHANGED, Note.MOVED)
    assert after(State.CHANGED, MOVED) == (State.CHANGED, Note.MOVED)
    assert after(State.CHANGED, MEETING) == (State.ACCEPTED, Note.BACK)


@pytest.mark.parametrize("now", OFF)
@pytest.mark.parametrize("hand_edited", [False, True])
def test_an_accepted_entry_of_a_cancelled_meeting_is_asked_about(now: Occurrence | None, hand_edited: bool) -> None:
    assert after(State.ACCEPTED, now, hand_edited=hand_edited) == (State.CHANGED, Note.CANCELLED)


def test_an_entry_edited_by_hand_only_gets_a_note_when_the_meeting_moves() -> None:
    assert after(State.ACCEPTED, MOVED, hand_edited=True) == (State.ACCEPTED, Note.MOVED)
    assert after(State.CHANGED, MEETING, hand_edited=True) == (State.ACCEPTED, Note.BACK)


@pytest.mark.parametrize("now", [MOVED, RETITLED, *OFF])
def test_an_invoiced_entry_only_gets_a_note(now: Occurrence | None) -> None:
    state, note = after(State.ACCEPTED, now, locked=True)
    assert state is State.ACCEPTED
    assert note in {Note.MOVED, Note.CANCELLED}


@pytest.mark.parametrize("now", [MEETING, MOVED, RETITLED, *OFF])
def test_a_dismissal_stays_whatever_the_calendar_does(now: Occurrence | None) -> None:
    assert after(State.DISMISSED, now) == (State.DISMISSED, Note.NONE)


def test_a_new_code_in_the_title_brings_a_dismissed_event_back() -> None:
    coded = replace(MEETING, title="#ACME-12 Review")
    assert next_state(State.DISMISSED, WAS, coded, hand_edited=False, was_title="Review")[0] is State.SUGGESTED
    assert next_state(State.DISMISSED, WAS, coded, hand_edited=False, was_title="#acme-12 Rev")[0] is State.DISMISSED


def test_a_mass_disappearance_is_held_back() -> None:
    assert not too_many_gone(known=10, gone=5)
    assert too_many_gone(known=10, gone=6)
    assert not too_many_gone(known=100, gone=20)
    assert too_many_gone(known=100, gone=21)


EVENTS = st.sampled_from([MEETING, MOVED, RETITLED, *OFF])


@given(st.sampled_from(State), EVENTS, st.booleans(), st.booleans())
def test_looking_again_changes_nothing(state: State, now: Occurrence | None, hand_edited: bool, locked: bool) -> None:
    once, _ = next_state(state, WAS, now, hand_edited=hand_edited, locked=locked)
    seen = now.fingerprint if now and once in {State.SUGGESTED, State.WITHDRAWN} else WAS
    again, note = next_state(once, seen, now, hand_edited=hand_edited, locked=locked)
    assert again is once
    assert note is not Note.BACK


@given(st.lists(EVENTS, max_size=12), st.booleans())
def test_an_accepted_entry_survives_any_history_of_its_event(
    history: list[Occurrence | None], hand_edited: bool
) -> None:
    state = State.ACCEPTED
    for now in history:
        state, _ = next_state(state, WAS, now, hand_edited=hand_edited)
        assert state in {State.ACCEPTED, State.CHANGED}
    assert next_state(state, WAS, MEETING, hand_edited=hand_edited)[0] is State.ACCEPTED
