"""Reading what is owed and what was paid. Sums owed need the right to see them; other roles are refused."""

from __future__ import annotations

from app.receivables.queries.collecting import (
    CollectionsView,
    DueSoonRow,
    GettingPaidRow,
    PayingClient,
    PaymentFormView,
    collections,
    due_soon_of,
    payment_form,
)
from app.receivables.queries.owed import (
    AgingBucketRow,
    AgingView,
    ClientOwedRow,
    OwedRow,
    aging,
    aging_of,
    owed,
    owed_by_client,
    standing,
)
from app.receivables.queries.payments import (
    PAGE,
    AllocationRow,
    PaidRow,
    PaymentListView,
    PaymentRow,
    TakenBackView,
    allocations,
    invariants,
    payment_list,
    payment_to_take_back,
    payments,
)
from app.receivables.queries.story import EventKind, EventRow, InvoiceStory, invoice_story

__all__ = [
    "PAGE",
    "AgingBucketRow",
    "AgingView",
    "AllocationRow",
    "ClientOwedRow",
    "CollectionsView",
    "DueSoonRow",
    "EventKind",
    "EventRow",
    "GettingPaidRow",
    "InvoiceStory",
    "OwedRow",
    "PaidRow",
    "PayingClient",
    "PaymentFormView",
    "PaymentListView",
    "PaymentRow",
    "TakenBackView",
    "aging",
    "aging_of",
    "allocations",
    "collections",
    "due_soon_of",
    "invariants",
    "invoice_story",
    "owed",
    "owed_by_client",
    "payment_form",
    "payment_list",
    "payment_to_take_back",
    "payments",
    "standing",
]
