"""Every command of the window has a way back: named, told when it is done, and honest where it is refused."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.clients.commands import change_client
from app.clients.queries import client, client_choices
from app.clients.ui.form import ClientDialog
from app.firm.commands import add_holiday, choose_setting, remove_holiday
from app.firm.queries import holidays
from app.kernel.formats import Formats
from app.kernel.periods import Period
from app.qt.frame import Frame
from app.qt.operations import Operations, SynchronousOperations
from app.qt.telling import tell
from app.qt.versions import VersionsDialog
from app.shell.search import words_of
from tests.books import Office
from tests.samples.clients import brightwater
from tests.windows import press, type_into

DAY = date(2026, 5, 4)
FORMATS = Formats("en-GB", "Europe/London")
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def frame(qtbot: QtBot, light_look: None, operations: SynchronousOperations) -> Frame:
    """A window over the founded firm."""
    made = Frame(name="Watertight", operations=operations)
    qtbot.addWidget(made)
    made.works_with(operations, words_of)
    made.show()
    return made


def test_what_no_page_says_anything_of_is_named_by_the_history(
    sqlite_office: Office, operations: SynchronousOperations, frame: Frame
) -> None:
    operations.run(add_holiday, day=DAY, name="Early May")
    assert frame.notices.text() == "Added a public holiday"
    assert frame.notices.button.toolTip() == "Undo: Added a public holiday"
    frame.undo()
    assert sqlite_office.book.read(holidays, period=MAY) == frozenset()
    assert frame.notices.text() == "Undone: Added a public holiday"
    frame.redo()
    assert frame.notices.text() == "Done again: Added a public holiday"
    assert len(sqlite_office.book.read(holidays, period=MAY)) == 1
    frame.notices.undo()
    assert sqlite_office.book.read(holidays, period=MAY) == frozenset()


def test_what_a_page_says_is_the_name_of_its_step(operations: SynchronousOperations, frame: Frame) -> None:
    operations.run(add_holiday, lambda _id: tell(frame, "4 May is a holiday."), day=DAY, name="Early May")
    assert frame.notices.button.toolTip() == "Undo: 4 May is a holiday"
    frame.undo()
    assert frame.notices.text() == "Undone: 4 May is a holiday."
    assert frame.steps.next_back is None


def test_a_step_that_was_overtaken_says_so_and_is_gone(
    sqlite_office: Office, operations: SynchronousOperations, frame: Frame
) -> None:
    told: list[str] = []
    operations.problem.connect(lambda problem: told.append(str(problem)))
    operations.run(add_holiday, day=DAY, name="Early May")
    sqlite_office.act_as("GB").perform(remove_holiday, day=DAY)
    sqlite_office.act_as("EF")
    frame.undo()
    assert told[0].startswith("Not undone: Added a public holiday. This public holiday is no longer in the book.")
    assert frame.steps.next_back is None
    assert frame.steps.next_again is None


def test_a_step_that_could_not_be_saved_can_be_taken_back_later(
    sqlite_office: Office, operations: SynchronousOperations, frame: Frame
) -> None:
    operations.run(add_holiday, day=DAY, name="Early May")
    sqlite_office.book.read_only = "The disk is full."
    frame.undo()
    sqlite_office.book.read_only = ""
    assert len(sqlite_office.book.read(holidays, period=MAY)) == 1
    frame.undo()
    assert sqlite_office.book.read(holidays, period=MAY) == frozenset()


def test_undone_is_said_when_it_is_done_and_not_before(qtbot: QtBot, light_look: None, sqlite_office: Office) -> None:
    """By operations with their own thread, as in the window; also where a page goes a way of its own."""
    operations = Operations(sqlite_office.book)
    frame = Frame(name="Watertight", operations=operations)
    qtbot.addWidget(frame)
    frame.works_with(operations, words_of)
    with qtbot.waitSignal(operations.saved):
        operations.run(choose_setting, key="week.first", value="monday")
    frame.undo()
    assert "Undone" not in frame.notices.text()
    qtbot.waitUntil(lambda: frame.notices.text().startswith("Undone"))
    with qtbot.waitSignal(operations.saved):
        operations.run(
            add_holiday,
            lambda _id: tell(frame, "A holiday", lambda: operations.run(remove_holiday, day=date(2026, 5, 5))),
            day=DAY,
            name="Early May",
        )
    qtbot.waitUntil(lambda: frame.notices.text() == "A holiday")
    with qtbot.waitSignal(operations.unsaved):
        frame.undo()
    qtbot.waitUntil(lambda: not operations.works)
    assert "Undone" not in frame.notices.text()
    operations.close()


def test_the_palette_names_what_it_would_take_back(operations: SynchronousOperations, frame: Frame) -> None:
    from app.shell.search import step_names

    assert [name() for name in step_names(frame.steps).values()] == ["Undo", "Redo"]
    operations.run(add_holiday, day=DAY, name="Early May")
    assert step_names(frame.steps)["do:undo"]() == "Undo: Added a public holiday"
    frame.undo()
    assert [name() for name in step_names(frame.steps).values()] == ["Undo", "Do again: Added a public holiday"]


def test_a_field_takes_back_its_own_typing_first(
    sqlite_office: Office, operations: SynchronousOperations, frame: Frame
) -> None:
    field = QLineEdit(frame)
    field.show()
    operations.run(add_holiday, day=DAY, name="Early May")
    frame.activateWindow()
    field.setFocus()
    QTest.keyClicks(field, "may")
    press(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert len(sqlite_office.book.read(holidays, period=MAY)) == 1
    press(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sqlite_office.book.read(holidays, period=MAY) == frozenset()


def test_two_sentences_about_one_answer_are_one_step(operations: SynchronousOperations, frame: Frame) -> None:
    """A form that was merged says what was done, and then what came from the other side."""

    def told(_id: object) -> None:
        tell(frame, "4 May is a holiday.")
        tell(frame, "Saved. Meanwhile Grace changed this, too.", aside=True)

    operations.run(add_holiday, told, day=DAY, name="Early May")
    assert frame.notices.text() == "Saved. Meanwhile Grace changed this, too."
    frame.undo()
    assert frame.notices.text() == "Undone: 4 May is a holiday."
    assert frame.steps.next_back is None
    operations.run(
        choose_setting, lambda _id: tell(frame, "Saved. Meanwhile …", aside=True), key="week.first", value="monday"
    )
    assert frame.notices.button.toolTip() == "Undo: Changed a setting"


def test_a_save_that_was_merged_is_taken_back_without_what_the_other_changed(
    sqlite_office: Office, operations: SynchronousOperations, frame: Frame
) -> None:
    book = sqlite_office.book
    before = book.read(client, client_id=brightwater(sqlite_office))

    def facts() -> tuple[str, tuple[str, ...], str]:
        now = book.read(client, client_id=before.id)
        return now.website, now.email_domains, now.address

    dialog = ClientDialog(
        operations, FORMATS, book.read(client_choices), before, today=lambda: date(2026, 4, 30), parent=frame
    )
    dialog.open()
    type_into(dialog.form, "website", "mine.example")
    type_into(dialog.form, "email_domains", "mine.example")
    sqlite_office.act_as("GB").perform(
        change_client, client_id=before.id, version=before.version, address="1 New Quay", website="theirs.example"
    )
    sqlite_office.act_as("EF")
    dialog.form.submit()
    (question,) = [one for one in frame.findChildren(VersionsDialog) if one.isVisible()]
    question.save.click()
    assert facts() == ("mine.example", ("mine.example",), "1 New Quay")
    frame.undo()
    assert facts() == ("theirs.example", before.email_domains, "1 New Quay")
    frame.redo()
    version = book.read(client, client_id=before.id).version
    sqlite_office.act_as("GB").perform(change_client, client_id=before.id, version=version, website="third.example")
    sqlite_office.act_as("EF")
    told: list[str] = []
    operations.problem.connect(lambda problem: told.append(str(problem)))
    frame.undo()
    assert "This client was changed since then." in told[0]
    assert facts() == ("third.example", ("mine.example",), "1 New Quay")
