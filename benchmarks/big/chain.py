"""The big firm's history: an entry for each row that goes in, linked as the product links them, a minute apart.

So the check of its books finds nothing, its backups count, and its file is as large as that of a firm that worked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.dialects import sqlite

from app.kernel.values import to_json
from app.storage import audit
from app.storage.record import Record
from benchmarks.big.sizes import Size

if TYPE_CHECKING:
    from benchmarks.big.bulk import Rows, Sink

COMMAND = "bulk.fill"
STEP = timedelta(minutes=1)
_ENTRY = "sequence at actor_id actor_name_hash command command_id record action changes previous hash"
_LAST = "SELECT sequence, hash, actor_id, actor_name_hash FROM audit_entry ORDER BY sequence DESC LIMIT 1"
_Field = tuple[int, str, Callable[[Any], Any], bool]
"""Where a value stands in a row, the field's name, what makes the value of what is kept, whether it is personal."""


class Chain:
    """Goes on from the founding."""

    def __init__(self, sink: Sink, rows: type[Rows], size: Size) -> None:
        """See where the history ends."""
        last, digest, actor, name = sink.one(_LAST)
        self._sequence, self._hash = int(last), bytes(digest)
        self._shared = (actor, str(name))
        self._at = datetime.combine(size.first, time(9), UTC)
        self._sink = sink
        self._entries = rows(sink, audit.AuditEntry, _ENTRY)
        self._salts = rows(sink, audit.AuditSalt, "record salt")

    def tell(self, kind: type[Record], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """What came, one after the other."""
        fields, number = _fields(kind, names), names.index("id")
        hides = any(personal for *_rest, personal in fields)
        actor, actor_hash = self._shared
        for row in rows:
            record = f"{kind.__name__}:{row[number]}"
            salt = self._salt(record) if hides else None
            changes = to_json(
                {
                    key: audit.said(made(row[place]), salt if personal else None)
                    for place, key, made, personal in fields
                    if row[place] is not None
                }
            )
            self._sequence += 1
            self._at += STEP
            told = (actor, actor_hash, COMMAND, None, record, "new", changes)
            before = self._hash
            self._hash = hashlib.sha256(before + audit.covered(self._sequence, self._at.isoformat(), told)).digest()
            kept = self._at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            self._entries.add(self._sequence, kept, *told, before, self._hash)

    def finish(self) -> None:
        """Write what waits; the head is the last entry."""
        self._entries.flush()
        self._salts.flush()
        self._sink.set_head(self._sequence, self._hash)

    def _salt(self, record: str) -> bytes:
        salt = hashlib.sha256(record.encode()).digest()[:16]
        self._salts.add(record, salt)
        return salt


def _fields(kind: type[Record], names: Sequence[str]) -> list[_Field]:
    places = {name: place for place, name in enumerate(names)}
    personal, told, dialect = audit.personal_fields(kind), audit.kept_fields(kind), sqlite.dialect()
    found: list[_Field] = []
    for attribute in inspect(kind).column_attrs:
        column = attribute.columns[0]
        if attribute.key in told and column.name in places:
            made = column.type.dialect_impl(dialect).result_processor(dialect, None)
            found.append((places[column.name], attribute.key, made or _as_it_is, attribute.key in personal))
    return found


def _as_it_is(value: Any) -> Any:
    return value
