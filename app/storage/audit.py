"""The audit chain: who changed what, when, from what to what; each row carries the hash of the one before.

Every flush of the session is watched, so no command can forget its entry. Personal fields are kept as salted hashes:
when a person is erased the salt is destroyed and the chain stays whole.
"""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.changes import Point
from app.kernel.values import to_json
from app.kernel.words import _
from app.storage.record import Record

FIRST = bytes(32)


class AuditEntry(Record, called=lambda: _("This entry of the audit trail")):
    """One change of one record; `hash` covers every other column and the hash of the entry before."""

    __tablename__ = "audit_entry"
    __frozen__ = True

    sequence: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name_hash: Mapped[str]
    command: Mapped[str]
    command_id: Mapped[str | None]
    record: Mapped[str] = mapped_column(index=True)
    action: Mapped[str]
    changes: Mapped[str]
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditHead(Record, called=lambda: _("This head of the audit trail")):
    """The end of the chain: one row that serializes all writers."""

    __tablename__ = "audit_head"

    sequence: Mapped[int]
    hash: Mapped[bytes]


class AuditSalt(Record, called=lambda: _("This key of the audit trail")):
    """The salt of one record's personal fields; destroyed when the person is erased."""

    __tablename__ = "audit_salt"

    record: Mapped[str] = mapped_column(unique=True)
    salt: Mapped[bytes]


class CommandId(Record, called=lambda: _("This command id")):
    """A command that was carried out, and its answer: the same id with the same parameters again is a no-op.

    Of the parameters a hash is kept: an id that comes back with other ones is refused.
    """

    __tablename__ = "command_id"
    __frozen__ = True

    key: Mapped[str] = mapped_column(unique=True)
    command: Mapped[str]
    parameters: Mapped[str]
    at: Mapped[datetime]
    result: Mapped[str]


UNAUDITED = (AuditEntry, AuditHead, AuditSalt, CommandId)


@dataclass(frozen=True, slots=True)
class Change:
    """One record's change, ready for the chain; `points` is for the change feed."""

    record: str
    room: str
    action: str
    changes: str
    points: frozenset[Point]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all entries of one command share."""

    at: datetime
    actor_id: int | None
    actor_name: str
    command: str
    command_id: str | None


def entry_hash(previous: bytes, row: Mapping[Any, Any]) -> bytes:
    """SHA-256 over the previous hash and every column of an entry."""
    names = ("sequence", "at", "actor_id", "actor_name_hash", "command", "command_id", "record", "action", "changes")
    return hashlib.sha256(previous + to_json({name: row[name] for name in names}).encode()).digest()


def salted(value: str, salt: bytes) -> str:
    """The salted hash that stands for a personal value."""
    return "#" + hashlib.sha256(salt + value.encode()).hexdigest()[:32]


def watched(session: Session, room_of: Mapping[type, str]) -> list[Change]:
    """The changes of a flush that just happened (to be called from `after_flush`)."""
    found: list[Change] = []
    for action, group in (("new", session.new), ("changed", session.dirty), ("removed", session.deleted)):
        for item in group:
            if isinstance(item, UNAUDITED) or not isinstance(item, Record):
                continue
            fields = _fields(session, item, action)
            if fields:
                kind = type(item)
                name = f"{kind.__name__}:{item.id}"
                found.append(Change(name, room_of[kind], action, to_json(fields), frozenset(_points(item))))
    return found


@functools.cache
def _pointers(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The fields that hold the id of another record, with its table."""
    return tuple(
        (attribute.key, key.target_fullname.partition(".")[0])
        for attribute in inspect(kind).column_attrs
        for key in attribute.columns[0].foreign_keys
    )


def _points(item: Record) -> Iterator[Point]:
    """What a record points to, and what it pointed to before the flush."""
    state = inspect(item)
    kind = type(item).__name__
    yield kind, item.__tablename__, item.id
    for key, table in _pointers(type(item)):
        for pointed in {getattr(item, key), *state.attrs[key].history.deleted}:
            if pointed is not None:
                yield kind, table, pointed


def _fields(session: Session, item: Record, action: str) -> dict[str, object]:
    state = inspect(item)
    name = f"{type(item).__name__}:{item.id}"
    fields: dict[str, object] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if column.primary_key or column.name == "version":
            continue
        hide = bool(column.info.get("personal"))
        history = state.attrs[attribute.key].history
        value = _shown(session, name, getattr(item, attribute.key), hide=hide)
        if action == "changed":
            if history.has_changes():
                before = history.deleted[0] if history.deleted else None
                fields[attribute.key] = [_shown(session, name, before, hide=hide), value]
        elif value is not None:
            fields[attribute.key] = value
    return fields


def _shown(session: Session, record: str, value: object, *, hide: bool) -> object:
    if isinstance(value, bytes) and len(value) > 64:
        return "sha256:" + hashlib.sha256(value).hexdigest()
    if not hide or value is None:
        return value
    return salted(str(value), _salt(session, record))


def _salt(session: Session, record: str) -> bytes:
    salts: dict[str, bytes] = session.info.setdefault("salts", {})
    if record not in salts:
        connection = session.connection()
        found = connection.execute(select(AuditSalt.salt).where(AuditSalt.record == record)).scalar()
        if found is None:
            found = secrets.token_bytes(16)
            connection.execute(insert(AuditSalt).values(record=record, salt=found))
        salts[record] = found
    return salts[record]


def append(session: Session, stamp: Stamp, changes: Iterable[Change]) -> None:
    """Add the entries of one command to the chain; the head row is locked until commit."""
    pending = list(changes)
    if not pending:
        return
    connection = session.connection()
    head = connection.execute(
        update(AuditHead)
        .where(AuditHead.id == 1)
        .values(sequence=AuditHead.sequence + len(pending))
        .returning(AuditHead.sequence, AuditHead.hash)
    ).one()
    sequence, previous = head.sequence - len(pending), head.hash
    actor_hash = salted(stamp.actor_name, _salt(session, f"Person:{stamp.actor_id}"))
    rows: list[dict[str, Any]] = []
    for change in pending:
        sequence += 1
        row: dict[str, Any] = {
            "sequence": sequence,
            "at": stamp.at,
            "actor_id": stamp.actor_id,
            "actor_name_hash": actor_hash,
            "command": stamp.command,
            "command_id": stamp.command_id,
            "record": change.record,
            "action": change.action,
            "changes": change.changes,
        }
        digest = entry_hash(previous, row)
        rows.append({**row, "previous": previous, "hash": digest})
        previous = digest
    connection.execute(insert(AuditEntry), rows)
    connection.execute(update(AuditHead).where(AuditHead.id == 1).values(hash=previous))
