"""What a room tells about its records, so that their history can be read: words in the reader's language, and which
records are one thing to people.

Each room has a module `told` with `PARTS` and `words()`; `app.history` puts them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.storage.record import Record

Values = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """Records that are a part of a thing: a contact of a client.

    Its field `by` holds the id of the thing, or of the part `of` it that stands between. With `up` it is the other way
    round: the thing's field `by` holds the id of the part. Without `by` all of the kind belong to it, with `empty`
    those whose field `by` is empty. `commands` names the ones whose entries count; empty: all.
    """

    kind: type[Record]
    by: str = ""
    of: type[Record] | None = None
    up: bool = False
    empty: bool = False
    commands: frozenset[str] = frozenset()


Parts = Mapping[type[Record], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """The words of a kind of record: what one of it is, its fields, which of them make its name, words for values.

    `silent` are fields that say nothing to people, or too much: the bytes of a paper, words that were signed.
    """

    noun: str
    fields: Mapping[str, str]
    named_by: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    values: Values = field(default_factory=dict)


def kind(noun: str, named_by: str = "", silent: str = "", values: Values | None = None, /, **fields: str) -> Kind:
    """The words of a kind of record; `named_by` and `silent` are names of fields with blanks between."""
    return Kind(noun, fields, tuple(named_by.split()), frozenset(silent.split()), values or {})


@dataclass(frozen=True, slots=True)
class RoomWords:
    """The words of a room: its kinds of record, the words its fields choose from, and what each command did."""

    kinds: Mapping[type[Record], Kind]
    commands: Mapping[str, str]
    choices: Mapping[type[StrEnum], Mapping[str, str]] = field(default_factory=dict)
