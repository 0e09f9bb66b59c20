"""What was done with the keys of the book, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from app.firm.domain import KeyAct
from app.firm.records import KeyChange, Person
from app.storage.asking import query
from app.storage.reading import Reads

_LATEST = (
    select(KeyChange.id, KeyChange.at, KeyChange.act, KeyChange.label, Person.name)
    .join(Person, Person.id == KeyChange.person_id)
    .order_by(KeyChange.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class KeyChangeRow:
    """One act: when, what, at which computer (account@computer), by whom."""

    id: int
    at: datetime
    act: KeyAct
    label: str
    person: str


@query
async def key_changes(reads: Reads, *, most: int = 100) -> list[KeyChangeRow]:
    """What was done with the keys, the newest first."""
    return [KeyChangeRow(*row) for row in await reads.ask(_LATEST, {"most": most})]
