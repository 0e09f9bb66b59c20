"""Rules of time: states of an entry, limits of a day, reading the entry line."""

from __future__ import annotations

from app.timesheets.domain.days import day_of
from app.timesheets.domain.limits import (
    check_day_total,
    check_seconds,
    check_when,
    clean_note,
    next_working_day,
    why_locked,
)
from app.timesheets.domain.line import Part, ReadLine, read_line
from app.timesheets.domain.names import Loggable
from app.timesheets.domain.retainer import extra_seconds
from app.timesheets.domain.states import OFFICE, TimeState, may_approve, may_log_for_others

__all__ = [
    "OFFICE",
    "Loggable",
    "Part",
    "ReadLine",
    "TimeState",
    "check_day_total",
    "check_seconds",
    "check_when",
    "clean_note",
    "day_of",
    "extra_seconds",
    "may_approve",
    "may_log_for_others",
    "next_working_day",
    "read_line",
    "why_locked",
]
