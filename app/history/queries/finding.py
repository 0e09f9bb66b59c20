"""A thing by the name people have for it: the number of an invoice or statement of work, else its own number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, bindparam, select

from app.engagements.records import StatementOfWork
from app.history.things import THINGS, all_words
from app.invoices.records import Invoice
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reading import Reads

_BY_NUMBER: dict[str, Select[Any]] = {
    "sow": select(StatementOfWork.id).where(StatementOfWork.number == bindparam("name")),
    "invoice": select(Invoice.id).where(Invoice.number == bindparam("name")),
}


def numbered(reads: Reads, *, thing: str, name: str) -> int:
    """The id of a thing; a record that was removed is still found by its own number."""
    if thing in _BY_NUMBER:
        found = reads.execute(_BY_NUMBER[thing], {"name": name}).scalar_one_or_none()
        if found is not None:
            return int(found)
    if name.isascii() and name.isdigit() and len(name) < 18:
        return int(name)
    raise Problem(
        "history.unknown",
        _("No {thing} has the number {name}.").format(thing=all_words().kinds[THINGS[thing].kind].noun, name=name),
    )
