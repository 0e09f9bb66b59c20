"""Sample clients of Alder & Finch, made by commands; each builder answers the client's id."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.clients.commands import add_client, add_contact, set_terms
from app.clients.domain import PoRule, TermsKind

if TYPE_CHECKING:
    from tests.books import Office


def brightwater(office: Office) -> int:
    """Brightwater Utilities, Exeter: 30 days, a PO on every invoice, owned by the partner."""
    client_id = office.book.perform(
        add_client,
        name="Brightwater Utilities",
        country="GB",
        language="en-GB",
        currency="GBP",
        address="Reservoir House\n2 Canal Walk\nExeter EX4 3SR",
        tax_number="GB999120481",
        owner_id=office.people["EF"],
        po_rule=PoRule.EVERY_INVOICE,
        email_domains="brightwater.example",
    ).result
    office.book.perform(
        add_contact,
        client_id=client_id,
        name="Alice Mercer",
        job="Head of revenue assurance",
        email="a.mercer@brightwater.example",
        phone="01392 496 011",
        sponsor=True,
    )
    office.book.perform(
        add_contact,
        client_id=client_id,
        name="Accounts Payable",
        job="payables team",
        email="ap@brightwater.example",
        phone="01392 496 020",
        payer=True,
    )
    return client_id


def castlegate(office: Office) -> int:
    """Castlegate Property Group, Nottingham: 45 days since February 2026, one contact for everything."""
    client_id = office.book.perform(
        add_client,
        name="Castlegate Property Group",
        legal_name="Castlegate Property Group Ltd",
        country="GB",
        language="en-GB",
        currency="GBP",
        address="9 Castle Gate\nNottingham NG1 7AT",
        tax_number="GB 999 1317 68",
        owner_id=office.people["EF"],
        po_rule=PoRule.EVERY_INVOICE,
        email_domains="castlegate.example",
    ).result
    office.book.perform(set_terms, client_id=client_id, kind=TermsKind.DAYS, number=45, valid_from=date(2026, 2, 1))
    office.book.perform(
        add_contact,
        client_id=client_id,
        name="Lena Hart",
        job="Finance director",
        email="l.hart@castlegate.example",
        phone="0115 496 0031",
        sponsor=True,
        payer=True,
    )
    return client_id


def nordhavn(office: Office) -> int:
    """Nordhavn Logistics, Copenhagen: reverse charge, due on the 24th of the next month."""
    client_id = office.book.perform(
        add_client,
        name="Nordhavn Logistics A/S",
        country="DK",
        language="en-GB",
        currency="GBP",
        address="Containervej 12\n2150 Nordhavn\nDenmark",
        tax_number="DK99990007",
        tax_code="RC0",
        owner_id=office.people["EF"],
        po_rule=PoRule.EVERY_INVOICE,
        email_domains="nordhavn.example",
    ).result
    office.book.perform(
        set_terms, client_id=client_id, kind=TermsKind.DAY_OF_NEXT_MONTH, number=24, valid_from=date(2026, 1, 1)
    )
    office.book.perform(
        add_contact, client_id=client_id, name="Jens Holm", job="Kreditor", email="faktura@nordhavn.example", payer=True
    )
    return client_id


def quayside(office: Office) -> int:
    """Quayside Theatre Trust, Bristol: small, no PO, owned by the office manager."""
    client_id = office.book.perform(
        add_client,
        name="Quayside Theatre Trust",
        country="GB",
        language="en-GB",
        currency="GBP",
        address="The Old Granary\nBristol BS1 4SB",
        tax_number="GB999158641",
        owner_id=office.people["GB"],
        email_domains="quaysidetheatre.example",
    ).result
    office.book.perform(
        add_contact,
        client_id=client_id,
        name="Ruth Adeyemi",
        job="finance",
        email="finance@quaysidetheatre.example",
        phone="0117 496 0142",
        payer=True,
    )
    return client_id
