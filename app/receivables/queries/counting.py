"""How many there are of what a check of the book goes through."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Executable, func, select

from app.burn.records import Alert
from app.engagements.records import SowVersion
from app.invoices.records import Allocation, Draft, Invoice, InvoiceLine
from app.receivables.records import Payment
from app.storage import audit
from app.storage.reading import Reads


def _of(statement: Executable) -> Callable[[Reads], int]:
    def count(reads: Reads) -> int:
        return int(reads.execute(statement).scalar() or 0)

    return count


entries = _of(select(audit.AuditHead.sequence))
signed = _of(select(func.count()).select_from(SowVersion))
billed = _of(select(func.count()).select_from(Allocation))
alerts = _of(select(func.count()).select_from(Alert))
invoices = _of(select(func.count()).select_from(Invoice))
lines = _of(select(func.count()).select_from(InvoiceLine))
drafts = _of(select(func.count()).select_from(Draft))
payments = _of(select(func.count()).select_from(Payment))
