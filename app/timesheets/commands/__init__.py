"""Writing time and expenses: log, change, hand in, approve."""

from __future__ import annotations

from app.timesheets.commands.approval import (
    Approved,
    Before,
    Returned,
    Submitted,
    approve_time,
    approve_week,
    return_time,
    submit_week,
    take_back_approval,
    withdraw_week,
)
from app.timesheets.commands.cells import (
    CellSeen,
    CellSet,
    CellsSet,
    CellWish,
    set_cell,
    set_cells,
)
from app.timesheets.commands.expenses import (
    ExpenseChanged,
    ExpenseFacts,
    add_expense,
    approve_expense,
    change_expense,
    remove_expense,
    spare_client,
)
from app.timesheets.commands.time import (
    Changed,
    EntryFacts,
    Logged,
    Removed,
    change_entry,
    log_time,
    remove_entry,
)

__all__ = [
    "Approved",
    "Before",
    "CellSeen",
    "CellSet",
    "CellWish",
    "CellsSet",
    "Changed",
    "EntryFacts",
    "ExpenseChanged",
    "ExpenseFacts",
    "Logged",
    "Removed",
    "Returned",
    "Submitted",
    "add_expense",
    "approve_expense",
    "approve_time",
    "approve_week",
    "change_entry",
    "change_expense",
    "log_time",
    "remove_entry",
    "remove_expense",
    "return_time",
    "set_cell",
    "set_cells",
    "spare_client",
    "submit_week",
    "take_back_approval",
    "withdraw_week",
]
