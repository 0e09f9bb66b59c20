"""Rules of bills: what a unit of work is, which line it goes on, what is checked, and what is printed."""

from __future__ import annotations

from app.invoices.domain.checks import Check, DraftFacts, LowRate, OrderFact, blocks, check_draft, shown
from app.invoices.domain.composing import Basis, Composed, compose, months_through
from app.invoices.domain.snapshot import (
    BudgetFact,
    Buyer,
    EntryFact,
    ExpenseFact,
    HeldFact,
    InvoiceSnapshot,
    LineFact,
    Seller,
)
from app.invoices.domain.states import (
    AWAITS_ACCEPTANCE,
    EXTRA_PART,
    WORK_KINDS,
    CheckKey,
    DraftState,
    LineKind,
    Origin,
    Shown,
    UnitKind,
    Verdict,
)
from app.invoices.domain.taxes import Sums, TaxGroup, sums_of, tax_groups
from app.invoices.domain.units import (
    BilledUnit,
    ExpenseUnit,
    LineSpec,
    MilestoneUnit,
    OpeningLine,
    RetainerMonth,
    TimeUnit,
)

__all__ = [
    "AWAITS_ACCEPTANCE",
    "EXTRA_PART",
    "WORK_KINDS",
    "Basis",
    "BilledUnit",
    "BudgetFact",
    "Buyer",
    "Check",
    "CheckKey",
    "Composed",
    "DraftFacts",
    "DraftState",
    "EntryFact",
    "ExpenseFact",
    "ExpenseUnit",
    "HeldFact",
    "InvoiceSnapshot",
    "LineFact",
    "LineKind",
    "LineSpec",
    "LowRate",
    "MilestoneUnit",
    "OpeningLine",
    "OrderFact",
    "Origin",
    "RetainerMonth",
    "Seller",
    "Shown",
    "Sums",
    "TaxGroup",
    "TimeUnit",
    "UnitKind",
    "Verdict",
    "blocks",
    "check_draft",
    "compose",
    "months_through",
    "shown",
    "sums_of",
    "tax_groups",
]
