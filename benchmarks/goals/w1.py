"""W1: a calendar of a hundred events taken in, against executemany of the rows that came of it.

It is the only import of many rows the product has so far; time entries have no file of their own to come from yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any

from app.harvest.commands import take_calendar
from app.harvest.domain import Kind, Occurrence
from app.harvest.records import Occurrence as Kept
from app.harvest.records import Suggestion
from app.kernel.periods import Period
from benchmarks.big.clients import LEFT
from benchmarks.big.promises import TOPICS
from benchmarks.big.sizes import TODAY
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.pair import compared, in_turn
from benchmarks.statements import bare

EVENTS = 100
WEEKS = Period(TODAY - timedelta(28), TODAY - timedelta(1))


def events(turn: int) -> tuple[Occurrence, ...]:
    """Other events each time."""
    found = []
    for number in range(EVENTS):
        day = WEEKS.first + timedelta(number % 28)
        start = datetime.combine(day, time(8 + number % 9, 30 * (number % 2)), UTC)
        title = f"{LEFT[(number * 7 + turn) % len(LEFT)]}: {TOPICS[number % len(TOPICS)]}"
        found.append(
            Occurrence(
                uid=f"{turn}-{number}", rid="", start=start, end=start + timedelta(minutes=30 + number % 60),
                kind=Kind.INSTANT, title=title,
            )
        )  # fmt: skip
    return tuple(found)


def measure(ground: Ground) -> Iterator[Part]:
    """Processor time for all rows in one transaction each."""
    book = ground.fresh("calendar")
    person = ground.person("PR")
    ground.act_as("PR", book)
    turns = count()
    written: list[tuple[str, list[tuple[Any, ...]]]] = []

    def take() -> object:
        turn = next(turns)
        return book.perform(
            take_calendar, person_id=person, name="Work", digest=str(turn), occurrences=events(turn), window=WEEKS,
            complete=False,
        )  # fmt: skip

    take()
    raw = bare(book.place)
    raw.execute("PRAGMA synchronous=FULL")
    for table in (Kept.__tablename__, Suggestion.__tablename__):
        cursor = raw.execute(f"SELECT * FROM {table} ORDER BY id DESC LIMIT {EVENTS}")
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        places = ", ".join("?" * len(names))
        written.append((f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows))
    shift = count(1)

    def by_hand() -> None:
        step = next(shift) * 10_000_000
        raw.execute("BEGIN IMMEDIATE")
        for statement, rows in written:
            fresh = [_moved(statement, row, step) for row in rows]
            raw.executemany(statement, fresh)
        raw.execute("COMMIT")

    one, other = in_turn((take, by_hand), rounds=ground.rounds, before=lambda: None, patience=ground.patience)
    pair = compared(one, other)
    reason = f"{len(ground.sent_by(take, book))} statements: audited record by record; {profile(take)}"
    yield Part("a calendar", pair.ratio, pair, reason)
    raw.close()
    ground.done("calendar")


def _moved(statement: str, row: tuple[Any, ...], step: int) -> tuple[Any, ...]:
    """The same row with an identity of its own."""
    names = statement[statement.index("(") + 1 : statement.index(")")].split(", ")
    return tuple(
        value + step if name in {"id", "occurrence_id"} else f"{step}{value}" if name == "uid" else value
        for name, value in zip(names, row, strict=True)
    )
