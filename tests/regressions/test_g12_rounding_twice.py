"""G12: time that is already whole quarters is not rounded up again, however often it goes through the rule."""

from __future__ import annotations

import pytest

from app.kernel.quantities import Rounding, RoundingMode


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("step", [0, 6, 15, 30])
def test_rounding_again_changes_nothing(mode: RoundingMode, step: int) -> None:
    rule = Rounding(step, mode)
    for seconds in (1, 359, 360, 899, 900, 6299, 6300, 6301, 90_000):
        once = rule.billed(seconds)
        assert rule.billed(once) == once


def test_an_hour_and_three_quarters_stays_that() -> None:
    assert Rounding(15, RoundingMode.UP).billed(6300) == 6300
