"""An office with Brightwater's statement of work, ready to log time on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import SowSample, billing_review
from tests.samples.timesheets import internal_task


@dataclass
class Desk:
    """An office with one statement of work and one internal task."""

    office: Office
    client_id: int
    sow: SowSample
    meeting: int

    def __getitem__(self, task: str) -> int:
        """A task of the statement of work by name."""
        return self.sow.tasks[task]

    def person(self, initials: str) -> int:
        """A person by initials."""
        return self.office.people[initials]


def set_up_desk(office: Office) -> Desk:
    """Brightwater with its statement of work, and the team meeting; Priya acts."""
    client_id = brightwater(office)
    desk = Desk(office, client_id, billing_review(office, client_id), internal_task(office, "Team meeting"))
    office.act_as("PR")
    return desk


@pytest.fixture
def desk(office: Office) -> Desk:
    """On each database; Priya acts."""
    return set_up_desk(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Desk:
    """On SQLite, for screens; Priya acts."""
    return set_up_desk(sqlite_office)
