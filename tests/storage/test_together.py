"""Several reads in one statement give what each gives by itself, on both databases: values, names and order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, false, func, select

from app.clients.records import Client
from app.engagements.records import Rate, StatementOfWork
from app.firm.records import Person
from app.storage.reading import Reads
from app.storage.together import Together
from app.timesheets.records import TimeEntry
from tests.asked import asked
from tests.books import Office
from tests.samples.invoices import brightwater_april

_ENTRIES = (
    select(TimeEntry.__table__, Person.name.label("person"))
    .join(Person, Person.id == TimeEntry.person_id)
    .where(TimeEntry.sow_id == bindparam("sow_id"))
    .order_by(TimeEntry.day.desc(), TimeEntry.id.desc())
)
_READS: dict[str, Any] = {
    "entries": _ENTRIES,
    "rates": select(Rate.__table__).order_by(Rate.rate, Rate.id.desc()),
    "sow": select(StatementOfWork.__table__).where(StatementOfWork.id == bindparam("sow_id")),
    "clients": select(Client.name, Client.owner_id, Client.tax_code, (Client.id > 1).label("later")).order_by(
        Client.id
    ),
    "sums": select(func.sum(TimeEntry.seconds).label("seconds"), func.min(TimeEntry.day).label("first")),
    "some": select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True))).order_by(Person.id),
    "nothing": select(Person.id).where(false()),
}
_TOGETHER = Together(**_READS)


def test_each_read_gives_its_own_rows_in_its_own_order(office: Office) -> None:
    sample = brightwater_april(office)
    values: dict[str, Any] = {"sow_id": sample.sow_id, "ids": list(office.people.values())[:3]}

    def both(reads: Reads) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
        return _TOGETHER.read(reads, values), {name: list(reads.execute(one, values)) for name, one in _READS.items()}

    together, alone = office.book.read(both)
    for name, rows in alone.items():
        assert [tuple(row) for row in together[name]] == [tuple(row) for row in rows], name
        assert [row._fields for row in together[name]] == [row._fields for row in rows], name
        if name != "sums":  # PostgreSQL gives a sum as a decimal, JSON as the whole number it is
            assert [[type(one) for one in row] for row in together[name]] == [
                [type(one) for one in row] for row in rows
            ]
    assert len(together["entries"]) > 20
    assert together["nothing"] == []


def test_it_is_one_statement_and_other_parameters_give_other_rows(office: Office) -> None:
    sample = brightwater_april(office)
    with asked(office.book) as heard:
        for sow_id, count in ((sample.sow_id, True), (sample.sow_id + 1, False), (sample.sow_id, True)):
            found = office.book.read(_TOGETHER.read, parameters={"sow_id": sow_id, "ids": [1]})
            assert bool(found["entries"]) is count
            assert len(found["some"]) == 1
    assert len(heard) == 3
