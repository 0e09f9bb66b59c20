"""News: what others committed behind a certain entry of the history, as the same `Changes` a command gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select, union_all

from app.kernel.changes import Changes, Point
from app.storage import schema
from app.storage.audit import AuditEntry, pointers_of, room_of
from app.storage.own import End
from app.storage.reading import Reads
from app.storage.record import Record

MOST = 20_000
"""Entries that are looked at one by one. After more (a night without a network) everything may have changed."""
AT_ONCE = 1_000
_AFTER = (
    select(
        AuditEntry.sequence,
        AuditEntry.hash,
        AuditEntry.actor_id,
        AuditEntry.record,
        AuditEntry.action,
        AuditEntry.changes,
    )
    .where(AuditEntry.sequence > bindparam("after"))
    .order_by(AuditEntry.sequence)
    .limit(MOST + 1)
)
NOTHING = Changes()
_END = select(AuditEntry.sequence).order_by(AuditEntry.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class News:
    """What others changed, and which people did; `until` is the last entry that was looked at."""

    until: int
    changes: Changes = NOTHING
    people: frozenset[int] = frozenset()


def news(reads: Reads, *, after: int, own: Callable[[], Mapping[End, int]]) -> News:
    """What the entries behind `after` say, but for one's own commits. At most two statements.

    Which these are is asked when the entries are there: one may have been made in this moment.
    """
    rows = reads.execute(_AFTER, {"after": after}).all()
    if len(rows) > MOST:
        return News(reads.execute(_END).scalar_one(), Changes(frozenset(map(room_of, _kinds().values()))))
    known = own()
    mine: set[int] = set()
    for row in rows:
        first = known.get((row.sequence, row.hash))
        if first is not None:
            mine.update(range(first + 1, row.sequence + 1))
    others = [row for row in rows if row.sequence not in mine]
    if not others:
        return News(rows[-1].sequence if rows else after)
    people = frozenset(row.actor_id for row in others if row.actor_id is not None)
    return News(rows[-1].sequence, _changes(reads, others), people)


def _kinds() -> dict[str, type[Record]]:
    schema.load_records()
    return {mapper.class_.__name__: mapper.class_ for mapper in Record.registry.mappers}


def _changes(reads: Reads, entries: Sequence[Any]) -> Changes:
    kinds = _kinds()
    rooms: set[str] = set()
    points: set[Point] = set()
    stayed: dict[str, set[int]] = {}
    for entry in entries:
        name, _colon, number = entry.record.partition(":")
        kind = kinds.get(name)
        if kind is None:
            continue
        rooms.add(room_of(kind))
        points.add((name, kind.__tablename__, int(number)))
        pointers = pointers_of(kind)
        if pointers:
            points.update(_said(name, pointers, entry))
            if entry.action == "changed":
                stayed.setdefault(name, set()).add(int(number))
    points.update(_read(reads, kinds, stayed))
    return Changes(frozenset(rooms), frozenset(points))


def _said(name: str, pointers: Sequence[tuple[str, str]], entry: Any) -> Iterator[Point]:
    """What the entry itself says it points to: all of a record that is new or went, of others what changed."""
    told = json.loads(entry.changes)
    for key, table in pointers:
        said = told.get(key)
        for number in said if isinstance(said, list) else (said,):
            if number is not None:
                yield name, table, number


def _read(reads: Reads, kinds: Mapping[str, type[Record]], stayed: Mapping[str, set[int]]) -> Iterator[Point]:
    """What changed records point to all the same, for all kinds in one statement."""
    wanted = [(name, number) for name in sorted(stayed) for number in sorted(stayed[name])]
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        parts: list[Select[Any]] = []
        meant: list[tuple[str, str]] = []
        for name in dict.fromkeys(name for name, _number in some):
            kind = kinds[name]
            numbers = [number for one, number in some if one == name]
            for key, table in pointers_of(kind):
                pointer = getattr(kind, key)
                place: ColumnElement[int] = literal_column(str(len(meant))).label("place")
                parts.append(select(place, pointer.label("number")).where(kind.id.in_(numbers), pointer.is_not(None)))
                meant.append((name, table))
        for row in reads.execute(union_all(*parts)):
            yield *meant[row.place], row.number
