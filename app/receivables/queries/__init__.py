"""Reading what is owed and what was paid. Sums owed need the right to see them; other roles are refused."""

from __future__ import annotations

from app.receivables.queries.owed import (
    AgingBucketRow,
    AgingView,
    ClientOwedRow,
    CollectionsView,
    OwedRow,
    PayingClient,
    PaymentFormView,
    aging,
    aging_of,
    collections,
    owed,
    owed_by_client,
    payment_form,
    proposal,
    standing,
)
from app.receivables.queries.payments import (
    AllocationRow,
    PaymentRow,
    allocations,
    invariants,
    payments,
)

__all__ = [
    "AgingBucketRow",
    "AgingView",
    "AllocationRow",
    "ClientOwedRow",
    "CollectionsView",
    "OwedRow",
    "PayingClient",
    "PaymentFormView",
    "PaymentRow",
    "aging",
    "aging_of",
    "allocations",
    "collections",
    "invariants",
    "owed",
    "owed_by_client",
    "payment_form",
    "payments",
    "proposal",
    "standing",
]
