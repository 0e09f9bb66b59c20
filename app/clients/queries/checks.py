"""Checks while somebody types: the tax number, and whether the client is there already."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select

from app.clients.domain import same_name
from app.clients.records import Client
from app.firm.queries import CheckRow, CheckState, tax_state
from app.kernel.words import _
from app.storage.reading import Reads

_NAMES = select(Client.id, Client.name).order_by(Client.id)
_SAME_NUMBER = (
    select(Client.name)
    .where(Client.tax_number == bindparam("text"), Client.id != bindparam("client_id"))
    .order_by(Client.name)
    .limit(1)
)


def tax_number_check(reads: Reads, *, country: str, text: str, client_id: int | None = None) -> CheckRow:
    """The check of a number that is being typed; a client who has it already is named in the note."""
    found = tax_state(country, text)
    if found.state in (CheckState.PASSED, CheckState.NOT_CHECKED):
        other = reads.execute(_SAME_NUMBER, {"text": found.text, "client_id": client_id or 0}).scalar_one_or_none()
        if other is not None:
            note = _("{name} has this number too.").format(name=other)
            return replace(found, note=f"{found.note} {note}".strip())
    return found


def namesake(reads: Reads, *, name: str, client_id: int | None = None) -> str | None:
    """The name of another client that would be taken for this one."""
    rows = reads.execute(_NAMES).all()
    return next((row.name for row in rows if row.id != client_id and same_name(row.name, name)), None)
