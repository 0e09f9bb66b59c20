"""What people do with bills: collect, decide, issue, bring in older ones."""

from app.invoices.commands.collecting import Collected, collect
from app.invoices.commands.correcting import keep_expense, take_back_time
from app.invoices.commands.deciding import (
    Adjusted,
    Decided,
    DraftRemoved,
    adjust_draft,
    approve_draft,
    hold_draft,
    release_draft,
    remove_adjustment,
    remove_draft,
    reopen_draft,
    set_po,
)
from app.invoices.commands.issuing import Issued, issue_invoice
from app.invoices.commands.opening import bring_opening_invoice
from app.invoices.commands.printing import choose_parts
from app.invoices.domain import OpeningLine

__all__ = [
    "Adjusted",
    "Collected",
    "Decided",
    "DraftRemoved",
    "Issued",
    "OpeningLine",
    "adjust_draft",
    "approve_draft",
    "bring_opening_invoice",
    "choose_parts",
    "collect",
    "hold_draft",
    "issue_invoice",
    "keep_expense",
    "release_draft",
    "remove_adjustment",
    "remove_draft",
    "reopen_draft",
    "set_po",
    "take_back_time",
]
