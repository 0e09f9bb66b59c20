"""Clients from a file: all that are new in one transaction, and the way back as long as nothing was done with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.clients.commands.clients import clean_fields
from app.clients.domain import EVER, ClientDraft, RowState, judge, terms_number
from app.clients.queries.incoming import known_clients
from app.clients.records import Client, ClientTerms, Contact
from app.firm.domain import Right, email, line, require
from app.firm.queries import the_firm
from app.kernel.pace import come
from app.kernel.problems import Problem
from app.kernel.ways_back import own_way
from app.kernel.words import _
from app.storage.pointers import pointed_at, pointing
from app.storage.work import Work

PIECE = 100
"""Records that go to the database at once, between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be added after all, with its line and the reason."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedClients:
    """The clients that were added, how many were there already, and what was refused."""

    client_ids: tuple[int, ...]
    known: int = 0
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many clients went again, and the names of those that stay because something was done with them."""

    removed: int
    kept: tuple[str, ...] = ()


@own_way("what was done with some of them since stays and is named; the others go (take_back_clients)")
def import_clients(work: Work, *, drafts: tuple[ClientDraft, ...]) -> ImportedClients:
    """Add the clients of a file that are not there yet; whoever is there stays as it is, so a second time adds nobody.

    Rows that only look like a client were asked about before: what is given here is wanted.
    """
    require(work.actor.role, Right.EDIT_CLIENTS)
    firm = the_firm(work)
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    wanted, refused = [], list[RefusedRow]()
    verdicts = judge(drafts, known_clients(work))
    for draft, verdict in zip(drafts, verdicts, strict=True):
        if verdict.state is not RowState.KNOWN:
            wanted.append(draft)
    made: list[tuple[ClientDraft, Client]] = []
    for place, draft in enumerate(wanted):
        if place % PIECE == 0:
            come(place, len(wanted))
        try:
            made.append((draft, _client(work, draft)))
        except Problem as problem:
            refused.append(RefusedRow(draft.line, draft.name, str(problem)))
    for first in range(0, len(made), PIECE):
        come(first, len(made))
        piece = made[first : first + PIECE]
        work.add_all([client for _draft, client in piece])
        work.add_all([_terms(draft, client.id, firm.terms_days) for draft, client in piece])
        work.add_all([_payer(draft, client.id) for draft, client in piece if draft.payer_name])
    come(len(made), len(made))
    return ImportedClients(tuple(client.id for _draft, client in made), len(drafts) - len(wanted), tuple(refused))


def take_back_clients(work: Work, *, client_ids: tuple[int, ...]) -> TakenBack:
    """Remove clients that were just added from a file; one that was changed or has work since stays, and is named."""
    require(work.actor.role, Right.EDIT_CLIENTS)
    found = [client for client in (work.find(Client, client_id) for client_id in client_ids) if client is not None]
    ids = [client.id for client in found]
    terms = pointing(work, ClientTerms, ClientTerms.client_id, ids)
    contacts = pointing(work, Contact, Contact.client_id, ids)
    used = pointed_at(work, Client, ids, besides=(ClientTerms, Contact))
    used |= {client.id for client in found if client.version > 1}
    used |= {contact.client_id for contact in contacts if contact.version > 1}
    used |= _more_than_one([one.client_id for one in contacts]) | _more_than_one([one.client_id for one in terms])
    for records in (contacts, terms):
        for record in records:
            if record.client_id not in used:
                work.session.delete(record)
        work.session.flush()
    gone = [client for client in found if client.id not in used]
    for client in gone:
        work.session.delete(client)
    work.session.flush()
    return TakenBack(len(gone), tuple(client.name for client in found if client.id in used))


def _client(work: Work, draft: ClientDraft) -> Client:
    if draft.terms_number is not None:
        terms_number(draft.terms_kind, draft.terms_number)
    email(draft.payer_email)
    values = clean_fields(
        work,
        None,
        name=draft.name,
        legal_name=draft.legal_name,
        country=draft.country,
        language=draft.language,
        currency=draft.currency,
        address=draft.address,
        tax_number=draft.tax_number,
        owner_id=draft.owner_id,
        po_rule=draft.po_rule,
        email_domains=draft.email_domains,
        website=draft.website,
    )
    return Client(**values)


def _terms(draft: ClientDraft, client_id: int, usual: int) -> ClientTerms:
    number = usual if draft.terms_number is None else draft.terms_number
    return ClientTerms(client_id=client_id, kind=draft.terms_kind, number=number, valid_from=EVER)


def _payer(draft: ClientDraft, client_id: int) -> Contact:
    return Contact(
        client_id=client_id,
        name=line(draft.payer_name, "payer_name"),
        job=line(draft.payer_job, "payer_job", required=False),
        email=email(draft.payer_email),
        phone=line(draft.payer_phone, "payer_phone", required=False, limit=40),
        sponsor=False,
        payer=True,
    )


def _more_than_one(ids: Sequence[int]) -> set[int]:
    return {one for one, count in Counter(ids).items() if count > 1}
