"""Sample debts and payments, made by commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.invoices.commands import OpeningLine, bring_opening_invoice
from app.invoices.domain import LineKind
from app.kernel.money import Money
from app.receivables.commands import Recorded, record_payment
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import brightwater, castlegate, nordhavn, quayside
from tests.samples.engagements import SowSample, billing_review, margin_diagnostic, operating_model, pounds
from tests.samples.timesheets import acting


def debt(
    office: Office,
    client_id: int,
    sow: SowSample,
    number: str,
    *,
    gross: str,
    due_on: date,
    issued_on: date | None = None,
) -> int:
    """An invoice without tax that is still to be paid; its id."""
    with acting(office, "EF"):
        return office.book.perform(
            bring_opening_invoice,
            number=number,
            client_id=client_id,
            sow_id=sow.sow_id,
            issued_on=issued_on or due_on - timedelta(30),
            due_on=due_on,
            lines=(
                OpeningLine(title="Work before the book", quantity="1", unit="piece", rate=gross, kind=LineKind.FEE),
            ),
            tax_code="Z0",
        ).result


def pay(
    office: Office,
    client_id: int,
    amount: str,
    received_on: date,
    *,
    allocations: tuple[tuple[int, Money], ...] | None = None,
    external_key: str | None = None,
    reference: str = "",
) -> Recorded:
    """A payment in pounds, recorded by the office manager."""
    with acting(office, "GB"):
        return office.book.perform(
            record_payment,
            client_id=client_id,
            received_on=received_on,
            amount=pounds(amount),
            method="bank transfer",
            reference=reference,
            allocations=allocations,
            external_key=external_key,
        ).result


@dataclass
class Debts:
    """Clients and invoices that stand as in the sample firm on 30 April 2026."""

    office: Office
    clients: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)


@kept
def open_debts(office: Office) -> Debts:
    """Eight open invoices of four clients: 121,032.00 owed, 64,386.00 of it overdue."""
    debts = Debts(office)
    debts.clients = {
        "brightwater": brightwater(office),
        "castlegate": castlegate(office),
        "nordhavn": nordhavn(office),
        "quayside": quayside(office),
    }
    bright = billing_review(office, debts.clients["brightwater"])
    castle = operating_model(office, debts.clients["castlegate"])
    freight = margin_diagnostic(office, debts.clients["nordhavn"])
    rows = (
        ("brightwater", bright, "INV-2026-0105", "38046.00", date(2026, 4, 30)),
        ("brightwater", bright, "INV-2026-0098", "10200.00", date(2026, 4, 30)),
        ("brightwater", bright, "INV-2026-0107", "8400.00", date(2026, 5, 14)),
        ("castlegate", castle, "INV-2026-0091", "36000.00", date(2026, 4, 12)),
        ("nordhavn", freight, "INV-2026-0102", "11250.00", date(2026, 4, 24)),
        ("brightwater", bright, "INV-2026-0084", "9432.00", date(2026, 3, 21)),
        ("brightwater", bright, "INV-2026-0062", "4104.00", date(2026, 2, 20)),
        ("castlegate", castle, "INV-2025-0431", "36000.00", date(2026, 1, 15)),
    )
    for client, sow, number, gross, due_on in rows:
        debts.invoices[number] = debt(office, debts.clients[client], sow, number, gross=gross, due_on=due_on)
    pay(office, debts.clients["castlegate"], "32400.00", date(2026, 1, 14))
    return debts
