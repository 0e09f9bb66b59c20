"""The sums that must hold in a book, of every room that has any: the rooms' part of the whole check."""

from __future__ import annotations

from collections.abc import Callable

from app.invoices.queries import invariants as of_bills
from app.kernel.problems import Problem
from app.receivables.queries import invariants as of_cash
from app.storage.reading import Reading

SUMS: tuple[Callable[[Reading], list[Problem]], ...] = (of_bills, of_cash)
