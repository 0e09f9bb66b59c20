"""The statements of the history: all entries of a thing and its parts, also of those that were removed; what was done
in the book; names, sums' currencies and personal values as they are now.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any
from typing import cast as cast_type

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.expression import SQLColumnExpression

from app.history.things import THINGS, Thing
from app.storage.audit import AuditEntry, AuditSalt, is_removal
from app.storage.columns import WHOLE
from app.storage.history import kind_is
from app.storage.record import Record
from app.storage.told import Part

NEWEST = 2**62
"""No entry has a higher number."""
_ID: ColumnElement[int] = bindparam("id", type_=WHOLE)
_COLUMNS = (
    AuditEntry.sequence,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.command,
    AuditEntry.command_id,
    AuditEntry.record,
    AuditEntry.action,
)
_ENTRIES = cast_type("Select[Any]", select(*_COLUMNS))
SALTS = select(AuditSalt.record, AuditSalt.salt).where(AuditSalt.record.in_(bindparam("records", expanding=True)))


def _name(kind: type[Record], number: SQLColumnExpression[Any]) -> ColumnElement[str]:
    return literal(f"{kind.__name__}:").op("||")(cast(number, Text))


def field(kind: type[Record], name: str) -> InstrumentedAttribute[Any]:
    """A field of a kind of record, to be asked for."""
    attribute: InstrumentedAttribute[Any] = getattr(kind, name)
    return attribute


@functools.cache
def _part_of(thing: Thing, part: Part) -> Select[Any]:
    """The names of those parts of a thing that are there."""
    number = field(part.kind, "id")
    if part.up:
        pointer = field(thing.kind, part.by)
        return select(_name(part.kind, pointer)).where(thing.kind.id == _ID, pointer.is_not(None))
    if not part.by:
        return select(_name(part.kind, number))
    if part.empty:
        return select(_name(part.kind, number)).where(field(part.kind, part.by).is_(None))
    return select(_name(part.kind, number)).where(_belongs(thing, part))


def _belongs(thing: Thing, part: Part) -> ColumnElement[bool]:
    pointer = field(part.kind, part.by)
    if part.of is None:
        return pointer == _ID
    return pointer.in_(_owners(thing, part))


@functools.cache
def _owners(thing: Thing, part: Part) -> Select[Any]:
    """The ids of what stands between."""
    between = next(one for one in thing.parts if one.kind is part.of)
    if between.up:
        return select(field(thing.kind, between.by)).where(thing.kind.id == _ID)
    within = select(field(between.kind, "id"))
    return within.where(field(between.kind, between.by) == _ID) if between.by else within


@functools.cache
def _removed(thing: Thing, part: Part) -> Select[Any] | None:
    """The names of those parts that are gone; what they pointed to stands in their last entry."""
    gone = select(AuditEntry.record).where(is_removal, kind_is(AuditEntry.record, part.kind.__name__))
    if part.up or part.kind.__frozen__:
        return None
    if not part.by:
        return gone
    if part.empty:
        return gone.where(AuditEntry.changes.not_like(f'%"{part.by}":%'))
    between = next((one for one in thing.parts if one.kind is part.of), None)
    if between is not None and not between.up:
        return None  # what was a part of a part that is gone as well
    owner = _ID if between is None else _owners(thing, part).scalar_subquery()
    said = literal(f'%"{part.by}":').op("||")(cast(owner, Text))
    goes_on, ends = (AuditEntry.changes.like(said.op("||")(literal(end))) for end in (",%", "}%"))
    return gone.where(or_(goes_on, ends))


def _counts(thing: Thing) -> Iterator[ColumnElement[bool]]:
    """Of some parts only what certain commands did belongs to the thing."""
    for part in thing.parts:
        if part.commands:
            told = AuditEntry.command.in_(sorted(part.commands))
            yield or_(~kind_is(AuditEntry.record, part.kind.__name__), told)


@functools.cache
def of_thing(key: str) -> Select[Any]:
    """The entries of a thing with an `id`, the newest first, older than `before`, at most so many."""
    thing = THINGS[key]
    names = [select(_name(thing.kind, _ID))]
    for part in thing.parts:
        names += [one for one in (_part_of(thing, part), _removed(thing, part)) if one is not None]
    ours = union_all(*names).cte("ours")
    # by the names, however few the planner believes a list of names to have: never along the whole history
    found = (
        select(*_COLUMNS, AuditEntry.changes)
        .where(AuditEntry.record.in_(select(ours.c[0])), *_counts(thing))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(found)
        .where(found.c.sequence < bindparam("before"))
        .order_by(found.c.sequence.desc())
        .limit(bindparam("most"))
    )


@functools.cache
def of_book(*, by_person: bool, by_day: bool, nobody: bool = False) -> Select[Any]:
    """What was done in the book, the newest first, older than `before`, at most so many entries."""
    found: Select[Any] = _ENTRIES.where(AuditEntry.sequence < bindparam("before")).limit(bindparam("most"))
    if by_person:
        found = found.where(AuditEntry.actor_id.is_(None) if nobody else AuditEntry.actor_id == bindparam("person_id"))
    if not by_day:
        return found.order_by(AuditEntry.sequence.desc())
    within = AuditEntry.at >= bindparam("first"), AuditEntry.at < bindparam("after")
    return found.where(*within).order_by(AuditEntry.at.desc(), AuditEntry.sequence.desc())


OF_ACT = (
    select(*_COLUMNS, AuditEntry.changes)
    .where(
        AuditEntry.sequence.between(bindparam("first"), bindparam("last")), AuditEntry.sequence < bindparam("before")
    )
    .order_by(AuditEntry.sequence.desc())
    .limit(bindparam("most"))
)
"""One act of the book, by the numbers of its first and last entry."""


@functools.cache
def now(kind: type[Record], fields: tuple[str, ...]) -> Select[Any]:
    """What some records of a kind say now."""
    wanted = [field(kind, name) for name in fields]
    return select(field(kind, "id").label("record_id"), *wanted).where(
        field(kind, "id").in_(bindparam("ids", expanding=True))
    )


@functools.cache
def currency(kind: type[Record]) -> Select[Any] | None:
    """The currency of the sums of some records of a kind: their own, or that of what they point to."""
    way = way_to_currency(kind)
    if way is None:
        return None
    found: Select[Any] = select(field(kind, "id").label("record_id"), field(way[-1][1] if way else kind, "currency"))
    here = kind
    for name, there in way:
        found = found.join(there, field(here, name) == field(there, "id"))
        here = there
    return found.where(field(kind, "id").in_(bindparam("ids", expanding=True)))


@functools.cache
def way_to_currency(kind: type[Record]) -> tuple[tuple[str, type[Record]], ...] | None:
    """The fields to follow to a record that says its currency; None where there is none."""
    if "currency" in kind.__table__.columns:
        return ()
    for name, there in pointers(kind).items():
        further = way_to_currency(there) if there is not kind else None
        if further is not None:
            return ((name, there), *further)
    return None


@functools.cache
def pointers(kind: type[Record]) -> dict[str, type[Record]]:
    """The fields that hold the id of another record, and its kind."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Record.registry.mappers}
    return {
        column.key: by_table[key.column.table]
        for column in kind.__table__.columns
        for key in column.foreign_keys
        if key.column.table in by_table
    }
