"""Reads of time: a person's week, entries, work done for burn and bills, what waits for approval, expenses."""

from __future__ import annotations

from app.timesheets.queries.all_time import TimePart, all_time
from app.timesheets.queries.desk import Desk, EntryValue, LineTerms, Prompt, RetainerUse, desk, desk_begun, desk_of
from app.timesheets.queries.entries import EntryRow, Waiting, entries, waiting, waiting_for_approval
from app.timesheets.queries.expenses import ExpenseRow, ReceiptSows, expenses, receipt_sows, waiting_expenses
from app.timesheets.queries.finding import FoundEntryRow, find_entries
from app.timesheets.queries.week import Cell, WeekRow, WeekView, empty_row, place_of_row, recent_tasks, week
from app.timesheets.queries.worked import WorkedRow, worked, worked_sows

__all__ = [
    "Cell",
    "Desk",
    "EntryRow",
    "EntryValue",
    "ExpenseRow",
    "FoundEntryRow",
    "LineTerms",
    "Prompt",
    "ReceiptSows",
    "RetainerUse",
    "TimePart",
    "Waiting",
    "WeekRow",
    "WeekView",
    "WorkedRow",
    "all_time",
    "desk",
    "desk_begun",
    "desk_of",
    "empty_row",
    "entries",
    "expenses",
    "find_entries",
    "place_of_row",
    "receipt_sows",
    "recent_tasks",
    "waiting",
    "waiting_expenses",
    "waiting_for_approval",
    "week",
    "worked",
    "worked_sows",
]
