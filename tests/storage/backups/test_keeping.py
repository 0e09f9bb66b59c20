"""Which backups stay: laws that hold whatever was taken when, and a year of an office day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.storage.backups import keep
from app.storage.backups.keeping import ALL, PERIODS, YEAR

NOW = datetime(2026, 4, 30, 14, 20, tzinfo=UTC)
MOST = sum(most for most, _period in PERIODS)


@dataclass(frozen=True)
class Taken:
    made: datetime
    good: bool = True
    lasting: bool = False
    name: int = 0
    unchecked: bool = False


def ages() -> st.SearchStrategy[timedelta]:
    near = st.integers(-60, 60 * 24 * 4).map(lambda minutes: timedelta(minutes=minutes))
    return st.one_of(near, st.integers(0, 365 * 14).map(lambda days: timedelta(days=days, minutes=days % 700)))


def taken() -> st.SearchStrategy[list[Taken]]:
    one = st.builds(
        lambda age, state, lasting, name: Taken(NOW - age, state == "good", lasting, name, state == "unchecked"),
        ages(),
        st.sampled_from(["good", "good", "good", "damaged", "unchecked"]),
        st.sampled_from([False, False, True]),
        st.integers(0, 3),
    )
    return st.lists(one, max_size=120, unique=True)


@given(taken())
def test_the_newest_whole_one_is_never_let_go_of(found: list[Taken]) -> None:
    good = [one for one in found if one.good]
    if good:
        newest = max(good, key=lambda one: one.made).made
        assert newest in {one.made for one in keep(found, NOW) if one.good}


@given(taken())
def test_two_days_a_year_before_an_upgrade_and_what_is_damaged_stay(found: list[Taken]) -> None:
    stay = keep(found, NOW)
    assert stay <= set(found)
    for one in found:
        damaged = not one.good and not one.unchecked
        if NOW - one.made <= ALL or damaged or (one.lasting and NOW - one.made <= YEAR):
            assert one in stay
    old = [one for one in stay if NOW - one.made > ALL and not (one.lasting and NOW - one.made <= YEAR)]
    assert len([one for one in old if one.good]) <= MOST
    assert len([one for one in old if one.unchecked]) <= MOST


@given(taken())
def test_keeping_twice_keeps_the_same_and_the_order_does_not_matter(found: list[Taken]) -> None:
    stay = keep(found, NOW)
    assert keep(stay, NOW) == stay
    assert {one.made for one in keep(found[::-1], NOW)} == {one.made for one in stay}


@given(taken())
def test_one_that_is_damaged_or_was_never_opened_takes_no_place_of_a_whole_one(found: list[Taken]) -> None:
    whole = [one for one in found if one.good]
    assert {one for one in keep(found, NOW) if one.good} == keep(whole, NOW)


def test_an_office_that_is_thinned_every_day_can_go_back_to_each_time() -> None:
    """Ten backups a day for three years, thinned after each day; then nobody comes for a year."""
    kept: set[Taken] = set()
    day = NOW - timedelta(days=3 * 365)
    while day <= NOW:
        kept |= {Taken(day + timedelta(minutes=30 * half)) for half in range(10)}
        kept = keep(kept, day + timedelta(hours=6))
        day += timedelta(days=1)
    for back, within in ((1, 1), (10, 1), (13, 1), (40, 7), (65, 7), (200, 31), (330, 31), (700, 366), (1000, 366)):
        wanted = NOW - timedelta(days=back)
        assert any(abs(one.made - wanted) <= timedelta(days=within) for one in kept), back
    assert len(kept) <= 30 + MOST
    later = keep(kept, NOW + timedelta(days=366))
    assert {one.made.date() for one in later} == {one.made.date() for one in keep(kept, NOW + timedelta(days=3))}
