"""Two people edit one record in their forms: the second is told, and nothing either typed is overwritten unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.clients.commands import change_client, change_contact
from app.clients.queries import ClientRow, client, client_choices
from app.clients.ui.contacts import ContactDialog
from app.clients.ui.form import ClientDialog
from app.kernel.formats import Formats
from app.qt.dialogs import FormDialog
from app.qt.operations import SynchronousOperations
from app.qt.telling import Telling
from app.qt.undo import UndoStack
from app.qt.versions import VersionsDialog
from tests.books import Office
from tests.samples.clients import brightwater
from tests.windows import press, type_into

FORMATS = Formats("en-GB", "Europe/London")
CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget, Telling):
    """Hears what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = UndoStack()
        self.told: list[str] = []

    def notify(self, text: str, undo: Any = None, **_more: Any) -> None:
        self.told.append(text)


@pytest.fixture
def window(qtbot: QtBot, light_look: None) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


def form_of(office: Office, window: Window, row: ClientRow) -> ClientDialog:
    operations = SynchronousOperations(office.book)
    choices = office.book.read(client_choices)
    dialog = ClientDialog(operations, FORMATS, choices, row, today=lambda: date(2026, 4, 30), parent=window)
    dialog.open()
    return dialog


def save(dialog: FormDialog) -> None:
    press(dialog.form.editor("name"), Qt.Key.Key_Return, CTRL)


def asked(dialog: FormDialog) -> VersionsDialog:
    assert dialog.typing is not None
    assert dialog.typing.editing is not None
    found = dialog.typing.editing.dialog
    assert found is not None
    return found


def test_what_each_changed_alone_is_kept_and_told(sqlite_office: Office, window: Window) -> None:
    office = sqlite_office
    row = office.book.read(client, client_id=brightwater(office))
    dialog = form_of(office, window, row)
    type_into(dialog.form, "website", "brightwater.example")
    office.act_as("GB").perform(change_client, client_id=row.id, version=row.version, address="1 New Quay")
    office.act_as("EF")
    save(dialog)
    assert not dialog.isVisible()
    now = office.book.read(client, client_id=row.id)
    assert (now.website, now.address) == ("brightwater.example", "1 New Quay")
    assert window.told == ["Saved. Meanwhile this was changed in another window, too: Address. Both are kept."]


def test_a_field_both_changed_is_shown_in_both_versions_and_saved_as_chosen(
    sqlite_office: Office, window: Window
) -> None:
    office = sqlite_office
    row = office.book.read(client, client_id=brightwater(office))
    dialog = form_of(office, window, row)
    type_into(dialog.form, "website", "mine.example")
    type_into(dialog.form, "email_domains", "mine.example")
    type_into(dialog.form, "address", "My Street 1")
    office.book.perform(
        change_client, client_id=row.id, version=row.version, website="theirs.example", address="Their Street 2"
    )
    save(dialog)
    question = asked(dialog)
    assert [(one.found.label, one.found.mine, one.found.theirs) for one in question.rows] == [
        ("Address", "My Street 1", "Their Street 2"),
        ("Website", "mine.example", "theirs.example"),
    ]
    assert office.book.read(client, client_id=row.id).website == "theirs.example", "nothing is saved before the answer"
    press(question, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    save(dialog)
    question = asked(dialog)
    assert question.focusWidget() is question.rows[0].choice.stop()
    press(question.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(question.focusWidget(), Qt.Key.Key_Right)
    assert [one.choice.current for one in question.rows] == ["both", "theirs"]
    office.book.perform(change_client, client_id=row.id, version=row.version + 1, website="third.example")
    press(question, Qt.Key.Key_Return, CTRL)
    now = office.book.read(client, client_id=row.id)
    assert not dialog.isVisible(), "overtaken once more: the third writer's website is no conflict with theirs"
    assert now.website == "third.example"
    assert now.email_domains == ("mine.example",)
    assert now.address == "My Street 1\nTheir Street 2"


def test_a_contact_is_merged_as_its_client_is(sqlite_office: Office, window: Window) -> None:
    office = sqlite_office
    row = office.book.read(client, client_id=brightwater(office))
    one = row.contacts[0]
    dialog = ContactDialog(SynchronousOperations(office.book), FORMATS, row.id, one, parent=window)
    dialog.open()
    type_into(dialog.form, "phone", "0117 000")
    office.book.perform(change_contact, contact_id=one.id, version=one.version, job="Controller", email="x@y.example")
    save(dialog)
    changed = office.book.read(client, client_id=row.id).contacts[0]
    assert (changed.phone, changed.job, changed.email) == ("0117 000", "Controller", "x@y.example")
