"""Comparing a backup with the book as it is now: what would be missing after going back, by whom and from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, Label, bindparam, case, func, select

from app.storage import audit
from app.storage.backups.looking import Held, where_it_stands
from app.storage.backups.marks import Backup
from app.storage.reading import Reading

_E = audit.AuditEntry
_KIND = func.substr(_E.record, 1, func.instr(_E.record, ":") - 1).label("kind")
_HASH_AT = select(_E.hash).where(_E.sequence == bindparam("sequence"))
_AFTER = _E.sequence > bindparam("sequence")


def _counted(action: str) -> Label[int]:
    return func.sum(case((_E.action == action, 1), else_=0), type_=Integer).label(action)


_BY_KIND = (
    select(
        _KIND,
        func.count(_E.record.distinct()).label("records"),
        _counted("new"),
        _counted("changed"),
        _counted("removed"),
        func.min(_E.at).label("first"),
        func.max(_E.at).label("last"),
    )
    .where(_AFTER)
    .group_by(_KIND)
    .order_by(func.count(_E.record.distinct()).desc(), _KIND)
)
_WHO = (
    select(_E.actor_id, func.count(_E.id).label("entries"), func.max(_E.at).label("last"))
    .where(_AFTER)
    .group_by(_E.actor_id)
    .order_by(func.count(_E.id).desc())
)
_LAST = select(_E.at, _E.actor_id, _E.command).order_by(_E.sequence.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class KindRow:
    """Records of one kind that were touched after the backup: how many, and from when to when."""

    kind: str
    records: int
    new: int
    changed: int
    removed: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class WhoRow:
    """Somebody who worked after the backup: the id of the person, None for the program itself."""

    actor_id: int | None
    entries: int
    last: datetime


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The last thing somebody did in a book."""

    at: datetime
    actor_id: int | None
    command: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a book holds that a backup of it does not.

    `common` is the last entry both have. Where the backup has entries of its own after that (`apart`), the two went
    different ways: the book was set back before, or it is another one.
    """

    common: int
    entries: int
    apart: int
    kinds: tuple[KindRow, ...] = ()
    who: tuple[WhoRow, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing would be missing."""
        return not self.entries and not self.apart


def compare(backup: Reading, book: Reading) -> Comparison:
    """Compare a backup that is open with its book that is open; both are only read."""
    held, now = where_it_stands(backup), where_it_stands(book)
    common = _common(backup, held, book, now)
    at = {"sequence": common}
    return Comparison(
        common,
        now.sequence - common,
        held.sequence - common,
        tuple(KindRow(*row) for row in book.execute(_BY_KIND, at)),
        tuple(WhoRow(*row) for row in book.execute(_WHO, at)),
    )


def goes_on_from(book: Reading, backup: Backup) -> int | None:
    """What a backup holds that the book has not, by its mark alone: how many entries, 0 where it went another way.

    None where the book goes on from it, as it should. Two statements.
    """
    now = where_it_stands(book)
    if backup.sequence > now.sequence:
        return backup.sequence - now.sequence
    there = book.execute(_HASH_AT, {"sequence": backup.sequence}).scalar()
    return None if not backup.sequence or (there is not None and there.hex() == backup.head) else 0


def _common(backup: Reading, held: Held, book: Reading, now: Held) -> int:
    """The last entry both have: where one is the same, so are all before it, for each is hashed into the next."""
    least, most = 0, min(held.sequence, now.sequence)
    while least < most:
        middle = (least + most + 1) // 2
        at = {"sequence": middle}
        if backup.execute(_HASH_AT, at).scalar() == book.execute(_HASH_AT, at).scalar():
            least = middle
        else:
            most = middle - 1
    return least


def last_entry(reading: Reading) -> LastEntry | None:
    """The last thing that was done; None in an empty book."""
    row = reading.execute(_LAST).first()
    return None if row is None else LastEntry(*row)
