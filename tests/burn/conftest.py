"""An office with Brightwater's statement of work; the partner acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from app.burn.commands import watch_budgets
from tests.books import Office
from tests.kept import kept
from tests.samples.clients import brightwater
from tests.samples.engagements import SowSample, billing_review
from tests.samples.timesheets import log


@dataclass
class Scene:
    """An office with one statement of work."""

    office: Office
    client_id: int
    sow: SowSample

    def log(self, initials: str, day: date, hours: Decimal | str | float, task: str = "Fieldwork") -> int:
        """Open time of a person on a task."""
        return log(self.office, initials, self.sow.tasks[task], day, hours, approved=False)

    def watch(self) -> tuple[int, ...]:
        """Let the program look at the budgets."""
        return self.office.book.perform(watch_budgets).result


@kept
def set_up_scene(office: Office) -> Scene:
    """Brightwater with its statement of work."""
    client_id = brightwater(office)
    return Scene(office, client_id, billing_review(office, client_id))


@pytest.fixture
def scene(office: Office) -> Scene:
    """On each database."""
    return set_up_scene(office)


@pytest.fixture
def sqlite_scene(sqlite_office: Office) -> Scene:
    """On SQLite, for screens."""
    return set_up_scene(sqlite_office)
