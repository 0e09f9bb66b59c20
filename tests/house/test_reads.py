"""Every screen reads on few ways, and none reads the work of all years from end to end; on both databases."""

from __future__ import annotations

import ast

import pytest

from app.storage.book import Book
from tests.house.sources import TOGETHER, sources
from tests.screens import SCREENS, Facts, Screen, built_anew_by, facts_of, read_whole, sent_by, taken_by

MOST_WAYS = 3
"""Over the network of an office each way there and back is felt."""
NO_SCREENS = {
    "export_books": "an export reads a period in the background and says how far it is",
    "query": "the argument of a function that is given a query of this list",
}


def test_each_screen_takes_exactly_the_ways_and_statements_the_table_says(measured_firm: Book) -> None:
    facts = facts_of(measured_firm)
    found = {screen.name: taken_by(measured_firm, screen, facts) for screen in SCREENS}
    assert found == {screen.name: (screen.ways, screen.together) for screen in SCREENS}


def test_no_screen_takes_more_than_three_ways() -> None:
    assert [screen.name for screen in SCREENS if screen.ways > MOST_WAYS] == []


def test_no_screen_reads_all_entries_lines_or_allocations(measured_firm: Book) -> None:
    facts = facts_of(measured_firm)
    found = [
        f"{screen.name}: {', '.join(whole)} in {' '.join(sent.text.split())}"
        for screen in SCREENS
        for sent in sent_by(measured_firm, screen, facts)
        if (whole := read_whole(measured_firm, sent))
    ]
    assert not found, "\n".join(found)


def test_no_statement_is_built_anew_when_a_screen_is_shown_again(measured_firm: Book) -> None:
    facts = facts_of(measured_firm)
    found = {screen.name: built_anew_by(measured_firm, screen, facts) for screen in SCREENS}
    assert {name: statements for name, statements in found.items() if statements} == {}


def _whole(measured_firm: Book, facts: Facts) -> list[str]:
    """What a page would do that forgot its condition."""
    from sqlalchemy import func, select

    from app.storage.reading import Reads
    from app.timesheets.records import TimeEntry

    def careless(reads: Reads) -> None:
        reads.execute(select(func.count(TimeEntry.note)).where(TimeEntry.note == "nothing")).all()

    return [
        line for sent in sent_by(measured_firm, Screen(careless, 1), facts) for line in read_whole(measured_firm, sent)
    ]


def test_a_query_that_forgot_its_condition_is_found(measured_firm: Book) -> None:
    (line,) = _whole(measured_firm, facts_of(measured_firm))
    assert "time_entry" in line


@pytest.mark.xdist_group(TOGETHER)
def test_all_that_the_window_reads_is_in_the_table() -> None:
    known = {screen.query.__name__ for screen in SCREENS} | set(NO_SCREENS)
    read = {
        node.args[0].id
        for source in sources()
        if source.path.parts[-2] != "bootstrap"
        for node in source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"read", "ask_with"}
        and ast.unparse(node.func.value).lstrip("_").endswith(("operations", "self"))
        and node.args
        and isinstance(node.args[0], ast.Name)
    }
    assert read - known == set()
    assert "engagement_view" in read
