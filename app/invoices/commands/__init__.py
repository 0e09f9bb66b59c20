"""What people do with bills: collect, decide, issue, bring in older ones."""

from app.invoices.commands.collecting import Collected, collect
from app.invoices.commands.correcting import keep_expense, take_back_time
from app.invoices.commands.deciding import (
    Adjusted,
    Decided,
    adjust_draft,
    approve_draft,
    hold_draft,
    release_draft,
    remove_adjustment,
    reopen_draft,
    set_po,
)
from app.invoices.commands.fixing import (
    OrderRecorded,
    Settled,
    collect_draft,
    record_acceptance,
    record_order,
    use_sow_rate,
)
from app.invoices.commands.forgetting import forget_milestone_acceptance, forget_order_acceptance
from app.invoices.commands.issuing import Issued, issue_invoice
from app.invoices.commands.keeping import Kept, keep_finding, raise_finding
from app.invoices.commands.opening import bring_opening_invoice
from app.invoices.commands.opening_balances import (
    BroughtBalances,
    TakenBackBalances,
    bring_opening_balances,
    take_back_opening_balances,
)
from app.invoices.commands.printing import choose_parts
from app.invoices.commands.removing import DraftRemoved, remove_draft
from app.invoices.domain import OpeningLine

__all__ = [
    "Adjusted",
    "BroughtBalances",
    "Collected",
    "Decided",
    "DraftRemoved",
    "Issued",
    "Kept",
    "OpeningLine",
    "OrderRecorded",
    "Settled",
    "TakenBackBalances",
    "adjust_draft",
    "approve_draft",
    "bring_opening_balances",
    "bring_opening_invoice",
    "choose_parts",
    "collect",
    "collect_draft",
    "forget_milestone_acceptance",
    "forget_order_acceptance",
    "hold_draft",
    "issue_invoice",
    "keep_expense",
    "keep_finding",
    "raise_finding",
    "record_acceptance",
    "record_order",
    "release_draft",
    "remove_adjustment",
    "remove_draft",
    "reopen_draft",
    "set_po",
    "take_back_opening_balances",
    "take_back_time",
    "use_sow_rate",
]
