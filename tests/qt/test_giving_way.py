"""A long job behind works a fifth of the time while somebody is at work in the window, else all of it."""

from __future__ import annotations

import pytest

from app.qt import progress
from app.qt.progress import HANDS, MOST, SHARE, SLICE, GivingWay


class Hours:
    """A clock that goes on when somebody works or rests."""

    def __init__(self) -> None:
        self.now = 100.0
        self.rests: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.now += seconds


def test_who_works_in_the_window_comes_first_and_a_job_that_nobody_feels_is_not_held_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hours = Hours()
    monkeypatch.setattr(progress, "time", hours)
    touched = [hours.now]
    way = GivingWay(lambda: touched[0])
    for worked, rest in ((SLICE / 2, None), (SLICE, SLICE * SHARE * 1.5), (SLICE * 2, SLICE * SHARE * 2), (9, None)):
        before = len(hours.rests)
        hours.now += worked
        if worked == 9:
            assert hours.now - touched[0] > HANDS
        way()
        assert hours.rests[before:] == ([] if rest is None else [pytest.approx(rest)])
    touched[0] = hours.now
    hours.now += HANDS - 0.1
    way()
    assert hours.rests[-1] == MOST
