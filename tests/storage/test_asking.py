"""What queries need together goes to the database together; each is answered as if it were asked alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Integer, bindparam, func, literal, select

from app.clients.records import Client
from app.firm.commands import choose_setting
from app.firm.domain import AccessRole
from app.firm.queries import people, setting
from app.firm.records import Person
from app.kernel.clock import FixedClock
from app.kernel.problems import Problem
from app.storage import pipeline
from app.storage.asking import given, query, together
from app.storage.book import Book, open_book
from app.storage.reading import Reads
from app.storage.work import Work
from benchmarks.big.build import actor
from tests.asked import asked
from tests.books import NOW, Office, make_founded
from tests.clusters import MakeDatabase
from tests.relay import Network, relayed

_PEOPLE = select(Person.id, Person.name).order_by(Person.id)
_SOME = select(Person.name).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id)
_CLIENTS = select(Client.name).order_by(Client.name)


@query
async def names(reads: Reads, *, most: int) -> list[str]:
    """First who there is, then what some of them are called."""
    ids = [row.id for row in await reads.ask(_PEOPLE)][:most]
    return [row.name for row in await reads.ask(_SOME, {"ids": ids})]


@query
async def two_names(reads: Reads) -> list[str]:
    """The same for two."""
    return await names.asks(reads, most=2)


@query
async def all_of_it(reads: Reads) -> tuple[list[str], list[str], int, int]:
    """Two queries, a statement and what is known."""
    first, second, count, known = await together(
        names.asks(reads, most=2), names.asks(reads, most=1), reads.ask(select(func.count(Client.id))), given(7)
    )
    return first, second, count.scalar_one(), known


def test_a_query_is_answered_alone_like_any_function(office: Office) -> None:
    expected = office.book.read(lambda reads: [row.name for row in reads.execute(_PEOPLE)][:2])
    assert office.book.read(names, most=2) == expected
    assert names.__name__ == "names"


def test_what_is_asked_together_is_answered_as_if_it_were_asked_alone(office: Office) -> None:
    alone = office.book.read(names, most=2)
    assert office.book.read(all_of_it) == (alone, alone[:1], 0, 7)
    assert office.book.read(all_of_it) == (alone, alone[:1], 0, 7)


def test_commands_ask_the_same_queries(office: Office) -> None:
    def counted(work: Work) -> int:
        return all_of_it(work)[2]

    assert office.book.perform(counted).result == 0


@query
async def refused(reads: Reads) -> None:
    """Its second wave is a problem."""
    await reads.ask(_PEOPLE)
    raise Problem("test.refused", "Not this one.")


def test_the_problem_of_one_is_the_problem_of_all_or_is_dealt_with(office: Office) -> None:
    @query
    async def dealt_with(reads: Reads) -> str:
        try:
            await refused.asks(reads)
        except Problem:
            return "none"
        return "one"

    @query
    async def both(reads: Reads) -> tuple[list[str], str]:
        return await together(names.asks(reads, most=1), dealt_with.asks(reads))

    @query
    async def neither(reads: Reads) -> object:
        return await together(names.asks(reads, most=1), refused.asks(reads))

    assert office.book.read(both)[1] == "none"
    with pytest.raises(Problem, match="Not this one"):
        office.book.read(neither)


def test_what_the_database_refuses_is_the_same_failure_alone_and_together(book: Book) -> None:
    from sqlalchemy.exc import DBAPIError

    # PostgreSQL refuses to divide by zero; SQLite, which does not, a whole number that has no opposite
    sqlite = book.engine.dialect.name == "sqlite"
    nothing = (
        select(func.abs(bindparam("none", -(2**63), Integer)))
        if sqlite
        else select(literal(1, Integer) / bindparam("none", 0, Integer))
    )

    @query
    async def broken(reads: Reads) -> object:
        return await together(reads.ask(_PEOPLE), reads.ask(nothing), reads.ask(_CLIENTS))

    for _time in range(2):
        with pytest.raises((DBAPIError, Problem)):
            book.read(broken)
    assert book.read(all_of_it)[2] == 0


def test_a_wave_is_one_way_there_and_back(postgres_database: MakeDatabase) -> None:
    url = postgres_database(prepare=make_founded)
    with relayed(url) as network, open_book(network.url, FixedClock(NOW)) as book:
        two_waves: Callable[[Reads], object] = lambda reads: names(reads, most=2)
        for look, statements, waves in ((people, 1, 1), (two_waves, 2, 2), (all_of_it, 5, 2)):
            book.read(look)
            with asked(book) as sent:
                book.read(look)
            assert (len(sent), _least_ways(book, network, look)) == (statements, waves + 1), "a last way ends the look"


def test_the_first_time_takes_no_more_ways(postgres_database: MakeDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres_database(prepare=make_founded)
    found = []
    with relayed(url) as network, open_book(network.url, FixedClock(NOW)) as book:
        for _time in range(4):
            monkeypatch.setattr(pipeline, "_columns", {})
            book.engine.clear_compiled_cache()
            with network.counted() as ways:
                book.read(all_of_it)
            found.append(ways())
    assert min(found) == 3


def _least_ways(book: Book, network: Network, look: Callable[[Reads], object]) -> int:
    """The least of some: a computer that is busy otherwise only adds."""
    found: list[int] = []
    for _time in range(4):
        with network.counted() as ways:
            book.read(look)
        found.append(ways())
    return min(found)


@pytest.fixture
def shared(postgres_database: MakeDatabase) -> Iterator[tuple[Book, psycopg.Connection[Any]]]:
    """A shared book that is open, and somebody else's connection to it."""
    url = postgres_database(prepare=make_founded)
    with (
        open_book(url, FixedClock(NOW)) as book,
        psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other,
    ):
        yield book, other


_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def _lose(other: psycopg.Connection[Any]) -> None:
    """What a server does to its connections that is started again."""
    other.execute(_OTHERS, [other.info.dbname])


def test_a_look_at_a_shared_book_sees_nothing_that_others_save_meanwhile(
    shared: tuple[Book, psycopg.Connection[Any]],
) -> None:
    book, other = shared

    @query
    async def twice(reads: Reads) -> tuple[list[str], list[str]]:
        first = [row.name for row in await reads.ask(_PEOPLE)]
        other.execute("UPDATE person SET name = name || ' II'")
        return first, [row.name for row in await reads.ask(_PEOPLE)]

    first, second = book.read(twice)
    assert second == first
    assert sorted(row.name for row in book.read(people)) == sorted(f"{name} II" for name in first)


def test_a_connection_lost_while_nobody_asked_is_not_noticed(shared: tuple[Book, psycopg.Connection[Any]]) -> None:
    book, other = shared

    def choose(work: Work) -> int:
        choose_setting(work, key="window.start", value="today")
        return len(people(work))

    before = book.read(people)
    book.actor = actor(next(row for row in before if row.access_role is AccessRole.PARTNER))
    _lose(other)
    assert book.read(people) == before
    _lose(other)
    assert book.perform(choose).result == len(before)
    assert book.read(setting, key="window.start") == "today"


def test_a_connection_lost_under_way_is_told(shared: tuple[Book, psycopg.Connection[Any]]) -> None:
    book, other = shared
    asked_again: list[int] = []

    @query
    async def cut(reads: Reads) -> object:
        asked_again.append(len((await reads.ask(_PEOPLE)).all()))
        _lose(other)
        return (await reads.ask(_PEOPLE)).all()

    with pytest.raises(Problem, match="does not answer"):
        book.read(cut)
    assert len(asked_again) == 2
    assert len(book.read(people)) == asked_again[0]
