"""What an export is made of: tables of cells, problems found before anything is written, files with their names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
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
    """A table to be written: column names, and rows of as many cells, in their lasting order."""

    target: Target
    columns: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]


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


def pre_flight(tables: Sequence[Table]) -> tuple[Problem, ...]:
    """What a person should know before sending the files on: an empty period, characters a file cannot carry."""
    found = [
        Problem(
            "export.empty",
            _("There is nothing to export as \u201c{table}\u201d in this period.").format(
                table=target_words(table.target)
            ),
            field=table.target.value,
            hint=_("The file has its heading only."),
        )
        for table in tables
        if not table.rows
    ]
    for table in tables:
        for row in table.rows:
            for name, cell in zip(table.columns, row, strict=True):
                if isinstance(cell, str) and any(_lost(mark) for mark in cell):
                    found.append(
                        Problem(
                            "export.control_characters",
                            _("{row}: characters that no file can carry were left out of {column}.").format(
                                row=row[0], column=name
                            ),
                            field=table.target.value,
                            hint=_("Look at the text and type it again."),
                        )
                    )
    return tuple(found)


def _lost(mark: str) -> bool:
    return unicodedata.category(mark) == "Cc" and mark not in "\t\r\n"
