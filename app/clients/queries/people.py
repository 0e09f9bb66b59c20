"""Clients and the people there, found by the beginnings of their words, or by a part of the client's name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select

from app.clients.records import Client, Contact
from app.firm.records import Person
from app.storage.asking import query
from app.storage.reading import Reads
from app.storage.search import found_in, words_of

MOST = 50
ALL = 100_000
"""Found before the own are chosen among them: however many there are of others."""
_PART = func.lower(Client.name).contains(bindparam("part"))
_OWN = or_(Client.owner_id == bindparam("person_id"), Client.id.in_(bindparam("client_ids", expanding=True)))


@cache
def _hits(most: int) -> Select[int]:
    return select(Client.id).where(or_(found_in("client", most=most), _PART))


def _clients(most: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Client.id, Client.name, Client.legal_name, Client.owner_id, Person.name.label("owner_name"))
        .outerjoin(Person, Person.id == Client.owner_id)
        .where(Client.id.in_(_hits(most)))
        .order_by(Client.name, Client.id)
        .limit(MOST)
    )


def _contacts(most: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Contact.id, Contact.name, Contact.job, Contact.client_id, Client.name.label("client_name"))
        .join(Client, Client.id == Contact.client_id)
        .where(or_(found_in("contact", most=most), Contact.client_id.in_(_hits(most))))
        .order_by(Contact.name, Contact.id)
        .limit(MOST)
    )


_SOME = (
    select(Client.id, Client.name, Client.legal_name, Client.owner_id, Person.name.label("owner_name"))
    .outerjoin(Person, Person.id == Client.owner_id)
    .where(Client.id.in_(bindparam("some_ids", expanding=True)))
)
_SOME_OWN = _SOME.where(_OWN)
_CLIENTS, _OWN_CLIENTS = _clients(MOST), _clients(ALL).where(_OWN)
_CONTACTS, _OWN_CONTACTS = _contacts(MOST), _contacts(ALL).where(_OWN)


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


Own = tuple[int, Collection[int]]
"""A person, who sees the own clients only, and those the person works for."""


@query
async def find_clients(reads: Reads, *, text: str, own: Own | None = None) -> list[FoundClientRow]:
    """Clients with these words, by name, at most fifty. One statement, none where the text has no word."""
    if not words_of(text):
        return []
    return [_found(row) for row in await reads.ask(_CLIENTS if own is None else _OWN_CLIENTS, _wanted(text, own))]


@query
async def some_clients(reads: Reads, *, some_ids: Collection[int], own: Own | None = None) -> list[FoundClientRow]:
    """Some clients, as far as they are in the book. One statement; nothing is asked for none."""
    if not some_ids:
        return []
    wanted: dict[str, object] = {"some_ids": list(some_ids)}
    if own is not None:
        wanted |= {"person_id": own[0], "client_ids": list(own[1])}
    return [_found(row) for row in await reads.ask(_SOME if own is None else _SOME_OWN, wanted)]


def _found(row: Any) -> FoundClientRow:
    return FoundClientRow(row.id, row.name, row.legal_name, row.owner_id, row.owner_name or "")


@query
async def find_contacts(reads: Reads, *, text: str, own: Own | None = None) -> list[KnownPersonRow]:
    """Contacts with these words, or of clients with them, by name, at most fifty. One statement, or none."""
    if not words_of(text):
        return []
    rows = await reads.ask(_CONTACTS if own is None else _OWN_CONTACTS, _wanted(text, own))
    return [KnownPersonRow(*row) for row in rows]


def _wanted(text: str, own: Own | None) -> dict[str, object]:
    wanted: dict[str, object] = {"words": text, "part": text.strip().lower()}
    return wanted if own is None else wanted | {"person_id": own[0], "client_ids": list(own[1])}
