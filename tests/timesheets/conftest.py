"""A desk in each test of this room that asks for one."""

from __future__ import annotations

import pytest

from tests.books import Office
from tests.timesheets.desk import Desk, set_up_desk


@pytest.fixture
def desk(office: Office) -> Desk:
    """On each database; Priya acts."""
    return set_up_desk(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Desk:
    """On SQLite, for screens; Priya acts."""
    return set_up_desk(sqlite_office)
