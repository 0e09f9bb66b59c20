"""What a book says, to be compared before and after a way back; and commands that are tried both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text

from app.kernel.problems import Problem
from app.kernel.ways_back import way_of
from app.storage.book import Book
from app.storage.reading import Reading
from app.storage.record import Record
from app.storage.reversal import Reversal
from app.storage.schema import load_records
from app.storage.taking_back import way_back, why_not
from app.storage.work import Outcome

Facts = dict[str, list[str]]
_OWN = frozenset({"audit_entry", "audit_head", "audit_salt", "command_id", "invoice_file"})
"""The history tells of both ways; papers are the bytes of what is issued."""
_SUMS = {
    "sow_version": "SELECT sow_id, digest FROM sow_version v"
    " WHERE number = (SELECT max(number) FROM sow_version WHERE sow_id = v.sow_id)",
    "payment_allocation": "SELECT payment_id, invoice_id, sum(amount_minor) FROM payment_allocation"
    " GROUP BY payment_id, invoice_id HAVING sum(amount_minor) <> 0",
}
"""What only grows says with its last word, or with its sum."""


def facts(reading: Reading) -> Facts:
    """Every row of every table, without its version."""
    load_records()
    asked: dict[str, str] = {}
    for table in Record.metadata.sorted_tables:
        columns = ", ".join(f'"{column.name}"' for column in table.columns if column.name != "version")
        if table.name not in _OWN:
            asked[table.name] = _SUMS.get(table.name) or f"SELECT {columns} FROM {table.name}"
    bare: Any = reading.connection.connection.driver_connection  # past SQLAlchemy, which takes most of the time
    if reading.connection.dialect.name == "sqlite":
        return {name: sorted(map(repr, bare.execute(statement).fetchall())) for name, statement in asked.items()}
    parts = [f"SELECT '{name}', row_to_json(rows)::text FROM ({statement}) rows" for name, statement in asked.items()]
    found: Facts = {name: [] for name in asked}
    for name, row in bare.execute(" UNION ALL ".join(parts)).fetchall():
        found[name].append(row)
    return {name: sorted(rows) for name, rows in found.items()}


def differing(one: Facts, other: Facts) -> dict[str, tuple[list[str], list[str]]]:
    """By table the rows of the one, and those of the other."""
    return {
        name: (sorted(set(rows) - set(other[name])), sorted(set(other[name]) - set(rows)))
        for name, rows in one.items()
        if rows != other[name]
    }


def back(book: Book, done: Outcome[Any]) -> Outcome[None]:
    """Take a command back."""
    assert done.reversal is not None
    return book.perform(way_back(done.reversal))


def why_not_back(book: Book, done: Outcome[Any]) -> str:
    """The code of what speaks against taking a command back; nothing is changed then."""
    now = book.read(facts)
    with pytest.raises(Problem) as refused:
        back(book, done)
    assert differing(book.read(facts), now) == {}
    return refused.value.code


Perform = Callable[..., Outcome[Any]]


@dataclass
class BothWays:
    """Lets each command of a story be taken back and done again before the story goes on."""

    once: bool = True
    tried: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    final: set[str] = field(default_factory=set)
    """Commands that the database itself keeps for good."""

    def perform(self, real: Perform, book: Book, command: Any, options: Any) -> Outcome[Any]:
        """One command; what is compared is the data."""
        name = command.__name__
        if self.once and name in self.tried:
            return real(book, command, **options)
        before = book.read(facts)
        outcome = real(book, command, **options)
        reversal = outcome.reversal
        assert reversal is not None
        if why_not(reversal) is not None:
            self.final.add(name)
            return outcome
        if way_of(command) is not None:
            return outcome
        self.tried.add(name)
        after, versions = book.read(facts), _versions(book, reversal)
        try:
            back = real(book, way_back(reversal)).reversal
            assert back is not None
            if unlike := differing(before, book.read(facts)):
                self.wrong.append(f"{name} was taken back and left {unlike}")
            again = real(book, way_back(back)).reversal
            assert again is not None
            if unlike := differing(after, book.read(facts)):
                self.wrong.append(f"{name} was done again and left {unlike}")
            assert again.command == name if again.command == reversal.command else again.command == f"redo {name}"
        except Problem as problem:
            self.wrong.append(f"{name}: {problem.code}: {problem}")
        _set_versions(book, versions)  # the story goes on with the versions that its answers told
        return outcome


def _versions(book: Book, reversal: Reversal) -> dict[tuple[str, int], int]:
    with book.engine.connect() as connection:
        return {
            (image.kind.__tablename__, image.id): version
            for image in reversal.images
            if "version" in image.kind.__table__.columns
            for version in connection.execute(
                text(f"SELECT version FROM {image.kind.__tablename__} WHERE id = {image.id}")
            ).scalars()
        }


def _set_versions(book: Book, versions: dict[tuple[str, int], int]) -> None:
    with book.engine.begin() as connection:
        for (table, number), version in versions.items():
            connection.execute(text(f"UPDATE {table} SET version = {version} WHERE id = {number}"))
