"""What only grows, against what the history told of it when it came: altered past all guards, it no longer agrees.

The chain shows that the history is as it was written. This shows that issued documents, payments and all else that is
never changed still say what it says. Personal fields are compared as long as their key is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, Text, and_, case, cast, exists, func, select
from sqlalchemy.orm import aliased

from app.kernel.problems import Problem
from app.kernel.values import to_json
from app.kernel.words import _
from app.storage import audit, schema
from app.storage.columns import WHOLE
from app.storage.reading import Reading
from app.storage.record import Record

MOST = 200
_STREAM = {"yield_per": 500}


def altered_problems(reading: Reading) -> list[Problem]:
    """Records that are never changed and are not what the history says, or of which it says nothing."""
    schema.load_records()
    reading.execute(audit.HEAD)  # the one look that all of it is read from begins
    found: list[Problem] = []
    for kind in _kinds():
        for problem in (*_gone(reading, kind), *_differing(reading, kind)):
            found.append(problem)
            if len(found) >= MOST:
                return found
    return found


def _kinds() -> list[type[Record]]:
    kinds = [mapper.class_ for mapper in Record.registry.mappers]
    frozen = [kind for kind in kinds if kind.__frozen__ and kind not in audit.UNAUDITED]
    return sorted(frozen, key=lambda kind: kind.__name__)


@cache  # a check of each backup asks all of them, and to put them together takes longer than to answer them
def _statement(kind: type[Record]) -> Select[*tuple[Any, ...]]:
    name, table = kind.__name__, kind.__table__
    record = name + ":" + table.c.id.cast(Text)
    new = and_(audit.AuditEntry.record == record, audit.AuditEntry.action == "new")
    return (
        select(table, audit.AuditEntry.changes.label("told"), audit.AuditSalt.salt.label("own_salt"))
        .outerjoin(audit.AuditEntry, new)
        .outerjoin(audit.AuditSalt, audit.AuditSalt.record == record)
        .order_by(table.c.id)
    )


@cache
def _missing(kind: type[Record]) -> Select[*tuple[Any, ...]]:
    prefix, table = f"{kind.__name__}:", kind.__table__
    ours = func.substr(audit.AuditEntry.record, 1, len(prefix)) == prefix
    number = case((ours, cast(func.substr(audit.AuditEntry.record, len(prefix) + 1), WHOLE)))
    went = aliased(audit.AuditEntry)
    return (
        select(audit.AuditEntry.record)
        .where(ours, audit.AuditEntry.action == "new", ~exists().where(table.c.id == number))
        .where(~exists().where(went.record == audit.AuditEntry.record, went.action == "removed"))
        .order_by(audit.AuditEntry.sequence)
        .limit(MOST)
    )


def _gone(reading: Reading, kind: type[Record]) -> Iterator[Problem]:
    """Records that came, are not there, and of which the history does not say that they went."""
    for about in reading.execute(_missing(kind)).scalars():
        yield _problem("record.gone", _("{this} is in the history, but no longer in the book."), kind, about)


def _differing(reading: Reading, kind: type[Record]) -> Iterator[Problem]:
    with reading.connection.execute(_statement(kind), execution_options=_STREAM) as rows:
        for row in rows:
            about = f"{kind.__name__}:{row.id}"
            if row.told is None:
                yield _problem("record.untold", _("{this} is in the book, but not in its history."), kind, about)
            elif not _agrees(kind, row):
                yield _problem("record.altered", _("{this} is not what its history says."), kind, about)


def _problem(code: str, sentence: str, kind: type[Record], about: str) -> Problem:
    return Problem(
        code,
        sentence.format(this=kind.called()),
        hint=_("Somebody changed the book with another program. Compare with the newest backup."),
        about=about,
    )


def _agrees(kind: type[Record], row: Row[Any]) -> bool:
    told = _told(row.told)
    if told is None:
        return False
    values = row._mapping  # noqa: SLF001 - the public name of it
    now = {key: values[key] for key in audit.kept_fields(kind) if values[key] is not None}
    personal = audit.personal_fields(kind)
    if row.own_salt is None:  # the person was erased: nobody can tell any more
        now = {key: value for key, value in now.items() if key not in personal}
        told = {key: value for key, value in told.items() if key not in personal}
    said = {key: audit.said(value, row.own_salt if key in personal else None) for key, value in now.items()}
    later = said.keys() - told.keys()
    return all(_same(said.get(key), one) for key, one in told.items()) and all(
        _is_default(kind, key, row) for key in later
    )


def _same(now: object, told: object) -> bool:
    """Whether a value is the one that was told; 4.50 was told as it was typed and is kept as 4.5."""
    if isinstance(now, Decimal):
        return Decimal(str(told)) == now
    if isinstance(now, datetime):
        return datetime.fromisoformat(str(told)) == now
    plain: object = json.loads(to_json(now))
    return plain == told


def _told(changes: str) -> Mapping[str, object] | None:
    try:
        told: object = json.loads(changes)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _is_default(kind: type[Record], key: str, row: Row[Any]) -> bool:
    """Whether a field that was added since holds what all older records got."""
    column = kind.__table__.c[key]
    value = row._mapping[key]  # noqa: SLF001
    default = getattr(column.default, "arg", None)
    server = getattr(getattr(column, "server_default", None), "arg", None)
    return value in {default, server}
