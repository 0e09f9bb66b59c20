"""G13: whatever the hours, the printed quantity times the printed rate is the printed amount of the line."""

from __future__ import annotations

from datetime import date

from app.invoices.queries import invoice
from app.kernel.money import price, total
from app.timesheets.commands import approve_time, log_time
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.invoices import collected, issued
from tests.samples.timesheets import acting


def test_printed_hours_times_printed_rate_is_the_line(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    for number, initials in enumerate(("PR", "TO", "SL", "EF") * 3):
        with acting(office, "EF"):
            logged = office.book.perform(
                log_time,
                person_id=office.people[initials],
                task_id=task,
                day=date(2026, 4, 1 + number),
                seconds=1000 + 777 * number,
            ).result
            office.book.perform(approve_time, entry_ids=(logged.entry_id,))
    found = office.book.read(invoice, invoice_id=issued(office, collected(office)[0]).invoice_id)
    assert len(found.lines) == 4
    assert all(line.net == price(line.quantity, line.rate, "GBP") for line in found.lines)
    net = total((line.net for line in found.lines), "GBP")
    tax = total((group.tax for group in found.taxes), "GBP")
    assert (net, net + tax) == (found.row.net, found.row.gross)
