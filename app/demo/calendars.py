"""Last chapter: everybody's calendar is read, and waits as suggestions."""

from __future__ import annotations

from datetime import date

from app.demo.source import LAST, Stage, calendar
from app.harvest.reading import harvest_file
from app.kernel.periods import Period

WINDOW = Period(date(2026, 4, 20), date(2026, 5, 3))


def harvest(stage: Stage) -> None:
    """Read each person's calendar file as that person."""
    stage.clock.set(LAST)
    for initials, actor in stage.people.items():
        content = calendar(initials)
        if content is None:
            continue
        stage.book.actor = actor
        harvest_file(stage.book, person_id=stage.person(initials), name="Calendar", content=content, window=WINDOW)
