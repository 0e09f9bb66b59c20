"""How the columns of a list share the room: who leaves, who shrinks, who takes what is left."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.qt.column_widths import Wish, giving_way, shared
from app.qt.columns import Column, Kind

LEAST = 72


def column(kind: Kind = "text", **more: Any) -> Column:
    return Column(f"{kind}", "Title", lambda row: row, kind=kind, **more)


COLUMNS = [
    column("two_line"),
    column("money"),
    column("text", gives_way=1),
    column("chip"),
    column("text", gives_way=2),
]
WISHES = [
    Wish(200, 120, loose=True, least=150),
    Wish(110, 90, loose=False, least=90),
    Wish(140, 100, loose=False, least=100),
    Wish(120, 95, loose=False, least=95),
    Wish(140, 100, loose=False, least=100),
]
ALL = range(5)


def test_who_gives_way_first_leaves_first_and_only_as_long_as_room_is_short() -> None:
    assert giving_way(COLUMNS, WISHES, (), 535) == []
    assert giving_way(COLUMNS, WISHES, (), 534) == [4]
    assert giving_way(COLUMNS, WISHES, (), 434) == [4, 2]
    assert giving_way(COLUMNS, WISHES, (), 10) == [4, 2]


def test_a_column_hidden_by_choice_needs_no_room() -> None:
    assert giving_way(COLUMNS, WISHES, (4,), 435) == []


def test_the_loose_column_takes_what_is_left_of_the_wishes() -> None:
    assert shared(COLUMNS, WISHES, ALL, 1000, LEAST) == [490, 110, 140, 120, 140]
    assert shared(COLUMNS, WISHES, ALL, 540, LEAST) == [155, 90, 100, 95, 100]


def test_words_shrink_before_states_and_sums_never_do() -> None:
    assert shared(COLUMNS, WISHES, (0, 1, 3), 300, LEAST) == [115, 90, 0, 95, 0]
    assert shared(COLUMNS, WISHES, (0, 1, 3), 250, LEAST) == [72, 90, 0, 88, 0]
    assert shared(COLUMNS, WISHES, (0, 1, 3), 100, LEAST) == [72, 90, 0, 72, 0]


@given(room=st.integers(0, 3000))
def test_the_room_is_used_to_the_pixel_once_there_is_enough(room: int) -> None:
    leaving = giving_way(COLUMNS, WISHES, (), room)
    there = [place for place in ALL if place not in leaving]
    widths = shared(COLUMNS, WISHES, there, room, LEAST)
    assert all(widths[place] == 0 for place in leaving)
    assert all(widths[place] >= min(LEAST, WISHES[place].least) for place in there)
    if room >= sum(WISHES[place].least for place in there):
        assert sum(widths) == room
