"""G23: two people edit one entry; the second is told, and neither loses what the first saved."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.engagements.queries import tasks_near
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.qt.operations import SynchronousOperations
from app.timesheets.commands import change_entry
from app.timesheets.queries import entries
from app.timesheets.ui.entry_forms import EntryDialog
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review
from tests.samples.timesheets import log
from tests.windows import type_into


def test_the_second_editor_is_told_and_nothing_is_lost(office: Office) -> None:
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    entry_id = log(office, "PR", task, date(2026, 4, 29), "2", approved=False)
    (seen,) = office.book.read(entries, entry_ids=(entry_id,))
    office.book.perform(change_entry, entry_id=entry_id, version=seen.version, note="Interviews")
    with pytest.raises(Problem, match="Somebody changed this record"):
        office.book.perform(change_entry, entry_id=entry_id, version=seen.version, seconds=60)
    (entry,) = office.book.read(entries, entry_ids=(entry_id,))
    assert (entry.note, entry.seconds) == ("Interviews", 7200)


def test_the_second_form_shows_both_versions_and_saves_what_is_chosen(
    qtbot: QtBot, sqlite_office: Office, light_look: None
) -> None:
    office = sqlite_office
    task = billing_review(office, brightwater(office)).tasks["Fieldwork"]
    entry_id = log(office, "PR", task, date(2026, 4, 29), "2", approved=False)
    (seen,) = office.book.read(entries, entry_ids=(entry_id,))
    tasks = office.book.read(tasks_near, person_id=office.people["PR"], period=Period(seen.day, seen.day))
    parent = QWidget()
    qtbot.addWidget(parent)
    operations = SynchronousOperations(office.book)
    dialog = EntryDialog(
        operations, Formats("en-GB", "Europe/London"), seen, tasks, today=lambda: date(2026, 4, 30), parent=parent
    )
    dialog.open()
    type_into(dialog.form, "note", "Interviews in Exeter")
    type_into(dialog.form, "seconds", "3")
    office.book.perform(change_entry, entry_id=entry_id, version=seen.version, note="Interviews", day=date(2026, 4, 28))
    dialog.form.submit()
    assert dialog.typing is not None
    assert dialog.typing.editing is not None
    question = dialog.typing.editing.dialog
    assert question is not None
    assert [(row.found.name, row.found.mine, row.found.theirs) for row in question.rows] == [
        ("note", "Interviews in Exeter", "Interviews")
    ]
    question.save.click()
    (entry,) = office.book.read(entries, entry_ids=(entry_id,))
    assert (entry.note, entry.seconds, entry.day) == ("Interviews in Exeter", 10_800, date(2026, 4, 28))
    assert not dialog.isVisible()
