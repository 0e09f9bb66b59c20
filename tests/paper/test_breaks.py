"""Where tables break and how wide their columns are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.paper.breaks import page_breaks
from app.paper.columns import column_widths

HEIGHTS = st.lists(st.floats(min_value=18, max_value=90), min_size=1, max_size=120)
FULL = 700.0
CARRY = 20.0


def used(heights: list[float], counts: tuple[int, ...], page: int) -> float:
    start = sum(counts[:page])
    return sum(heights[start : start + counts[page]])


@given(HEIGHTS, st.floats(min_value=0, max_value=600), st.floats(min_value=0, max_value=300))
def test_every_row_stands_on_a_page_that_holds_it(heights: list[float], first: float, tail: float) -> None:
    counts = page_breaks(heights, first=first, full=FULL, carry=CARRY, brought=CARRY, tail=tail)
    assert sum(counts) == len(heights)
    for page in range(len(counts)):
        room = first if page == 0 else FULL - CARRY
        last = page == len(counts) - 1
        under = tail if last else (CARRY if counts[page] else 0)
        assert used(heights, counts, page) + under <= room + 1e-6 or counts[page] == 0


@given(
    st.lists(st.floats(min_value=18, max_value=90), min_size=2, max_size=120),
    st.floats(min_value=0, max_value=600),
    st.floats(min_value=0, max_value=300),
)
def test_never_one_line_alone_on_a_page(heights: list[float], first: float, tail: float) -> None:
    counts = page_breaks(heights, first=first, full=FULL, carry=CARRY, brought=CARRY, tail=tail)
    assert 1 not in counts


def test_a_table_that_fits_stays_on_its_page() -> None:
    assert page_breaks([18] * 5, first=200, full=FULL, carry=CARRY, brought=CARRY, tail=100) == (5,)


def test_first_pages_are_filled_first() -> None:
    assert page_breaks([20] * 60, first=420, full=720, carry=20, brought=20) == (20, 34, 6)


def test_a_last_row_takes_its_neighbor_along() -> None:
    assert page_breaks([20] * 21, first=420, full=720, carry=20, brought=20, tail=10) == (19, 2)


def test_totals_that_do_not_fit_take_two_rows_along() -> None:
    assert page_breaks([20] * 10, first=210, full=720, carry=0, brought=0, tail=100) == (8, 2)


def test_a_table_with_no_room_for_two_rows_starts_on_the_next_page() -> None:
    assert page_breaks([20] * 10, first=50, full=720, carry=20, brought=20) == (0, 10)


def test_a_tail_higher_than_a_page_is_left_to_stand_alone() -> None:
    assert page_breaks([20] * 3, first=100, full=200, tail=190) == (3,)


def test_no_row_is_no_break() -> None:
    assert page_breaks([], first=100, full=200) == (0,)
    assert page_breaks([], first=100, full=200, tail=150) == (0,)


def test_columns_take_what_they_need_and_the_text_the_rest() -> None:
    assert column_widths([10, 300, 40, 60], [10, 80, 40, 60], stretch=1, room=500) == (10, 390, 40, 60)


def test_greedy_columns_are_narrowed_the_widest_first() -> None:
    widths = column_widths([10, 300, 400, 60], [10, 80, 90, 60], stretch=1, room=500)
    assert sum(widths) == pytest.approx(500)
    assert widths[1] == pytest.approx(180)
    assert widths[0] == 10
    assert widths[3] == 60
    assert widths[2] == pytest.approx(250, abs=0.01)


def test_columns_whose_words_do_not_fit_still_share_the_room() -> None:
    widths = column_widths([400, 300, 400], [400, 80, 400], stretch=1, room=500)
    assert sum(widths) == pytest.approx(500)
    assert widths[0] == pytest.approx(widths[2])
    assert min(widths) > 100
