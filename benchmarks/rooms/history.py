"""history: what was done in the book, and what became of one invoice."""

from __future__ import annotations

from app.history.queries import book_history, history
from app.invoices.queries import invoices
from app.kernel.formats import Formats
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject

FORMATS = Formats("en-GB", "Europe/London")


def _of_an_invoice(desk: Desk) -> Subject:
    bill = desk.act_as("GB").read(invoices)[0]
    return desk.query("EF", history, thing="invoice", record_id=bill.invoice_id, formats=FORMATS)


BENCHMARKS = (
    Benchmark("history", "of the book", lambda desk: desk.query("EF", book_history, formats=FORMATS)),
    Benchmark("history", "of an invoice", _of_an_invoice),
)
