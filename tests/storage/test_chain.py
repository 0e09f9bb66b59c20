"""The check of the history: a single entry altered, removed, put in or put elsewhere is found at its very place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from app.firm.records import Holiday
from app.kernel.values import to_json
from app.storage import audit
from app.storage.book import Book
from app.storage.chain import chain_problems
from app.storage.reading import Reading
from app.storage.work import Work
from tests.books import NOW
from tests.figures import Report
from tests.tampering import past_the_guards

ENTRIES = 60
ROUNDS = [pytest.param(10, id="slice"), pytest.param(250, id="whole", marks=pytest.mark.soak)]
COLUMNS = ("at", "actor_name_hash", "command", "record", "action", "changes", "previous", "hash")


def close_some(work: Work, *, first: int) -> None:
    for day in range(ENTRIES):
        name = f"Day \u201c{first}\u201d \\ \t {day} \U0001f384"
        work.add(Holiday(day=(NOW + timedelta(first * 400 + day)).date(), name=name))


def altered(connection: Connection, chance: random.Random) -> int:
    place, column = chance.randint(1, ENTRIES), chance.choice(COLUMNS)
    now = connection.exec_driver_sql(f"SELECT {column} FROM audit_entry WHERE sequence = {place}").scalar_one()
    if column == "at":
        other: object = "2026-04-30T14:20:00.000001Z" if isinstance(now, str) else now + timedelta(microseconds=1)
    elif isinstance(now, str):
        other = now[:-1] + chr(ord(now[-1]) ^ 1)
    else:
        spot = chance.randrange(32)
        other = now[:spot] + bytes([now[spot] ^ 1]) + now[spot + 1 :]
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    connection.exec_driver_sql(f"UPDATE audit_entry SET {column} = {mark} WHERE sequence = {place}", (other,))
    return place


def removed(connection: Connection, chance: random.Random) -> int:
    place = chance.randint(1, ENTRIES)
    connection.exec_driver_sql(f"DELETE FROM audit_entry WHERE sequence = {place}")
    return place


def put_in(connection: Connection, chance: random.Random) -> int:
    place = chance.randint(2, ENTRIES)
    names = "at, actor_id, actor_name_hash, command, command_id, record, action, changes, previous, hash"
    same = f"SELECT {place}, {names} FROM audit_entry WHERE sequence = {place - 1}"
    _shift(connection, place)
    connection.exec_driver_sql(f"INSERT INTO audit_entry (sequence, {names}) {same}")
    return place


def put_elsewhere(connection: Connection, chance: random.Random) -> int:
    place = chance.randint(1, ENTRIES - 1)
    for was, now in ((place, -1), (place + 1, place), (-1, place + 1)):
        connection.exec_driver_sql(f"UPDATE audit_entry SET sequence = {now} WHERE sequence = {was}")
    return place


def _shift(connection: Connection, place: int) -> None:
    """Make room for one more entry: unique numbers are moved past each other."""
    connection.exec_driver_sql(f"UPDATE audit_entry SET sequence = -sequence - 1 WHERE sequence >= {place}")
    connection.exec_driver_sql("UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0")


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


@pytest.mark.parametrize("rounds", ROUNDS)
def test_a_single_entry_that_is_not_as_it_was_is_found_at_its_place(book: Book, report: Report, rounds: int) -> None:
    book.perform(close_some, first=0)
    assert book.read(chain_problems) == []
    ways: tuple[Callable[[Connection, random.Random], int], ...] = (altered, removed, put_in, put_elsewhere)
    missed = []
    with past_the_guards(book) as connection:
        reading = Reading(connection, book.actor, NOW)
        for seed in range(rounds):
            for way in ways:
                with taken_back(connection):
                    place = way(connection, random.Random(seed))
                    found = chain_problems(reading)
                    first = re.search(r"Entr(?:y|ies) (\d+)", found[0].message) if found else None
                    if first is None or not (int(first[1]) == place or (way is removed and place == ENTRIES)):
                        missed.append((way.__name__, seed))
        assert chain_problems(reading) == []
    counted = {"changes": rounds * len(ways), "not found at their place": len(missed)}
    report(f"changes of the history, {book.engine.dialect.name}", counted)
    assert missed == []


def test_a_cut_end_and_a_missing_one_are_found_and_the_record_is_named(book: Book) -> None:
    book.perform(close_some, first=0)
    with past_the_guards(book) as connection:
        reading = Reading(connection, book.actor, NOW)
        for spoil in ("DELETE FROM audit_entry WHERE sequence > 50", "DELETE FROM audit_head"):
            with taken_back(connection):
                connection.exec_driver_sql(spoil)
                (problem,) = chain_problems(reading)
                assert "is not the last one" in problem.message
        connection.exec_driver_sql("UPDATE audit_entry SET command = 'x' WHERE sequence = 7")
        (problem,) = chain_problems(reading)
        assert (problem.about, problem.message) == ("Holiday:7", "Entry 7 of the history was altered.")


words = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(words, words, st.none() | words, st.none() | st.integers(1, 10**9), st.datetimes(timezones=st.just(UTC)))
def test_what_a_hash_covers_is_canonical_json(
    changes: str, command: str, key: str | None, actor: int | None, at: datetime
) -> None:
    row = {
        "sequence": 5, "at": at, "actor_id": actor, "actor_name_hash": "#1", "command": command, "command_id": key,
        "record": "Holiday:1", "action": "new", "changes": changes,
    }  # fmt: skip
    others = [actor, "#1", command, key, "Holiday:1", "new", changes]
    assert audit.covered(5, at.isoformat(), others) == to_json(row).encode()
