"""A busy book for the screens of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.books import Office
from tests.invoices.run_scene import Queued


@pytest.fixture
def queued(sqlite_office: Office) -> Iterator[Queued]:
    made = Queued(sqlite_office.book)
    yield made
    made.close()
