"""The smallest of the firms that are measured, on each database: many of everything, for rules that need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.books import SYSTEMS

if TYPE_CHECKING:
    from app.storage.book import Book


def build_small(url: str) -> None:
    """Build it in an empty database."""
    from benchmarks.big.build import build
    from benchmarks.big.sizes import SMALL

    build(url, SMALL)


@pytest.fixture(scope="session")
def measured_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its file, built once, to be copied."""
    from benchmarks.big.build import build
    from benchmarks.big.sizes import SMALL

    place = tmp_path_factory.mktemp("measured") / "small.watertight"
    build(place, SMALL)
    return place


@pytest.fixture(params=SYSTEMS)
def measured_firm(request: pytest.FixtureRequest, measured_file: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of its own for each test."""
    from benchmarks.big.build import opened

    if request.param == "sqlite":
        place: str | Path = tmp_path / measured_file.name
        Path(place).write_bytes(measured_file.read_bytes())
    else:
        place = request.getfixturevalue("postgres_database")(prepare=build_small)
    with opened(place) as book:
        yield book
