"""Marks in titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.harvest.domain import fold_title, read_title


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("#ACME-12 2h design review", ("acme-12",)),
        ("#acme 45m call", ("acme",)),
        ("Re: #ACME-12", ("acme-12",)),
        ("\uff03ACME-12 full width sign", ("acme-12",)),
        ("#ACME-12\u00a0no-break blank", ("acme-12",)),
        ("\U0001f600 #ACME-12 after a picture", ("acme-12",)),
        ("\u200f#ACME-12\u200f between direction marks", ("acme-12",)),
        ("#ACME-12 and #OTHER-1", ("acme-12", "other-1")),
        ("#ACME-12 twice #acme-12", ("acme-12",)),
        ("fix #12 first", ()),
        ("page.html#anchor", ()),
        ("C# course", ()),
        ("#a too short", ()),
    ],
)
def test_a_code_is_a_letter_and_more_after_a_sharp_sign(title: str, codes: tuple[str, ...]) -> None:
    assert read_title(title).codes == codes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120),
        ("1.5h", 90),
        ("1,5h", 90),
        ("1.25h", 75),
        ("1h30", 90),
        ("1h30m", 90),
        ("1:30h", 90),
        ("90m", 90),
        ("90min", 90),
        ("45 min", 45),
        ("2 h", 120),
    ],
)
def test_a_duration_is_read_wherever_it_stands(text: str, minutes: int) -> None:
    assert read_title(f"{text} design").seconds == minutes * 60
    assert read_title(f"design {text} review").seconds == minutes * 60
    assert read_title(f"design {text} review").note == "design review"


@pytest.mark.parametrize("title", ["Workshop 2", "14:00 call", "v2.5host", "0h", "99h", "5 people", "Room 2h4x"])
def test_other_numbers_are_no_duration(title: str) -> None:
    assert read_title(title).seconds is None


def test_flags_task_and_name_are_taken_out_of_the_note() -> None:
    marks = read_title("[Brightwater Utilities] !nb /steering Call with A. Mercer !travel 2h")
    assert marks.names == ("brightwater utilities",)
    assert (marks.not_billable, marks.travel, marks.skip) == (True, True, False)
    assert marks.task == "steering"
    assert marks.seconds == 7200
    assert marks.note == "Call with A. Mercer"


def test_skip_means_do_not_ask() -> None:
    assert read_title("Lunch !skip").skip
    assert not read_title("wow!skipping").skip


def test_titles_compare_without_marks_case_blanks_and_reply_signs() -> None:
    assert fold_title("RE: Fwd:  Pricing   Workshop 1. ") == "pricing workshop 1"
    assert fold_title("#ACME-12 Pricing workshop 1 2h") == "pricing workshop 1"


@given(st.text(max_size=200))
def test_any_text_can_be_a_title(title: str) -> None:
    marks = read_title(title)
    assert marks.seconds is None or 0 < marks.seconds <= 90_000
    assert isinstance(fold_title(title), str)
