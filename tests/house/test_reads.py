"""Every screen reads few statements, and none that reads the work of all years from end to end; on both databases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.book import Book
from benchmarks.big.build import build, opened
from benchmarks.big.sizes import SMALL
from tests.screens import SCREENS, Facts, Screen, facts_of, read_whole, sent_by

APP = Path(__file__).parents[2] / "app"
NO_SCREENS = {
    "export_books": "an export reads a period in the background and says how far it is",
    "query": "the argument of a function that is given a query of this list",
}


def build_small(url: str) -> None:
    build(url, SMALL)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reads") / "small.watertight"
    build(place, SMALL)
    return place


@pytest.fixture(params=["sqlite", "postgres"])
def firm(request: pytest.FixtureRequest, small: Path, tmp_path: Path) -> Iterator[Book]:
    if request.param == "sqlite":
        place: str | Path = tmp_path / small.name
        Path(place).write_bytes(small.read_bytes())
    else:
        place = request.getfixturevalue("postgres_database")(prepare=build_small)
    with opened(place) as book:
        yield book


def test_each_screen_takes_exactly_the_statements_the_table_says(firm: Book) -> None:
    facts = facts_of(firm)
    found = {screen.name: len(sent_by(firm, screen, facts)) for screen in SCREENS}
    assert found == {screen.name: screen.statements for screen in SCREENS}


def test_no_screen_reads_all_entries_lines_or_allocations(firm: Book) -> None:
    facts = facts_of(firm)
    found = [
        f"{screen.name}: {', '.join(whole)} in {' '.join(sent.text.split())}"
        for screen in SCREENS
        for sent in sent_by(firm, screen, facts)
        if (whole := read_whole(firm, sent))
    ]
    assert not found, "\n".join(found)


def _whole(firm: Book, facts: Facts) -> list[str]:
    """What a page would do that forgot its condition."""
    from sqlalchemy import func, select

    from app.storage.reading import Reads
    from app.timesheets.records import TimeEntry

    def careless(reads: Reads) -> None:
        reads.execute(select(func.count(TimeEntry.note)).where(TimeEntry.note == "nothing")).all()

    return [line for sent in sent_by(firm, Screen(careless, 1), facts) for line in read_whole(firm, sent)]


def test_a_query_that_forgot_its_condition_is_found(firm: Book) -> None:
    (line,) = _whole(firm, facts_of(firm))
    assert "time_entry" in line


def test_all_that_the_window_reads_is_in_the_table() -> None:
    known = {screen.query.__name__ for screen in SCREENS} | set(NO_SCREENS)
    read = {
        node.args[0].id
        for path in APP.rglob("*.py")
        if path.parts[-2] != "bootstrap"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"read", "ask_with"}
        and ast.unparse(node.func.value).lstrip("_").endswith(("operations", "self"))
        and node.args
        and isinstance(node.args[0], ast.Name)
    }
    assert read - known == set()
    assert "engagement_view" in read
