"""What the billing run's page needs at once: the run, its drafts, the month before, the next number, the rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select

from app.firm.domain import Right, allowed
from app.firm.queries import counters, following
from app.invoices.queries.run import DraftRow, RunRow, current_run, run_rows
from app.invoices.records import Invoice
from app.kernel.money import Money
from app.kernel.periods import Period, month_of
from app.kernel.problems import Problem
from app.storage.asking import query, together
from app.storage.reading import Reads

SERIES = "invoice"
_NET = (
    select(Invoice.currency, func.sum(Invoice.net_minor).label("net"))
    .where(Invoice.issued_on >= bindparam("first"), Invoice.issued_on <= bindparam("last"))
    .group_by(Invoice.currency)
    .order_by(Invoice.currency)
)


@dataclass(frozen=True, slots=True)
class RunOverview:
    """The billing run as a page shows it; `next_number` is "" while nobody can say it.

    `before` is the net that was invoiced in the month before the run's, for those who may see such sums.
    """

    run: RunRow | None
    rows: tuple[DraftRow, ...]
    today: date
    next_number: str
    may_draft: bool
    may_approve: bool
    may_issue: bool
    may_agree: bool = False
    month_before: date | None = None
    before: tuple[Money, ...] = ()


@query
async def run_overview(reads: Reads, *, language: str | None = None) -> RunOverview:
    """All drafts that wait, with what stands around them. Two ways."""
    role = reads.actor.role
    rows, (run, earlier, before), series = await together(
        run_rows.asks(reads, language=language), _run(reads), counters.asks(reads, key=SERIES)
    )
    day = max((row.invoice_date for row in rows), default=reads.today)
    try:
        number = following(series, SERIES, day)
    except Problem:
        number = ""
    return RunOverview(
        run=run,
        rows=tuple(rows),
        today=reads.today,
        next_number=number,
        may_draft=allowed(role, Right.DRAFT_INVOICES),
        may_approve=allowed(role, Right.APPROVE_INVOICES),
        may_issue=allowed(role, Right.ISSUE_INVOICES),
        may_agree=allowed(role, Right.EDIT_ENGAGEMENTS),
        month_before=earlier.first if earlier is not None else None,
        before=before,
    )


async def _run(reads: Reads) -> tuple[RunRow | None, Period | None, tuple[Money, ...]]:
    """The run, the month before its own, and what was invoiced in that, for each currency."""
    run = await current_run.asks(reads)
    if run is None:
        return None, None, ()
    earlier = month_of(month_of(run.through).first - timedelta(1))
    if not allowed(reads.actor.role, Right.SEE_MONEY):
        return run, earlier, ()
    found = await reads.ask(_NET, {"first": earlier.first, "last": earlier.last})
    return run, earlier, tuple(Money(int(row.net), row.currency) for row in found)
