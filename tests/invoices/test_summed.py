"""Values of unbilled work that the database adds up are those of the entries, one by one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from app.engagements.records import Rate, StatementOfWork
from app.invoices.domain import compose
from app.invoices.queries import unbilled
from app.invoices.queries.judging import formats_of
from app.invoices.queries.summed import BILLED, summed_to_bill
from app.invoices.queries.unbilled import to_bill
from app.kernel.money import total
from app.kernel.quantities import Rounding, RoundingMode
from app.storage.book import Book
from app.storage.reading import Reads
from app.timesheets.records import TimeEntry
from benchmarks.big.sizes import TODAY

MODES = (
    (RoundingMode.NONE, 15),
    (RoundingMode.UP, 0),
    (RoundingMode.UP, 15),
    (RoundingMode.NEAREST, 6),
    (RoundingMode.NEAREST, 50),
)
Facts = tuple[int, int, object, object, date | None]


def one_by_one(reads: Reads, through: date) -> list[Facts]:
    """Seconds, value, value that waits and oldest day of each statement of work, from every entry."""
    found: list[Facts] = []
    for sow in to_bill(reads).values():
        basis = sow.basis(through)
        composed = compose(basis, formats_of(sow.language))
        if composed.ready or composed.waiting or basis.time:
            ready, waiting = (
                total((line.net for line in lines), sow.currency) for lines in (composed.ready, composed.waiting)
            )
            oldest = min([unit.day for unit in basis.time] + [unit.day for unit in basis.expenses], default=None)
            found.append((sow.sow_id, sum(unit.seconds for unit in basis.time), ready, waiting, oldest))
    return found


def added_up(book: Book, through: date) -> list[Facts]:
    rows = book.read(unbilled, through=through)
    return [(row.sow_id, row.seconds, row.value, row.waiting, row.oldest) for row in rows]


def round_in_every_way(book: Book) -> None:
    """Odd lengths of entries, and statements of work that round them in turn in each way there is."""
    with book.engine.begin() as connection:
        connection.execute(
            update(TimeEntry).where(TimeEntry.id % 3 == 0).values(seconds=TimeEntry.seconds + 61 + TimeEntry.id % 900)
        )
        for place, (mode, minutes) in enumerate(MODES):
            some = StatementOfWork.id % len(MODES) == place
            connection.execute(update(StatementOfWork).where(some).values(rounding_mode=mode, rounding_minutes=minutes))


def raise_rates_within_months(book: Book) -> int:
    """Another rate for everything that has one, from a day in the midst of what waits; how many."""
    with book.engine.begin() as connection:
        agreed = select(Rate.sow_id, Rate.grade, Rate.person_id, Rate.rate).where(Rate.sow_id > 0)
        rates = connection.execute(agreed).all()
        values = [
            {
                "sow_id": row.sow_id,
                "grade": row.grade,
                "person_id": row.person_id,
                "rate": row.rate + Decimal("0.37") * (1 + place % 5),
                "valid_from": TODAY - timedelta(place % 14),
                "note": "",
                "version": 1,
            }
            for place, row in enumerate(rates)
        ]
        connection.execute(insert(Rate), values)
    return len(values)


def test_the_database_rounds_time_as_the_rule_says(measured_firm: Book) -> None:
    round_in_every_way(measured_firm)
    rule = (StatementOfWork.rounding_minutes, StatementOfWork.rounding_mode)
    statement = select(TimeEntry.seconds, BILLED.label("billed"), *rule).join(
        StatementOfWork, StatementOfWork.id == TimeEntry.sow_id
    )
    rows = measured_firm.read(lambda reads: reads.execute(statement).all())
    assert {(row.rounding_mode, row.rounding_minutes) for row in rows} == set(MODES)
    assert all(row.billed == Rounding(row.rounding_minutes, row.rounding_mode).billed(row.seconds) for row in rows)
    assert any(row.billed != row.seconds for row in rows)


@pytest.mark.parametrize("rates_change", [False, True])
def test_values_are_those_of_the_entries_one_by_one(measured_firm: Book, rates_change: bool) -> None:
    round_in_every_way(measured_firm)
    if rates_change:
        assert raise_rates_within_months(measured_firm)
    for days in (-40, 0, 1, 4, 9, 13, 30):
        through = TODAY - timedelta(days)
        expected = measured_firm.read(one_by_one, through)
        assert expected or days > 0
        assert added_up(measured_firm, through) == expected


def test_there_is_a_unit_for_each_rate_and_not_for_each_entry(measured_firm: Book) -> None:
    entries = sum(len(sow.time) for sow in measured_firm.read(to_bill).values())
    sums = sum(len(sow.time) for sow in measured_firm.read(summed_to_bill, through=TODAY).values())
    assert 0 < sums < entries
