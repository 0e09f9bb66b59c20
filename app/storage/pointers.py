"""Who points to whom: which records are pointed to from any table, also of rooms that came later, and which point."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from app.storage.record import Record
from app.storage.work import Work

R = TypeVar("R", bound=Record)

AT_ONCE = 1_000


def pointed_at(work: Work, kind: type[Record], ids: Collection[int], *, besides: Collection[type[Record]]) -> set[int]:
    """Those of the records that a record of another kind points to; kinds that go with them are left out."""
    own = {one.__tablename__ for one in besides}
    wanted, found = sorted(ids), set[int]()
    for table in Record.metadata.sorted_tables:
        for column in table.columns if table.name not in own else ():
            if any(key.column.table is kind.__table__ for key in column.foreign_keys):
                for first in range(0, len(wanted), AT_ONCE):
                    some = wanted[first : first + AT_ONCE]
                    found |= set(work.execute(select(column).where(column.in_(some)).distinct()).scalars())
    return found


def pointing(work: Work, kind: type[R], pointer: InstrumentedAttribute[int], ids: Collection[int]) -> list[R]:
    """The records of a kind whose field points to one of these."""
    wanted, found = sorted(ids), list[R]()
    for first in range(0, len(wanted), AT_ONCE):
        found += work.session.scalars(select(kind).where(pointer.in_(wanted[first : first + AT_ONCE]))).all()
    return found
