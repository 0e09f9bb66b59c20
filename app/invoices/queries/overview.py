"""What the billing run's page needs at once: the run, its drafts, the day, the next number, what the person may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.firm.domain import Right, allowed
from app.firm.queries import next_number
from app.invoices.queries.run import DraftRow, RunRow, current_run, run_rows
from app.kernel.problems import Problem
from app.storage.reading import Reads

SERIES = "invoice"


@dataclass(frozen=True, slots=True)
class RunOverview:
    """The billing run as a page shows it; `next_number` is "" while nobody can say it."""

    run: RunRow | None
    rows: tuple[DraftRow, ...]
    today: date
    next_number: str
    may_draft: bool
    may_approve: bool
    may_issue: bool


def run_overview(reads: Reads, *, language: str | None = None) -> RunOverview:
    """All drafts that wait, with what stands around them."""
    rows = tuple(run_rows(reads, language=language))
    role = reads.actor.role
    day = max((row.invoice_date for row in rows), default=reads.today)
    try:
        following = next_number(reads, key=SERIES, on=day)
    except Problem:
        following = ""
    return RunOverview(
        run=current_run(reads),
        rows=rows,
        today=reads.today,
        next_number=following,
        may_draft=allowed(role, Right.DRAFT_INVOICES),
        may_approve=allowed(role, Right.APPROVE_INVOICES),
        may_issue=allowed(role, Right.ISSUE_INVOICES),
    )
