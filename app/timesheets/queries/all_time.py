"""All time of a period, also of ten years: how much there is, and any part of it by its place in the order.

A list asks for the part in sight only, so that it costs as much as one screen however long it is.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select

from app.clients.records import Client
from app.engagements.records import StatementOfWork, Task
from app.firm.domain import Right, allowed
from app.firm.records import Person
from app.kernel.periods import Period
from app.storage.reading import Reads
from app.storage.search import found_in, words_of
from app.timesheets.queries.entries import ENTRIES, EntryRow
from app.timesheets.records import TimeEntry

PART = 100
"""Entries of a part where nobody says otherwise: more than a window shows at once."""
MOST_WORDS = 5
"""Further words of a search do not count."""
EVER = Period(date(1, 1, 1), date(9999, 12, 31))
_WHATEVER = 10_000_000
_DOWN = (TimeEntry.day.desc(), TimeEntry.id.desc())
_UP = (TimeEntry.day, TimeEntry.id)


@dataclass(frozen=True, slots=True)
class TimePart:
    """Some entries in the order of their days, and how many there are altogether with how many seconds.

    `start` is the place of the first row. `own` says that only the reader's time was looked at.
    """

    start: int
    rows: tuple[EntryRow, ...]
    count: int
    seconds: int
    own: bool


@functools.cache
def _word(number: int, spellings: int) -> ColumnElement[bool]:
    """One word is in the note, or begins one of the client or the SOW, or is in the name of the person or task."""
    words = f"word_{number}"
    likes: list[BindParameter[str]] = [bindparam(f"like_{number}_{way}") for way in range(spellings)]
    clients = select(Client.id).where(found_in("client", most=_WHATEVER, words=words)).correlate(None)
    of_client = select(StatementOfWork.id).where(StatementOfWork.client_id.in_(clients)).correlate(None)
    sows = select(StatementOfWork.id).where(found_in("sow", most=_WHATEVER, words=words)).correlate(None)
    people = select(Person.id).where(or_(*(Person.name.ilike(like, escape="\\") for like in likes))).correlate(None)
    tasks = select(Task.id).where(or_(*(Task.name.ilike(like, escape="\\") for like in likes))).correlate(None)
    return or_(
        found_in("time_entry", most=_WHATEVER, words=words),
        TimeEntry.sow_id.in_(sows),
        TimeEntry.sow_id.in_(of_client),
        TimeEntry.person_id.in_(people),
        TimeEntry.task_id.in_(tasks),
    )


def _spellings(word: str) -> tuple[str, ...]:
    """A database may know the two cases of ASCII letters alone: other words are looked for as they may stand."""
    return (word,) if word.isascii() else (word.lower(), word.capitalize(), word.upper())


def _conditions(words: tuple[int, ...], *, own: bool) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [TimeEntry.day.between(bindparam("first"), bindparam("last"))]
    if own:
        conditions.append(TimeEntry.person_id == bindparam("person_id"))
    return conditions + [_word(number, spellings) for number, spellings in enumerate(words)]


@functools.cache
def _sums(words: tuple[int, ...], own: bool) -> Select[*tuple[Any, ...]]:
    return select(
        func.count(TimeEntry.id).label("entries"), func.coalesce(func.sum(TimeEntry.seconds), 0).label("seconds")
    ).where(*_conditions(words, own=own))


@functools.cache
def _part(words: tuple[int, ...], own: bool, down: bool, turned: bool) -> Select[*tuple[Any, ...]]:
    """Entries in an order, with words of so many spellings; `turned` walks the index from the other end."""
    ids = (
        select(TimeEntry.id)
        .where(*_conditions(words, own=own))
        .order_by(*(_DOWN if down is not turned else _UP))
        .limit(bindparam("many"))
        .offset(bindparam("before"))
        .correlate(None)
    )
    return ENTRIES.where(TimeEntry.id.in_(ids)).order_by(*(_DOWN if down else _UP))


def all_time(
    reads: Reads,
    *,
    period: Period = EVER,
    text: str = "",
    start: int = 0,
    many: int = PART,
    newest_first: bool = True,
    known: tuple[int, int] | None = None,
) -> TimePart:
    """The entries of a period from a place on, in the order of their days; only the own of who may see no others.

    Each word of `text` must be found in the note, the client, the SOW, the task or the person's name. `known` is the
    count and the seconds that an earlier part told; without it they are added up. One statement, two without `known`.
    """
    own = not allowed(reads.actor.role, Right.SEE_OTHERS_TIME)
    found = words_of(text)[:MOST_WORDS]
    parameters: dict[str, object] = {"first": period.first, "last": period.last}
    if own:
        parameters["person_id"] = reads.actor.person_id or 0
    words = tuple(len(_spellings(word)) for word in found)
    for number, word in enumerate(found):
        parameters[f"word_{number}"] = word
        for way, spelled in enumerate(_spellings(word)):
            parameters[f"like_{number}_{way}"] = f"%{_escaped(spelled)}%"
    if known is None:
        row = reads.execute(_sums(words, own), parameters).one()
        known = (int(row.entries), int(row.seconds))
    count, seconds = known
    many = max(0, min(many, count - start))
    if not many:
        return TimePart(start, (), count, seconds, own)
    rest = count - start - many
    turned = rest < start  # an index is walked from its nearer end
    place = {"many": many, "before": rest if turned else start}
    rows = reads.execute(_part(words, own, newest_first, turned), parameters | place).mappings()
    return TimePart(start, _rows(rows.all()), count, seconds, own)


def _rows(found: Sequence[Any]) -> tuple[EntryRow, ...]:
    return tuple(EntryRow(**row) for row in found)


def _escaped(word: str) -> str:
    """A word in which nothing stands for anything else."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
