"""Clients and the people there, found by the beginnings of their words, or by a part of the client's name."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select

from app.clients.records import Client, Contact
from app.firm.records import Person
from app.storage.reading import Reads
from app.storage.search import found_in, words_of

MOST = 50
_PART = func.lower(Client.name).contains(bindparam("part"))
_HITS = select(Client.id).where(or_(found_in("client", most=MOST), _PART))
_CLIENTS = (
    select(Client.id, Client.name, Client.legal_name, Client.owner_id, Person.name.label("owner_name"))
    .outerjoin(Person, Person.id == Client.owner_id)
    .where(Client.id.in_(_HITS))
    .order_by(Client.name, Client.id)
    .limit(MOST)
)
_CONTACTS = (
    select(Contact.id, Contact.name, Contact.job, Contact.client_id, Client.name.label("client_name"))
    .join(Client, Client.id == Contact.client_id)
    .where(or_(found_in("contact", most=MOST), Contact.client_id.in_(_HITS)))
    .order_by(Contact.name, Contact.id)
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class FoundClientRow:
    """A client that was looked for."""

    id: int
    name: str
    legal_name: str
    owner_id: int | None
    owner_name: str


@dataclass(frozen=True, slots=True)
class KnownPersonRow:
    """A contact and the client it belongs to."""

    id: int
    name: str
    job: str
    client_id: int
    client_name: str


def find_clients(reads: Reads, *, text: str) -> list[FoundClientRow]:
    """Clients with these words, by name, at most fifty. One statement, none where the text has no word."""
    if not words_of(text):
        return []
    return [
        FoundClientRow(row.id, row.name, row.legal_name, row.owner_id, row.owner_name or "")
        for row in reads.execute(_CLIENTS, _wanted(text))
    ]


def find_contacts(reads: Reads, *, text: str) -> list[KnownPersonRow]:
    """Contacts with these words, or of clients with them, by name, at most fifty. One statement, or none."""
    if not words_of(text):
        return []
    return [KnownPersonRow(*row) for row in reads.execute(_CONTACTS, _wanted(text))]


def _wanted(text: str) -> dict[str, str]:
    return {"words": text, "part": text.strip().lower()}
