"""Whatever calendars come and whatever is added: no added time is lost or doubled, and the same again is nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.harvest.commands import accept_suggestion
from app.kernel.clock import FixedClock
from app.kernel.periods import Period
from app.storage.book import open_book
from app.timesheets.queries import entries
from tests.books import NOW, Office, found_office
from tests.examples import examples
from tests.samples.harvest import CALL, STANDUP, WINDOW, WORKSHOP, Event, Workplace, at, workplace

EVENTS = (WORKSHOP, CALL, STANDUP, Event("plan", "Team planning", at(27, "09:00"), at(27, "10:00")))
EVERYTHING = Period(WINDOW.first, WINDOW.last)


def _moved(event: Event, hours: int) -> Event:
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    step = timedelta(hours=hours)
    return replace(event, start=event.start + step, end=event.end + step)


def _versions(event: Event) -> st.SearchStrategy[Event | None]:
    """As it was, an hour later, renamed, called off, or not there."""
    return st.sampled_from(
        [
            event,
            _moved(event, 1),
            replace(event, title=f"{event.title} (new)"),
            replace(event, more=(*event.more, "STATUS:CANCELLED")),
            None,
        ]
    )


calendars = st.tuples(*map(_versions, EVENTS)).map(lambda some: tuple(event for event in some if event is not None))
steps = st.lists(st.one_of(calendars, st.integers(0, 3)), min_size=2, max_size=8)


@dataclass(frozen=True)
class Template:
    """A book with the office and its tasks, to be copied for each example."""

    path: Path
    people: Office
    tasks: dict[str, int]

    @contextmanager
    def place(self) -> Iterator[Workplace]:
        """The office in a book of its own."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "office.watertight"
            shutil.copy(self.path, path)
            with open_book(path, FixedClock(NOW)) as book:
                yield Workplace(Office(book, self.people.people, self.people.actors), self.tasks)


@pytest.fixture(scope="module")
def template(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """Made once."""
    path = tmp_path_factory.mktemp("laws") / "office.watertight"
    shutil.copy(empty_file, path)
    with open_book(path, FixedClock(NOW)) as book:
        office = found_office(book)
        return Template(path, office, workplace(office).tasks)


def time_of(place: Workplace) -> dict[int, tuple[object, int]]:
    """Priya's entries: day and seconds by id."""
    found = place.office.book.read(entries, person_id=place.office.people["PR"])
    return {entry.entry_id: (entry.day, entry.seconds) for entry in found}


def kept(place: Workplace) -> list[tuple[object, ...]]:
    """Everything kept of the calendar, without when it was read and how often it was written."""
    tables = {
        "occurrence": "uid, rid, day, seconds, title, starts_at, fingerprint",
        "suggestion": "occurrence_id, state, news, task_id, seconds, note, reason, confidence, entry_id",
        "match_rule": "title, task_id, times",
    }
    with place.office.book.engine.connect() as connection:
        return [
            tuple(row)
            for table, columns in tables.items()
            for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))
        ]


@settings(max_examples=examples(25))
@given(story=steps)
def test_added_time_is_neither_lost_nor_doubled(template: Template, story: list[tuple[Event, ...] | int]) -> None:
    with template.place() as place:
        added: dict[int, tuple[object, int]] = {}
        for step in story:
            if isinstance(step, int):
                rows = [row for row in place.view(EVERYTHING).rows if row.task_id is not None and row.acceptable]
                for row in rows[step : step + 1]:
                    book = place.office.book
                    entry_id = book.perform(accept_suggestion, suggestion_id=row.suggestion_id).result
                    assert entry_id not in added
                    added[entry_id] = (row.day, row.seconds)
                    assert book.perform(accept_suggestion, suggestion_id=row.suggestion_id).result == entry_id
            else:
                place.take(*step)
                once = kept(place)
                again = place.take(*step)
                assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
                assert kept(place) == once
            assert time_of(place) == added


@settings(max_examples=examples(15))
@given(first=calendars, second=calendars)
def test_going_back_to_an_earlier_calendar_shows_what_it_showed(
    template: Template, first: tuple[Event, ...], second: tuple[Event, ...]
) -> None:
    with template.place() as place:
        place.take(*first)
        before = place.view(EVERYTHING).rows
        place.take(*second)
        place.take(*first)
        assert place.view(EVERYTHING).rows == before
