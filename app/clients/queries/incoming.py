"""How the rows of a file stand to the clients that are there; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.clients.domain import ClientDraft, KnownClient, Verdict, judge
from app.clients.records import Client
from app.storage.reading import Reads

_KNOWN = select(Client.name, Client.legal_name, Client.tax_number).order_by(Client.id)


def known_clients(reads: Reads) -> list[KnownClient]:
    """What of each client is compared. One statement."""
    return [KnownClient(*row) for row in reads.execute(_KNOWN)]


def look_over(reads: Reads, *, drafts: Sequence[ClientDraft]) -> tuple[Verdict, ...]:
    """The verdict on each row, in order. One statement."""
    return judge(drafts, known_clients(reads))
