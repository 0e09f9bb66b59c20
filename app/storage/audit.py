"""The audit chain: who changed what, when, from what to what; each row carries the hash of the one before.

Every flush of the session is watched, so no command can forget its entry. Personal fields are kept as salted hashes:
when a person is erased the salt is destroyed and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from sqlalchemy import Index, bindparam, func, insert, inspect, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PASSIVE_NO_INITIALIZE

from app.kernel.changes import Point
from app.kernel.values import to_json
from app.kernel.words import _
from app.storage import own
from app.storage.columns import WHOLE
from app.storage.record import Guard, Record
from app.storage.typed import TypedForm

FIRST = bytes(32)
LONGEST_BYTES = 64
"""Longer ones are told by their hash."""
SALTS_AT_ONCE = 1_000


class AuditEntry(Record, called=lambda: _("This entry of the audit trail")):
    """One change of one record; `hash` covers every other column and the hash of the entry before."""

    __tablename__ = "audit_entry"
    __frozen__ = True
    __guards__ = (
        Guard(
            "link",
            "INSERT",
            """
            length(NEW.hash) <> 32 OR NOT (
                EXISTS (SELECT 1 FROM audit_entry WHERE sequence = NEW.sequence - 1 AND hash = NEW.previous)
                OR NEW.sequence = 1 AND EXISTS (SELECT 1 FROM audit_head WHERE sequence = 0 AND hash = NEW.previous)
            )
            """,
            "this entry does not follow the last one of the history",
        ),
    )
    __table_args__ = (
        Index("ix_audit_entry_at", "at", "sequence"),
        Index("ix_audit_entry_actor", "actor_id", "sequence"),
    )

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


is_removal = AuditEntry.action == bindparam("removal", "removed", literal_execute=True)
"""That a record is gone: few entries of many, so they have an index of their own. It needs the word itself."""
Index(
    "ix_audit_entry_removed", AuditEntry.record, sqlite_where=is_removal, info={"ops": {"record": "text_pattern_ops"}}
)


class AuditHead(Record, called=lambda: _("This head of the audit trail")):
    """The end of the chain: one row that serializes all writers."""

    __tablename__ = "audit_head"
    __guards__ = (
        Guard(
            "step",
            "UPDATE",
            """
            NEW.id <> OLD.id OR NEW.sequence <= OLD.sequence
            OR NOT EXISTS (SELECT 1 FROM audit_entry WHERE sequence = NEW.sequence AND hash = NEW.hash)
            OR EXISTS (SELECT 1 FROM audit_entry WHERE sequence = NEW.sequence + 1)
            """,
            "the history ends with its last entry",
        ),
        Guard("second", "INSERT", "EXISTS (SELECT 1 FROM audit_head)", "the history has one end"),
        Guard("delete", "DELETE"),
        Guard("truncate", "TRUNCATE"),
    )

    sequence: Mapped[int]
    hash: Mapped[bytes]


class AuditSalt(Record, called=lambda: _("This key of the audit trail")):
    """The salt of one record's personal fields; destroyed when the person is erased."""

    __tablename__ = "audit_salt"
    __guards__ = (
        Guard("update", "UPDATE", said="a key of the history is only destroyed"),
        Guard(
            "second",
            "INSERT",
            "EXISTS (SELECT 1 FROM audit_salt WHERE record = NEW.record OR id = NEW.id)",
            "a key of the history is only destroyed",
        ),
        Guard("truncate", "TRUNCATE", said="keys of the history are destroyed one by one"),
    )

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


UNAUDITED = (AuditEntry, AuditHead, AuditSalt, CommandId, TypedForm)

_SALTS = select(AuditSalt.record, AuditSalt.salt).where(AuditSalt.record.in_(bindparam("records", expanding=True)))
_ADD_SALT = insert(AuditSalt)
LINKS = select(
    AuditEntry.sequence,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.actor_name_hash,
    AuditEntry.command,
    AuditEntry.command_id,
    AuditEntry.record,
    AuditEntry.action,
    AuditEntry.changes,
    AuditEntry.previous,
    AuditEntry.hash,
)
"""All that the hash of an entry covers, and the hash."""
HEAD = select(AuditHead.sequence, AuditHead.hash)
_ADD_ENTRY = insert(AuditEntry)
_SET_HEAD = (
    update(AuditHead).where(AuditHead.id == 1).values(sequence=bindparam("last", type_=WHOLE), hash=bindparam("head"))
)
CHANNEL = "watertight"
"""Whoever listens there hears of each commit in a shared book."""
_SET_HEAD_AND_RING = _SET_HEAD.returning(func.pg_notify(CHANNEL, bindparam("end")))
"""Heard when the commit is made, and never when it is not."""

_COVERED = ("actor_id", "actor_name_hash", "command", "command_id", "record", "action", "changes")
_FORM = (
    '{{"action":{},"actor_id":{},"actor_name_hash":{},"at":"{}","changes":{},"command":{},"command_id":{},'
    '"record":{},"sequence":{}}}'
)


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
    at = row["at"].isoformat()
    return hashlib.sha256(previous + covered(row["sequence"], at, [row[name] for name in _COVERED])).digest()


def covered(sequence: int, at: str, others: Iterable[Any]) -> bytes:
    """What the hash of an entry covers besides the hash before: its canonical JSON, as `to_json` would spell it.

    `others` are the columns between instant and hashes, in their order.
    """
    actor_id, name, command, command_id, record, action, changes = others
    return _FORM.format(
        _quoted(action),
        "null" if actor_id is None else actor_id,
        _quoted(name),
        at,
        _quoted(changes),
        _quoted(command),
        "null" if command_id is None else _quoted(command_id),
        _quoted(record),
        sequence,
    ).encode()


def salted(value: str, salt: bytes) -> str:
    """The salted hash that stands for a personal value."""
    return "#" + hashlib.sha256(salt + value.encode()).hexdigest()[:32]


Noticed = tuple[str, Record, Mapping[str, Any]]
"""What a flush did to a record: the word of it, and its fields: all of them, of a change the pairs that differ."""


def noticed(session: Session) -> list[Noticed]:
    """What a flush that just happened did to records (to be called from `after_flush`)."""
    return [
        (action, item, fields)
        for action, group in (("new", session.new), ("changed", session.dirty), ("removed", session.deleted))
        for item in group
        if isinstance(item, Record) and not isinstance(item, UNAUDITED)
        for fields in (_changed(item) if action == "changed" else _whole(item),)
        if fields
    ]


def watched(session: Session, pending: list[Noticed]) -> list[Change]:
    """What was noticed, ready for the chain. At most one statement."""
    back: frozenset[str] = session.info.get("back", frozenset())
    hidden = {
        _name(item): action == "new" and _name(item) not in back
        for action, item, fields in pending
        if not personal_fields(type(item)).isdisjoint(fields)
    }
    salts = _salts(session, hidden)
    return [
        Change(
            _name(item), room_of(type(item)), action, to_json(_shown(item, fields, salts)),
            frozenset(_points(item, fields if action == "changed" else {})),
        )
        for action, item, fields in pending
    ]  # fmt: skip


@cache
def pointers_of(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The fields that hold the id of another record, with its table."""
    return tuple(
        (attribute.key, key.target_fullname.partition(".")[0])
        for attribute in inspect(kind).column_attrs
        for key in attribute.columns[0].foreign_keys
    )


def _points(item: Record, changed: Mapping[str, Any]) -> Iterator[Point]:
    """What a record points to, and what it pointed to before the flush."""
    kind = type(item).__name__
    yield kind, item.__tablename__, item.id
    for key, table in pointers_of(type(item)):
        for pointed in {getattr(item, key), *changed.get(key, ())}:
            if pointed is not None:
                yield kind, table, pointed


@cache
def room_of(kind: type[Record]) -> str:
    """The room a kind of record lives in."""
    return kind.__module__.split(".")[1]


def _name(item: Record) -> str:
    return f"{type(item).__name__}:{item.id}"


@cache
def kept_fields(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record that the chain keeps."""
    columns = ((attribute.key, attribute.columns[0]) for attribute in inspect(kind).column_attrs)
    return tuple(key for key, column in columns if not column.primary_key and column.name != "version")


@cache
def personal_fields(kind: type[Record]) -> frozenset[str]:
    """The fields of a kind of record that are personal."""
    return frozenset(one.key for one in inspect(kind).column_attrs if one.columns[0].info.get("personal"))


def _whole(item: Record) -> dict[str, Any]:
    """All that a record says."""
    values = ((key, getattr(item, key)) for key in kept_fields(type(item)))
    return {key: value for key, value in values if value is not None}


def _changed(item: Record) -> dict[str, Any]:
    """Before and after of each field that changed."""
    fields: dict[str, Any] = {}
    for key in kept_fields(type(item)):
        history = get_history(item, key, PASSIVE_NO_INITIALIZE)
        if history.has_changes():
            fields[key] = [history.deleted[0] if history.deleted else None, getattr(item, key)]
    return fields


def _shown(item: Record, fields: Mapping[str, Any], salts: Mapping[str, bytes]) -> dict[str, object]:
    """Values as the chain keeps them: long bytes as their hash, personal ones salted."""
    shown: dict[str, object] = {}
    for key, value in fields.items():
        salt = salts[_name(item)] if key in personal_fields(type(item)) else None
        shown[key] = [said(one, salt) for one in value] if isinstance(value, list) else said(value, salt)
    return shown


def said(value: object, salt: bytes | None) -> object:
    """A value as the chain keeps it: long bytes as their hash, a personal one with the salt of its record."""
    if isinstance(value, bytes) and len(value) > LONGEST_BYTES:
        return "sha256:" + hashlib.sha256(value).hexdigest()
    return value if salt is None or value is None else salted(str(value), salt)


def _salts(session: Session, wanted: Mapping[str, bool]) -> Mapping[str, bytes]:
    """The salts of records by name; those that are new have none yet: no id is given twice, but to what comes back."""
    known: dict[str, bytes] = session.info.setdefault("salts", {})
    older = [name for name, new in wanted.items() if not new and name not in known]
    for first in range(0, len(older), SALTS_AT_ONCE):
        some = older[first : first + SALTS_AT_ONCE]
        known |= {row.record: row.salt for row in session.connection().execute(_SALTS, {"records": some})}
    made = {name: secrets.token_bytes(16) for name in wanted if name not in known}
    session.info.setdefault("made", {}).update(made)
    known |= made
    return known


def _keep_salts(session: Session) -> None:
    """Write the salts that were made meanwhile."""
    made: dict[str, bytes] = session.info.pop("made", {})
    if made:
        rows = [{"record": name, "salt": salt} for name, salt in made.items()]
        session.connection().execute(_ADD_SALT, rows)


def append(session: Session, stamp: Stamp, changes: Iterable[Change]) -> tuple[int, bytes] | None:
    """Add the entries of one command to the chain, then let its head follow, which is answered: nobody else writes."""
    pending = list(changes)
    if not pending:
        return None
    connection = session.connection()
    head = connection.execute(HEAD).one()
    sequence, previous = head.sequence, head.hash
    actor = f"Person:{stamp.actor_id}"
    actor_hash = salted(stamp.actor_name, _salts(session, {actor: False})[actor])
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
    _keep_salts(session)
    connection.execute(_ADD_ENTRY, rows)
    end = sequence, previous
    own.note(connection.engine, head.sequence, end)
    if connection.dialect.name == "sqlite":
        connection.execute(_SET_HEAD, {"last": sequence, "head": previous})
    else:
        connection.execute(_SET_HEAD_AND_RING, {"last": sequence, "head": previous, "end": told(end)})
    return end


def told(end: tuple[int, bytes]) -> str:
    """The end of a history as the server tells it to who listens."""
    return f"{end[0]}:{end[1].hex()}"
