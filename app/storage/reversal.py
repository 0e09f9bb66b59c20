"""What it takes to take one command back: each record it touched, as it was before and as it was left.

It is made from what the flushes of a command showed and lives in the memory of a session: nothing of it is written,
neither in the book nor beside it. `app.storage.taking_back` carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.base import NO_VALUE

from app.storage.audit import Noticed, kept_fields
from app.storage.record import Record

Values = Mapping[str, Any]
UNDO, REDO = "undo", "redo"
"""What stands before the name of a command in the history when it was taken back, or done again after that."""


@dataclass(frozen=True, slots=True)
class Image:
    """A record that a command touched: all its fields before (None: it was not there) and after (None: it is gone)."""

    kind: type[Record]
    id: int
    before: Values | None
    after: Values | None
    was: int = 0
    """Its version before; 0 where it has none."""
    now: int = 0
    """Its version after. A version can rise with nothing else: a draft whose lines were changed."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """The way back from a command, or from the way back itself: then it is done again. Only who did it may go it."""

    command: str
    """Its name; with "undo " or "redo " before it when it was itself a way back."""
    actor_id: int | None
    role: str
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class WayBack:
    """The command that takes another one back, and the name of that one: "undo approve_week" for a way back itself."""

    of: str
    command: Callable[..., None]


class Notes:
    """What a command touched, as flush after flush showed it. It costs next to nothing until it is asked for."""

    def __init__(self, command: str, actor_id: int | None, role: str) -> None:
        """Nothing was touched yet."""
        self._command, self._actor_id, self._role = command, actor_id, role
        self._noted: list[tuple[str, Record, Values, int]] = []
        self.by_images = True
        """Whether its way back is made of images: it is not final and has no way of its own."""

    def note(self, noticed: Iterable[Noticed]) -> None:
        """Of a flush that just happened: what each record was before it (to be called from `after_flush`)."""
        for action, item, fields in noticed:
            if action == "new":
                self._noted.append((action, item, {}, 0))
            elif action == "changed":
                was = inspect(item).committed_state
                known = {key: pair[0] for key, pair in fields.items() if was.get(key) is not NO_VALUE}
                # what was only marked as changed is what it was; each flush makes one version more
                self._noted.append((action, item, known, getattr(item, "version", 1) - 1))
            else:
                was = inspect(item).committed_state
                whole = {key: was.get(key, getattr(item, key)) for key in kept_fields(type(item))}
                self._noted.append((action, item, whole, getattr(item, "version", 0)))

    def reversal(self) -> Reversal:
        """Several flushes folded into one: what was before the first of them, and what the last one left."""
        before: dict[tuple[type[Record], int], dict[str, Any] | None] = {}
        first: dict[tuple[type[Record], int], int] = {}
        last: dict[tuple[type[Record], int], tuple[Record, bool]] = {}
        for action, item, was, version in self._noted:
            key = (type(item), item.id)
            first.setdefault(key, version)
            if key not in before:
                before[key] = None if action == "new" else dict(was)
            elif (known := before[key]) is not None and (key not in last or not last[key][1]):
                before[key] = {**was, **known}
            last[key] = (item, action == "removed")
        return Reversal(self._command, self._actor_id, self._role, tuple(_images(before, first, last)))


def _images(
    before: Mapping[tuple[type[Record], int], dict[str, Any] | None],
    first: Mapping[tuple[type[Record], int], int],
    last: Mapping[tuple[type[Record], int], tuple[Record, bool]],
) -> Iterable[Image]:
    for (kind, number), (item, gone) in last.items():
        was = before[kind, number]
        now = {key: getattr(item, key) for key in kept_fields(kind)}
        whole = None if was is None else now | was
        left = None if gone else now
        old, new = first[kind, number], 0 if gone else getattr(item, "version", 0)
        if whole != left or old != new:
            yield Image(kind, number, whole, left, old, new)


# ------------------------------------------------------------------------------------------ what the database lets go


def let_go(session: Session, *_flush: object) -> None:
    """Empty, by records, what points to a record that is removed and may do so: the database would, untold.

    To be called from `before_flush`.
    """
    for item in session.deleted:
        for kind, field in _loose_pointers(type(item)):
            with session.no_autoflush:
                for one in session.scalars(select(kind).where(getattr(kind, field) == item.__dict__["id"])):
                    setattr(one, field, None)


_LOOSE: dict[type[Record], tuple[tuple[type[Record], str], ...]] = {}


def _loose_pointers(kind: type[Record]) -> tuple[tuple[type[Record], str], ...]:
    """The kinds with a field that points to one of this kind and is emptied when that goes."""
    if kind not in _LOOSE:
        _LOOSE[kind] = tuple(
            (mapper.class_, attribute.key)
            for mapper in Record.registry.mappers
            for attribute in mapper.column_attrs
            for key in attribute.columns[0].foreign_keys
            if key.ondelete == "SET NULL" and key.column.table is kind.__table__
        )
    return _LOOSE[kind]
