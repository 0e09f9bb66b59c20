"""invoices: the billing run, the list, and issuing one invoice with its PDF against drawing the PDF alone."""

from __future__ import annotations

from app.invoices.commands import issue_invoice
from app.invoices.domain import DraftState
from app.invoices.pdf import invoice_pdf
from app.invoices.queries import draft_document, invoices, run_rows
from app.storage.book import Book
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _issue(desk: Desk) -> Subject:
    draft = next(row for row in desk.act_as("GB").read(run_rows) if row.state is DraftState.APPROVED)
    snapshot = desk.book.read(draft_document, draft_id=draft.draft_id)
    opened: list[Book] = []

    def before() -> None:
        while opened:
            opened.pop().close()
        opened.append(desk.act_as("GB", desk.fresh("issue")))

    def run() -> object:
        return opened[0].perform(issue_invoice, draft_id=draft.draft_id)

    before()
    sent = len(desk.sent_by(run, opened[0]))
    facts = {"lines": len(snapshot.lines)}
    return Subject(run, lambda: invoice_pdf(snapshot), "drawing its PDF", before, lambda: sent, facts)


BENCHMARKS = (
    Benchmark("invoices", "billing run", lambda desk: desk.query("GB", run_rows)),
    Benchmark("invoices", "list", lambda desk: desk.query("GB", invoices)),
    Benchmark("invoices", "issue one, PDF and all", _issue),
)
