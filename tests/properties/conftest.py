"""The firm whose lives are played, founded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.kernel.clock import FixedClock
from app.storage.book import create
from tests.books import NOW, found_office
from tests.properties.firm import Firm


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Firm]:
    """The book of a firm with its agreements, made once, to be copied."""
    path = tmp_path_factory.mktemp("life") / "life.watertight"
    with create(path, FixedClock(NOW)) as book:
        firm = Firm.founded(found_office(book))
    return path, firm
