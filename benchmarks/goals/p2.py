"""P2: approved drafts become invoices, end to end, against drawing their papers alone."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

from app.invoices.commands import issue_invoice
from app.invoices.domain import DraftState
from app.invoices.pdf import invoice_pdf
from app.invoices.queries import draft_document, run_rows
from app.invoices.queries import invoice_pdf as kept_pdf
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.pair import Taken, clocked, compared

MOST = 500


def measure(ground: Ground) -> Iterator[Part]:
    """Each draft is a pair of its own; the first two only warm up."""
    book = ground.fresh("issuing")
    ground.act_as("GB", book)
    drafts = [row.draft_id for row in book.read(run_rows) if row.state is DraftState.APPROVED][:MOST]
    folder = ground.folder / "papers"
    folder.mkdir()
    ours: list[Taken] = []
    drawn: list[Taken] = []
    before = 0

    def issue(draft_id: int) -> None:
        issued = book.perform(issue_invoice, draft_id=draft_id).result
        (folder / f"{draft_id}.pdf").write_bytes(book.read(kept_pdf, invoice_id=issued.invoice_id))

    for place, draft_id in enumerate(drafts[:-1]):
        snapshot = book.read(draft_document, draft_id=draft_id)
        drawn.append(clocked(lambda shown=snapshot: invoice_pdf(shown)))  # type: ignore[misc]
        ours.append(clocked(lambda which=draft_id: issue(which)))  # type: ignore[misc]
        if place == 1:
            before = _memory()
    grown = (_memory() - before) / 1024
    pair = compared(ours[2:], drawn[2:])
    statements = len(ground.sent_by(lambda: issue(drafts[-1]), book))
    ground.done("issuing")
    book = ground.fresh("issuing")
    ground.act_as("GB", book)
    reason = f"{statements} statements each; {profile(lambda: list(map(issue, drafts[:5])))}"
    yield Part("an invoice", pair.ratio, pair, reason)
    yield Part("growth of memory", round(grown, 1), reason=f"over {len(ours)} invoices", unit="MB")
    ground.done("issuing")


def _memory() -> int:
    """Memory in use, in KiB; the most there was where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize() // 1024
