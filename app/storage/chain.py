"""The history gone through link by link: every entry that was altered, removed, added or put elsewhere is named.

The database itself spells each entry as its hash covers it, which is several times faster than doing so here; what
does not agree then is spelled here before anything is said about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage import audit
from app.storage.reading import Reading

AT_ONCE = 2_000
_STREAM = {"yield_per": AT_ONCE}
MOST = 200
"""Broken entries that are told one by one: who altered so many altered all of them."""
_ENTRIES = audit.LINKS.order_by(audit.AuditEntry.sequence)
_SQLITE = """
    SELECT sequence, previous, hash, CAST(
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
_RECORD = select(audit.AuditEntry.record).where(audit.AuditEntry.sequence == bindparam("sequence"))
_Link = tuple[int, bytes, bytes, bytes]
"""Sequence, hash of the entry before, own hash, and what the hash covers."""


def chain_problems(reading: Reading) -> list[Problem]:
    """Every place where the chain is broken: altered, missing or added entries, and a cut tail."""
    broken: list[tuple[int, int, str]] = []
    previous, expected = audit.FIRST, 0
    head = reading.execute(audit.HEAD).first()
    for sequence, before, digest, covered in _links(reading):
        expected += 1
        if sequence != expected:
            broken.append((expected, sequence - 1, ""))
            expected = sequence
        elif before != previous:
            broken.append((sequence, 0, _("does not follow the one before")))
        if sha256(before + covered).digest() != digest and not _agrees(reading, sequence):
            broken.append((sequence, 0, _("was altered")))
        previous = digest
        if len(broken) >= MOST:
            break
    found = [_broken(first, what, reading) if what else _missing(first, last) for first, last, what in broken]
    whole = head is not None and (head.sequence, head.hash) == (expected, previous)
    if not whole and len(broken) < MOST:
        found.append(_broken(0 if head is None else head.sequence, _("is not the last one")))
    return found


def _links(reading: Reading) -> Iterator[_Link]:
    connection = reading.connection
    if connection.dialect.name == "sqlite":
        yield from _in_file(connection)
        return
    with connection.execute(_ENTRIES, execution_options=_STREAM) as rows:
        for sequence, at, *rest, before, digest in rows:
            yield sequence, before, digest, audit.covered(sequence, at.astimezone(UTC).isoformat(), rest)


def _in_file(connection: Connection) -> Iterator[_Link]:
    """Past SQLAlchemy, whose rows take longer than the hashes."""
    failed: type[Exception] = connection.dialect.loaded_dbapi.Error
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(_SQLITE)
        while some := cursor.fetchmany(AT_ONCE):
            yield from some
    except failed as error:
        raise DBAPIError.instance(None, None, error, failed, hide_parameters=True) from error
    finally:
        cursor.close()


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


def _broken(sequence: int, what: str, reading: Reading | None = None) -> Problem:
    record = None if reading is None else reading.execute(_RECORD, {"sequence": sequence}).scalar()
    return Problem(
        "audit.broken",
        _("Entry {n} of the history {what}.").format(n=sequence, what=what),
        hint=_("Compare with the newest backup."),
        about=record or "",
    )
