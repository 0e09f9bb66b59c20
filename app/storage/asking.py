"""Queries that say what they need before they are answered, so that several go to the database as one.

    @query
    async def clients(reads: Reads) -> list[ClientListRow]:
        terms, contacts = await together(reads.ask(_TERMS), reads.ask(_CONTACTS))     # one way there and back for both
        ...

    clients(reads)                                                        # answered alone, like any function
    known, money = await together(clients.asks(reads), collections.asks(reads))

Over a network it is the way there and back that costs, not the reading. What is awaited together is sent together, wave
by wave: first what each asks first, then what each asks once it knows that. No event loop takes part: `await` hands the
statements to whoever drives the query, and the rows come back.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from app.storage.reading import Ask, Reads, Rows

P = ParamSpec("P")
T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")
T5 = TypeVar("T5")
T6 = TypeVar("T6")
T7 = TypeVar("T7")


async def given(value: T) -> T:
    """Something known already, to stand among what is asked."""
    return value


class _Together(Awaitable[tuple[Any, ...]]):
    """Several that advance side by side: what they need next is one wave."""

    def __init__(self, asking: tuple[Awaitable[Any], ...]) -> None:
        self._asking = asking

    def __await__(self) -> Generator[list[Ask], list[Rows], tuple[Any, ...]]:
        """Each in turn is given its rows and goes on until it needs more; nothing is sent in between."""
        answers: list[Any] = [None] * len(self._asking)
        going = {place: (one.__await__(), 0) for place, one in enumerate(self._asking)}
        rows: list[Rows] = []
        try:
            while going:
                wave: list[Ask] = []
                start = 0
                for place, (one, wanted) in list(going.items()):
                    handed = rows[start : start + wanted] if wanted else None
                    start += wanted
                    try:
                        needed = one.send(handed)
                    except StopIteration as end:
                        answers[place] = end.value
                        del going[place]
                    else:
                        going[place] = one, len(needed)
                        wave += needed
                if wave:
                    rows = yield wave
        finally:
            for one, _wanted in going.values():
                one.close()
        return tuple(answers)


@overload
def together(a: Awaitable[T1], b: Awaitable[T2], /) -> Awaitable[tuple[T1, T2]]: ...
@overload
def together(a: Awaitable[T1], b: Awaitable[T2], c: Awaitable[T3], /) -> Awaitable[tuple[T1, T2, T3]]: ...
@overload
def together(
    a: Awaitable[T1], b: Awaitable[T2], c: Awaitable[T3], d: Awaitable[T4], /
) -> Awaitable[tuple[T1, T2, T3, T4]]: ...
@overload
def together(
    a: Awaitable[T1], b: Awaitable[T2], c: Awaitable[T3], d: Awaitable[T4], e: Awaitable[T5], /
) -> Awaitable[tuple[T1, T2, T3, T4, T5]]: ...
@overload
def together(
    a: Awaitable[T1], b: Awaitable[T2], c: Awaitable[T3], d: Awaitable[T4], e: Awaitable[T5], f: Awaitable[T6], /
) -> Awaitable[tuple[T1, T2, T3, T4, T5, T6]]: ...
@overload
def together(
    a: Awaitable[T1],
    b: Awaitable[T2],
    c: Awaitable[T3],
    d: Awaitable[T4],
    e: Awaitable[T5],
    f: Awaitable[T6],
    g: Awaitable[T7],
    /,
) -> Awaitable[tuple[T1, T2, T3, T4, T5, T6, T7]]: ...
def together(*asking: Awaitable[Any]) -> Awaitable[tuple[Any, ...]]:
    """Await several side by side; their answers in that order."""
    return _Together(asking)


class Query(Generic[P, T]):
    """A query that can be answered alone or asked beside others."""

    __name__: str

    def __init__(self, asks: Callable[Concatenate[Reads, P], Coroutine[Any, Any, T]]) -> None:
        functools.update_wrapper(self, asks)
        self.asks = asks
        """To be awaited, alone or `together` with others."""

    def __call__(self, reads: Reads, /, *arguments: P.args, **options: P.kwargs) -> T:
        """Answer it now."""
        return answered(reads, self.asks(reads, *arguments, **options))


def query(asks: Callable[Concatenate[Reads, P], Coroutine[Any, Any, T]]) -> Query[P, T]:
    """Make a query of a function that awaits what it reads."""
    return Query(asks)


def answered(reads: Reads, asking: Coroutine[Any, Any, T]) -> T:
    """Send what is asked, wave by wave, until the answer is there."""
    rows: list[Rows] | None = None
    try:
        while True:
            wave = asking.send(rows)
            rows = reads.send(wave)
    except StopIteration as end:
        answer: T = end.value
        return answer
    finally:
        asking.close()
