"""Statements of work found by the beginnings of the words of their number and title."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.storage.asking import query
from app.storage.reading import Reads
from app.storage.search import found_in, words_of

MOST = 20
_SOWS = (
    select(
        StatementOfWork.id,
        StatementOfWork.number,
        StatementOfWork.title,
        StatementOfWork.client_id,
        Client.name.label("client_name"),
    )
    .join(Client, Client.id == StatementOfWork.client_id)
    .where(found_in("sow", most=MOST))
    .order_by(StatementOfWork.id.desc())
)


@dataclass(frozen=True, slots=True)
class FoundSowRow:
    """A statement of work that was looked for."""

    sow_id: int
    number: str
    title: str
    client_id: int
    client_name: str


@query
async def find_sows(reads: Reads, *, text: str) -> list[FoundSowRow]:
    """The newest statements of work with these words, finished or not, at most twenty. One statement, or none."""
    return [FoundSowRow(*row) for row in await reads.ask(_SOWS, {"words": text})] if words_of(text) else []
