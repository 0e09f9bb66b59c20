"""The history gone through link by link: every entry that was altered, removed, added or put elsewhere is named.

The database itself spells each entry as its hash covers it, which is several times faster than doing so here; what
does not agree then is spelled here before anything is said about it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC

from sqlalchemy import bindparam

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.reading import Reading

_STREAM = {"yield_per": 2_000}
MOST = 200
"""Broken entries that are told one by one: who altered so many altered all of them."""
_ENTRIES = audit.LINKS.order_by(audit.AuditEntry.sequence)
_SQLITE = """
    SELECT sequence, previous, hash, CAST(record AS BLOB), CAST(
        '{"action":' || json_quote(action) || ',"actor_id":' || coalesce(actor_id, 'null')
        || ',"actor_name_hash":' || json_quote(actor_name_hash) || ',"at":"' || substr(at, 1, 19)
        || CASE WHEN substr(at, 20) = '.000000Z' THEN ''
            WHEN length(at) = 27 AND substr(at, 27) = 'Z' THEN substr(at, 20, 7) ELSE substr(at, 20) END
        || '+00:00","changes":' || json_quote(changes) || ',"command":' || json_quote(command)
        || ',"command_id":' || json_quote(command_id) || ',"record":' || json_quote(record)
        || ',"sequence":' || sequence || '}'
    AS BLOB) FROM audit_entry ORDER BY sequence
"""
_ONE = audit.LINKS.where(audit.AuditEntry.sequence == bindparam("sequence"))
_Link = tuple[int, bytes, bytes, bytes, bytes]
"""Sequence, hash of the entry before, own hash, record, and what the hash covers."""


def chain_problems(reading: Reading) -> list[Problem]:
    """Every place where the chain is broken: altered, missing or added entries, and a cut tail."""
    found: list[Problem] = []
    previous, expected = audit.FIRST, 0
    head = reading.execute(audit.HEAD).first()
    for sequence, before, digest, record, covered in _links(reading):
        expected += 1
        if sequence != expected:
            found.append(_missing(expected, sequence - 1))
            expected = sequence
        elif before != previous:
            found.append(_broken(sequence, _("does not follow the one before"), record))
        if hashlib.sha256(before + covered).digest() != digest and not _agrees(reading, sequence):
            found.append(_broken(sequence, _("was altered"), record))
        previous = digest
        if len(found) >= MOST:
            return found
    if head is None or (head.sequence, head.hash) != (expected, previous):
        found.append(_broken(0 if head is None else head.sequence, _("is not the last one")))
    return found


def _links(reading: Reading) -> Iterator[_Link]:
    connection = reading.connection
    if connection.dialect.name == "sqlite":
        with connection.exec_driver_sql(_SQLITE, execution_options=_STREAM) as entries:
            for some in entries.partitions():
                yield from some
        return
    with connection.execute(_ENTRIES, execution_options=_STREAM) as rows:
        for sequence, at, *rest, before, digest in rows:
            moment = at.astimezone(UTC).isoformat()
            yield sequence, before, digest, rest[4].encode(), audit.covered(sequence, moment, rest)


def _agrees(reading: Reading, sequence: int) -> bool:
    """Whether an entry is sound as it is spelled here; on PostgreSQL all are."""
    if reading.connection.dialect.name != "sqlite":
        return False
    try:
        row = reading.execute(_ONE, {"sequence": sequence}).mappings().one()
        return audit.entry_hash(row["previous"], row) == bytes(row["hash"])
    except ValueError:  # an instant or a number that is none any more
        return False


def _missing(first: int, last: int) -> Problem:
    if first == last:
        return _broken(first, _("is missing"))
    return Problem(
        "audit.broken",
        _("Entries {first} to {last} of the history are missing.").format(first=first, last=last),
        hint=_("Compare with the newest backup."),
    )


def _broken(sequence: int, what: str, record: bytes = b"") -> Problem:
    return Problem(
        "audit.broken",
        _("Entry {n} of the history {what}.").format(n=sequence, what=what),
        hint=_("Compare with the newest backup."),
        about=record.decode(errors="replace"),
    )
