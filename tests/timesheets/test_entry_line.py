"""The entry line: client, task, hours and note in any order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.formats import Formats
from app.timesheets.domain import Part, ReadLine, read_line

TODAY = date(2026, 4, 30)  # a Thursday
H = 3600


@dataclass(frozen=True)
class Sample:
    task_id: int
    name: str
    client_name: str
    sow_number: str = ""
    sow_title: str = ""
    match_words: tuple[str, ...] = ()
    mine: bool = False
    start_on: date | None = None
    end_on: date | None = None


TASKS = [
    Sample(1, "Steering", "Brightwater Utilities", "SOW-2026-014", "Billing controls review"),
    Sample(2, "Fieldwork", "Brightwater Utilities", "SOW-2026-014", "Billing controls review"),
    Sample(3, "Controls testing", "Brightwater Utilities", "SOW-2026-014", "Billing controls review"),
    Sample(4, "Third site extract", "Brightwater Utilities", "SOW-2026-014", "Billing controls review"),
    Sample(5, "Pricing workshops", "Foxglove Foods Ltd", "SOW-2026-011", "Pricing review", ("workshop",)),
    Sample(6, "Trade terms", "Foxglove Foods Ltd", "SOW-2026-011", "Pricing review"),
    Sample(7, "PMO support", "Meridian Dental Group", "SOW-2026-017", "Clinic roll-out PMO"),
    Sample(8, "Margin model", "Nordhavn Logistics A/S", "SOW-2026-009", "Freight margin diagnostic"),
    Sample(9, "Steering", "Nordhavn Logistics A/S", "SOW-2026-009", "Freight margin diagnostic"),
    Sample(10, "Team meeting", "", match_words=("stand-up",)),
    Sample(11, "Business development", ""),
    Sample(12, "Étude d’impact", "Société Générale d’Énergie", "SOW-2026-030", "Réseau"),
    Sample(13, "Phase 2", "Ørsted Søfart", "SOW-2026-031", "Havn"),
    Sample(14, "Review", "Brightside Homes", "SOW-2026-032", "Lettings"),
    Sample(15, "Old plan", "Quayside Theatre Trust", "SOW-2025-036", "Recovery", end_on=date(2025, 12, 31)),
    Sample(16, "New plan", "Quayside Theatre Trust", "SOW-2026-036", "Recovery", start_on=date(2026, 1, 1)),
]


def read(text: str, **options: object) -> ReadLine[Sample]:
    return read_line(text, TASKS, TODAY, **options)  # type: ignore[arg-type]


CLEAR = [
    # the order does not matter
    ("brightw field 1.5 interviews", 2, 1.5, "30", "interviews"),
    ("1.5 brightw field interviews", 2, 1.5, "30", "interviews"),
    ("field brightw 1.5 interviews", 2, 1.5, "30", "interviews"),
    ("interviews brightw field 1.5", 2, 1.5, "30", "interviews"),
    ("interviews 1.5 field brightw", 2, 1.5, "30", "interviews"),
    ("brightw steer 1 tue call with A. Mercer", 1, 1, "28", "call with A. Mercer"),
    ("Brightwater Utilities Fieldwork 2", 2, 2, "30", ""),
    ("fieldwork 2", 2, 2, "30", ""),
    ("BRIGHTW FIELD 2 Board Pack", 2, 2, "30", "Board Pack"),
    # commas and marks
    ("brightw, field, 1.5, interviews", 2, 1.5, "30", "interviews"),
    ("brightw field 1,5 interviews", 2, 1.5, "30", "interviews"),
    ("fox,pricing,1,5,interviews", 5, 1.5, "30", "interviews"),
    ("brightw · field 1.5 - interviews", 2, 1.5, "30", "interviews"),
    ("brightw field: 1.5 interviews, second day", 2, 1.5, "30", "interviews second day"),
    # hours
    ("brightw field 1:30", 2, 1.5, "30", ""),
    ("brightw field 90m", 2, 1.5, "30", ""),
    ("brightw field 90 min", 2, 1.5, "30", ""),
    ("brightw field 90 minutes", 2, 1.5, "30", ""),
    ("brightw field 1h30", 2, 1.5, "30", ""),
    ("brightw field 1h 30m", 2, 1.5, "30", ""),
    ("brightw field 1.5h", 2, 1.5, "30", ""),
    ("brightw field 1.5 h", 2, 1.5, "30", ""),
    ("brightw field 2 hours", 2, 2, "30", ""),
    (".5 fox pricing", 5, 0.5, "30", ""),
    ("brightw field 9-10:30", 2, 1.5, "30", ""),
    ("brightw field 9:00-10:30 interviews", 2, 1.5, "30", "interviews"),
    ("brightw field 9.15–10.45", 2, 1.5, "30", ""),
    ("brightw field 9 - 10:30", 2, 1.5, "30", ""),
    ("brightw field 11-1", 2, 2, "30", ""),
    ("brightw field 13:30-17", 2, 3.5, "30", ""),
    ("brightw field 9am-10:30am", 2, 1.5, "30", ""),
    ("brightw field 11-1pm", 2, 2, "30", ""),
    ("brightw field 24", 2, 24, "30", ""),
    ("brightw field 25h", 2, 25, "30", ""),
    ("brightw field 0.25", 2, 0.25, "30", ""),
    # numbers in the note
    ("brightw field 1.5 wave 2 readiness", 2, 1.5, "30", "wave 2 readiness"),
    ("brightw field 3 release 1.5", 2, 3, "30", "release 1.5"),
    ("brightw field wave 2 readiness 1.5", 2, 1.5, "30", "wave 2 readiness"),
    ("brightw field 2 site 101", 2, 2, "30", "site 101"),
    ("orsted phase 2 1.5", 13, 1.5, "30", ""),
    ("orsted phase 2 3", 13, 3, "30", ""),
    ("orsted phase 3", 13, 3, "30", ""),
    # days
    ("yesterday brightw field 1", 2, 1, "29", ""),
    ("brightw field 1 today", 2, 1, "30", ""),
    ("mo brightw field 1", 2, 1, "27", ""),
    ("brightw field 1 mon", 2, 1, "27", ""),
    ("brightw field 1 Tuesday", 2, 1, "28", ""),
    ("brightw field 1 thurs", 2, 1, "30", ""),
    ("brightw field 1 fri", 2, 1, "24", ""),
    ("brightw field we 1", 2, 1, "29", ""),
    ("brightw field 1 we", 2, 1, "29", ""),
    ("brightw field 1 we discussed tariffs", 2, 1, "30", "we discussed tariffs"),
    ("brightw field 1 sat with the team", 2, 1, "30", "sat with the team"),
    ("28/4 brightw field 1", 2, 1, "28", ""),
    ("brightw field 1 28/4/2026 interviews", 2, 1, "28", "interviews"),
    ("brightw field 1 28/04/26", 2, 1, "28", ""),
    ("brightw field 1 28 apr", 2, 1, "28", ""),
    ("brightw field 1 April 28", 2, 1, "28", ""),
    ("brightw field 1 28th Apr. interviews", 2, 1, "28", "interviews"),
    ("2026-04-28 brightw field 1", 2, 1, "28", ""),
    ("brightw field 1 tue wed review", 2, 1, "28", "wed review"),
    # names
    ("014 field 1", 2, 1, "30", ""),
    ("sow-2026-014 field 1", 2, 1, "30", ""),
    ("mer 2 board pack", 7, 2, "30", "board pack"),
    ("mdg pmo 2", 7, 2, "30", ""),
    ("nord steer 1", 9, 1, "30", ""),
    ("fox pw 1", 5, 1, "30", ""),
    ("third site 1.5 extract checks", 4, 1.5, "30", "extract checks"),
    ("third site extract 1.5 extract checks", 4, 1.5, "30", "extract checks"),
    ("brightw field 1 call about foxglove", 2, 1, "30", "call about foxglove"),
    ("foxglove 1 workshop with sales", 5, 1, "30", "with sales"),
    ("internal team meeting 0.5", 10, 0.5, "30", ""),
    ("team meeting .5", 10, 0.5, "30", ""),
    ("brightside 1 review of leases", 14, 1, "30", "of leases"),
    # accents
    ("soc etude 2 lecture", 12, 2, "30", "lecture"),
    ("société étude 2", 12, 2, "30", ""),
    ("Ørsted phase 2 1", 13, 1, "30", ""),
    ("sofart 1", 13, 1, "30", ""),
    # agreements by the dates they run
    ("quayside plan 1", 16, 1, "30", ""),
    # quotes
    ('brightw field 1.5 "2 interviews, mo and tue"', 2, 1.5, "30", "2 interviews, mo and tue"),
    ("“brightw” pmo 1", 7, 1, "30", "brightw"),
]


@pytest.mark.parametrize(("text", "task", "hours", "day", "note"), CLEAR)
def test_a_clear_line_reads_as_meant(text: str, task: int, hours: float, day: str, note: str) -> None:
    found = read(text)
    assert found.task is not None, found.candidates
    assert (found.task.task_id, found.seconds, found.day, found.note) == (
        task,
        round(hours * H),
        date(2026, 4, int(day)),
        note,
    )
    assert found.ready


UNCLEAR = [
    ("", {Part.TASK, Part.HOURS}, []),
    ("1.5", {Part.TASK}, []),
    ("brightw field", {Part.HOURS}, []),
    ("brightw field 0", {Part.HOURS}, []),
    ("brightw field 26", {Part.HOURS}, []),
    ("brightw field 90", {Part.HOURS}, []),
    ("bri 1", {Part.TASK}, [14, 3, 2, 1, 4]),
    ("brightw 1.5 something", {Part.TASK}, [3, 2, 1, 4]),
    ("steering 1", {Part.TASK}, [1, 9]),
    ("fox 2", {Part.TASK}, [5, 6]),
    ("xyz 1", {Part.TASK}, []),
    ("brightw field 1 31/4", {Part.DAY}, []),
    ("brightw field 1 30/2/2026", {Part.DAY}, []),
    ("brightw field 1 2026-13-01", {Part.DAY}, []),
    ("field 1 interviews", set(), []),
]


@pytest.mark.parametrize(("text", "parts", "guesses"), UNCLEAR)
def test_what_is_missing_or_has_two_meanings_is_said(text: str, parts: set[Part], guesses: list[int]) -> None:
    found = read(text)
    assert set(found.unclear) == parts
    assert sorted(task.task_id for task in found.candidates) == sorted(guesses)
    assert found.ready == (not parts)


@pytest.mark.parametrize("text", ["nb brightw field 1", "brightw field 1 nb", "brightw n/b field 1", "NB 1 field"])
def test_nb_means_not_billable_and_is_no_note(text: str) -> None:
    found = read(text)
    assert (found.billable, found.note) == (False, "")


def test_without_nb_the_task_decides_what_is_billable() -> None:
    assert read("brightw field 1").billable is None


def test_tasks_used_lately_are_the_first_guesses() -> None:
    assert [task.task_id for task in read("steering 1", recent=(9,)).candidates] == [9, 1]
    assert [task.task_id for task in read("1", recent=(7, 2)).candidates] == [7, 2]


def test_a_chosen_guess_makes_the_line_clear_and_keeps_its_words_out_of_the_note() -> None:
    found = read("steering 1 agenda", chosen=9)
    assert found.task is not None
    assert (found.task.task_id, found.note, found.ready) == (9, "agenda", True)


LOCALES = [
    ("en-US", "4/28 brightw field 1", 28, H),
    ("en-US", "28/4 brightw field 1", 28, H),
    ("de-DE", "28.4. brightw field 1", 28, H),
    ("de-DE", "28.04.2026 brightw field 1,5", 28, H * 3 // 2),
    ("de-DE", "28.4 brightw field 1", 28, H),
    ("de-DE", "brightw field 1,5 Di", 28, H * 3 // 2),
    ("de-DE", "brightw field 1 Dienstag", 28, H),
    ("de-DE", "brightw field 1 Mi", 29, H),
    ("fr-FR", "brightw field 1 mardi", 28, H),
    ("sv-SE", "brightw field 1 måndag", 27, H),
    ("pl-PL", "brightw field 1 środa", 29, H),
    ("en-GB", "brightw field 1.5.", 30, H * 3 // 2),
]


@pytest.mark.parametrize(("locale", "text", "day", "seconds"), LOCALES)
def test_days_are_read_in_the_language_of_the_person(locale: str, text: str, day: int, seconds: int) -> None:
    found = read_line(text, TASKS, TODAY, Formats(locale))
    assert (found.day, found.seconds) == (date(2026, 4, day), seconds)


def test_a_date_without_a_year_is_the_last_one_and_never_far_ahead() -> None:
    assert read("31/12 brightw field 1").day == date(2025, 12, 31)
    assert read("4/5 brightw field 1").day == date(2026, 5, 4)
    assert read("29/2 brightw field 1").day == date(2024, 2, 29)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text)
    assert found.seconds is None or 0 < found.seconds <= 25 * H


@given(st.permutations(["brightw", "fieldw", "1.5", "tue", "nb"]), st.sampled_from(["", "interviews", "board pack"]))
def test_any_order_means_the_same(words: list[str], note: str) -> None:
    found = read(" ".join([*words, note]))
    assert found.task is not None
    assert (found.task.task_id, found.seconds, found.day, found.billable, found.note) == (
        2,
        5400,
        date(2026, 4, 28),
        False,
        note,
    )


# ------------------------------------------------------------------------------------------ start, end, usual day


SPANS = [
    ("brightw field 9-10:30", (540, 630)),
    ("brightw field 9:15–10", (555, 600)),
    ("brightw field 11-1", (660, 780)),
    ("brightw field 9-5", (540, 1020)),
    ("brightw field 1-2pm", (780, 840)),
    ("brightw field 11am-1pm", (660, 780)),
    ("brightw field 11:30-1:15pm", (690, 795)),
    ("brightw field 12-1pm", (720, 780)),
    ("brightw field 22-24", (1320, 1440)),
    ("brightw field 1.5", None),
    ("brightw field 90m", None),
    ('brightw field 1 "9-10:30"', None),
]


@pytest.mark.parametrize(("text", "span"), SPANS)
def test_hours_said_as_a_span_keep_their_start_and_end(text: str, span: tuple[int, int] | None) -> None:
    assert read(text).span == span


@pytest.mark.parametrize("text", ["brightw field 22-1", "brightw field 13-13", "brightw field 13pm-14pm"])
def test_a_span_that_cannot_be_is_no_span(text: str) -> None:
    assert read(text).span is None


def test_start_and_end_are_instants_where_the_person_is() -> None:
    instants = read("brightw field 9-10:30 tue").instants("Europe/London")
    assert instants == (datetime(2026, 4, 28, 8, tzinfo=UTC), datetime(2026, 4, 28, 9, 30, tzinfo=UTC))
    assert read("brightw field 1.5").instants("Europe/London") is None


def test_a_night_in_which_the_clock_changes_keeps_the_hours_and_no_instants() -> None:
    found = read("brightw field 0-4 29/3/2026")
    assert (found.seconds, found.instants("Europe/London")) == (4 * H, None)
    assert read("brightw field 2-4 29/3/2026").instants("Europe/London") is not None


USUAL = [
    ("brightw field 1", "28"),
    ("brightw field 1 today", "30"),
    ("brightw field 1 yesterday", "29"),
    ("brightw field 1 mo", "27"),
    ("brightw field 1 30/4", "30"),
]


@pytest.mark.parametrize(("text", "day"), USUAL)
def test_a_line_that_names_no_day_means_the_day_that_is_shown(text: str, day: str) -> None:
    assert read(text, usual_day=date(2026, 4, 28)).day == date(2026, 4, int(day))
