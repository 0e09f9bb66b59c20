"""An office with open invoices; the partner acts."""

from __future__ import annotations

import pytest

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
