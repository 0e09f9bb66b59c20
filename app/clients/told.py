"""What is told about clients, their terms and contacts in their history."""

from __future__ import annotations

from app.clients.domain import ClientState, PoRule, TermsKind
from app.clients.records import Client, ClientTerms, Contact
from app.kernel.words import _
from app.storage.told import Part, Parts, RoomWords, kind

PARTS: Parts = {Client: (Part(ClientTerms, "client_id"), Part(Contact, "client_id"))}


def words() -> RoomWords:
    """In the reader's language."""
    return RoomWords(
        kinds={
            Client: kind(
                _("Client"),
                "name",
                name=_("Name"),
                legal_name=_("Legal name"),
                country=_("Country"),
                language=_("Language of invoices"),
                currency=_("Currency"),
                state=_("State"),
                address=_("Address"),
                tax_number=_("VAT or tax number"),
                tax_code=_("Tax code"),
                owner_id=_("Owner here"),
                po_rule=_("PO needed"),
                email_domains=_("Mail domains"),
                website=_("Website"),
            ),
            ClientTerms: kind(
                _("Payment terms"),
                client_id=_("Client"),
                kind=_("Kind"),
                number=_("Number of days, or day"),
                valid_from=_("Valid from"),
            ),
            Contact: kind(
                _("Contact"),
                "name",
                client_id=_("Client"),
                name=_("Name"),
                job=_("Role there"),
                email=_("Email"),
                phone=_("Phone"),
                sponsor=_("Who wanted the work"),
                payer=_("Who pays"),
            ),
        },
        choices={
            ClientState: {
                ClientState.INTAKE: _("Intake"),
                ClientState.ACTIVE: _("Active"),
                ClientState.CLOSED: _("Closed"),
            },
            PoRule: {PoRule.NONE: _("No"), PoRule.EVERY_INVOICE: _("Every invoice")},
            TermsKind: {
                TermsKind.DAYS: _("Days after issue"),
                TermsKind.DAY_OF_NEXT_MONTH: _("Day of the next month"),
            },
        },
        commands={
            "add_client": _("Added a client"),
            "change_client": _("Changed a client"),
            "set_terms": _("Set payment terms"),
            "add_contact": _("Added a contact"),
            "change_contact": _("Changed a contact"),
            "remove_contact": _("Removed a contact"),
            "import_clients": _("Brought clients in from a file"),
            "take_back_clients": _("Took back clients from a file"),
        },
    )
