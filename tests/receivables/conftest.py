"""An office with open invoices; the partner acts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.qt.operations import SynchronousOperations
from tests.books import Office
from tests.samples.receivables import Debts, open_debts


@pytest.fixture
def debts(office: Office) -> Debts:
    """On each database."""
    return open_debts(office)


@pytest.fixture
def sqlite_debts(sqlite_office: Office) -> Debts:
    """On SQLite, for screens."""
    return open_debts(sqlite_office)


@pytest.fixture
def operations(sqlite_debts: Debts) -> Iterator[SynchronousOperations]:
    sqlite_debts.office.act_as("GB")
    made = SynchronousOperations(sqlite_debts.office.book)
    yield made
    made.close()
