"""What tests of the clients page share: clients with debts, agreements and missing facts."""

from __future__ import annotations

from datetime import date

from app.clients.commands import add_client, add_contact
from app.clients.domain import ClientState, PoRule
from app.engagements.commands import agree_sow
from app.engagements.domain import LineSpec, PoSpec, SowState, TaskSpec
from app.kernel.formats import Formats
from app.shell.pages.client_overview import ClientOverviewRow, client_overview
from tests.books import Office
from tests.samples.engagements import pounds, standard_rates
from tests.samples.receivables import open_debts

FORMATS = Formats("en-GB", "Europe/London")


def tamar(office: Office) -> int:
    """In intake: the mail for invoices is mistyped, nobody wanted the work yet, an order is needed and not there."""
    client_id = int(
        office.book.perform(
            add_client,
            name="Tamar Robotics Ltd",
            country="GB",
            language="en-GB",
            currency="GBP",
            address="Unit 2, Tamar Science Park\nPlymouth PL6 8BX",
            state=ClientState.INTAKE,
            owner_id=office.people["GB"],
            po_rule=PoRule.EVERY_INVOICE,
            email_domains="tamarrobotics.example",
            payer_name="Jo Whitfield",
            payer_email="ap@tamarrobotcs.example",
        ).result
    )
    agree(office, client_id, start=date(2026, 5, 5))
    return client_id


def debts(office: Office) -> None:
    """Four clients that are ready to bill, three of them late."""
    found = open_debts(office)
    for client_id, name in ((found.clients["nordhavn"], "Mette Krogh"), (found.clients["quayside"], "Maya Stone")):
        office.book.perform(add_contact, client_id=client_id, name=name, sponsor=True)


def agree(office: Office, client_id: int, *, start: date, orders: tuple[PoSpec, ...] = ()) -> int:
    return int(
        office.book.perform(
            agree_sow,
            client_id=client_id,
            number="SOW-2026-021",
            title="Shop-floor data review",
            start_on=start,
            end_on=date(2026, 6, 26),
            signed_on=None,
            state=SowState.SOLD if start.month == 5 else SowState.OPEN,
            lead_id=office.people["EF"],
            budget=pounds(38500),
            lines=(LineSpec("Review"),),
            rates=standard_rates(start),
            tasks=(TaskSpec("Review"),),
            purchase_orders=orders,
        ).result.sow_id
    )


def row_of(office: Office, client_id: int) -> ClientOverviewRow:
    return next(row for row in office.book.read(client_overview).rows if row.id == client_id)
