"""How statements of work are arranged: the words of their lines, states, expenses and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from app.kernel.problems import Problem
from app.kernel.words import _

HIGHEST_THRESHOLD = 200
"""A threshold above twice the budget warns nobody in time."""


class Arrangement(StrEnum):
    """How a line of a statement of work is billed."""

    TIME_AND_MATERIALS = "time_and_materials"
    FIXED = "fixed_milestones"
    RETAINER = "retainer"


class SowState(StrEnum):
    """Where a statement of work stands."""

    DRAFT = "draft"
    SOLD = "sold"
    OPEN = "open"
    FINISHED = "finished"


class ExpenseRule(StrEnum):
    """Whether expenses are billed."""

    AT_COST = "at_cost"
    INCLUDED = "included"


def arrangement_words(arrangement: Arrangement, *, capped: bool = False, mixed: bool = False) -> str:
    """The kind of a statement of work for people; `mixed` when its lines differ."""
    if mixed:
        return _("Mixed")
    if arrangement is Arrangement.FIXED:
        return _("Fixed price, milestones")
    if arrangement is Arrangement.RETAINER:
        return _("Retainer")
    return _("Time and materials, capped") if capped else _("Time and materials")


def state_words(state: SowState) -> str:
    """The state for people."""
    return {
        SowState.DRAFT: _("Draft"),
        SowState.SOLD: _("Sold"),
        SowState.OPEN: _("Open"),
        SowState.FINISHED: _("Finished"),
    }[state]


@lru_cache(maxsize=1000)
def thresholds(text: str) -> tuple[int, ...]:
    """Budget thresholds in per cent from text such as "75 90 100" or "75, 90 %"; Problem when they make no sense."""
    words = text.replace(",", " ").replace(";", " ").replace("%", " ").split()
    if not all(word.isascii() and word.isdigit() and len(word) <= 3 for word in words):
        raise _unclear()
    return check_thresholds([int(word) for word in words])


def check_thresholds(values: Sequence[int]) -> tuple[int, ...]:
    """Thresholds that rise from 1 to 200 per cent, or a Problem. None at all is allowed: nobody is warned."""
    if any(not 1 <= value <= HIGHEST_THRESHOLD for value in values):
        raise _unclear()
    if any(later <= earlier for earlier, later in pairwise(values)):
        raise _unclear()
    return tuple(values)


def thresholds_text(values: Sequence[int]) -> str:
    """How thresholds are kept."""
    return " ".join(str(value) for value in values)


def _unclear() -> Problem:
    return Problem(
        "sow.thresholds",
        _("Thresholds are whole per cents from 1 to 200, each higher than the one before."),
        field="thresholds",
        hint=_("Write them like 75 90 100."),
    )
