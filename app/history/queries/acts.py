"""The history of the whole book: what was done, act by act, the newest first; by person and by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.firm.domain import Right, require
from app.firm.records import Person
from app.history.queries.rows import called, names_of
from app.history.queries.statements import NEWEST, of_book
from app.history.things import all_words, command_words, kinds
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.storage.reading import Ask, Reads

RIGHT = Right.EDIT_FIRM
ENTRIES = 1_000
"""Entries that are read at once; an act has one for each record it changed."""
_PEOPLE = select(Person.id, Person.name).order_by(Person.active.desc(), Person.name)
NOBODY = 0
"""Asks for what was done before the book had people."""


@dataclass(frozen=True, slots=True)
class ActRow:
    """One command that was carried out: by whom, when, and the first of what it changed."""

    first: int
    last: int
    at: datetime
    who: str
    command: str
    did: str
    what: str
    entries: int

    @property
    def key(self) -> int:
        """What tells it from the others."""
        return self.last


@dataclass(frozen=True, slots=True)
class BookHistory:
    """Some acts of the book; `older` is what to ask for next, None when that is all. `people` may be asked for."""

    rows: tuple[ActRow, ...]
    older: int | None
    people: tuple[tuple[int, str], ...]


def book_history(
    reads: Reads,
    *,
    formats: Formats,
    person_id: int | None = None,
    day: date | None = None,
    before: int | None = None,
    most: int = ENTRIES,
) -> BookHistory:
    """What was done in the book, by everybody or one person, ever or on one day where the reader is."""
    require(reads.actor.role, RIGHT)
    asked: dict[str, Any] = {"before": before or NEWEST, "most": most + 1}
    if person_id:
        asked["person_id"] = person_id
    if day is not None:
        zone = ZoneInfo(formats.zone)
        asked["first"] = datetime.combine(day, time(), zone).astimezone(UTC)
        asked["after"] = datetime.combine(day + timedelta(1), time(), zone).astimezone(UTC)
    statement = of_book(by_person=person_id is not None, by_day=day is not None, nobody=person_id == NOBODY)
    answers = reads.send([Ask(statement, asked), Ask(_PEOPLE)])
    found = answers[0].all()
    people = tuple((row.id, row.name) for row in answers[1])
    acts = [list(group) for _key, group in groupby(found, _of_one_act)]
    rest = len(found) > most
    if rest and len(acts) > 1:
        acts.pop()  # it goes on beyond what was read
    names = names_of(
        reads, formats, {record for act in acts for record in _named_by(act)}, {act[0].actor_id for act in acts}
    )
    return BookHistory(tuple(_rows(acts, names)), acts[-1][-1].sequence if rest else None, people)


def _of_one_act(row: Any) -> tuple[Any, ...]:
    return row.at, row.actor_id, row.command, row.command_id


def _weight(record: str) -> int:
    """How much a record says about an act: the thing before its lines, what the rooms tell first before the rest."""
    name = record.partition(":")[0]
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


_ORDER = (
    "Invoice",
    "Payment",
    "StatementOfWork",
    "Client",
    "ChangeOrder",
    "Milestone",
    "Draft",
    "TimeEntry",
    "Expense",
)


def _named_by(act: Sequence[Any]) -> list[str]:
    """The one or two records that stand for an act."""
    ordered = sorted({row.record: row for row in reversed(act)}, key=_weight)
    known = [record for record in ordered if record.partition(":")[0] in kinds()]
    return known[:1]


def _rows(acts: Sequence[Sequence[Any]], names: dict[str, str]) -> Iterator[ActRow]:
    for act in acts:
        newest, oldest = act[0], act[-1]
        records = {row.record for row in act}
        main = _named_by(act)
        what = ""
        if main:
            kind = kinds()[main[0].partition(":")[0]]
            what = called(all_words().kinds[kind].noun, names.get(main[0], ""))
        rest = len(records) - len(main)
        if rest:
            more = ngettext("{what} and {n} more record", "{what} and {n} more records", rest)
            what = more.format(what=what, n=rest)
        who = _("Set-up") if newest.actor_id is None else names.get(f"Person:{newest.actor_id}", "")
        yield ActRow(
            oldest.sequence,
            newest.sequence,
            newest.at,
            who,
            newest.command,
            command_words(newest.command),
            what,
            len(act),
        )
