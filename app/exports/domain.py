"""What an export is made of: tables of cells, problems found before anything is written, files with their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.kernel.words import _

LONGEST_NAME = 64
RUN_DIGITS = 8

CellValue = str | int | bool | date | Decimal | Money | None
"""What a cell may hold; a Money shows its amount, its currency has a column of its own."""


class Target(StrEnum):
    """The tables of the generic export; each is a file of that name."""

    INVOICES = "invoices"
    LINES = "invoice_lines"
    PAYMENTS = "payments"
    TIME = "time_entries"


def target_words(target: Target) -> str:
    """The table for people."""
    return {
        Target.INVOICES: _("Invoices"),
        Target.LINES: _("Invoice lines"),
        Target.PAYMENTS: _("Payments and what they paid"),
        Target.TIME: _("Time entries"),
    }[target]


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written: column names, and rows of as many cells, in their lasting order; taken perhaps once."""

    target: Target
    columns: tuple[str, ...]
    rows: Iterable[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class ExportBundle:
    """Files ready to be written, by name, and what a person should know about them."""

    files: tuple[tuple[str, bytes], ...]
    problems: tuple[Problem, ...]
    rows: tuple[tuple[Target, int], ...] = ()


def file_name(target: Target, period: Period, run: str) -> str:
    """`invoices_2026-04-01_2026-04-30_1a2b3c4d.csv`: plain ASCII, at most 64 characters."""
    plain = re.sub(r"[^a-z0-9_]+", "-", target.value)
    name = f"{plain}_{period.first.isoformat()}_{period.last.isoformat()}_{run[:RUN_DIGITS]}.csv"
    if len(name) > LONGEST_NAME or not name.isascii():
        message = f"{name} is no name for an export file"
        raise ValueError(message)
    return name


class PreFlight:
    """Looks at rows on their way into files: an empty period and characters a file cannot carry are worth a word.

    Rows pass one by one: a table of ten years is never held as a whole.
    """

    def __init__(self) -> None:
        """Nothing has passed yet."""
        self._odd: list[Problem] = []
        self.counts: dict[Target, int] = {}
        """The rows of each table that have passed."""

    def passing(self, table: Table) -> Iterator[Sequence[CellValue]]:
        """The rows of a table, looked at as they are taken."""
        self.counts[table.target] = 0
        for row in table.rows:
            self.counts[table.target] += 1
            for name, cell in zip(table.columns, row, strict=True):
                if isinstance(cell, str) and not cell.isprintable() and any(map(_lost, cell)):
                    self._odd.append(_left_out(table.target, name, row))
            yield row

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should know before sending the files on."""
        return (*(_empty(target) for target, count in self.counts.items() if not count), *self._odd)


def _empty(target: Target) -> Problem:
    return Problem(
        "export.empty",
        _("There is nothing to export as \u201c{table}\u201d in this period.").format(table=target_words(target)),
        field=target.value,
        hint=_("The file has its heading only."),
    )


def _left_out(target: Target, column: str, row: Sequence[CellValue]) -> Problem:
    return Problem(
        "export.control_characters",
        _("{row}: characters that no file can carry were left out of {column}.").format(row=row[0], column=column),
        field=target.value,
        hint=_("Look at the text and type it again."),
    )


def _lost(mark: str) -> bool:
    return unicodedata.category(mark) == "Cc" and mark not in "\t\r\n"
