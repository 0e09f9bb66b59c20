"""Clients with their owner, terms and contacts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, bindparam, or_, select

from app.clients.domain import (
    ClientState,
    Fact,
    Known,
    PoRule,
    Terms,
    due_date,
    missing_facts,
    terms_on,
    town,
)
from app.clients.records import Client, ClientTerms, Contact
from app.firm.queries import CheckState, tax_state
from app.firm.records import Person
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query, together
from app.storage.reading import Reads
from app.storage.together import Together

_CLIENTS = (
    select(
        Client.id,
        Client.name,
        Client.legal_name,
        Client.country,
        Client.language,
        Client.currency,
        Client.state,
        Client.address,
        Client.tax_number,
        Client.tax_code,
        Client.owner_id,
        Client.po_rule,
        Client.email_domains,
        Client.website,
        Client.version,
        Person.name.label("owner_name"),
        Person.initials.label("owner_initials"),
    )
    .outerjoin(Person, Person.id == Client.owner_id)
    .order_by(Client.name, Client.id)
)
_CLIENT = _CLIENTS.where(Client.id == bindparam("client_id"))
_TERMS = select(ClientTerms.client_id, ClientTerms.kind, ClientTerms.number, ClientTerms.valid_from).order_by(
    ClientTerms.client_id, ClientTerms.valid_from
)
_TERMS_OF = _TERMS.where(ClientTerms.client_id == bindparam("client_id"))
_CONTACTS = select(
    Contact.id,
    Contact.client_id,
    Contact.name,
    Contact.job,
    Contact.email,
    Contact.phone,
    Contact.sponsor,
    Contact.payer,
    Contact.version,
).order_by(Contact.id)
_CONTACTS_OF = _CONTACTS.where(Contact.client_id == bindparam("client_id"))
_ASKED = _CONTACTS.where(or_(Contact.payer, Contact.sponsor))


_CONTACT = _CONTACTS.where(Contact.id == bindparam("contact_id"))
_WHOLE = Together(client=_CLIENT, terms=_TERMS_OF, contacts=_CONTACTS_OF)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person at the client; the payer gets the invoices, the sponsor wanted the work."""

    id: int
    client_id: int
    name: str
    job: str
    email: str
    phone: str
    sponsor: bool
    payer: bool
    version: int


NOBODY = ContactRow(0, 0, "", "", "", "", sponsor=False, payer=False, version=0)
"""Where nobody is known."""


@dataclass(frozen=True, slots=True)
class ClientListRow:
    """A client in the list; `terms` are those of today, `place` is its town.

    `missing` are the facts that bills need and that only this room knows of; a closed client needs none.
    """

    id: int
    name: str
    legal_name: str
    country: str
    currency: str
    state: ClientState
    owner_id: int | None
    owner_name: str
    owner_initials: str
    place: str
    payer_name: str
    payer_job: str
    payer_email: str
    sponsor_name: str
    sponsor_job: str
    missing: tuple[Fact, ...]
    po_rule: PoRule
    terms: Terms | None
    tax_number: str
    tax_state: CheckState
    email_domains: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with all its terms and contacts; `address` has one line per line."""

    id: int
    name: str
    legal_name: str
    country: str
    language: str
    currency: str
    state: ClientState
    address: str
    tax_number: str
    tax_state: CheckState
    tax_note: str
    tax_code: str | None
    owner_id: int | None
    owner_name: str
    owner_initials: str
    po_rule: PoRule
    email_domains: tuple[str, ...]
    website: str
    version: int
    terms: tuple[Terms, ...]
    contacts: tuple[ContactRow, ...]

    @property
    def payer(self) -> ContactRow | None:
        """Who gets the invoices."""
        return next((contact for contact in self.contacts if contact.payer), None)

    @property
    def sponsor(self) -> ContactRow | None:
        """Who wanted the work."""
        return next((contact for contact in self.contacts if contact.sponsor), None)

    def due_date(self, issued_on: date) -> date:
        """When an invoice issued on a day is due."""
        return due_date(self.terms, issued_on)


@query
async def clients(reads: Reads) -> list[ClientListRow]:
    """All clients by name, with owner, payer and the terms of today. Three statements, one way."""
    heads, agreed, asked = await together(reads.ask(_CLIENTS), reads.ask(_TERMS), reads.ask(_ASKED))
    terms: dict[int, list[Terms]] = defaultdict(list)
    for row in agreed:
        terms[row.client_id].append(Terms(row.kind, row.number, row.valid_from))
    payers: dict[int, ContactRow] = {}
    sponsors: dict[int, ContactRow] = {}
    for row in asked:
        contact = ContactRow(*row)
        for holds, found in ((contact.payer, payers), (contact.sponsor, sponsors)):
            if holds:
                found.setdefault(contact.client_id, contact)
    today = reads.today
    return [
        _listed(row, payers.get(row.id, NOBODY), sponsors.get(row.id, NOBODY), terms[row.id], today) for row in heads
    ]


def _listed(
    row: Row[tuple[object, ...]], payer: ContactRow, sponsor: ContactRow, terms: list[Terms], today: date
) -> ClientListRow:
    state = tax_state(row.country, row.tax_number).state
    domains = tuple(row.email_domains.split())
    known = Known(
        address=row.address,
        tax_number=row.tax_number,
        tax_number_fails=state is CheckState.FAILED,
        tax_code=row.tax_code,
        has_terms=bool(terms),
        has_owner=row.owner_id is not None,
        payer=payer.name,
        payer_email=payer.email,
        sponsor=sponsor.name,
        email_domains=domains,
        website=row.website,
    )
    return ClientListRow(
        id=row.id,
        name=row.name,
        legal_name=row.legal_name,
        country=row.country,
        currency=row.currency,
        state=row.state,
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        owner_initials=row.owner_initials or "",
        place=town(row.address),
        payer_name=payer.name,
        payer_job=payer.job,
        payer_email=payer.email,
        sponsor_name=sponsor.name,
        sponsor_job=sponsor.job,
        missing=() if row.state is ClientState.CLOSED else missing_facts(known),
        po_rule=row.po_rule,
        terms=terms_on(terms, today) if terms else None,
        tax_number=row.tax_number,
        tax_state=state,
        email_domains=domains,
        version=row.version,
    )


@query
async def client(reads: Reads, *, client_id: int) -> ClientRow:
    """One client. One statement."""
    parts = await _WHOLE.ask(reads, {"client_id": client_id})
    row = next(iter(parts["client"]), None)
    if row is None:
        raise Problem("record.gone", _("This client is not in the book."), hint=_("The list has been read again."))
    terms = tuple(Terms(item.kind, item.number, item.valid_from) for item in parts["terms"])
    contacts = tuple(ContactRow(*item) for item in parts["contacts"])
    check = tax_state(row.country, row.tax_number)
    return ClientRow(
        id=row.id,
        name=row.name,
        legal_name=row.legal_name,
        country=row.country,
        language=row.language,
        currency=row.currency,
        state=row.state,
        address=row.address,
        tax_number=row.tax_number,
        tax_state=check.state,
        tax_note=check.note,
        tax_code=row.tax_code,
        owner_id=row.owner_id,
        owner_name=row.owner_name or "",
        owner_initials=row.owner_initials or "",
        po_rule=row.po_rule,
        email_domains=tuple(row.email_domains.split()),
        website=row.website,
        version=row.version,
        terms=terms,
        contacts=contacts,
    )


@query
async def contact(reads: Reads, *, contact_id: int) -> ContactRow:
    """One contact. One statement."""
    row = (await reads.ask(_CONTACT, {"contact_id": contact_id})).first()
    if row is None:
        raise Problem("record.gone", _("This contact is not in the book."), hint=_("Somebody removed it meanwhile."))
    return ContactRow(*row)
