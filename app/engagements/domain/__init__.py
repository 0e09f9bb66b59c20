"""Rules of statements of work: arrangements, what they are agreed with, and which rate a unit of work gets."""

from __future__ import annotations

from app.engagements.domain.arrangements import (
    Arrangement,
    ExpenseRule,
    SowState,
    arrangement_words,
    check_thresholds,
    state_words,
    thresholds,
    thresholds_text,
)
from app.engagements.domain.rates import FoundRate, RateFact, RateTable, grade_key
from app.engagements.domain.specs import (
    ChangeOrderSpec,
    GradeBudgetSpec,
    LineSpec,
    MilestoneSpec,
    PoSpec,
    RateSpec,
    TaskSpec,
    match_words,
)

__all__ = [
    "Arrangement",
    "ChangeOrderSpec",
    "ExpenseRule",
    "FoundRate",
    "GradeBudgetSpec",
    "LineSpec",
    "MilestoneSpec",
    "PoSpec",
    "RateFact",
    "RateSpec",
    "RateTable",
    "SowState",
    "TaskSpec",
    "arrangement_words",
    "check_thresholds",
    "grade_key",
    "match_words",
    "state_words",
    "thresholds",
    "thresholds_text",
]
