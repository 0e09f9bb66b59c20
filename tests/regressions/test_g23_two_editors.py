"""G23: two people edit one entry; the second is told, and neither loses what the first saved."""

from __future__ import annotations

from datetime import date

import pytest

from app.kernel.problems import Problem
from app.timesheets.commands import change_entry
from app.timesheets.queries import entries
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.timesheets import log


def test_the_second_editor_is_told_and_nothing_is_lost(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    entry_id = log(office, "PR", task, date(2026, 4, 29), "2", approved=False)
    (seen,) = office.book.read(entries, entry_ids=(entry_id,))
    office.book.perform(change_entry, entry_id=entry_id, version=seen.version, note="Interviews")
    with pytest.raises(Problem, match="Somebody changed this record"):
        office.book.perform(change_entry, entry_id=entry_id, version=seen.version, seconds=60)
    (entry,) = office.book.read(entries, entry_ids=(entry_id,))
    assert (entry.note, entry.seconds) == ("Interviews", 7200)
