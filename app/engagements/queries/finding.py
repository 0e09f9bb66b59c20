"""Statements of work found by the beginnings of the words of their number and title."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.storage.asking import query
from app.storage.reading import Reads
from app.storage.search import found_in, words_of

MOST = 20
_ALL = (
    select(
        StatementOfWork.id,
        StatementOfWork.number,
        StatementOfWork.title,
        StatementOfWork.client_id,
        Client.name.label("client_name"),
    )
    .join(Client, Client.id == StatementOfWork.client_id)
    .order_by(StatementOfWork.id.desc())
)
_SOWS = _ALL.where(found_in("sow", most=MOST))
_SOME = _ALL.where(StatementOfWork.id.in_(bindparam("sow_ids", expanding=True)))


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


@query
async def some_sows(reads: Reads, *, sow_ids: Collection[int]) -> list[FoundSowRow]:
    """Some statements of work, as far as they are in the book. One statement; nothing is asked for none."""
    return [FoundSowRow(*row) for row in await reads.ask(_SOME, {"sow_ids": list(sow_ids)})] if sow_ids else []
