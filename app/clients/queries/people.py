"""Everybody the office knows at its clients, for the search."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.clients.records import Client, Contact
from app.storage.reading import Reads

_EVERYBODY = (
    select(Contact.id, Contact.name, Contact.job, Contact.client_id, Client.name.label("client_name"))
    .join(Client, Client.id == Contact.client_id)
    .order_by(Contact.name, Contact.id)
)


@dataclass(frozen=True, slots=True)
class KnownPersonRow:
    """A contact and the client it belongs to."""

    id: int
    name: str
    job: str
    client_id: int
    client_name: str


def known_people(reads: Reads) -> list[KnownPersonRow]:
    """Every contact of every client, by name. One statement."""
    return [KnownPersonRow(*row) for row in reads.execute(_EVERYBODY)]
