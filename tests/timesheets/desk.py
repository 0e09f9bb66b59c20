"""An office with Brightwater's statement of work, ready to log time on; and what tests ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from app.kernel.problems import Problem
from app.timesheets.queries import EntryRow, entries
from tests.books import Office
from tests.kept import kept
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


@kept
def set_up_desk(office: Office) -> Desk:
    """Brightwater with its statement of work, and the team meeting; Priya acts."""
    client_id = brightwater(office)
    desk = Desk(office, client_id, billing_review(office, client_id), internal_task(office, "Team meeting"))
    office.act_as("PR")
    return desk


def entry(desk: Desk, entry_id: int) -> EntryRow:
    """One entry, read again."""
    (row,) = desk.office.book.read(entries, entry_ids=(entry_id,))
    return row


def refusal(desk: Desk, command: Any, **facts: Any) -> Problem:
    """Why a command is refused, which always says what to do next."""
    with pytest.raises(Problem) as caught:
        desk.office.book.perform(command, **facts)
    assert caught.value.hint
    return caught.value


def code_of(desk: Desk, command: Any, **facts: Any) -> str:
    """The same in one word."""
    return refusal(desk, command, **facts).code
