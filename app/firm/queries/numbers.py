"""Which number comes next, without taking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.firm.domain import number_text
from app.firm.records import NumberSeries
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.asking import query
from app.storage.reading import Reads

_COUNTERS = (
    select(NumberSeries.year, NumberSeries.pattern, NumberSeries.next_number)
    .where(NumberSeries.key == bindparam("key"))
    .order_by(NumberSeries.year)
)
_ALL = select(NumberSeries.key, NumberSeries.year, NumberSeries.pattern, NumberSeries.next_number).order_by(
    NumberSeries.key, NumberSeries.year
)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A counter; `year` is 0 where the numbers do not begin again each year."""

    key: str
    year: int
    pattern: str
    next_number: int


@query
async def next_number(reads: Reads, *, key: str, on: date) -> str:
    """How the next number of a series would look for a document dated `on`; takes nothing."""
    return following(await counters.asks(reads, key=key), key, on)


@query
async def counters(reads: Reads, *, key: str) -> list[SeriesRow]:
    """The counters of a series by year, for who learns only beside them of which day the document will be."""
    return [SeriesRow(key, *row) for row in await reads.ask(_COUNTERS, {"key": key})]


def following(rows: Sequence[SeriesRow], key: str, on: date) -> str:
    """The next number by these counters; Problem when nobody can say it."""
    if not rows:
        raise unknown_series(key)
    if rows[0].year == 0:
        return number_text(rows[0].pattern, on, rows[0].next_number)
    running = [row for row in rows if row.year <= on.year]
    if not running:
        raise before_the_series(on.year, rows[0].year)
    newest = running[-1]
    return number_text(newest.pattern, on, newest.next_number if newest.year == on.year else 1)


@query
async def number_series(reads: Reads) -> list[SeriesRow]:
    """All counters, by key and year."""
    return [SeriesRow(*row) for row in await reads.ask(_ALL)]


def unknown_series(key: str) -> Problem:
    """There is no such series."""
    return Problem(
        "series.unknown",
        _("There is no number series \u201c{key}\u201d.").format(key=key),
        hint=_("Set it up in the settings of the firm."),
    )


def before_the_series(year: int, first: int) -> Problem:
    """The document is dated before the series began: nobody can say which numbers were given then."""
    return Problem(
        "series.before",
        _("The numbers of this book begin in {first}; there is none for {year}.").format(first=first, year=year),
        hint=_("Choose a later date, or set the next number of {year} first.").format(year=year),
    )
