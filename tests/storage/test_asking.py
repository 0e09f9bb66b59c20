"""What queries need together goes to the database together; each is answered as if it were asked alone."""

from __future__ import annotations

import pytest
from sqlalchemy import Integer, bindparam, func, literal, select

from app.clients.records import Client
from app.firm.records import Person
from app.kernel.problems import Problem
from app.storage.asking import given, query, together
from app.storage.book import Book
from app.storage.reading import Reads
from tests.asked import asked
from tests.books import Office
from tests.clusters import MakeDatabase
from tests.relay import relayed

_PEOPLE = select(Person.id, Person.name).order_by(Person.id)
_SOME = select(Person.name).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id)
_CLIENTS = select(Client.name).order_by(Client.name)


@query
async def names(reads: Reads, *, most: int) -> list[str]:
    """First who there is, then what some of them are called."""
    ids = [row.id for row in await reads.ask(_PEOPLE)][:most]
    return [row.name for row in await reads.ask(_SOME, {"ids": ids})]


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
    from app.storage.work import Work

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
    if book.engine.dialect.name == "sqlite":
        pytest.skip("SQLite divides by zero without a word")
    from sqlalchemy.exc import DataError

    nothing = select(literal(1, Integer) / bindparam("none", 0, Integer))

    @query
    async def broken(reads: Reads) -> object:
        return await together(reads.ask(_PEOPLE), reads.ask(nothing), reads.ask(_CLIENTS))

    for _time in range(2):
        with pytest.raises(DataError):
            book.read(broken)
    assert book.read(all_of_it)[2] == 0


def test_a_wave_is_one_way_there_and_back(postgres_database: MakeDatabase) -> None:
    from app.kernel.clock import FixedClock
    from app.storage.book import open_book
    from tests.books import NOW, make_founded

    url = postgres_database(prepare=make_founded)
    with relayed(url) as network, open_book(network.url, FixedClock(NOW)) as book:
        book.read(all_of_it)
        with asked(book) as sent, network.counted() as one_statement:
            book.read(lambda reads: reads.execute(_PEOPLE))
        assert len(sent) == 1
        with asked(book) as sent, network.counted() as two_waves:
            book.read(names, most=2)
        assert (len(sent), two_waves() - one_statement()) == (2, 1)
        with asked(book) as sent, network.counted() as two_waves:
            book.read(all_of_it)
        assert (len(sent), two_waves() - one_statement()) == (5, 1)
